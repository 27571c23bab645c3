import KraderModel
import Testing

@testable import KraderBacktest
@testable import KraderEngine
@testable import KraderReport

/// Makes a record of daily closes, from which profits follow.
private func record(opening: Int64, closes: [Int64], holdings: [Int64] = []) -> RunResult {
    var record = RunResult(
        instruments: [], strategyIDs: [], account: Account(cash: Won(closes.last ?? opening)))
    record.openingEquity = Won(opening)
    var before = opening
    for (index, close) in closes.enumerated() {
        let held = index < holdings.count ? holdings[index] : 0
        let day = CalendarDate(2026, 3, 3).advanced(by: index)
        record.days.append(
            DayRecord(
                at: day.at(TimeOfDay(15, 30, 30)), day: day, cash: Won(close - held),
                holdings: Won(held), profit: Won(close - before), peakEquity: .zero, ordersMade: 0,
                settled: .zero,
                isFlagged: false))
        before = close
    }
    return record
}

private func isNear(_ a: Double?, _ b: Double) -> Bool {
    a.map { ($0 - b).magnitude <= 1e-12 * max(1, b.magnitude) } ?? false
}

@Suite struct StatisticsTests {
    /// Returns of 1 %, −2 %, 3 % and 0: mean 0.005, standard deviation (n − 1) √(0.0013/3), so
    /// volatility 0.330454…, Sharpe 3.812933…, and the one loss gives √(0.0004/4) = 0.01, Sortino
    /// 0.5 × √252.
    @Test("volatility, Sharpe and Sortino follow from daily returns")
    func ratios() {
        let statistics = Statistics(
            record(opening: 1_000_000, closes: [1_010_000, 989_800, 1_019_494, 1_019_494]))
        #expect(statistics.dailyReturns.count == 4)
        #expect(isNear(statistics[.volatility], 0.3304542328371662))
        #expect(isNear(statistics[.sharpe], 3.812933455813454))
        #expect(isNear(statistics[.sortino], 7.93725393319377))
        #expect(isNear(statistics[.totalReturn], 0.019494))
        #expect(statistics[.cagr] == nil)
    }

    @Test("what is not defined is nil, never infinite")
    func undefined() {
        let flat = Statistics(record(opening: 100, closes: [100, 100, 100]))
        #expect(flat[.volatility] == 0)
        #expect(flat[.sharpe] == nil && flat[.sortino] == nil)
        #expect(flat[.winRate] == nil && flat[.profitFactor] == nil && flat[.costShare] == nil)
        let empty = Statistics(record(opening: 0, closes: []))
        #expect(empty[.totalReturn] == nil && empty[.exposure] == nil && empty[.turnover] == nil)
        #expect(empty[.net] == 0)
    }

    @Test("a drawdown lasts as long as closes stay below the highest before")
    func drawdownDays() {
        let closes: [Int64] = [105, 103, 104, 105, 110, 108, 100, 109, 109, 111, 90]
        #expect(Statistics(record(opening: 100, closes: closes))[.drawdownDays] == 4)
        #expect(Statistics(record(opening: 100, closes: [99, 98]))[.drawdownDays] == 2)
    }

    /// 60 days from 2026-03-03 through 2026-05-01 are 60 calendar days here: 21 % in 60/365 of a
    /// year.
    @Test("annual growth needs 60 trading days")
    func growth() {
        var closes = [Int64](repeating: 1_000_000, count: 59)
        #expect(Statistics(record(opening: 1_000_000, closes: closes))[.cagr] == nil)
        closes.append(1_210_000)
        // 1.21 ^ (365 ÷ 60) − 1
        let cagr = Statistics(record(opening: 1_000_000, closes: closes))[.cagr]
        #expect(isNear(cagr, 2.1886804769053025))
    }

    @Test(
        "powers by multiplication and roots are those of the C library",
        arguments: [(1.21, 0.5, 1.1), (1.1, 2.75, 1.2996603933591697), (1.5, 0, 1), (2, 10, 1_024)])
    func powers(base: Double, exponent: Double, expected: Double) {
        #expect(isNear(power(base, exponent), expected))
    }

    @Test("round trips, costs, exposure and turnover")
    func shares() {
        var run = record(opening: 1_000_000, closes: [1_000_000, 1_020_000], holdings: [5_000, 0])
        run.trades.count = 4
        (run.trades.wins, run.trades.losses) = (1, 2)
        (run.trades.won, run.trades.lost) = (WonSum(30_000), WonSum(-12_000))
        (run.trades.best, run.trades.worst) = (Won(30_000), Won(-9_000))
        run.trades.heldNanoseconds = 400_000_000_000
        run.buyAmount = WonSum(600_000)
        run.sellAmount = WonSum(410_000)
        run.account.commission = Won(1_000)
        run.account.tax = Won(1_020)
        let statistics = Statistics(run)
        #expect(statistics[.winRate] == 0.25)
        #expect(statistics[.profitFactor] == 2.5)
        #expect(statistics[.averageTrade] == 4_500)
        #expect(statistics[.averageHolding] == 100)
        #expect(statistics[.exposure] == 0.5)
        // 1,010,000 ÷ mean(1,000,000, 1,020,000)
        #expect(statistics[.turnover] == 1)
        #expect(isNear(statistics[.costShare], 0.002))
    }
}
