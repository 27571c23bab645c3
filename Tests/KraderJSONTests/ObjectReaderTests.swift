import KraderJSON
import KraderModel
import Testing

/// What a small scenario would be decoded to.
private struct Plan: Equatable {
    struct Leg: Equatable {
        var symbol: IssueCode?
        var side: Side
        var quantity: Shares
        var at: Moment
    }
    var name: String
    var seed: Int64
    var cash: Won
    var board: Board
    var base: Price
    var ratio: Double
    var strict: Bool
    var from: CalendarDate
    var open: TimeOfDay
    var positionMax: Int64
    var legs: [Leg]
    var note: String?

    static func decode(_ text: String) throws(TextFaults) -> Plan {
        try JSONReader.read(text, file: "scenarios/open.json").decode { root in
            let from = root.date("from")
            return Plan(
                name: root.text("name", lengths: 1...20), seed: root.integer("seed", default: 7),
                cash: root.object("account") {
                    Won($0.integer("cash", in: 0...1_000_000_000_000))
                },
                board: root.choice("board", Board.self), base: root.price("base_price"),
                ratio: root.decimal("ratio", in: 0...1, default: 0.5),
                strict: root.boolean("strict", default: false), from: from,
                open: root.time("open"),
                positionMax: root.objectOrEmpty("risk") {
                    $0.integer("max_position_size", in: 1...1_000, default: 100)
                },
                legs: root.objects("legs", counts: 1...3) { leg in
                    Leg(
                        symbol: leg.issueCode("symbol"), side: leg.choice("side", Side.self),
                        quantity: leg.shares("quantity", in: 1...1_000),
                        at: leg.moment("at", on: from))
                },
                note: root.textIfPresent("note"))
        }
    }
}

@Suite("Decoding objects")
struct ObjectReaderTests {
    static let good = """
        {
          "name": "opening", "from": "2026-03-03", "open": "09:00:30",
          "account": { "cash": 10000000 },
          "board": "KOSPI",
          "base_price": 70000,
          "ratio": 1,
          "risk": { "max_position_size": 500 },
          "legs": [
            { "symbol": "005930", "side": "buy", "quantity": 10, "at": "09:01:00" },
            { "symbol": "A000660", "side": "sell", "quantity": 1, "at": "2026-03-04T00:00:00Z" }
          ]
        }
        """

