import Foundation
import KraderBacktest
import KraderCSV
import KraderDatasets
import KraderEngine
import KraderJSON
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// A recorded file and what must be said of it, whoever reads it.
struct RecordedFile: Sendable, CustomTestStringConvertible {
    var path: String
    var content = MarketFile.Content.candles
    /// The code, where neither a column nor the file's name says it.
    var code: String?
    var board = Board.kospi
    var decimals = 0
    var date: CalendarDate?
    var columns: [MarketColumn: ColumnChoice] = [:]

    var testDescription: String { path }

    /// Larger ones, as three years' files of the whole market, are for `.ci/soak loose`.
    private static let bytesMax = 500_000
    static let playsLargest = ProcessInfo.processInfo.environment["KRADER_EVERY_FILE"] != nil

    /// Every file of the folder that holds ticks, candles or books.
    static let all: [RecordedFile] = {
        guard MarketDayFiles.areThere else { return [] }
        let names =
            FileManager.default.subpaths(atPath: MarketDayFiles.folder)?.filter {
                $0.hasSuffix(".csv") || $0.hasSuffix(".csv.gz")
            } ?? []
        return names.sorted().compactMap(file)
    }()

    static let largest = all.filter(\.isLarge)
    /// The names of the largest files, with what plays them instead.
    static let largestNames =
        "\(largest.map(\.path).joined(separator: ", ")): .ci/soak loose plays them"

    private var isLarge: Bool { size > RecordedFile.bytesMax }

    private var size: Int { (try? FileReader.size(of: MarketDayFiles.folder + "/" + path)) ?? 0 }

    /// The smallest two of each folder that are not large; the rest is for `.ci/soak loose` too.
    static let others: [RecordedFile] = {
        let small = all.filter { !$0.isLarge }
        if playsLargest { return small }
        return Dictionary(grouping: small) { $0.path.split(separator: "/").dropLast() }.values
            .flatMap { $0.sorted { $0.size < $1.size }.prefix(2) }.sorted { $0.path < $1.path }
    }()

    private static func file(_ path: String) -> RecordedFile? {
        var file = RecordedFile(path: path)
        switch path.split(separator: "/").first {
        case "daily", "minute", "market-day": break
        case "index":
            file.code = path.contains("ks200") ? "KS200" : path.contains("kq11") ? "KQ11" : "KS11"
            (file.board, file.decimals) = (.index, 2)
        case "tick":
            file.content = .ticks
            file.date = CalendarDate(2026, 9, 11)
        case "orderbook":
            file.content = .books
            file.columns = [.time: 1, .code: 2, .quantities: 4, .prices: 5]
        case "listing" where path.contains("krx"): file.date = CalendarDate(2026, 3, 20)
        case "encoding" where path.contains("derived_A"): break
        case "encoding" where path.contains("derived_krx"): file.date = CalendarDate(2025, 2, 11)
        default: return nil
        }
        if path.hasSuffix("kospi.csv") {
            (file.code, file.board, file.decimals) = ("001", .index, 2)
        }
        return file
    }

    /// An import keeps the board that it was told; of a loose file the scenario says it, once for
    /// all days.
    static func plain(_ instrument: Instrument) -> Instrument {
        var plain = instrument
        plain.history?.boards = []
        if plain.history == InstrumentHistory() { plain.history = nil }
        return plain
    }

    func request(place: String) -> ImportRequest {
        var request = ImportRequest(
            paths: [MarketDayFiles.folder + "/" + path], place: place)
        request.content =
            switch content {
            case .ticks: .ticks
            case .candles: .candles
            case .books: .books
            }
        request.columns = columns
        request.date = date
        request.decimals = decimals
        request.symbol = code.flatMap { try? IssueCode(index: $0) }
        request.allowsIndexCodes = board == .index
        if board == .index { request.board = .index }
        request.scope = .krx
        return request
    }
}

@Suite(
    "A file gives the same run loose or imported",
    .enabled(
        if: MarketDayFiles.areThere, "the market data folder (KRADER_TEST_DATA) is not here"))
struct LooseAndImportedTests {
    private final class Silence: ImportObserver {
        func began(_ file: ImportedFile) {}
        func moved(bytes: Int, of total: Int?, rows: Int) throws(ImportFault) {}
    }

    /// A strategy that buys and sells a share now and then, with limits and without.
    private static func trader(_ timeframes: [Timeframe]) -> Puppet {
        var heard = 0
        var puppet = Puppet()
        for timeframe in timeframes {
            puppet.subscriptions = puppet.subscriptions.adding(timeframe)
        }
        puppet.subscriptions.ticks = true
        func act(_ price: Price, _ context: inout StrategyContext) {
            heard += 1
            switch heard % 40 {
            case 1: context.buy(context.symbol, quantity: Shares(3))
            case 7: context.buy(context.symbol, quantity: Shares(1), timeInForce: .fillOrKill)
            case 20: context.sell(context.symbol, quantity: Shares(1))
            default: break
            }
        }
        puppet.onCandle = { candle, _, context in act(candle.close, &context) }
        puppet.onTick = { tick, context in act(tick.price, &context) }
        return puppet
    }

    private struct Market {
        var instruments: [Instrument]
        var ticks: (any TickSource)?
        var candles: (any CandleSource)?
        var books: (any BookSource)?
        var statuses: (any StatusSource)?
        var stampUnit: Interval
        var days: [CalendarDate]

