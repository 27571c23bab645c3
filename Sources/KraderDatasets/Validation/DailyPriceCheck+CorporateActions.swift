import Glibc
import KraderJSON
import KraderMarket
import KraderModel

// These check whether actions and rows tell the same (semantics.md §6).
extension DailyPriceCheck {
    /// Whether what is expected explains a base price: it lies within a step of the close, or,
    /// where an action is confirmed, within a hundredth of what the action makes of the close, for
    /// exchanges round.
    static func explains(
        _ expected: Double, _ said: UInt32, _ day: CalendarDate, _ facts: IssueFacts,
        hasAction: Bool
    ) -> Bool {
        if hasAction, abs(Double(said) / expected - 1) < 0.01 { return true }
        let close = Int64(expected.rounded())
        guard close > 0 else { return false }
        let steps = facts.steps(on: day) ?? PriceStepTable.table(board: .kospi, on: day)
        let step = max(
            steps.step(at: Price(close)).won, steps.step(at: Price(Int64(said))).won)
        return abs(Int64(said) - close) <= step
    }

    /// Finds a confirmed action after which prices go on as if there had been none: they are
    /// adjusted already, and a run would change what is held without cause. Answers whether it was
    /// found.
    ///
    /// Small factors can't be told from a day's move unless the row says its base price.
    func checkAction(
        _ row: CandleRow, _ said: UInt32, _ expected: Double,
        _ before: (row: CandleRow, day: CalendarDate), _ facts: IssueFacts,
        to log: inout FindingLog
    ) -> Bool {
        let close = Double(before.row.close)
        let factor = expected / close
        guard abs(factor - 1) > 0.01 else { return false }
        let isAgainst: Bool
        if said > 0 {
            isAgainst = abs(Double(said) / close - 1) < abs(factor - 1) / 4
        } else {
            let moved = Double(row.open) / close
            isAgainst = abs(factor - 1) > 0.1 && abs(log2(moved)) < 0.35 * abs(log2(factor))
        }
        guard isAgainst else { return false }
        let day = CalendarDate(row.start)
        log.add(
            Finding(
                .actionAgainstPrices, .error, symbol: facts.symbol, series: series, day: day,
                text: "\(day): instruments.csv confirms an action by which the close of "
                    + "\(before.day) (\(grouped(before.row.close))) becomes "
                    + "\(grouped(Int64(expected.rounded()))), but prices go on at "
                    + "\(grouped(said > 0 ? said : row.open)): are they adjusted "
                    + "already? Holdings would be changed without cause: reject the action."))
        return true
    }

    /// Finds listed shares that changed by more than 5 % while the price moved by the inverse,
    /// within 5 points, and no action says so.
    func checkShares(
        _ row: CandleRow, _ before: (row: CandleRow, day: CalendarDate),
        _ facts: IssueFacts, to log: inout FindingLog
    ) {
        let day = CalendarDate(row.start)
        guard let former = facts.history.listedShares.value(on: before.day),
            let shares = facts.history.listedShares.value(on: day), former > .zero, shares > .zero,
            Int128(abs(shares.count - former.count)) * 20 > Int128(former.count)
        else { return }
        let growth = Double(shares.count) / Double(former.count)
        let moved = Double(row.open) / Double(before.row.close)
        guard (growth > 1) == (moved < 1), abs(moved - 1 / growth) <= 0.05 else { return }
        log.add(
            Finding(
                .baseMismatch, .warning, symbol: facts.symbol, series: series, day: day,
                text: "\(day): listed shares went from \(grouped(former.count)) to "
                    + "\(grouped(shares.count)) and the price from "
                    + "\(grouped(before.row.close)) to "
                    + "\(grouped(row.open)); instruments.csv has no action that "
                    + "says why, so that holdings aren't adjusted."))
    }
}