    @Test("a good text is decoded; what it leaves out has its default")
    func decodes() throws {
        let plan = try Plan.decode(Self.good)
        let day = try #require(CalendarDate("2026-03-03"))
        #expect(plan.name == "opening")
        #expect(plan.seed == 7)
        #expect(plan.cash == Won(10_000_000))
        #expect(plan.board == .kospi)
        #expect(plan.base == Price(70_000))
        #expect(plan.ratio == 1)
        #expect(!plan.strict)
        #expect(plan.from == day)
        #expect(plan.open == TimeOfDay(9, 0, 30))
        #expect(plan.positionMax == 500)
        #expect(plan.legs.map(\.symbol) == [try IssueCode("005930"), try IssueCode("000660")])
        #expect(plan.legs.map(\.side) == [.buy, .sell])
        #expect(plan.legs.map(\.quantity) == [Shares(10), Shares(1)])
        #expect(
            plan.legs.map(\.at) == [
                day.at(TimeOfDay(9, 1)), day.advanced(by: 1).at(TimeOfDay(9, 0)),
            ])
        #expect(plan.note == nil)
    }

    /// A part of the good text, what replaces it, and what is said of it.
    static let faults: [(part: String, replacement: String, message: String)] = [
        (
            "\"max_position_size\"", "\"max_postion_size\"",
            "Unknown key 'max_postion_size' in scenarios/open.json, line 7 (risk.max_postion_size). Did you mean 'max_position_size'?"
        ),
        (
            "\"ratio\": 1", "\"colour\": 1",
            "Unknown key 'colour' in scenarios/open.json, line 6 (colour)."
        ),
        (
            "10000000", "-5",
            "cash is -5 in scenarios/open.json, line 3 (account.cash); it must be between 0 and 1000000000000."
        ),
        (
            "10000000", "1000000000001",
            "cash is 1000000000001 in scenarios/open.json, line 3 (account.cash); it must be between 0 and 1000000000000."
        ),
        (
            "10000000", "\"12\"",
            "Expected an integer, found the string \"12\" in scenarios/open.json, line 3 (account.cash)."
        ),
        (
            "10000000", "12.0",
            "Expected an integer, found the number 12.0 in scenarios/open.json, line 3 (account.cash)."
        ),
        (
            "10000000", "123456789012345678901234567890",
            "cash is 123456789012345678901234567890 in scenarios/open.json, line 3 (account.cash); it must be between 0 and 1000000000000."
        ),
        (
            "\"ratio\": 1", "\"seed\": 9223372036854775808",
            "seed is 9223372036854775808 in scenarios/open.json, line 6 (seed); it must fit a 64-bit integer."
        ),
        (
            "10000000", "null",
            "Expected an integer, found null in scenarios/open.json, line 3 (account.cash)."
        ),
        (
            "\"cash\": 10000000", "",
            "Missing key 'cash' in scenarios/open.json, line 3 (account.cash)."
        ),
        (
            "\"account\": { \"cash\": 10000000 },", "",
            "Missing key 'account' in scenarios/open.json, line 1 (account)."
        ),
        (
            "{ \"cash\": 10000000 }", "[1]",
            "Expected an object, found a list in scenarios/open.json, line 3 (account)."
        ),
        (
            "\"KOSPI\"", "\"KOSPY\"",
            "board is 'KOSPY' in scenarios/open.json, line 4 (board); it must be KOSPI, KOSDAQ, KONEX, ETF, ETN, ELW or index. Did you mean 'KOSPI'?"
        ),
        (
            "\"KOSPI\"", "true",
            "Expected one of KOSPI, KOSDAQ, KONEX, ETF, ETN, ELW or index, found true in scenarios/open.json, line 4 (board)."
        ),
        (
            "\"buy\"", "\"long\"",
            "side is 'long' in scenarios/open.json, line 9 (legs[0].side); it must be buy or sell."
        ),
        (
            "70000", "0",
            "base_price is 0 in scenarios/open.json, line 5 (base_price); it must be between 1 and 1000000000."
        ),
        (
            "\"ratio\": 1", "\"ratio\": 1.5",
            "ratio is 1.5 in scenarios/open.json, line 6 (ratio); it must be between 0 and 1."
        ),
        (
            "\"ratio\": 1", "\"ratio\": 1e400",
            "ratio is 1e400 in scenarios/open.json, line 6 (ratio); it must be between 0 and 1."
        ),
        (
            "\"ratio\": 1", "\"ratio\": \"half\"",
            "Expected a number, found the string \"half\" in scenarios/open.json, line 6 (ratio)."
        ),
        (
            "\"ratio\": 1", "\"strict\": 1",
            "Expected true or false, found the number 1 in scenarios/open.json, line 6 (strict)."
        ),
        (
            "2026-03-03\"", "2026-02-30\"",
            "from is '2026-02-30' in scenarios/open.json, line 2 (from); it must be a date such as 2026-03-03."
        ),
        (
            "09:00:30", "24:00",
            "open is '24:00' in scenarios/open.json, line 2 (open); it must be a time such as 09:00:58."
        ),
        (
            "\"09:00:30\"", "900",
            "Expected a time as a string, found the number 900 in scenarios/open.json, line 2 (open)."
        ),
        (
            "09:01:00", "2026-03-03",
            "at is '2026-03-03' in scenarios/open.json, line 9 (legs[0].at); it must be a time such as 09:00:58 or 2026-03-03T09:00:58."
        ),
        (
            "A000660", "삼성",
            "symbol is '삼성' in scenarios/open.json, line 10 (legs[1].symbol); it must be an issue code of six digits and capital letters."
        ),
        (
            "\"opening\"", "\"\"",
            "name is empty in scenarios/open.json, line 2 (name)."
        ),
        (
            "\"opening\"", "\"abcdefghijklmnopqrstuvwxyz\"",
            "name has 26 characters in scenarios/open.json, line 2 (name); it must have 1 to 20."
        ),
        (
            "{ \"symbol\": \"A000660\", \"side\": \"sell\", \"quantity\": 1, \"at\": \"2026-03-04T00:00:00Z\" }",
            "5", "Expected an object, found the number 5 in scenarios/open.json, line 10 (legs[1])."
        ),
        (
            "\"opening\"", "\"a\\u001b[31mb\", \"note\": 7",
            "Expected a string, found the number 7 in scenarios/open.json, line 2 (note)."
        ),
    ]

    @Test(
        "one fault is told in one sentence that says where and what is allowed", arguments: faults)
    func fault(part: String, replacement: String, message: String) throws {
        let pieces = try #require(Self.good.split(around: part))
        let text = pieces.0 + replacement + pieces.1
        let error = #expect(throws: TextFaults.self) { try Plan.decode(text) }
        #expect(error?.description == "Error: " + message)
    }

    @Test("all faults of a text are told at once, in the order of the text")
    func allAtOnce() {
        let text = """
            {
              "nmae": "x", "from": "2026-03-03", "open": "09:00",
              "account": { "cash": -1, "csh": 2 },
              "board": "KOSPI", "board": "ETF",
              "base_price": 70000,
              "legs": []
            }
            """
        let error = #expect(throws: TextFaults.self) { try Plan.decode(text) }
        #expect(
            error?.description == """
                Error: Missing key 'name' in scenarios/open.json, line 1 (name).
                Error: Unknown key 'nmae' in scenarios/open.json, line 2 (nmae). Did you mean 'name'?
                Error: cash is -1 in scenarios/open.json, line 3 (account.cash); it must be between 0 and 1000000000000.
                Error: Unknown key 'csh' in scenarios/open.json, line 3 (account.csh). Did you mean 'cash'?
                Error: Key 'board' is repeated in scenarios/open.json, line 4 (board); it stands first in line 4.
                Error: legs has 0 elements in scenarios/open.json, line 6 (legs); it must have 1 to 3.
                """)
    }

    @Test("control characters from a text never reach the message")
    func hostileText() {
        let error = #expect(throws: TextFaults.self) {
            try Plan.decode(#"{"\u001b[2J": 1}"#)
        }
        #expect(error?.description.contains("Unknown key '\\u{1b}[2J'") == true)
        #expect(error?.description.contains("\u{1B}") == false)
    }

    @Test("a top that is no object is one fault")
    func top() {
        let error = #expect(throws: TextFaults.self) { try Plan.decode("[1]") }
        #expect(
            error?.description
                == "Error: Expected an object, found a list in scenarios/open.json, line 1.")
    }

    @Test("members whose keys are data are handed over, and their faults named")
    func freeKeys() throws {
        let document = try JSONReader.read(
            #"{"position": {"005930": 10, "000660": -1}}"#, file: "s")
        var seen: [String] = []
        let error = #expect(throws: TextFaults.self) {
            try document.decode { root in
                root.object("position") { position in
                    for (key, reader) in position.allMembers() {
                        seen.append(key)
                        _ = reader.shares()
                    }
                }
            }
        }
        #expect(seen == ["005930", "000660"])
        #expect(
            error?.description
                == "Error: 000660 is -1 in s, line 1 (position.000660); it must be between 0 and 1000000000."
        )
    }

    @Test("a fault across keys is told with the key it is laid to")
    func crossFaults() throws {
        let document = try JSONReader.read("{\"from\": 2,\n\"to\": 1}", file: "s")
        let error = #expect(throws: TextFaults.self) {
            try document.decode { root in
                if root.integer("to") < root.integer("from") {
                    root.refuse("to is before from", key: "to", allowed: "it must be at least 2")
                }
            }
        }
        #expect(
            error?.description
                == "Error: to is before from in s, line 2 (to); it must be at least 2.")
    }
}

