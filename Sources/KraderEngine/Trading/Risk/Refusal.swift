public import KraderModel

/// Why a signal led to no order, or to a smaller one. Ours, not the venue's. Codes are stored,
/// counted, documented in docs/reference/codes.md and never reused; the numbers are those that
/// decided: of a sum, what it would have been with one share more than was let through; of a
/// replace, which is never cut, with all of it.
public enum Refusal: Hashable, Sendable {
    case killSwitchEngaged
    case outsideTradingHours
    case notATradingDay
    case notInUniverse
    case notTradeable
    case noPrice
    case zeroQuantity(SizeArithmetic?)
    case tradesPerDay(made: Int, allowed: Int)
    case positionSize(held: Shares, allowed: Shares)
    case exposure(value: Won, allowed: Won)
    case cashShort(needed: Won, available: Won)
    case dailyLoss(loss: Won, allowed: Won)
    case nothingToSell(held: Shares, offered: Shares)
    case duplicate
    case offStep(price: Price, step: Price)
    case outsideBand(price: Price, lower: Price, upper: Price)
    case wrongPhase
    case tooManyOpenOrders(allowed: Int)
    case orderNotOpen
    case halted
    case interrupted
    case paused
    case reducing
    case notWarm(needed: Int64, seen: Int64)
    case strategyBudget(value: Won, allowed: Won)
    case selfCross
    /// One order may not be so large (`OrderSize`).
    case orderTooLarge(quantity: Shares, allowed: Shares)
    /// A limit given to a type that has none, or missing where the type needs one.
    case limitMismatch
    /// A replace of an order without a limit, of an immediate one, of one that the broker has not
    /// acknowledged, that is being changed or is to be cancelled.
    case notReplaceable

    /// One of each, in code order: for documentation and counting tables.
    public static let all: [Refusal] = [
        .killSwitchEngaged, .outsideTradingHours, .notATradingDay, .notInUniverse, .notTradeable,
        .noPrice, .zeroQuantity(nil), .tradesPerDay(made: 0, allowed: 0),
        .positionSize(held: .zero, allowed: .zero), .exposure(value: .zero, allowed: .zero),
        .cashShort(needed: .zero, available: .zero), .dailyLoss(loss: .zero, allowed: .zero),
        .nothingToSell(held: .zero, offered: .zero), .duplicate,
        .offStep(price: Price(1), step: Price(1)),
        .outsideBand(price: Price(1), lower: Price(1), upper: Price(1)), .wrongPhase,
        .tooManyOpenOrders(allowed: 0), .orderNotOpen, .halted, .interrupted, .paused, .reducing,
        .notWarm(needed: 0, seen: 0), .strategyBudget(value: .zero, allowed: .zero), .selfCross,
        .orderTooLarge(quantity: .zero, allowed: .zero), .limitMismatch, .notReplaceable,
    ]

    /// The refusal's place in `all`.
    public var index: Int {
        switch self {
        case .killSwitchEngaged: 0
        case .outsideTradingHours: 1
        case .notATradingDay: 2
        case .notInUniverse: 3
        case .notTradeable: 4
        case .noPrice: 5
        case .zeroQuantity: 6
        case .tradesPerDay: 7
        case .positionSize: 8
        case .exposure: 9
        case .cashShort: 10
        case .dailyLoss: 11
        case .nothingToSell: 12
        case .duplicate: 13
        case .offStep: 14
        case .outsideBand: 15
        case .wrongPhase: 16
        case .tooManyOpenOrders: 17
        case .orderNotOpen: 18
        case .halted: 19
        case .interrupted: 20
        case .paused: 21
        case .reducing: 22
        case .notWarm: 23
        case .strategyBudget: 24
        case .selfCross: 25
        case .orderTooLarge: 26
        case .limitMismatch: 27
        case .notReplaceable: 28
        }
    }

