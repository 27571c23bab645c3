import Foundation
import Testing

@Suite("Candles that end with the closing call") struct CandleEndTests {
    private func clock(_ minute: Int) -> String {
        let (hour, rest) = (minute / 60, minute % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Ends of a day until the call begins, then others with their volume.
    private func rows(_ day: Int, _ length: Int, _ others: [(time: String, volume: Int)]) -> String
    {
        let last = (9 * 60 + length)...(15 * 60 + 20)
        let plain = stride(from: last.lowerBound, through: last.upperBound, by: length).map {
            "2026-03-0\(day) \(clock($0)):00,700,710,690,705,9\n"
        }
        return plain.joined()
            + others.map {
                "2026-03-0\(day) \($0.time):00,706,706,706,706,\($0.volume)\n"
            }.joined()
    }

    /// The candles from 15:20 on that an import of these days makes: start and volume.
    private func imported(_ length: Int, _ days: [String]) throws -> [String] {
        let workshop = try Workshop()
        try workshop.write(
            "time,open,high,low,close,volume\n" + days.joined(), to: "005930.csv")
        let made = try workshop.start([
            "data", "import", "005930.csv", "--into", "d", "--stamp", "end", "--timeframe",
            "\(length)m",
        ]).finished()
        #expect(made.exit == 0, "\(made.err)")
        #expect(made.out.contains("rows rejected           0"), "\(made.out)")
        let out = try workshop.start(["data", "export", "d", "--to", "e"]).finished()
        #expect(out.exit == 0, "\(out.err)")
        let table = Rows(try workshop.text("e/candles/\(length)m/005930.csv"))
        return table.rows.compactMap { row in
            let time = String((row["time"] ?? "").dropFirst(8).prefix(8))
            return time.dropFirst(3) < "15:20" ? nil : "\(time) \(row["volume"] ?? "")"
        }
    }

    @Test(
        "one before a later one stays where it is, traded or not",
        arguments: [(1, "15:29", "15:31"), (5, "15:25", "15:35"), (10, "15:20", "15:40")])
    func both(length: Int, before: String, later: String) throws {
        for volume in [0, 40] {
            let others = [("15:30", volume), (later, 5_000)]
            let made = try imported(
                length, [rows(3, length, others), rows(4, length, [("15:30", 7_000)])])
            #expect(
                made.filter { !$0.contains(" 9") } == [
                    "03T\(before) \(volume)", "03T15:30 5000", "04T15:30 7000",
                ], "\(made)")
        }
    }

    @Test("one in which nothing traded holds no cross", arguments: [1, 5, 10])
    func filler(length: Int) throws {
        let made = try imported(length, [rows(3, length, [("15:30", 0)])])
        #expect(made.last == "03T15:\(30 - length) 0", "\(made)")
    }

    @Test("a later one may stand in another file, and before it")
    func twoFiles() throws {
        let workshop = try Workshop()
        let title = "time,open,high,low,close,volume\n"
        try workshop.write(title + "2026-03-03 15:31:00,706,706,706,706,5000\n", to: "a/005930.csv")
        try workshop.write(title + rows(3, 1, [("15:30", 40)]), to: "b/005930.csv")
        let made = try workshop.start([
            "data", "import", "a", "b", "--into", "d", "--stamp", "end", "--timeframe", "1m",
        ]).finished()
        #expect(made.exit == 0, "\(made.err)")
        #expect(made.out.contains("rows rejected           0"), "\(made.out)")
    }
}
