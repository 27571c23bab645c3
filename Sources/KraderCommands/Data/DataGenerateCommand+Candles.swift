import KraderCSV
import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
import KraderRuns
import KraderScenario

/// The candles of a synthetic market, an issue's in one file. As many issues as memory should hold
/// are drawn at a time, and the market as often as that takes.
struct GeneratedCandles {
    /// Of the candles in memory, bytes.
    private static let bytesMax = 1 << 28

    private let scenario: Scenario
    private let settings: SyntheticSettings
    private let timeframe: Timeframe
    private let source: String
    private var events: [IssueEvents]
    private var index: MeanIndex?
    /// Base prices that follow from splits.
    private(set) var basePrices: [InstrumentFact] = []

    init(
        _ scenario: Scenario, _ settings: SyntheticSettings, _ facts: InstrumentTable,
        _ source: String
    ) {
        self.scenario = scenario
        self.settings = settings
        self.source = source
        timeframe = settings.candles ?? .d1
        events = scenario.instruments.map { IssueEvents($0.code, facts) }
        let codes = Set(scenario.instruments.map(\.code))
        let indices = facts.facts.filter {
            $0.value == .board(.index) && !codes.contains($0.symbol)
        }
        if timeframe == .d1, let fact = indices.first {
            index = MeanIndex(fact.symbol, scenario.instruments)
        }
    }

    mutating func write(to writer: DatasetWriter, _ shown: inout ShownProgress) throws {
        let days = settings.tradingDays.count
        // Of a day: 381 minutes with the closing cross.
        let each = days * (timeframe == .d1 ? 1 : 381) * CandleRecord.length
        let atOnce = max(1, GeneratedCandles.bytesMax / max(1, each))
        for first in stride(from: 0, to: scenario.instruments.count, by: atOnce) {
            let last = min(first + atOnce, scenario.instruments.count)
            try write(first..<last, to: writer, &shown)
        }
        guard let index, !index.rows.bytes.isEmpty else { return }
        var header = RecordHeader(
            kind: .candles, symbol: index.code, timeframe: .d1, scope: .krx, source: source)
        header.decimals = MeanIndex.decimals
        try writer.write(header, index.rows.bytes)
    }

    private mutating func write(
        _ issues: Range<Int>, to writer: DatasetWriter, _ shown: inout ShownProgress
    ) throws {
        let source = SyntheticCandles(settings: settings, seed: scenario.seed)
        let rows = issues.map { _ in RecordRows() }
        while true {
            let batch = source.nextCandles()
            if batch.count == 0 { break }
            let date = CalendarDate(batch[0].candle.start)
            let table = scenario.instruments.map { PriceStepTable.table(board: $0.board, on: date) }
            for place in 0..<batch.count {
                let (symbol, candle) = (batch[place].symbol.int, batch[place].candle)
                guard issues.contains(symbol) else { continue }
                guard candle.high <= .recordMax else {
                    throw ExitFault(tooLarge: scenario.instruments[symbol].code, date)
                }
                add(candle, date, symbol, table[symbol], to: rows[symbol - issues.lowerBound])
            }
            if issues.lowerBound == 0 { index?.add(batch, date) }
            try shown.show(
                rows: batch.count, at: batch[batch.count - 1].candle.start, of: scenario.period)
        }
        var header = RecordHeader(
            kind: .candles, symbol: scenario.instruments[issues.lowerBound].code,
            timeframe: timeframe, scope: .krx, source: self.source)
        for (symbol, rows) in zip(issues, rows) where !rows.bytes.isEmpty {
            header.symbol = scenario.instruments[symbol].code
            try writer.write(header, rows.bytes)
        }
    }

    /// A candle after what happened to its issue until then.
    private mutating func add(
        _ candle: Candle, _ date: CalendarDate, _ symbol: Int, _ table: PriceStepTable,
        to rows: RecordRows
    ) {
        if let action = events[symbol].begin(date), let last = events[symbol].lastClose {
            let base = table.onGrid(action.priceFactor.floor(of: Int64(last)))
            basePrices.append(
                InstrumentFact(
                    symbol: scenario.instruments[symbol].code, day: date,
                    value: .basePrice(Price(Int64(base)))))
        }
        let start = timeframe == .d1 ? date.midnight : candle.start
        let events = events[symbol]
        switch events.standing(on: date) {
        case .gone: return
        case .halted:
            // A day has one row, whatever the timeframe would have.
            guard timeframe == .d1, let close = events.lastClose else { return }
            CandleRecord(
                start: start, open: 0, high: 0, low: 0, close: close, volume: 0, value: 0,
                isHalted: true
            ).write(to: rows.next(CandleRecord.length))
        case .trading:
            func price(_ price: Price) -> UInt32 {
                events.prices == .one
                    ? UInt32(price.won) : table.onGrid(events.prices.floor(of: price.won))
            }
            let record = CandleRecord(
                start: start, open: price(candle.open), high: price(candle.high),
                low: price(candle.low), close: price(candle.close),
                volume: max(
                    min(1, candle.volume.count), events.shares.floor(of: candle.volume.count)),
                value: candle.value.amount)
            record.write(to: rows.next(CandleRecord.length))
            self.events[symbol].lastClose = record.close
        }
    }
}

