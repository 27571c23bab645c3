import Foundation
import Testing

@Suite("krader runs") struct RunsTests {
    /// Plays three runs of a day below `reports`, and gives their ids.
    private func played(_ workshop: Workshop) throws -> [String] {
        try workshop.writeDay()
        return try ["fast=2", "fast=3", "quantity=10"].map { change in
            let parameters = ["fast=2", "slow=4", "timeframe=1m", "quantity=5", change].flatMap {
                ["--set", "strategies[0].parameters.\($0)"]
            }
            let run = try workshop.backtest(["day.json", "-q"] + parameters)
            #expect(run.exit == 0, "\(run.err)")
            return String(run.out.dropFirst(4).prefix(12))
        }
    }

    private func runs(_ workshop: Workshop, _ arguments: String...) throws -> Finished {
        try workshop.start(["runs"] + arguments).finished()
    }

    @Test("list has a row for each run, with changed parameters and figures")
    func list() throws {
        let workshop = try Workshop()
        let ids = try played(workshop)
        let result = try runs(workshop, "list", "--sort", "net")
        #expect(result.err == "" && result.exit == 0)
        let lines = result.out.split(separator: "\n")
        #expect(lines.count == 5)
        #expect(lines[0].hasPrefix("run           scenario  strategy"))
        #expect(lines[4] == "3 runs below 'reports'.")
        #expect(
            lines.contains {
                $0.contains("sma_cross fast=2 slow=4") && $0.contains("quantity=5")
            })
        let json = try JSON(Data(try runs(workshop, "list", "--json").out.utf8))
        #expect(Set((json.list("runs") ?? []).compactMap { $0.text("run_id") }) == Set(ids))
        #expect(json.integer("schema") == 1 && json.integer("unfinished") == 0)
        let csv = Rows(try runs(workshop, "list", "--csv", "--sort", "net").out)
        #expect(csv.rows.count == 3)
        let nets = csv.rows.compactMap { $0.number("net") }
        #expect(nets.count == 3 && nets == nets.sorted(by: >))
        #expect(csv.rows.allSatisfy { $0["digest"]?.count == 12 })
    }

    @Test("list filters by scenario and strategy, and says when nothing passes")
    func filters() throws {
        let workshop = try Workshop()
        _ = try played(workshop)
        #expect(
            try runs(workshop, "list", "--strategy", "sma_cross").out.contains("3 runs below"))
        let none = try runs(workshop, "list", "--scenario", "dey")
        #expect(none.exit == 0)
        #expect(none.out.contains("0 of 3 runs"))
        #expect(none.err == "Note: No run of 3 is so; did you mean 'day'?\n")
        #expect(try runs(workshop, "list", "--json", "--csv").exit == 2)
    }

    @Test("show prints a summary again, by the first digits of an id or a folder")
    func show() throws {
        let workshop = try Workshop()
        let id = try played(workshop)[0]
        let result = try runs(workshop, "show", id)
        #expect(result.exit == 0)
        let last = try workshop.backtest(
            "day.json -q --set strategies[0].parameters.fast=2 "
                + "--set strategies[0].parameters.slow=4 "
                + "--set strategies[0].parameters.timeframe=1m "
                + "--set strategies[0].parameters.quantity=5")
        #expect(result.out.hasSuffix(last.out))
        #expect(result.out.hasPrefix("day\n  period    2026-03-03\n"))
        #expect(try runs(workshop, "show", "reports/day/\(id)") == result)
        #expect(try runs(workshop, "show", "day/\(id)", "--dir", "reports").exit == 0)
        #expect(try runs(workshop, "show", String(id.prefix(8))).out == result.out)
    }

    @Test("an unknown run ends with 10 and the nearest spelling, one of several with 2")
    func unknown() throws {
        let workshop = try Workshop()
        let id = try played(workshop)[0]
        let slip = (id.first == "0" ? "1" : "0") + id.dropFirst()
        let wrong = try runs(workshop, "show", slip)
        #expect(wrong.exit == 10)
        #expect(wrong.err.contains("Did you mean '\(id)'?"))
        #expect(try runs(workshop, "show", "").exit == 10)
        let folder = try runs(workshop, "list", "--dir", "nowhere")
        #expect(folder.exit == 10)
        #expect(folder.err.hasPrefix("Error: There is no folder 'nowhere'."))
        try FileManager.default.copyItem(
            at: workshop.url("reports/day/\(id)"), to: workshop.url("reports/day/\(id)9"))
        #expect(try runs(workshop, "show", String(id.prefix(11))).exit == 2)
        // A whole id is no beginning of another.
        #expect(try runs(workshop, "show", id).exit == 0)
    }

    @Test("compare shows what differs, then the figures of each")
    func compare() throws {
        let workshop = try Workshop()
        let ids = try played(workshop)
        let result = try runs(workshop, "compare", ids[0], ids[1], ids[2])
        #expect(result.exit == 0 && result.err == "")
        let lines = result.out.split(separator: "\n", omittingEmptySubsequences: false)
        let differing = lines.prefix { !$0.isEmpty }.dropFirst()
        #expect(
            differing.map { $0.split(separator: " ").first } == [
                "strategies[0].parameters.fast", "strategies[0].parameters.quantity",
            ])
        #expect(
            lines.contains { $0.hasPrefix("net ") } && lines.contains { $0.hasPrefix("digest") })
        let json = try JSON(
            Data(try runs(workshop, "compare", ids[0], ids[1], "--json").out.utf8))
        #expect(json.text("differences.0.name") == "strategies[0].parameters.fast")
        #expect(json.list("differences")?.count == 1)
        let csv = Rows(try runs(workshop, "compare", ids[0], ids[1], "--csv").out)
        #expect(csv.rows.first?["part"] == "differs" && csv.rows.first?[ids[1]] == "3")
        let same = try runs(workshop, "compare", ids[0], ids[0])
        #expect(
            same.out.hasPrefix(
                "Their settings, parameters and data are alike, and so are their scenarios."))
        #expect(try runs(workshop, "compare", ids[0]).exit == 2)
    }

    @Test("what is no result is counted, what is damaged is named, nothing is waited for")
    func hostile() throws {
        let workshop = try Workshop()
        let id = try played(workshop)[0]
        let base = "reports/day/"
        try workshop.makeFolder(base + "nothing")
        try workshop.makeFolder("reports/.unfinished-krader-abcdef")
        try workshop.write("readme", to: "reports/README.md")
        try workshop.link(base + "loop", to: workshop.url("reports").path)
        try workshop.makeFolder(base + "pipe")
        workshop.makePipe(base + "pipe/result.json")
        try workshop.makeFolder(base + "folder/result.json")
        try workshop.write("{", to: base + "half/result.json")
        try workshop.write(String(repeating: "[", count: 9_000), to: base + "deep/result.json")
        try workshop.write(
            Data(repeating: 0x20, count: 17 << 20), to: base + "large/result.json")
        let whole = try workshop.text("\(base)\(id)/result.json")
        let scenario = try workshop.text("\(base)\(id)/scenario.json")
        let changes = [
            ("stopped", #""complete": true"#, #""complete": false"#),
            ("numbers", #""net": "#, #""net": 1e308, "n": "#),
            ("words", #""max_drawdown": "#, #""max_drawdown": "\u202e\u001b[2J", "m": "#),
            ("kinds", #""statistics": {"#, #""statistics": [], "s": {"#),
        ]
        for (name, old, new) in changes {
            #expect(whole.contains(old))
            try workshop.write(
                whole.replacingOccurrences(of: old, with: new), to: "\(base)\(name)/result.json")
            try workshop.write(scenario, to: "\(base)\(name)/scenario.json")
        }
        let result = try runs(workshop, "list")
        #expect(result.exit == 0)
        #expect(result.out.contains("6 runs below 'reports'.\n"))
        #expect(result.out.contains("Unfinished: 2.\n"))
        #expect(result.out.contains("No results: 2 files and folders.\n"))
        for name in ["pipe", "folder", "half", "deep", "large"] {
            #expect(result.out.contains("Damaged: 'reports/day/\(name)' can't be read: "))
        }
        #expect(!result.out.contains("\u{1B}") && !result.out.contains("\u{202E}"))
        for name in ["numbers", "words", "kinds", "stopped"] {
            #expect(try runs(workshop, "show", name).exit == 0, "\(name)")
            #expect(try runs(workshop, "compare", name, id, "--csv").exit == 0, "\(name)")
        }
        #expect(try runs(workshop, "show", "stopped").out.contains("! The run did not come to"))
        #expect(try runs(workshop, "show", "pipe").exit == 3)
        for order in ["newest", "net", "return", "sharpe", "drawdown", "trades", "scenario"] {
            #expect(try runs(workshop, "list", "--json", "--sort", order).exit == 0, "\(order)")
        }
    }

    @Test("compare names what differs in the scenarios beyond settings and parameters")
    func compareScenarios() throws {
        let workshop = try Workshop()
        let ids = try played(workshop)
        let run = try workshop.backtest("day.json -q --set account.cash=20000000")
        let id = String(run.out.dropFirst(4).prefix(12))
        let result = try runs(workshop, "compare", ids[0], id)
        #expect(result.out.contains("account.cash"), "\(result.out)")
        let json = try JSON(Data(try runs(workshop, "compare", ids[0], id, "--json").out.utf8))
        #expect(json.list("differences")?.contains { $0.text("name") == "account.cash" } == true)
    }

    @Test("of many damaged folders five are named and the others counted; JSON has them all")
    func manyDamaged() throws {
        let workshop = try Workshop()
        for place in 0..<1_200 {
            try workshop.write("{", to: "reports/day/\(place)/result.json")
        }
        let list = try runs(workshop, "list")
        #expect(list.exit == 0)
        #expect(list.out.split(separator: "\n").count { $0.hasPrefix("Damaged: '") } == 5)
        #expect(list.out.hasSuffix("Damaged: 1,195 more.\n"))
        let json = try JSON(Data(try runs(workshop, "list", "--json").out.utf8))
        #expect(json.list("damaged")?.count == 1_200)
    }
}
