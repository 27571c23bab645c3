public import KraderEngine
public import KraderModel

/// Cash and positions read from fills alone, written again from semantics.md §5 with plain arrays:
/// the oracle of both ledgers. Commission ⌊0.015 %⌋ of an order's amount to 10 won; KOSPI's two
/// taxes each cut down to 1 won.
public final class NaiveLedger {
    public private(set) var cash: Int64
    public private(set) var quantity: [Int64]
    public private(set) var cost: [Int64]
    public private(set) var commission: Int64 = 0
    public private(set) var tax: Int64 = 0
    public private(set) var profit: Int64 = 0
    public private(set) var fills = 0
    /// What differs from the engine's own figures, in words.
    public private(set) var differences: [String] = []
    private let opening: Int64
    private let boards: [Board]
    private let calendar: TradingCalendar
    private var amounts: [Int64: Int64] = [:]
    /// The net change of cash by the day on which it settles.
    private var settling: [CalendarDate: Int64] = [:]

    public init(_ configuration: EngineConfiguration) {
        boards = configuration.instruments.map(\.board)
        calendar = configuration.calendar
        cash = configuration.account.cash.amount
        quantity = boards.map { _ in 0 }
        cost = boards.map { _ in 0 }
        for holding in configuration.account.positions {
            quantity[holding.symbol.int] += holding.quantity.count
            cost[holding.symbol.int] += holding.cost.amount
        }
        opening = cash + cost.reduce(0, +)
    }

    private func fee(_ amount: Int64) -> Int64 { amount * 15 / 100_000 / 10 * 10 }

    /// Basis points of the parts of the sell tax, by trade date (krx-market.md §6.1).
    private func taxes(_ amount: Int64, _ board: Board, _ day: CalendarDate) -> Int64 {
        let isNew = day >= CalendarDate(2025, 12, 29)
        switch board {
        case .kospi: return amount * (isNew ? 5 : 0) / 10_000 + amount * 15 / 10_000
        case .kosdaq: return amount * (isNew ? 20 : 15) / 10_000
        case _: return 0
        }
    }

    /// ⌊shares × factor⌋ at the same cost; with the last share its cost is lost.
    private func adjust(_ record: CorporateActionRecord) {
        guard record.strategy == nil else { return }
        let symbol = record.symbol.int
        let factor = record.action.shareFactor
        quantity[symbol] = quantity[symbol] * factor.numerator / factor.denominator
        if quantity[symbol] == 0 {
            profit -= cost[symbol]
            cost[symbol] = 0
        }
        if record.after.count != quantity[symbol] || record.cost.amount != cost[symbol] {
            differences.append("shares or cost after \(words(.corporateAction(record)) ?? "")")
        }
    }

    public func take(_ record: Record) {
        if case .corporateAction(let adjustment) = record { adjust(adjustment) }
        guard case .fill(let fill) = record else { return }
        fills += 1
        let symbol = fill.key.symbol.int
        let day = CalendarDate(fill.execution.time)
        let shares = fill.execution.quantity.count
        let amount = fill.execution.price.won * shares
        let before = amounts[fill.order.serial] ?? 0
        amounts[fill.order.serial] = before + amount
        let charged = fee(before + amount) - fee(before)
        commission += charged
        var net = -amount - charged
        if fill.side == .buy {
            quantity[symbol] += shares
            cost[symbol] += amount
        } else {
            let taxed =
                taxes(before + amount, boards[symbol], day) - taxes(before, boards[symbol], day)
            let taken = cost[symbol] * shares / quantity[symbol]
            quantity[symbol] -= shares
            cost[symbol] -= taken
            tax += taxed
            profit += amount - taken
            net = amount - charged - taxed
            if fill.grossProfit.amount != amount - taken || fill.tax.amount != taxed {
                differences.append("profit or tax of \(words(record) ?? "")")
            }
        }
        cash += net
        if let trading = calendar.tradingDay(day) {
            settling[calendar.settlement(of: trading).date, default: 0] += net
        }
        if fill.cashAfter.amount != cash || fill.positionAfter.count != quantity[symbol]
            || fill.commission.amount != charged
        {
            differences.append("cash, position or commission of \(words(record) ?? "")")
        }
        if cash + cost.reduce(0, +) + commission + tax - profit != opening {
            differences.append("the balance after \(words(record) ?? "")")
        }
    }

    /// The least that cash will be on this day or later, when everything settles in turn.
    public func withdrawable(on day: CalendarDate, reserved: Won) -> Won {
        var least = cash
        var balance = cash
        for date in settling.keys.sorted().reversed() where date > day {
            balance -= settling[date] ?? 0
            least = min(least, balance)
        }
        return Won(max(0, least - reserved.amount))
    }
}