    public var code: String {
        switch self {
        case .killSwitchEngaged: "KILL_SWITCH"
        case .outsideTradingHours: "OUTSIDE_TRADING_HOURS"
        case .notATradingDay: "NOT_A_TRADING_DAY"
        case .notInUniverse: "NOT_IN_UNIVERSE"
        case .notTradeable: "NOT_TRADEABLE"
        case .noPrice: "NO_PRICE"
        case .zeroQuantity: "ZERO_QUANTITY"
        case .tradesPerDay: "MAX_TRADES_PER_DAY"
        case .positionSize: "MAX_POSITION_SIZE"
        case .exposure: "MAX_PORTFOLIO_EXPOSURE"
        case .cashShort: "CASH_SHORT"
        case .dailyLoss: "DAILY_LOSS_LIMIT"
        case .nothingToSell: "NOTHING_TO_SELL"
        case .duplicate: "DUPLICATE_SIGNAL"
        case .offStep: "PRICE_OFF_STEP"
        case .outsideBand: "PRICE_OUTSIDE_BAND"
        case .wrongPhase: "WRONG_PHASE"
        case .tooManyOpenOrders: "TOO_MANY_OPEN_ORDERS"
        case .orderNotOpen: "ORDER_NOT_OPEN"
        case .halted: "HALTED"
        case .interrupted: "INTERRUPTED"
        case .paused: "PAUSED"
        case .reducing: "REDUCING"
        case .notWarm: "NOT_WARM"
        case .strategyBudget: "STRATEGY_BUDGET"
        case .selfCross: "SELF_CROSS"
        case .orderTooLarge: "ORDER_TOO_LARGE"
        case .limitMismatch: "LIMIT_MISMATCH"
        case .notReplaceable: "NOT_REPLACEABLE"
        }
    }

    /// The numbers behind the code, as name and value, in a fixed order.
    public var numbers: [(name: String, value: Int64)] {
        switch self {
        case .zeroQuantity(let arithmetic):
            arithmetic.map {
                [
                    ("basis", $0.basis.amount), ("size", $0.size.amount), ("price", $0.price.won),
                ]
            } ?? []
        case .tradesPerDay(let made, let allowed):
            [("made", Int64(made)), ("allowed", Int64(allowed))]
        case .positionSize(let held, let allowed):
            [("held", held.count), ("allowed", allowed.count)]
        case .exposure(let value, let allowed), .strategyBudget(let value, let allowed):
            [("value", value.amount), ("allowed", allowed.amount)]
        case .cashShort(let needed, let available):
            [("needed", needed.amount), ("available", available.amount)]
        case .dailyLoss(let loss, let allowed):
            [("loss", loss.amount), ("allowed", allowed.amount)]
        case .nothingToSell(let held, let offered):
            [("held", held.count), ("offered", offered.count)]
        case .orderTooLarge(let quantity, let allowed):
            [("quantity", quantity.count), ("allowed", allowed.count)]
        case .offStep(let price, let step):
            [("price", price.won), ("step", step.won)]
        case .outsideBand(let price, let lower, let upper):
            [("price", price.won), ("lower", lower.won), ("upper", upper.won)]
        case .tooManyOpenOrders(let allowed):
            [("allowed", Int64(allowed))]
        case .notWarm(let needed, let seen):
            [("needed", needed), ("seen", seen)]
        case .killSwitchEngaged, .outsideTradingHours, .notATradingDay, .notInUniverse,
            .notTradeable, .noPrice, .duplicate, .wrongPhase, .orderNotOpen, .halted,
            .interrupted, .paused, .reducing, .selfCross, .limitMismatch, .notReplaceable:
            []
        }
    }
}

extension Refusal {
    /// A refusal without its numbers, for counting: `description` is the stable code.
    public struct Code: Hashable, Comparable, Sendable, CustomStringConvertible {
        public let index: Int
        public var description: String { Refusal.all[index].code }
        public static let allCodes = Refusal.all.indices.map(Code.init)
        public static func < (a: Code, b: Code) -> Bool { a.index < b.index }
    }

    public var kind: Code { Code(index: index) }
}
