import KraderCSV
import KraderJSON
import KraderMarket
import KraderModel

/// The candles of a synthetic market, with a file for each issue. As many issues as memory should
/// hold are drawn at a time, and the market as often as that takes.
struct GeneratedCandles {
    /// The most bytes of candles in memory.
    private static let bytesMax = 1 << 28

    private let market: GeneratedMarket
    private let timeframe: Timeframe
    private let source: String
    private var events: [IssueEvents]
    private var index: MeanIndex?
    /// Base prices that follow from splits.
    private(set) var basePrices: [InstrumentFact] = []

    init(
        _ market: GeneratedMarket, _ facts: InstrumentTable, _ source: String
    ) {
        self.market = market
        self.source = source
        timeframe = market.settings.candles ?? .d1
        events = market.instruments.map { IssueEvents($0.code, facts) }
        let codes = Set(market.instruments.map(\.code))
        let indices = facts.facts.filter {
            $0.value == .board(.index) && !codes.contains($0.symbol)
        }
        if timeframe == .d1, let fact = indices.first {
            index = MeanIndex(fact.symbol, market.instruments)
        }
    }

    mutating func write(to writer: DatasetWriter, _ watch: inout GenerationWatch)
        throws(GenerationFault)
    {
        let days = market.settings.tradingDays.count
        // A day has 381 minutes with the closing cross.
        let each = days * (timeframe == .d1 ? 1 : 381) * CandleRow.length
        let atOnce = max(1, GeneratedCandles.bytesMax / max(1, each))
        for first in stride(from: 0, to: market.instruments.count, by: atOnce) {
            let last = min(first + atOnce, market.instruments.count)
            try write(first..<last, to: writer, &watch)
        }
        guard let index, !index.rows.bytes.isEmpty else { return }
        var header = RowHeader(
            kind: .candles, symbol: index.code, timeframe: .d1, scope: .krx, source: source)
        header.decimals = MeanIndex.decimals
        try writer.add(header, index.rows.bytes)
    }

    private mutating func write(
        _ issues: Range<Int>, to writer: DatasetWriter, _ watch: inout GenerationWatch
    ) throws(GenerationFault) {
        let source = SyntheticCandles(settings: market.settings, seed: market.seed)
        let rows = issues.map { _ in RowBlock() }
        while true {
            let batch = source.nextCandles()
            if batch.count == 0 { break }
            let date = CalendarDate(batch[0].candle.start)
            let table = market.instruments.map { PriceStepTable.table(board: $0.board, on: date) }
            for place in 0..<batch.count {
                let (symbol, candle) = (batch[place].symbol.int, batch[place].candle)
                guard issues.contains(symbol) else { continue }
                guard candle.high <= .rowMax else {
                    throw .tooLarge(market.instruments[symbol].code, date)
                }
                add(candle, date, symbol, table[symbol], to: rows[symbol - issues.lowerBound])
            }
            if issues.lowerBound == 0 { index?.add(batch, date) }
            try watch.show(
                rows: batch.count, at: batch[batch.count - 1].candle.start, of: market.period)
        }
        var header = RowHeader(
            kind: .candles, symbol: market.instruments[issues.lowerBound].code,
            timeframe: timeframe, scope: .krx, source: self.source)
        for (symbol, rows) in zip(issues, rows) where !rows.bytes.isEmpty {
            header.symbol = market.instruments[symbol].code
            try writer.add(header, rows.bytes)
        }
    }

    /// Adds a candle, changed by what happened to its issue until then.
    private mutating func add(
        _ candle: Candle, _ date: CalendarDate, _ symbol: Int, _ table: PriceStepTable,
        to rows: RowBlock
    ) {
        if let action = events[symbol].begin(date), let last = events[symbol].lastClose {
            let base = table.onGrid(action.priceFactor.floor(of: Int64(last)))
            basePrices.append(
                InstrumentFact(
                    symbol: market.instruments[symbol].code, day: date,
                    value: .basePrice(Price(Int64(base)))))
        }
        let start = timeframe == .d1 ? date.midnight : candle.start
        let events = events[symbol]
        switch events.standing(on: date) {
        case .gone: return
        case .halted:
            // A halted day has one row in daily candles, and none in others.
            guard timeframe == .d1, let close = events.lastClose else { return }
            CandleRow(
                start: start, open: 0, high: 0, low: 0, close: close, volume: 0, value: 0,
                isHalted: true
            ).write(to: rows.next(CandleRow.length))
        case .trading:
            func price(_ price: Price) -> UInt32 {
                events.prices == .one
                    ? UInt32(price.won) : table.onGrid(events.prices.floor(of: price.won))
            }
            let row = CandleRow(
                start: start, open: price(candle.open), high: price(candle.high),
                low: price(candle.low), close: price(candle.close),
                volume: max(
                    min(1, candle.volume.count), events.shares.floor(of: candle.volume.count)),
                value: candle.value.amount)
            row.write(to: rows.next(CandleRow.length))
            self.events[symbol].lastClose = row.close
        }
    }
}

extension PriceStepTable {
    /// The price of the grid at or below an amount.
    fileprivate func onGrid(_ won: Int64) -> UInt32 {
        UInt32((roundedDown(Price(max(won, 1))) ?? lowest).won)
    }
}
