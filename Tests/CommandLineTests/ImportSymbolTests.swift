import Foundation
import Testing

@Suite("krader data import --symbol") struct ImportSymbolTests {
    private static let two = """
        time,code,price,size
        2026-03-03 09:00:00,360750,21000,1
        2026-03-03 09:00:01,005930,70000,1

        """

    @Test(
        "of a file without that issue's rows ends with 3 and the codes that it has",
        arguments: ["", "--dry-run"])
    func none(more: String) throws {
        let workshop = try Workshop()
        try workshop.write(Self.two, to: "prints.csv")
        try workshop.write(
            "date,code,open,high,low,close,volume\n2026-03-03,A000020,900,900,900,900,5\n"
                + "2026-03-04,A000020,900,900,900,900,5\n", to: "days/days.csv")
        for (path, codes) in [
            ("prints.csv", "005930, 360750"), ("days", "000020"), ("days/days.csv", "000020"),
        ] {
            let words = ["data", "import", path, "--name", "d", "--symbol", "000660", "-q"]
            let done = try workshop.start(words + (more.isEmpty ? [] : [more])).finished()
            #expect(done.exit == 3)
            #expect(
                done.err
                    == "Error: There are no rows of 000660; there are rows of \(codes).\n")
        }
        #expect(workshop.names() == ["days", "prints.csv"])
    }

    @Test("takes the rows of that issue from files that hold others too, and counts the rest")
    func some() throws {
        let workshop = try Workshop()
        try workshop.write(Self.two, to: "prints.csv")
        let done = try workshop.start(
            ["data", "import", "prints.csv", "--name", "d", "--symbol", "005930", "--json"]
        ).finished()
        #expect(done.exit == 0, "\(done.err)")
        #expect(workshop.names("datasets/d/ticks") == ["005930"])
    }

    @Test("of a real file of another issue ends with 3", .enabled(if: Self.realFile != nil))
    func real() throws {
        let workshop = try Workshop()
        let file = try #require(Self.realFile)
        let done = try workshop.start(
            ["data", "import", file, "--name", "d", "--symbol", "005930", "-q"]
        ).finished()
        #expect(done.exit == 3, "\(done.err)")
        #expect(done.err.contains("there are rows of 360750"), "\(done.err)")
        #expect(workshop.names() == [])
    }

    /// A file of 360750 with a column of codes, among the real data.
    private static let realFile: String? = {
        let folder = ProcessInfo.processInfo.environment["KRADER_TEST_DATA"] ?? "../shared/data"
        let base = URL(fileURLWithPath: folder).path
        let all = try? FileManager.default.subpathsOfDirectory(atPath: base)
        return all?.first { $0.hasSuffix("360750_D.csv") }.map { base + "/" + $0 }
    }()
}
