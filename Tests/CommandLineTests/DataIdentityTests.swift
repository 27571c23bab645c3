import Foundation
import KraderDatasets
import KraderMarket
import KraderModel
import Testing

@Suite("A dataset's identity on the command line") struct DataIdentityTests {
    private static let scenario = """
        { "schema": 1, "name": "held", "market": { "data": { "dataset": "data/small" } },
          "account": { "cash": 10000000 }, "strategies": [ { "name": "buy_and_hold" } ] }
        """
    private static let day = CalendarDate(2026, 3, 3)

    /// Makes `data/small`, and an `s.json` that plays it.
    private func made(isOld: Bool = false) throws -> Workshop {
        let workshop = try Workshop()
        let sample = try DatasetSample(workshop.url("data/small").path)
        try sample.candles(
            "005930", .d1,
            [
                .day(Self.day, 70_000, 70_500, 69_500, 70_000, base: 70_000),
                .day(Self.day.advanced(by: 1), 70_100, 70_900, 70_000, 70_800, base: 70_000),
            ])
        sample.fact("005930,2026-03-03,board,KOSPI")
        try sample.publish()
        try workshop.write(Self.scenario, to: "s.json")
        if isOld { try makeOld(workshop) }
        return workshop
    }

    /// Makes the dataset as the version before wrote it: six columns and schema 1.
    private func makeOld(_ workshop: Workshop) throws {
        let index = try workshop.text("data/small/index.csv")
        let old = index.split(separator: "\n").map {
            $0.split(separator: ",").prefix(6).joined(separator: ",") + "\n"
        }.joined()
        try workshop.write(old, to: "data/small/index.csv")
        func hash(_ text: String) -> String { hexadecimal(SHA256.hash(Array(text.utf8))) }
        let text = try workshop.text("data/small/dataset.json")
            .replacing("\"schema\": 2", by: "\"schema\": 1")
            .replacing(hash(index), by: hash(old))
        let parts = text.components(separatedBy: "\"seal\": \"")
        let bytes = DatasetSeal.sealed {
            Array("\(parts[0])\"seal\": \"\($0)\(parts[1].dropFirst(64))".utf8)
        }
        try workshop.write(Data(bytes), to: "data/small/dataset.json")
    }

    private func validate(_ workshop: Workshop, _ arguments: String...) throws -> Finished {
        try workshop.start(["data", "validate", "data/small"] + arguments).finished()
    }

    @Test("validate says that it is verified, in words and as data")
    func verified() throws {
        let workshop = try made()
        let text = try validate(workshop)
        #expect(text.exit == 0)
        #expect(text.out.contains(": verified, every file has its SHA-256."))
        let json = try JSON(Data(try validate(workshop, "--json").out.utf8))
        #expect(json.text("identity") == "verified")
        #expect(try validate(workshop, "--symbol", "005930").out.contains("verified in part"))
    }

    @Test("an old one is read, said to be unverified, and upgraded once it was found whole")
    func upgrade() throws {
        let workshop = try made(isOld: true)
        let before = try workshop.backtest("s.json --out out -q")
        #expect(before.exit == 0, "\(before.err)")
        #expect(try validate(workshop).out.contains(": unverified, of the old version"))
        let result = try workshop.result("held")
        #expect(result.text("identity.data.0.verified") == "never")
        let warnings = try #require(result.list("warnings")).compactMap { $0.value as? String }
        #expect(warnings.contains { $0.hasPrefix("The dataset is of the old version") })

        let refused = try validate(workshop, "--upgrade", "--symbol", "005930")
        #expect(refused.exit == 2)
        let upgraded = try validate(workshop, "--upgrade", "--json")
        #expect(upgraded.exit == 0, "\(upgraded.err)")
        #expect(try JSON(Data(upgraded.out.utf8)).text("identity") == "upgraded")
        #expect(try validate(workshop, "--upgrade").out.contains(": verified, every file"))
        #expect(try workshop.backtest("s.json --out again -q").exit == 0)
        let after = try workshop.result("held", out: "again")
        #expect(after.text("identity.data.0.verified") == "at_import")
        #expect(after.text("identity.digest") == result.text("identity.digest"))
        #expect(after.text("identity.run_id") != result.text("identity.run_id"))
    }

    @Test("an old one that is damaged is not upgraded, and stays as it is: 3")
    func damaged() throws {
        let workshop = try made(isOld: true)
        var bytes = try workshop.bytes("data/small/candles/1d/005930.candles")
        bytes[140] ^= 1
        try workshop.write(bytes, to: "data/small/candles/1d/005930.candles")
        let index = try workshop.bytes("data/small/index.csv")
        let description = try workshop.bytes("data/small/dataset.json")
        let done = try validate(workshop, "--upgrade")
        #expect(done.exit == 3)
        #expect(done.out.contains("not what these files hold"))
        #expect(try workshop.bytes("data/small/index.csv") == index)
        #expect(try workshop.bytes("data/small/dataset.json") == description)
    }

    @Test("a result on a dataset is verified against every byte of it, wherever it lies")
    func verify() throws {
        let workshop = try made()
        #expect(try workshop.backtest("s.json --out out -q").exit == 0)
        let result = try workshop.runFolder("held")
        func verify(_ more: String...) throws -> Finished {
            try workshop.start(["verify", result] + more).finished()
        }
        let done = try verify()
        #expect(done.exit == 0, "\(done.out)\(done.err)")
        #expect(done.out.contains("verified  dataset, 'data/small'"))
        // A dataset that was moved away is found by its hash.
        try workshop.makeFolder("elsewhere/deep")
        try FileManager.default.moveItem(
            at: workshop.url("data/small"), to: workshop.url("elsewhere/deep/renamed"))
        #expect(try verify().exit == 3)
        let found = try verify("--data", "elsewhere")
        #expect(found.exit == 0, "\(found.out)\(found.err)")
        #expect(found.out.contains("in 'elsewhere/deep/renamed'"))
        // One byte is changed, and then the instruments say something else.
        let file = "elsewhere/deep/renamed/candles/1d/005930.candles"
        let bytes = try workshop.bytes(file)
        var other = bytes
        other[140] ^= 1
        try workshop.write(other, to: file)
        try FileManager.default.moveItem(
            at: workshop.url("elsewhere/deep/renamed"), to: workshop.url("data/small"))
        let changed = try verify()
        #expect(changed.exit == 6)
        #expect(changed.out.contains("changed  dataset, 'data/small'"))
        try workshop.write(bytes, to: "data/small/candles/1d/005930.candles")
        #expect(try verify().exit == 0)
        let facts = try workshop.text("data/small/instruments.csv")
        try workshop.write(facts.replacing("KOSPI", by: "KOSDAQ"), to: "data/small/instruments.csv")
        #expect(try verify().exit == 6)
    }

    @Test("a result on a dataset of the old version plays again, and is said to be unverified")
    func verifyOld() throws {
        let workshop = try made(isOld: true)
        #expect(try workshop.backtest("s.json --out out -q").exit == 0)
        let done = try workshop.start(["verify", try workshop.runFolder("held")]).finished()
        #expect(done.exit == 0, "\(done.out)\(done.err)")
        #expect(done.out.contains("unverified  dataset, 'data/small': of the old version"))
    }
}
