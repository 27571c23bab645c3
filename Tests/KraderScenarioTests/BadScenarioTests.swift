import KraderCSV
import KraderJSON
import KraderScenario
import Testing

@Suite("What is said of bad scenarios")
struct BadScenarioTests {
    /// A fault: what is said, where, and what would be right.
    struct Fault: Sendable {
        var text: String

        init(_ said: String, _ place: String, _ right: String) {
            text = "Error: \(said) in s.json, \(place)\(right)"
        }
    }

    /// A part of the good scenario, what stands in its place, and all that is said of it.
    struct Case: Sendable, CustomTestStringConvertible {
        var part: String
        var replacement: String
        var faults: [Fault]
        var testDescription: String { replacement }

        init(_ part: String, _ replacement: String, _ faults: Fault...) {
            self.part = part
            self.replacement = replacement
            self.faults = faults
        }
    }

    @Test("the good one is good")
    func isGood() { #expect(complaint(good) == "") }

    @Test(
        "each mistake is told with its line, key, value and what is allowed",
        arguments: inMarket + inTrading + inSettings + inOrders + atTop + inData
            + inOrdersOfOthers + inScript + inExpectations)
    func mistake(_ bad: Case) {
        let said = complaint(good.with(bad.part, bad.replacement))
        #expect(said == bad.faults.map(\.text).joined(separator: "\n"))
    }

    @Test("all faults of a file are told at once, in the order of their lines")
    func allAtOnce() {
        let text = good.with("\"seed\": 7", "\"seed\": -7").with("70100", "0")
            .with("\"ideal\"", "\"idle\"")
        #expect(
            complaint(text) == """
                Error: seed is -7 in s.json, line 1 (seed); it must be at least 0.
                Error: price is 0 in s.json, line 8 (market.data.inline.ticks[1].price); \
                it must be between 1 and 1000000000.
                Error: profile is 'idle' in s.json, line 14 (broker.profile); \
                it must be ideal, live or mock.
                """)
    }

    @Test("what is no JSON ends with the place where it breaks")
    func grammar() {
        #expect(
            complaint(String(good.prefix(40)))
                == "Error: The string opened in line 1 is not closed in s.json, line 1, column 41.")
        let brackets = String(repeating: "[", count: 5_000)
        #expect(complaint(brackets).contains("64"))
        #expect(complaint("").hasPrefix("Error: "))
        #expect(complaint("[]") == "Error: Expected an object, found a list in s.json, line 1.")
    }

    @Test("a text that is not UTF-8 is told by what it seems to be")
    func encoding() throws {
        func complaint(_ bytes: [UInt8]) -> String {
            do throws(TextFaults) {
                _ = try Scenario.decode(bytes: bytes, file: "s.json", catalog: catalog)
                return ""
            } catch {
                return error.description
            }
        }
        let wide = good.utf8.flatMap { byte -> [UInt8] in [byte, 0] }
        #expect(
            complaint([0xFF, 0xFE] + wide)
                == "Error: The text is UTF-16 (little-endian) in s.json, line 1; save it as UTF-8.")
        let korean = Array(good.with("open-drive", "@").utf8).flatMap { byte -> [UInt8] in
            byte == 0x40 ? [0xB0, 0xA1] : [byte]
        }
        #expect(
            complaint(korean)
                == "Error: The text is not UTF-8 (it looks like CP949): byte 0xB0 at offset 24 "
                + "cannot be read in s.json, line 1; save it as UTF-8.")
    }

    @Test("a hundred megabytes are refused by their size, before anything is read")
    func size() {
        let fault = Scenario.sizeFault(bytes: 100_000_000, file: "s.json")
        let said =
            "Error: The text has 100000000 bytes in s.json; it may have at most 16777216."
        #expect(fault?.description == said)
        #expect(Scenario.sizeFault(bytes: Scenario.sizeMax, file: "s.json") == nil)
        let bytes = [UInt8](repeating: 0x20, count: 100_000_000)
        #expect(throws: TextFaults.self) {
            try Scenario.decode(bytes: bytes, file: "s.json", catalog: catalog)
        }
    }

    @Test("hostile names are shown with their control characters escaped")
    func hostile() {
        let said = complaint(good.with("\"seed\"", #""\u001b[2J\u202e""#))
        #expect(
            said == #"Error: Unknown key '\u{1b}[2J\u{202e}' in s.json, line 1 "#
                + #"(["\u{1b}[2J\u{202e}"])."#)
    }
}
