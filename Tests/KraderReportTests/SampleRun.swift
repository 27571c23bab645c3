import KraderJSON
import KraderModel
import KraderReport

@testable import KraderBacktest
@testable import KraderEngine

/// A made-up run that hangs together: prices walk at random, round trips are booked with costs, and
/// equity, days and totals follow from them.
struct SampleRun {
    private var record: RunResult
    private var random = SeededGenerator(seed: 7)
    private var prices: [Int64]
    private var open: [Trade?]
    private var cash: Int64
    private var peak: Int64
    private let stepMinutes: Int

    static func record(days: Int, codes: [String] = ["005930", "000660", "035720"]) throws
        -> RunResult
    {
        var run = try SampleRun(codes: codes, stepMinutes: days > 60 ? 390 : days > 5 ? 5 : 1)
        var day = CalendarDate(2026, 3, 2)
        for _ in 0..<days {
            day = TradingCalendar.krx.next(after: day).date
            run.play(day)
        }
        return run.finished()
    }

    private init(codes: [String], stepMinutes: Int) throws {
        let instruments = try codes.map { Instrument(code: try IssueCode($0), board: .kospi) }
        record = RunResult(
            instruments: instruments, strategyIDs: ["ema_fast"], account: Account(cash: .zero))
        record.symbols = instruments.indices.map { SymbolResult(symbol: SymbolIndex($0)) }
        record.strategies = [StrategyResult(id: "ema_fast")]
        prices = instruments.indices.map { 70_000 + 40_000 * Int64($0) }
        open = instruments.map { _ in nil }
        cash = 50_000_000
        peak = cash
        record.openingEquity = Won(cash)
        self.stepMinutes = stepMinutes
    }

    private mutating func play(_ day: CalendarDate) {
        let before = equity
        for minute in stride(from: 0, through: 390, by: stepMinutes) {
            let at = day.at(TimeOfDay(9, 0)) + .minutes(Int64(minute))
            record.firstMoment = record.firstMoment ?? at
            record.lastMoment = at
            for symbol in prices.indices { step(symbol, at) }
            record.equityCurve.append(EquityPoint(at: at, equity: Won(equity), cash: Won(cash)))
            peak = max(peak, equity)
            if Double(peak - equity) / Double(peak) > record.account.maxDrawdown {
                record.account.maxDrawdown = Double(peak - equity) / Double(peak)
                record.account.deepestFall = Won(peak - equity)
            }
        }
        let holdings = Won(equity - cash)
        record.days.append(
            DayRecord(
                at: day.at(TimeOfDay(15, 30, 30)), day: day, cash: Won(cash), holdings: holdings,
                profit: Won(equity - before), peakEquity: Won(peak), ordersMade: 4, settled: .zero,
                isFlagged: false))
    }

    private mutating func step(_ symbol: Int, _ at: Moment) {
        let bound: Int64 = stepMinutes > 60 ? 16 : stepMinutes > 1 ? 3 : 2
        let steps = Int64(random.next(below: UInt64(bound * 2 + 1))) - bound
        prices[symbol] = max(10_000, prices[symbol] + steps * 100)
        record.ticks += 37
        record.symbols[symbol].prices.append(
            SymbolResult.PricePoint(at: at, price: Price(prices[symbol])))
        guard random.next(below: stepMinutes > 60 ? 6 : 40) == 0 else { return }
        if let trade = open[symbol] { close(trade, symbol, at) } else { buy(symbol, at) }
    }

    private mutating func buy(_ symbol: Int, _ at: Moment) {
        let amount = Price(prices[symbol]) * Shares(100)
        let commission = Won(amount.amount * 15 / 1_000_000 * 10)
        cash -= (amount + commission).amount
        open[symbol] = Trade(
            symbol: SymbolIndex(symbol), strategy: 0, openedAt: at, closedAt: at,
            quantity: Shares(100), bought: WonSum(amount), commission: commission, fills: 1)
        count(symbol, commission, .zero)
        record.buyAmount += amount
        record.symbols[symbol].bought += amount
    }