extension PriceStepTable {
    /// The line of the grid at or below a price.
    fileprivate func onGrid(_ won: Int64) -> UInt32 {
        UInt32((roundedDown(Price(max(won, 1))) ?? lowest).won)
    }
}

/// What happens to an issue by the facts that are told of it, from day to day.
struct IssueEvents {
    enum Standing { case trading, halted, gone }

    /// So many trading days a delisted issue does not trade before it goes, as one that merges into
    /// another.
    private static let haltedDays = 5

    private let actions: [CorporateAction]
    private let delisted: CalendarDate?
    private let haltedFrom: CalendarDate?
    private var nextAction = 0
    /// Of all actions so far.
    private(set) var prices = Ratio.one
    private(set) var shares = Ratio.one
    var lastClose: UInt32?

    init(_ code: IssueCode, _ facts: InstrumentTable) {
        let own = facts.facts.filter { $0.symbol == code && !$0.isProposed }
        actions = own.compactMap(\.action).filter { $0.kind != .delisting }
        let gone = own.first { $0.value == .delisted }?.day
        delisted = gone
        haltedFrom = gone.map { gone in
            let before = TradingCalendar.krx.tradingDays(
                from: gone.advanced(by: -30), through: gone.advanced(by: -1))
            return before.suffix(IssueEvents.haltedDays).first?.date ?? gone
        }
    }

    var areNone: Bool { actions.isEmpty && delisted == nil }

    /// The day begins. Returns: the action that takes effect on it.
    mutating func begin(_ date: CalendarDate) -> CorporateAction? {
        guard nextAction < actions.count, actions[nextAction].day <= date else { return nil }
        let action = actions[nextAction]
        nextAction += 1
        prices = prices.times(action.priceFactor)
        shares = shares.times(action.shareFactor)
        return action
    }

    func standing(on date: CalendarDate) -> Standing {
        if let delisted, date >= delisted { return .gone }
        if let haltedFrom, date >= haltedFrom { return .halted }
        return .trading
    }
}

extension Ratio {
    fileprivate func times(_ other: Ratio) -> Ratio {
        let first = Ratio(numerator, other.denominator)
        let second = Ratio(other.numerator, denominator)
        return Ratio(
            first.numerator * second.numerator, first.denominator * second.denominator)
    }
}

/// An index of all issues: the mean of their days' returns, chained, from 1,000 points on.
struct MeanIndex {
    static let decimals = 2
    let code: IssueCode
    let rows = RecordRows()
    private var level = 100_000.0
    private var closes: [Double?]

    init(_ code: IssueCode, _ instruments: [Instrument]) {
        self.code = code
        closes = instruments.map { $0.basePrice.map { Double($0.won) } }
    }

    /// A day's candles of all issues.
    mutating func add(_ batch: BufferView<CandleEvent>, _ date: CalendarDate) {
        var (open, high, low, close, count) = (0.0, 0.0, 0.0, 0.0, 0.0)
        var (volume, value) = (Shares.zero, Won.zero)
        for place in 0..<batch.count {
            let (symbol, candle) = (batch[place].symbol.int, batch[place].candle)
            if let before = closes[symbol] {
                open += Double(candle.open.won) / before
                high += Double(candle.high.won) / before
                low += Double(candle.low.won) / before
                close += Double(candle.close.won) / before
                count += 1
            }
            closes[symbol] = Double(candle.close.won)
            volume = volume.saturatedSum(candle.volume)
            value = value.saturatedSum(candle.value)
        }
        guard count > 0 else { return }
        func points(_ sum: Double) -> UInt32 { UInt32((level * sum / count).rounded()) }
        CandleRecord(
            start: date.midnight, open: points(open), high: points(high), low: points(low),
            close: points(close), volume: volume.count, value: value.amount
        ).write(to: rows.next(CandleRecord.length))
        level *= close / count
    }
}
