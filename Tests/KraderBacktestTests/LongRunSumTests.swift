import KraderBacktest
import KraderModel
import Support
import Testing

@Suite("No run ends by a statistic") struct LongRunSumTests {
    @Test("a million trades of ten years, each of the largest amounts, are summed exactly")
    func millionTrades() throws {
        let start = Sample.tuesday.midnight
        let span = Interval.hours(24 * 3_652)
        var statistics = TradeStatistics()
        let largest = Int128(Int64.max)
        var trade = Trade(
            symbol: SymbolIndex(0), strategy: 0, openedAt: start, closedAt: start + span,
            quantity: Shares(1), sold: WonSum(largest))
        for index in 0..<1_000_000 {
            trade.bought = WonSum(index.isMultiple(of: 2) ? 0 : 2 * largest)
            statistics.add(trade)
        }
        // Half gain 2⁶³ − 1 won each, half lose as much.
        #expect(statistics.won == WonSum(500_000 * largest))
        #expect(statistics.lost == WonSum(-500_000 * largest))
        #expect(statistics.net == .zero && statistics.profitFactor == 1)
        // 10⁶ × 3,652 days are 3.2 × 10²³ ns; 64 bits end at 9.2 × 10¹⁸.
        #expect(statistics.heldNanoseconds == 1_000_000 * Int128(span.nanoseconds))
        let mean = try #require(statistics.averageHoldingSeconds)
        #expect(abs(mean - 3_652 * 86_400) < 0.001)
    }

    @Test("values of candles at the end of 64 bits add up to the largest, not to a trap")
    func candleValues() {
        let start = Sample.tuesday.at("09:00")
        var candle = Candle(
            start: start, end: start + .minutes(1), open: Price(1), high: Price(1), low: Price(1),
            close: Price(1), volume: Shares(.max - 1), value: Won(.max - 1))
        candle.absorb(candle)
        #expect(candle.volume == Shares(.max) && candle.value == Won(.max))
    }

    @Test("money at work is the mean and the most of the minutes with equity")
    func moneyAtWork() {
        var work = MoneyAtWork()
        #expect(work.average == nil)
        work.add(holdings: Won(50), equity: Won(100))
        work.add(holdings: .zero, equity: Won(100))
        work.add(holdings: Won(40), equity: .zero)
        work.add(holdings: Won(100), equity: Won(100))
        #expect(work.minutes == 3 && work.average == 0.5 && work.highest == 1)
    }
}
