import Foundation
import KraderModel
import Testing

@Suite("krader verify") struct VerifyTests {
    /// Plays a run on a loose file, `p/s.json` on `p/t.csv`, into `out`.
    private func played(_ arguments: [String] = []) throws -> (Workshop, String) {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSellOnFile, to: "p/s.json")
        try workshop.write(threePrints, to: "p/t.csv")
        let run = try workshop.backtest(["p/s.json", "--out", "out", "-q"] + arguments)
        #expect(run.exit == 0, "\(run.err)")
        return (workshop, try workshop.runFolder("one-buy"))
    }

    private func verify(_ workshop: Workshop, _ arguments: String...) throws -> Finished {
        try workshop.start(["verify"] + arguments).finished()
    }

    private func change(
        _ workshop: Workshop, _ file: String, _ what: String, by other: String
    ) throws {
        let text = try workshop.text(file)
        #expect(text.contains(what))
        try workshop.write(text.replacing(what, by: other), to: file)
    }

    @Test("a result as it was left is verified, its data found where the scenario lay")
    func asLeft() throws {
        let (workshop, result) = try played()
        for name in [result, result + "/", result + "/result.json"] {
            let done = try verify(workshop, name)
            #expect(done.exit == 0, "\(done.out)\(done.err)")
            #expect(done.out.contains("verified  ticks of 005930, 't.csv'"))
            #expect(done.out.contains("are the same, byte for byte."))
        }
        let quiet = try verify(workshop, result, "-q")
        #expect(quiet.out.hasPrefix("verify="))
        #expect(quiet.out.hasSuffix(" inputs=1 exit=0\n"))
    }

    @Test("the scenario in a result's folder plays again, its data found where the scenario lay")
    func playsAgain() throws {
        let (workshop, result) = try played()
        let again = try workshop.backtest([result + "/scenario.json", "--out", "other", "-q"])
        #expect(again.exit == 0, "\(again.err)")
        let id = result.split(separator: "/").last.map(String.init)
        #expect(try workshop.runFolder("one-buy", out: "other").hasSuffix(id ?? "?"))
        // The copy's copy knows the place too.
        let copy = try workshop.runFolder("one-buy", out: "other")
        let third = try workshop.backtest([copy + "/scenario.json", "--out", "third", "-q"])
        #expect(third.out == again.out)
    }

    @Test("played on other data it is said, also where the folder lies elsewhere by then")
    func otherData() throws {
        let (workshop, result) = try played()
        try workshop.write(
            try workshop.text("p/t.csv").replacing("70000", with: "70100"), to: "p/t.csv")
        let other = try workshop.backtest([result + "/scenario.json", "--out", "other"])
        #expect(other.exit == 0, "\(other.err)")
        #expect(other.out.contains("The data are not those of the result"))
        // Data that lie beside the scenario go before those of where it lay.
        try workshop.write(threePrints, to: result + "/t.csv")
        let beside = try workshop.backtest([result + "/scenario.json", "--out", "beside"])
        #expect(beside.exit == 0, "\(beside.err)")
        #expect(!beside.out.contains("The data are not those"))
    }

    @Test("a result of another schema is named so, not read by guess")
    func otherSchema() throws {
        let (workshop, result) = try played()
        try change(workshop, result + "/result.json", "\"schema\": 1", by: "\"schema\": 99")
        let done = try verify(workshop, result)
        #expect(done.exit == 3)
        #expect(done.err.contains("has another schema than 1"))
        let list = try workshop.start(["runs", "list", "--dir", "out"]).finished()
        #expect(list.out.contains("another schema") || list.err.contains("another schema"))
    }

    @Test(
        "what data stand in the scenario need no file",
        arguments: [
            ("one-buy", oneBuyOneSell),
            (
                "drawn",
                """
                { "schema": 1, "name": "drawn", "seed": 3,
                  "market": { "from": "2026-03-03", "to": "2026-03-04",
                    "data": { "synthetic": { "symbols": 2, "prints_per_day": 300 } } },
                  "account": { "cash": 30000000 },
                  "strategies": [ { "name": "ema_cross",
                    "parameters": { "on": "tick", "fast": 5, "slow": 20 } } ] }
                """
            ),
        ])
    func ownData(name: String, scenario: String) throws {
        let workshop = try Workshop()
        try workshop.write(scenario, to: "s.json")
        #expect(try workshop.backtest("s.json --out out --seed 11 -q").exit == 0)
        let result = try workshop.runFolder(name)
        try FileManager.default.removeItem(at: workshop.url("s.json"))
        let done = try verify(workshop, result)
        #expect(done.exit == 0, "\(done.out)\(done.err)")
        #expect(done.out.contains("All of its data stand in scenario.json."))
    }

    @Test("a stranger's copy is verified with the data found by their hash, whatever their name")
    func elsewhere() throws {
        let (workshop, result) = try played()
        try workshop.makeFolder("theirs")
        try FileManager.default.moveItem(
            at: workshop.url(result), to: workshop.url("theirs/copy"))
        try workshop.makeFolder("archive/deep")
        try FileManager.default.moveItem(
            at: workshop.url("p/t.csv"), to: workshop.url("archive/deep/u.csv"))
        // There is a namesake with other prints, and a link that leads back.
        try workshop.write(threePrints.replacing("71000", by: "72000"), to: "archive/t.csv")
        try workshop.link("archive/deep/back", to: workshop.url("archive").path)
        let missing = try verify(workshop, "theirs/copy")
        #expect(missing.exit == 3)
        #expect(missing.out.contains("missing  ticks of 005930, 't.csv': nothing has its SHA-256"))
        let done = try verify(workshop, "theirs/copy", "--data", "archive")
        #expect(done.exit == 0, "\(done.out)\(done.err)")
        #expect(done.out.contains("in 'archive/deep/u.csv'"))
        // Data that lie in the result folder itself go with it.
        try workshop.write(threePrints, to: "theirs/copy/t.csv")
        let bundled = try verify(workshop, "theirs/copy")
        #expect(bundled.exit == 0, "\(bundled.out)\(bundled.err)")
        #expect(bundled.out.contains("in 'theirs/copy/t.csv'"))
        #expect(!bundled.out.contains("Not of the run"))
        try workshop.write("mine", to: "theirs/copy/notes.txt")
        let noted = try verify(workshop, "theirs/copy")
        #expect(noted.exit == 0)
        #expect(noted.out.contains("Not of the run, and not looked at: notes.txt"))
    }

    @Test("data that changed since are named, with both hashes: 6")
    func changedData() throws {
        let (workshop, result) = try played()
        try change(workshop, "p/t.csv", "71000", by: "71100")
        let done = try verify(workshop, result)
        #expect(done.exit == 6)
        #expect(done.out.contains("changed  ticks of 005930, 't.csv'"))
        #expect(done.out.contains(hexadecimal(SHA256.hash(Array(threePrints.utf8)))))
        #expect(
            done.out.contains(hexadecimal(SHA256.hash(Array(try workshop.bytes("p/t.csv"))))))
    }

    @Test(
        "any file of the result that was changed or lost is named: 6",
        arguments: ["result.json", "report.html", "orders.csv", "fills.csv", "digest.csv"])
    func changedFile(name: String) throws {
        let (workshop, result) = try played()
        let whole = try workshop.bytes("\(result)/\(name)")
        try workshop.write(whole + Data("\n".utf8), to: "\(result)/\(name)")
        let changed = try verify(workshop, result)
        #expect(changed.exit == 6)
        #expect(changed.out.contains("  \(name) differs from line "))
        guard name != "result.json" else { return }
        try FileManager.default.removeItem(at: workshop.url("\(result)/\(name)"))
        let lost = try verify(workshop, result)
        #expect(lost.exit == 6)
        #expect(lost.out.contains("  \(name) is missing from the result."))
    }

    @Test("a scenario that was changed is not the one that was played: 6")
    func changedScenario() throws {
        let (workshop, result) = try played()
        try change(workshop, result + "/scenario.json", "10000000", by: "10000001")
        let done = try verify(workshop, result)
        #expect(done.exit == 6)
        #expect(done.out.contains("scenario.json is not the scenario that was played"))
    }

    @Test("a digest that was touched up is not what the replay gives: 6")
    func changedDigest() throws {
        let (workshop, result) = try played()
        let digest = try #require(try workshop.result("one-buy").text("identity.digest"))
        let other = (digest.first == "0" ? "1" : "0") + digest.dropFirst()
        try change(workshop, result + "/result.json", digest, by: other)
        let done = try verify(workshop, result)
        #expect(done.exit == 6)
        #expect(done.out.contains("the digest is \(digest.prefix(12)), the result says"))
    }

    @Test("a result of another engine version is not played: 6; a missing input goes before: 3")
    func otherVersion() throws {
        let (workshop, result) = try played()
        let version = try #require(try workshop.result("one-buy").text("identity.engine_version"))
        try change(
            workshop, result + "/result.json", "\"engine_version\": \"\(version)\"",
            by: "\"engine_version\": \"0.0.7\"")
        let done = try verify(workshop, result)
        #expect(done.exit == 6)
        #expect(done.out.contains("It was played by krader 0.0.7, this is \(version)"))
        try FileManager.default.removeItem(at: workshop.url("p/t.csv"))
        let missing = try verify(workshop, result)
        #expect(missing.exit == 3)
        #expect(missing.out.contains("missing  ticks of 005930"))
    }

    @Test("what is no whole result is refused: 10 without a folder, 3 without its parts")
    func noResult() throws {
        let (workshop, result) = try played()
        #expect(try verify(workshop, "nowhere").exit == 10)
        #expect(try verify(workshop, "p").exit == 3)
        #expect(try verify(workshop, result, "--data", "nowhere").exit == 2)
        for name in ["scenario.json", "result.json"] {
            let whole = try workshop.bytes("\(result)/\(name)")
            for bytes in [Data(), Data("[".utf8), Data("7".utf8), whole.dropLast(9)] {
                try workshop.write(bytes, to: "\(result)/\(name)")
                let done = try verify(workshop, result)
                #expect([3, 6].contains(done.exit), "\(name): \(done.exit) \(done.err)")
                #expect(done.err.hasPrefix("Error: '\(result)' can't be verified: its "))
            }
            try FileManager.default.removeItem(at: workshop.url("\(result)/\(name)"))
            let lost = try verify(workshop, result)
            #expect(lost.exit == 3)
            #expect(lost.err.contains("can't read its \(name)"))
            try workshop.write(whole, to: "\(result)/\(name)")
        }
        #expect(try verify(workshop, result).exit == 0)
    }

    @Test("says it all in one object")
    func json() throws {
        let (workshop, result) = try played()
        let done = try verify(workshop, result, "--json")
        let answer = try JSON(Data(done.out.utf8))
        #expect(answer.integer("exit") == 0)
        #expect(answer.text("inputs.0.state") == "verified")
        #expect(answer.text("inputs.0.path") == "t.csv")
        #expect(
            answer.text("inputs.0.sha256") == hexadecimal(SHA256.hash(Array(threePrints.utf8))))
        #expect(answer.text("digest") == (try workshop.result("one-buy").text("identity.digest")))
        #expect(answer.list("differences")?.isEmpty == true)
    }
}
