import Foundation
import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// Real daily candles of an ETF, read plainly where they lie; nothing here runs without them.
private enum DailyFile {
    static let path: String = {
        let told = ProcessInfo.processInfo.environment["KRADER_TEST_DATA"]
        let beside = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("shared/data").path
        return (told ?? beside) + "/daily/etf-etn/069500_D.csv"
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    struct Row {
        var day: CalendarDate
        var open: Int64
        var high: Int64
        var low: Int64
        var close: Int64
        var volume: Int64
    }

    /// The rows from 2020 on, where the calendar knows every holiday. Their prices are adjusted,
    /// and brought to the nearest line of the grid of 5 won.
    static func rows() throws -> [Row] {
        try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            .dropFirst().compactMap { line in
                let fields = line.split(separator: ",").prefix(6).compactMap { Int64($0) }
                guard fields.count == 6, fields[0] >= 2020_0000, fields[5] > 0 else {
                    return nil
                }
                let day = Int(fields[0])
                let prices = fields[1...4].map { ($0 + 2) / 5 * 5 }
                return Row(
                    day: CalendarDate(day / 10_000, day / 100 % 100, day % 100), open: prices[0],
                    high: prices[1], low: prices[2], close: prices[3], volume: fields[5])
            }
    }
}

@Suite("Real daily candles, bought at every second open with exits")
struct DailyFilesTests {
    /// Ten shares at the open of every second day, sold at the next day's if nothing was hit: no
    /// more than one day's candle has armed exits on its ways. 3 % below the open and above it, on
    /// the grid of 5 won.
    private func exits(_ rows: [DailyFile.Row], _ intrabar: Intrabar) throws -> [String] {
        let candles = rows.map { row in
            CandleEvent(
                symbol: SymbolIndex(0), timeframe: .d1,
                candle: Candle(
                    row.day.midnight, row.day.midnight + .day, row.open, row.high, row.low,
                    row.close, volume: row.volume))
        }
        var puppet = Puppet()
        puppet.subscriptions = .candles(.d1)
        var count = 0
        puppet.onCandle = { _, _, context in
            count += 1
            if count % 2 == 1 {
                context.buy(
                    context.symbol, quantity: Shares(10),
                    exits: ProtectiveExits(
                        stop: .distance(Rate(parts: 30_000_000)),
                        target: .distance(Rate(parts: 30_000_000))))
            } else if context.position(context.symbol).quantity > .zero {
                context.sell(context.symbol)
            }
        }
        var instrument = Sample.fund
        instrument.basePrice = Price(rows[0].close)
        let start = rows[0].day.midnight
        let engine = EngineConfiguration.sample(
            [puppet], instruments: [instrument], cash: 1_000_000_000, start: start)
        var configuration = BacktestConfiguration.sample(
            engine, fills: .queue, end: rows[rows.count - 1].day.midnight + .day)
        configuration.venue.intrabar = intrabar
        let run = FinishedRun(configuration, candles: try CandleArray(candles))
        return run.sink.records.compactMap { record in
            guard case .exit(let exit) = record, exit.event == .hit, let reason = exit.exit.hit
            else { return nil }
            return "\(CalendarDate(exit.at)) \(reason)"
        }
    }

    @Test(
        "low_first stops what the low touches, high_first takes what the high passes, both band",
        .enabled(if: DailyFile.isThere, "KRADER_TEST_DATA has no daily files"))
    func band() throws {
        let rows = try DailyFile.rows()
        var (stops, targets, both) = ([String](), [String](), [CalendarDate]())
        for place in stride(from: 1, to: rows.count, by: 2) {
            let row = rows[place]
            // The exits are ⌊97 % ÷ 5⌋ × 5 and ⌈103 % ÷ 5⌉ × 5.
            let stop = row.open * 97 / 500 * 5
            let target = (row.open * 103 + 499) / 500 * 5
            if row.low <= stop { stops.append("\(row.day) stop") }
            if row.high > target { targets.append("\(row.day) target") }
            if row.low <= stop, row.high > target { both.append(row.day) }
        }
        let low = try exits(rows, .lowFirst)
        let high = try exits(rows, .highFirst)
        #expect(rows.count > 500 && !stops.isEmpty && !targets.isEmpty)
        #expect(low.filter { $0.hasSuffix("stop") } == stops)
        #expect(high.filter { $0.hasSuffix("target") } == targets)
        #expect(
            low.filter { line in !high.contains(line) } == both.map { "\($0) stop" })
    }
}
