import KraderBacktest
import KraderEngine
import KraderModel

extension TableRows {
    mutating func add(_ trade: Trade) {
        tradeCount += 1
        trades.field(tradeCount)
        trades.field(trade.strategy.map { strategies[$0] } ?? TableRows.heldBefore)
        trades.field(symbols[trade.symbol.int])
        trades.field(trade.openedAt)
        trades.field(trade.closedAt)
        trades.field((trade.closedAt - trade.openedAt).nanoseconds / 1_000_000_000)
        trades.field(trade.quantity.count)
        trades.field(whole: trade.bought.amount)
        trades.field(whole: trade.sold.amount)
        trades.field(trade.commission.amount)
        trades.field(trade.tax.amount)
        trades.field(trade.net.amount)
        trades.field(millionths: millionths(trade.returnOnCost))
        trades.field(Int64(trade.fills))
        trades.endRow()
    }

    /// Keeps the last state of each bucket that anything led to, and writes it when the next bucket
    /// begins.
    mutating func sample(_ line: DigestLine) {
        guard let minutes = sampling.minutes else { return }
        let end = line.minute + .minutes(1)
        if let held = heldMinute, bucket(held.end, minutes) != bucket(end, minutes) {
            writeHeldMinute()
        }
        heldMinute = (end, line.account, benchmark)
    }

    /// The bucket of a minute that ends then: the end of a bucket belongs to it.
    private func bucket(_ end: Moment, _ minutes: Int64) -> Int64 {
        (end.nanoseconds - 1) / (minutes * 60_000_000_000)
    }

    mutating func writeHeldMinute() {
        guard let held = heldMinute else { return }
        heldMinute = nil
        addEquity(
            held.end, cash: held.account.cash, holdings: held.account.holdings,
            peak: held.account.peakEquity, benchmark: held.benchmark)
    }

    mutating func add(_ day: DayRecord, peak: Won) {
        guard sampling == .dailyClose else { return }
        addEquity(day.at, cash: day.cash, holdings: day.holdings, peak: peak, benchmark: benchmark)
    }

    private mutating func addEquity(
        _ at: Moment, cash: Won, holdings: Won, peak: Won, benchmark: Price?
    ) {
        let drawdown = max(.zero, peak - cash - holdings)
        equity.field(seconds: at)
        equity.field(cash.amount)
        equity.field(holdings.amount)
        equity.field((cash + holdings).amount)
        equity.field(drawdown.amount)
        equity.field(millionths: millionths(drawdown, of: peak))
        if let price = benchmark { equity.field(price.won) } else { equity.field([]) }
        equity.endRow()
    }

    /// A part of a positive whole in millionths, halves away from zero; 0 of a whole that is 0.
    private func millionths(_ part: Won, of whole: Won) -> Int64 {
        guard whole > .zero else { return 0 }
        return millionths(Double(part.amount) / Double(whole.amount))
    }

    private func millionths(_ share: Double) -> Int64 {
        // What was bought for a won may bring any multiple of it.
        Int64(exactly: (share * 1_000_000).rounded()) ?? (share < 0 ? .min : .max)
    }

    /// The text in the column of strategies for shares that were held before the run: they are
    /// nobody's.
    static let heldBefore = Array(Texts.heldBefore.utf8)
}
