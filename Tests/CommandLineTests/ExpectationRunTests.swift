import Foundation
import Testing

/// A buy of ten shares that fills, with what is expected of it.
private func expecting(_ expectations: String, name: String = "bought", events: String = "")
    -> String
{
    scripted(
        name,
        prints: [("09:00:58", 70_000, 50), ("09:01:05", 69_900, 500)],
        signals: [#""at": "09:01:00", "side": "buy", "quantity": 10, "price": 70000"#],
        more: #""costs": { "preset": "none" }, \#(events) "expect": [ \#(expectations) ],"#)
}

@Suite("krader backtest, what is expected") struct ExpectationRunTests {
    @Test("a scenario that comes to what it must ends with 0, and says so in its last line")
    func met() throws {
        let workshop = try Workshop()
        try workshop.write(
            expecting(
                #"""
                { "order": { "nth": 1 }, "state": "FILLED", "filled": 10 },
                { "position": { "005930": 10 } }, { "requests": { "new_order": 1 } }
                """#), to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        #expect(finished.exit == 0, "\(finished.err)")
        #expect(finished.out.contains("  expectations  3 of 3 met\n"))
        #expect(finished.out.contains(" expectations=3/3 exit=0\n"))
        let result = try workshop.result("bought")
        #expect(result.text("expectations.0.expected") == "order 1 FILLED, filled 10")
        #expect(result.flag("expectations.0.met") == true)
        let page = try workshop.text(workshop.runFolder("bought") + "/report.html")
        #expect(page.contains("Expectations"))
        #expect(page.contains("order 1 FILLED, filled 10"))
    }

    @Test("one that doesn't ends with 5, and tells what led there")
    func failed() throws {
        let workshop = try Workshop()
        try workshop.write(
            expecting(#"{ "cash": { "at_least": 1 } }, { "position": { "005930": 11 } }"#),
            to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        #expect(finished.exit == 5)
        #expect(finished.out.contains("✗ expect[1]\n    expected  11 of 005930\n"))
        #expect(finished.out.contains("    found     10 of 005930\n"))
        #expect(finished.out.contains("order 1: buy 10 005930 at 70000\n"))
        #expect(finished.out.contains("order 1 filled 10 at 70000: holds 10, cash"))
        #expect(finished.out.contains(" expectations=1/2 exit=5\n"))
        #expect(try workshop.result("bought").flag("expectations.1.met") == false)
        let json = try JSON(Data(workshop.backtest("s.json --out out --json").out.utf8))
        #expect(json.text("runs.0.result.expectations.1.found") == "10 of 005930")
    }

    @Test("a scenario without expectations says nothing of them")
    func none() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        #expect(!finished.out.contains("expect"))
        #expect(
            try !workshop.text(workshop.runFolder("one-buy") + "/result.json").contains("expect"))
    }

    private let killed = #""events": [ { "at": "10:00", "do": "kill" } ],"#

    @Test("a kill ends with 7, unless an expectation says what becomes of the switch")
    func killSwitch() throws {
        let workshop = try Workshop()
        try workshop.write(
            expecting(#"{ "position": { "005930": 10 } }"#, events: killed), to: "unnamed.json")
        #expect(try workshop.backtest("unnamed.json --out out").exit == 7)
        try workshop.write(
            expecting(
                #"{ "kill_switch": "complete", "cause": "BY_HAND", "within_ms": 60000 }"#,
                events: killed), to: "named.json")
        let finished = try workshop.backtest("named.json --out out")
        #expect(finished.exit == 0, "\(finished.out)")
        try workshop.write(
            expecting(#"{ "kill_switch": "armed" }"#, events: killed), to: "armed.json")
        #expect(try workshop.backtest("armed.json --out out").exit == 5)
    }

    @Test("of many runs a failed expectation comes before a kill")
    func many() throws {
        let workshop = try Workshop()
        try workshop.write(
            expecting(#"{ "position": { "005930": 10 } }"#, events: killed), to: "a.json")
        try workshop.write(expecting(#"{ "position": { "005930": 9 } }"#, name: "b"), to: "b.json")
        #expect(try workshop.backtest("a.json b.json --out out").exit == 5)
        #expect(try workshop.backtest("a.json b.json gone.json --out out").exit == 2)
    }
}

@Suite("krader backtest, what CI reads") struct PageTests {
    /// Whether Python's parser takes a text as XML; the numbers of cases and failures in it.
    private func parsed(_ workshop: Workshop, _ name: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.currentDirectoryURL = workshop.folder
        process.arguments = [
            "python3", "-c",
            """
            import xml.etree.ElementTree as t
            r = t.parse('\(name)').getroot()
            print(len(r), len(list(r.iter('testcase'))), len(list(r.iter('failure'))))
            """,
        ]
        let out = Pipe()
        process.standardOutput = out
        try process.run()
        let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    @Test("JUnit: a suite for each scenario, a case for the run and each expectation")
    func junit() throws {
        let workshop = try Workshop()
        try workshop.write(
            expecting(#"{ "cash": 1 }, { "position": { "005930": 10 } }"#), to: "a.json")
        try workshop.write(oneBuyOneSell, to: "b.json")
        let hostile = #"<&"'\#u{1B}]]>.json"#
        let finished = try workshop.backtest(
            ["a.json", "b.json", hostile, "--out", "out", "--junit", "j.xml", "-q"])
        #expect(finished.exit == 2)
        #expect(try parsed(workshop, "j.xml") == "3 5 2\n")
        let text = try workshop.text("j.xml")
        #expect(text.contains("<testsuites name=\"krader\" tests=\"5\" failures=\"2\">"))
        #expect(text.contains("expected 1 won, found 9300000 won"))
        #expect(text.contains("&lt;&amp;&quot;&apos;\u{FFFD}]]&gt;.json"))
        #expect(!workshop.names().contains { $0.hasPrefix(".") })
    }

    @Test("a summary in Markdown names what failed and why, and no name is markup there")
    func summary() throws {
        let workshop = try Workshop()
        try workshop.write(expecting(#"{ "position": { "005930": 11 } }"#), to: "a.json")
        try workshop.write(oneBuyOneSell, to: "b.json")
        let finished = try workshop.backtest(
            ["a.json", "b.json", "*|x|*.json", "--out", "out", "--summary", "s.md", "-q"])
        #expect(finished.exit == 2)
        let text = try workshop.text("s.md")
        #expect(text.hasPrefix("# krader: 1 of 3 scenarios passed\n"))
        #expect(text.contains(#"\*\|x\|\*.json"#))
        #expect(text.contains("expected 11 of 005930, found 10 of 005930"))
        #expect(text.contains("      2026-03-03T09:01:00+09:00 "))
    }

    @Test("a page that can't be written is told, and a rerun replaces it")
    func places() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "s.json")
        #expect(try workshop.backtest("s.json --out out -q --junit no/j.xml").exit == 2)
        #expect(try workshop.backtest(["s.json", "--out", "out", "--junit", ""]).exit == 2)
        try workshop.write("old", to: "j.xml")
        #expect(try workshop.backtest("s.json --out out -q --junit j.xml").exit == 0)
        #expect(try workshop.text("j.xml").hasPrefix("<?xml"))
    }
}
