import KraderModel
import Testing

@testable import KraderMarket

private func candles(_ settings: SyntheticSettings, seed: UInt64) -> [CandleEvent] {
    let source = SyntheticCandles(settings: settings, seed: seed)
    var all: [CandleEvent] = []
    while true {
        let batch = source.nextCandles()
        if batch.count == 0 { return all }
        for index in 0..<batch.count { all.append(batch[index]) }
    }
}

private func settings(
    _ timeframe: Timeframe, issues: Int, through: CalendarDate
) -> SyntheticSettings {
    var settings = SyntheticSettings(
        issues: SyntheticSettings.issues(count: issues), from: CalendarDate(2025, 1, 2),
        through: through)
    settings.candles = timeframe
    return settings
}

@Suite struct SyntheticCandlesTests {
    @Test("a candle a day and issue, in order, on the grid, in the band, high and low around it")
    func daily() {
        let made = settings(.d1, issues: 60, through: CalendarDate(2025, 12, 30))
        let all = candles(made, seed: 2)
        #expect(all.count == 60 * made.tradingDays.count)
        #expect(throws: Never.self) { try CandleArray(all) }
        var closes = made.instruments.map { $0.basePrice ?? Price(1) }
        var (outside, gaps, atLimit) = (0, 0, 0)
        var squares = [Double](repeating: 0, count: 60)
        for event in all {
            let (candle, symbol) = (event.candle, event.symbol.int)
            let day = CalendarDate(candle.start)
            let board = made.issues[symbol].board
            let table = PriceStepTable.table(board: board, on: day)
            let band = PriceLimit.band(base: closes[symbol], board: board, on: day)
            let prices = [candle.open, candle.high, candle.low, candle.close]
            if prices.contains(where: { !table.isOnGrid($0) || band?.contains($0) != true })
                || candle.low > min(candle.open, candle.close)
                || candle.high < max(candle.open, candle.close)
                || candle.volume < Shares(1)
                || candle.value < candle.low * candle.volume
                || candle.value > candle.high * candle.volume
            {
                outside += 1
            }
            if candle.open != closes[symbol] { gaps += 1 }
            if candle.close == band?.upper || candle.close == band?.lower { atLimit += 1 }
            let change = Double(candle.close.won) / Double(closes[symbol].won) - 1
            squares[symbol] += change * change
            closes[symbol] = candle.close
        }
        #expect(outside == 0)
        #expect(gaps * 10 > all.count * 8)
        #expect(atLimit > 0)
        // The year's volatility is what was asked for; trends add a little.
        let ratios = made.issues.indices.map {
            squares[$0].squareRoot() / made.issues[$0].yearlyVolatility
        }
        let mean = ratios.reduce(0, +) / 60
        #expect((0.85...1.2).contains(mean), "\(mean) of the volatility")
    }

    @Test("values traded differ by orders of magnitude between issues")
    func values() {
        let made = settings(.d1, issues: 200, through: CalendarDate(2025, 1, 31))
        var values = [Double](repeating: 0, count: 200)
        for event in candles(made, seed: 2) {
            values[event.symbol.int] += Double(event.candle.value.amount)
        }
        values.sort()
        #expect(values[199] > 300 * values[0])
    }

    @Test("minutes are clock-aligned, none from the closing auction's start until its cross")
    func minutes() {
        let made = settings(.m1, issues: 20, through: CalendarDate(2025, 1, 3))
        let all = candles(made, seed: 2)
        #expect(throws: Never.self) { try CandleArray(all) }
        for event in all {
            let hours = SessionHours.on(CalendarDate(event.candle.start))
            let candle = event.candle
            #expect(candle.start >= hours.open)
            #expect(candle.start < hours.closingAuctionStart || candle.start == hours.close)
            #expect(Timeframe.m1.bucketStart(of: candle.start) == candle.start)
            #expect(candle.low <= candle.open && candle.close <= candle.high)
        }
        // The first issue trades in every minute of both days, the last in few of them. The first
        // trading day of the year opens an hour late (krx-market.md §1.5).
        #expect(all.filter { $0.symbol == SymbolIndex(0) }.count == 321 + 381)
        #expect((20...500).contains(all.filter { $0.symbol == SymbolIndex(19) }.count))
    }
}