        func run(_ timeframes: [Timeframe], in period: MomentSpan) -> RunResult {
            let engine = EngineConfiguration(
                instruments: instruments,
                account: OpeningAccount(cash: Won(1_000_000_000), positions: []),
                universe: .symbols(instruments.indices.map { SymbolIndex($0) }),
                strategies: [
                    StrategyInstance(
                        id: "trader", box: .hosting(LooseAndImportedTests.trader(timeframes)))
                ], costs: .none, pacing: .ideal, calendar: TradingCalendar.krx.adding(days),
                closeDelay: .zero, start: period.start)
            var configuration = BacktestConfiguration.sample(
                engine, fills: .queue, end: period.end - Interval(nanoseconds: 1))
            configuration.stampUnit = stampUnit
            return FinishedRun(
                configuration, ticks: ticks, candles: candles, books: books, statuses: statuses
            ).result
        }
    }

    @Test("digests, base prices, listed shares and notes agree", arguments: RecordedFile.others)
    func agree(file: RecordedFile) throws { try compare(file) }

    @Test(
        "those of the largest files agree",
        .enabled(
            if: RecordedFile.playsLargest || RecordedFile.largest.isEmpty,
            "\(RecordedFile.largestNames)"), arguments: RecordedFile.largest)
    func largest(file: RecordedFile) throws { try compare(file) }

    private func compare(_ file: RecordedFile) throws {
        let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: place) }
        var work = try DatasetImport(file.request(place: place.path), observer: Silence())
        let report = try work.run()
        let dataset = try Dataset(place.path)
        let selection = DatasetSelection(scope: .krx)
        var period = try #require(dataset.period(of: selection))
        // The last two years are enough to be played.
        period.start = max(period.start, CalendarDate(period.end).advanced(by: -730).midnight)
        let boards = Dictionary(uniqueKeysWithValues: dataset.symbols.map { ($0, file.board) })
        let plan = try DatasetPlan(dataset, selection, in: period)
        let imported = plan.instruments(boards: boards).known
        let symbols = Dictionary(
            uniqueKeysWithValues: imported.enumerated().map { ($1.code, SymbolIndex($0)) })
        let faults = DatasetFaults()
        let timeframes = Set(dataset.files.compactMap(\.timeframe)).sorted()
        let first = Market(
            instruments: imported, ticks: plan.ticks(symbols, faults: faults),
            candles: plan.candles(symbols, faults: faults),
            books: plan.books(symbols, faults: faults),
            statuses: try plan.statuses(symbols, faults: faults),
            stampUnit: dataset.description.stampUnit, days: plan.days
        ).run(timeframes, in: period)
        #expect(faults.first == nil)

        let named = dataset.symbols.count == 1 ? dataset.symbols[0] : nil
        let loose = try MarketFiles(
            [
                MarketFile(
                    path: MarketDayFiles.folder + "/" + file.path, name: file.path,
                    content: file.content, rows: named.map { .of($0) } ?? .ofAll,
                    request: file.request(place: ""))
            ], of: imported.map { Instrument(code: $0.code, board: file.board) }, period: period)
        let second = Market(
            instruments: loose.known, ticks: loose.ticks, candles: loose.candles,
            books: loose.books, statuses: loose.statuses, stampUnit: loose.stampUnit,
            days: loose.days
        ).run(timeframes, in: period)

        #expect(loose.known.map(RecordedFile.plain) == imported.map(RecordedFile.plain))
        #expect(loose.days == plan.days)
        #expect(first.digest == second.digest)
        #expect(first.fillsByEvidence == second.fillsByEvidence)
        #expect(first.ticks + first.candles + first.books > 0)
        #expect(first.ticks == second.ticks && first.books == second.books)
        #expect(first.candles == second.candles)
        let label = named.map { "\(file.content) of \($0): " } ?? "\(file.content) of many issues: "
        let said = (loose.notes + loose.warnings).map { $0.replacing(label, with: "").dropLast() }
        for note in report.notes where !note.hasPrefix("1 of 1 files") {
            #expect(said.contains { $0 == note }, "the import says: \(note)")
        }
        #expect(said.contains { $0.hasPrefix("halted on") } == (plan.haltNote != nil))
    }

    @Test(
        "what holds no ticks, candles or books is refused by both",
        arguments: [
            "encoding/cp949_holdings.csv", "listing/desc-2026-03-20.csv.gz",
            "listing/delisting-2026-03-20.csv.gz", "foreign/lean_us_daily_aapl.zip",
            "foreign/binance_spot_btcusdt_20240809.gz", "kiwoom-api/ka10004_005930_20260918.json",
        ])
    func refused(path: String) throws {
        var request = RecordedFile(path: path).request(place: "")
        request.symbol = Sample.samsung.code
        #expect(throws: ImportFault.self) {
            var work = try DatasetImport(request, observer: Silence())
            _ = try work.recognise()
        }
        #expect(throws: MarketFault.self) {
            try MarketFiles(
                [
                    MarketFile(
                        path: MarketDayFiles.folder + "/" + path, name: path, content: .candles,
                        rows: .of(Sample.samsung.code))
                ], of: [Sample.samsung],
                period: MomentSpan(
                    start: CalendarDate(2020, 1, 1).midnight,
                    end: CalendarDate(2027, 1, 1).midnight))
        }
    }
}