extension String {
    /// The text before and after the only place at which a part stands.
    fileprivate func split(around part: String) -> (String, String)? {
        guard let range = firstRange(of: part) else { return nil }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }
}

@Suite("Spellings")
struct NearestSpellingTests {
    static let keys = ["max_position_size", "cash", "latency_ms", "fills", "from", "to", "name"]

    static let cases: [(word: String, nearest: String?)] = [
        ("max_postion_size", "max_position_size"), ("max_position_sizes", "max_position_size"),
        ("MAX_POSITION_SIZE", "max_position_size"), ("cahs", "cash"), ("csah", "cash"),
        ("chas", nil), ("c", nil), ("latencyms", "latency_ms"), ("latency-ms", "latency_ms"),
        ("latncyy_ms", "latency_ms"), ("fill", "fills"), ("fils", "fills"), ("form", "from"),
        ("nam", "name"), ("position", nil), ("", nil), ("xyz", nil), ("frmo", "from"),
        ("fromage", nil), (String(repeating: "x", count: 100), nil),
    ]

    @Test("the nearest of the allowed words is offered, when one is near", arguments: cases)
    func nearest(word: String, nearest: String?) {
        #expect(nearestSpelling(of: word, among: Self.keys) == nearest)
    }
}

@Suite("Moments in texts")
struct MomentTextTests {
    static let cases: [(text: String, nanoseconds: Int64?)] = [
        ("1970-01-01T09:00:00", 0), ("1970-01-01T00:00:00Z", 0), ("1970-01-01 09:00", 0),
        ("1970-01-01T00:00:01.5+00:00", 1_500_000_000), ("1970-01-01T09:00:00+0900", 0),
        ("1969-12-31T19:00:00-05", 0), ("2026-03-03T09:00:05.123", 1_772_496_005_123_000_000),
        ("2026-03-03", nil), ("2026-03-03T25:00:00", nil), ("2026-03-03T09:00:00+9", nil),
        ("2026-03-03T09:00:00+99:00", nil), ("2026-13-03T09:00:00", nil), ("", nil),
        ("2026-03-03T09:00:00+-900", nil), ("2026-03-03T09:00:00 KST", nil),
    ]

    @Test("a time is KST unless it says otherwise", arguments: cases)
    func reads(text: String, nanoseconds: Int64?) {
        #expect(Moment(text: text)?.nanoseconds == nanoseconds)
    }
}
