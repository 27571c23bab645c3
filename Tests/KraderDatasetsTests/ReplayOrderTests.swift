import KraderBacktest
import KraderDatasets
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// Prints, quotes, books and candles of several symbols in one run, beside a plain sort.
@Suite("The order of a dataset's rows")
struct ReplayOrderTests {
    private static let day = Sample.tuesday
    private static let codes = ["000660", "005380", "005930", "035720"].map(Sample.code)

    /// A row as a strategy hears of it, and its place: kinds in their written order
    /// (semantics.md §1).
    private struct Line: Comparable {
        var time: Moment
        var kind: Int
        var symbol: Int
        var sequence: Int
        var text: String

        static func < (a: Line, b: Line) -> Bool {
            (a.time, a.kind, a.symbol, a.sequence) < (b.time, b.kind, b.symbol, b.sequence)
        }
    }

    @Test(
        "is that of time, kind, symbol and sequence, whatever the batches",
        arguments: 1...8 as ClosedRange<UInt64>)
    func order(seed: UInt64) throws {
        let workspace = try Workspace()
        var random = RandomRows(seed: seed)
        let writer = try DatasetWriter(path: workspace.path + "/all")
        var lines: [Line] = []
        // Only minutes are told of the last symbol.
        for symbol in 0..<3 {
            try writeTicks(symbol, writer, &random, &lines)
            try writeBooks(symbol, depth: symbol == 1 ? 10 : 1, writer, &random, &lines)
        }
        try writeMinutes(3, writer, &lines)
        try writer.publish(DatasetDescription(scope: .krx))

        let heard = try heard(Dataset(workspace.path + "/all"))
        #expect(heard == lines.sorted().map(\.text))
        #expect(heard.count > 2_000)
    }

    private func writeTicks(
        _ symbol: Int, _ writer: DatasetWriter, _ random: inout RandomRows,
        _ lines: inout [Line]
    ) throws {
        var seconds: Int64 = 9 * 3_600
        var ticks: [TickRow] = []
        for index in 0..<500 {
            // The stamps are whole seconds, so that most moments are shared.
            seconds += random.number(0...2)
            ticks.append(
                TickRow(
                    sinceMidnight: seconds * 1_000_000_000, price: UInt32(700 + index), size: 1))
            lines.append(
                Line(
                    time: Self.day.midnight + .seconds(seconds), kind: 2, symbol: symbol,
                    sequence: index, text: "print \(symbol) \(700 + index)"))
        }
        try writer.write(
            ticks, RowHeader(kind: .ticks, symbol: Self.codes[symbol], day: Self.day))
    }

    private func writeBooks(
        _ symbol: Int, depth: Int, _ writer: DatasetWriter, _ random: inout RandomRows,
        _ lines: inout [Line]
    ) throws {
        var seconds: Int64 = 9 * 3_600
        var books: [Book] = []
        for index in 0..<300 {
            seconds += random.number(0...3)
            let time = Self.day.midnight + .seconds(seconds)
            books.append(
                Book(
                    time: time, symbol: SymbolIndex(symbol),
                    asks: [PriceLevel(Price(Int64(10_000 + index)), Shares(1))],
                    bids: [PriceLevel(Price(900), Shares(1))]))
            lines.append(
                Line(
                    time: time, kind: 1, symbol: symbol, sequence: index,
                    text: "book \(symbol) \(10_000 + index)"))
        }
        try writer.write(
            books,
            RowHeader(
                kind: depth == 1 ? .quotes : .books, symbol: Self.codes[symbol], day: Self.day,
                depth: depth))
    }

    private func writeMinutes(
        _ symbol: Int, _ writer: DatasetWriter, _ lines: inout [Line]
    ) throws {
        var minutes: [CandleRow] = []
        for index in 0..<20 {
            let start = Self.day.at("09:00") + .minutes(Int64(index))
            minutes.append(
                CandleRow(
                    start: start, open: 700, high: 900, low: 600, close: UInt32(700 + index),
                    volume: 10, value: 7_000))
            lines.append(
                Line(
                    time: start + .minutes(1), kind: 0, symbol: symbol, sequence: index,
                    text: "candle \(symbol) \(700 + index)"))
        }
        try writer.write(
            minutes, RowHeader(kind: .candles, symbol: Self.codes[symbol], timeframe: .m1))
    }

    private func heard(_ dataset: Dataset) throws -> [String] {
        let notebook = Notebook()
        var puppet = Puppet()
        puppet.subscriptions = .candles(.m1)
        puppet.subscriptions.ticks = true
        puppet.subscriptions.books = true
        puppet.onTick = { tick, _ in notebook.write("print \(tick.symbol.value) \(tick.price)") }
        puppet.onBook = { book, _ in
            notebook.write("book \(book.symbol.value) \(book.best(.sell)?.price.won ?? 0)")
        }
        puppet.onCandle = { candle, _, context in
            // The candles that the engine makes of prints are not rows.
            guard context.symbol == SymbolIndex(3) else { return }
            notebook.write("candle 3 \(candle.close)")
        }
        let period = MomentSpan(
            start: Self.day.midnight, end: Self.day.advanced(by: 1).midnight)
        let plan = try DatasetPlan(dataset, DatasetSelection(scope: .krx), in: period)
        let symbols = Dictionary(
            uniqueKeysWithValues: Self.codes.enumerated().map {
                ($0.element, SymbolIndex($0.offset))
            })
        let faults = DatasetFaults()
        _ = FinishedRun(
            .sample(
                .sample(
                    [puppet],
                    instruments: Self.codes.map { Instrument(code: $0, board: .kospi) })),
            ticks: plan.ticks(symbols, faults: faults),
            candles: plan.candles(symbols, faults: faults),
            books: plan.books(symbols, faults: faults),
            statuses: try plan.statuses(symbols, faults: faults))
        #expect(faults.first == nil)
        return notebook.read()
    }
}