    private mutating func close(_ opened: Trade, _ symbol: Int, _ at: Moment) {
        var trade = opened
        let sold = Price(prices[symbol]) * Shares(100)
        trade.sold = WonSum(sold)
        let commission = Won(sold.amount * 15 / 1_000_000 * 10)
        trade.commission += commission
        let tax = Won(sold.amount * 20 / 10_000)
        trade.tax = tax
        trade.closedAt = at
        trade.fills = 2
        cash += (sold - commission - tax).amount
        open[symbol] = nil
        count(symbol, commission, tax)
        record.sellAmount += sold
        record.symbols[symbol].sold += sold
        let profit = sold - Won(Int64(trade.bought.amount))
        record.account.grossProfit += profit
        record.symbols[symbol].grossProfit += profit
        record.strategies[0].grossProfit += profit
        record.trades.add(trade)
        record.strategies[0].trades.add(trade)
        record.symbols[symbol].trades.add(trade)
        record.firstTrades.append(trade)
    }

    private mutating func count(_ symbol: Int, _ commission: Won, _ tax: Won) {
        record.fills += 1
        record.ordersMade += 1
        record.signals += 1
        record.account.commission += commission
        record.account.tax += tax
        record.symbols[symbol].fills += 1
        record.symbols[symbol].commission += commission
        record.symbols[symbol].tax += tax
        record.strategies[0].signals += 1
        record.strategies[0].orders += 1
        record.strategies[0].fills += 1
        record.strategies[0].commission += commission
        record.strategies[0].tax += tax
    }

    private var equity: Int64 {
        cash + open.indices.reduce(0) { $0 + (open[$1] == nil ? 0 : prices[$1] * 100) }
    }

    private func finished() -> RunResult {
        var record = record
        record.account.cash = Won(cash)
        record.account.holdings = Won(equity - cash)
        record.digest = (0..<32).map { UInt8($0 * 7) }
        record.events = record.ticks + 4 * record.fills
        for symbol in open.indices {
            record.symbols[symbol].position.mark = Price(prices[symbol])
            if let trade = open[symbol] {
                record.symbols[symbol].position.quantity = trade.quantity
                record.symbols[symbol].position.cost = Won(Int64(trade.bought.amount))
            }
        }
        record.ordersMade += 4
        record.ordersByStatus = [.filled: record.fills, .canceled: 3, .rejected: 1]
        for (code, count) in [(10, 14), (8, 3), (0, 0)] as [(Int, Int64)] {
            record.refusals[Refusal.Code.allCodes[code]] = count
        }
        record.cuts = [Refusal.Code.allCodes[9]: 6]
        record.rejections = [.outsideBand: 1]
        record.fillsByEvidence = [.through: record.fills - 2, .auction: 2]
        record.sharesByEvidence = [
            .through: Shares(100 * (record.fills - 2)), .auction: Shares(200),
        ]
        record.holds = [
            RunResult.Hold(strategy: 0, reason: "insufficient_data", count: 1_250),
            RunResult.Hold(strategy: 0, reason: "no_cross", count: 20_112),
        ]
        return record
    }

    static func summary(_ scenario: String = "ema-cross-large-caps") -> RunSummary {
        var summary = RunSummary(
            identity: RunIdentity(
                engineVersion: "0.1.0", runID: "5f2c09ab1d3e", scenario: scenario,
                scenarioHash: String(repeating: "c4", count: 32),
                data: [.init(name: "ticks", hash: String(repeating: "a1", count: 32))], seed: 7),
            about: "An EMA cross on three large caps, 100 shares at a time.",
            from: CalendarDate(2026, 3, 3).at(TimeOfDay(8, 30)),
            to: CalendarDate(2026, 3, 31).at(TimeOfDay(15, 40)))
        summary.settings = [
            .init(path: "risk.max_position_size", value: 1_000, source: "default"),
            .init(path: "venue.fills", value: "through", source: "scenario"),
            .init(path: "strategies[0].parameters.fast", value: 9, source: "--set"),
        ]
        summary.dataNotes = ["Prices are made up.", "Narrower than the market: 3 symbols."]
        summary.warmUps = [
            .init(strategyID: "ema_fast", timeframe: .m5, needed: 21, seen: 1_638)
        ]
        return summary
    }
}
