import Foundation
import Testing

/// The scenarios in which something goes wrong: each comes to what it expects, and each of its
/// expectations can fail.
@Suite("The library of failures") struct ScenarioLibraryTests {
    static let folders = ["alarm", "faults", "kill", "market", "recovery"]
    static let files: [String] = folders.flatMap { folder in
        let path = ManualTests.root.appendingPathComponent("scenarios/\(folder)").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
    }

    private func text(_ file: String) throws -> String {
        try String(
            contentsOf: ManualTests.root.appendingPathComponent("scenarios/\(file)"),
            encoding: .utf8)
    }

    @Test("there are some")
    func some() { #expect(ScenarioLibraryTests.files.count > 30) }

    @Test("each comes to what it expects, and its script is done", arguments: files)
    func passes(file: String) throws {
        let workshop = try Workshop()
        try workshop.write(text(file), to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        #expect(finished.exit == 0, "\(finished.out)\(finished.err)")
        let last = try #require(finished.out.split(separator: "\n").last)
        #expect(last.contains(" expectations="))
    }

    @Test("each of its expectations fails where krader would do otherwise", arguments: files)
    func canFail(file: String) throws {
        let workshop = try Workshop()
        let parsed = try JSONSerialization.jsonObject(with: Data(text(file).utf8))
        var scenario = try #require(parsed as? [String: Any])
        let expectations = try #require(scenario["expect"] as? [[String: Any]])
        scenario["expect"] = expectations.map(Self.wrong)
        try workshop.write(JSONSerialization.data(withJSONObject: scenario), to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        #expect(finished.exit == 5, "\(finished.out)\(finished.err)")
        #expect(finished.out.contains(" expectations=0/\(expectations.count) "), "\(finished.out)")
    }

    /// An expectation of something else than the one that holds.
    private static func wrong(_ expectation: [String: Any]) -> [String: Any] {
        var wrong = expectation
        for (key, value) in expectation {
            switch key {
            case "about", "at", "after", "delay_ms", "order", "filled", "reason", "cause",
                "within_ms", "count":
                break
            case "state": wrong[key] = value as? String == "FILLED" ? "REJECTED" : "FILLED"
            case "kill_switch":
                wrong[key] = value as? String == "armed" ? "engaged" : "armed"
                wrong["cause"] = nil
                wrong["within_ms"] = nil
            case "mode": wrong[key] = value as? String == "PAUSED" ? "KILLED" : "PAUSED"
            case "event":
                if let count = expectation["count"] {
                    wrong["count"] = other(count)
                } else {
                    wrong["count"] = 0
                }
            default: wrong[key] = other(value)
            }
        }
        // Of an order without a state its shares, or its reason.
        if expectation["order"] != nil, expectation["state"] == nil {
            if let filled = expectation["filled"] { wrong["filled"] = other(filled) }
            if expectation["reason"] != nil { wrong["reason"] = "RISK_CHANGED" }
        }
        return wrong
    }

    private static func other(_ value: Any) -> Any {
        if let bounds = value as? [String: Any] {
            if let most = bounds["at_most"] as? Int { return ["at_least": most + 1] }
            return bounds.mapValues { other($0) }
        }
        return (value as? Int).map { $0 + 1 as Any } ?? value
    }
}
