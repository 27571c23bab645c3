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
    /// The way to the broker isn't whole, or the broker takes orders late.
    case degraded
    /// The broker's lists are being read.
    case reconciling
    /// Nobody knows what became of an order of this symbol.
    case symbolInDoubt

    // Those of the controls (`RiskControls`).

    /// No print or quote of the issue is younger; `nil`: there was none at all.
    case dataTooOld(age: Interval?, allowed: Interval)
    case priceCollar(price: Price, lower: Price, upper: Price)
    case quoteTooOld(age: Interval, allowed: Interval)
    /// The best prices, `nil` where a side is empty.
    case wideSpread(bid: Price?, ask: Price?)
    case orderValue(value: Won, allowed: Won)
    case orderVolume(quantity: Shares, allowed: Shares)
    case volumeShare(quantity: Shares, allowed: Shares)
    case symbolExposure(value: Won, allowed: Won)
    case strategyShare(value: Won, allowed: Won)
    case cashBuffer(left: Won, needed: Won)
    case messageRate(made: Int, allowed: Int)
    case orderFlood(made: Int, allowed: Int)
    case repeatedExecution(made: Int, allowed: Int)
    case duplicateOrder(age: Interval, allowed: Interval)
    case openOrders(open: Int, allowed: Int)
    case openOrdersOfSymbol(open: Int, allowed: Int)
    case rejectionStorm(made: Int, allowed: Int)

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
        .dataTooOld(age: nil, allowed: .zero),
        .priceCollar(price: Price(1), lower: Price(1), upper: Price(1)),
        .quoteTooOld(age: .zero, allowed: .zero), .wideSpread(bid: nil, ask: nil),
        .orderValue(value: .zero, allowed: .zero), .orderVolume(quantity: .zero, allowed: .zero),
        .volumeShare(quantity: .zero, allowed: .zero),
        .symbolExposure(value: .zero, allowed: .zero),
        .strategyShare(value: .zero, allowed: .zero), .cashBuffer(left: .zero, needed: .zero),
        .messageRate(made: 0, allowed: 0), .orderFlood(made: 0, allowed: 0),
        .repeatedExecution(made: 0, allowed: 0), .duplicateOrder(age: .zero, allowed: .zero),
        .openOrders(open: 0, allowed: 0), .openOrdersOfSymbol(open: 0, allowed: 0),
        .rejectionStorm(made: 0, allowed: 0),
        .degraded, .reconciling, .symbolInDoubt,
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
        case .dataTooOld: 29
        case .priceCollar: 30
        case .quoteTooOld: 31
        case .wideSpread: 32
        case .orderValue: 33
        case .orderVolume: 34
        case .volumeShare: 35
        case .symbolExposure: 36
        case .strategyShare: 37
        case .cashBuffer: 38
        case .messageRate: 39
        case .orderFlood: 40
        case .repeatedExecution: 41
        case .duplicateOrder: 42
        case .openOrders: 43
        case .openOrdersOfSymbol: 44
        case .rejectionStorm: 45
        case .degraded: 46
        case .reconciling: 47
        case .symbolInDoubt: 48
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
        case .dataTooOld: "DATA_TOO_OLD"
        case .priceCollar: "PRICE_COLLAR"
        case .quoteTooOld: "QUOTE_TOO_OLD"
        case .wideSpread: "WIDE_SPREAD"
        case .orderValue: "ORDER_VALUE"
        case .orderVolume: "ORDER_VOLUME"
        case .volumeShare: "VOLUME_SHARE"
        case .symbolExposure: "SYMBOL_EXPOSURE"
        case .strategyShare: "STRATEGY_SHARE"
        case .cashBuffer: "CASH_BUFFER"
        case .messageRate: "MESSAGE_RATE"
        case .orderFlood: "ORDER_FLOOD"
        case .repeatedExecution: "REPEATED_EXECUTION"
        case .duplicateOrder: "DUPLICATE_ORDER"
        case .openOrders: "OPEN_ORDERS"
        case .openOrdersOfSymbol: "OPEN_ORDERS_OF_SYMBOL"
        case .rejectionStorm: "REJECTION_STORM"
        case .degraded: "DEGRADED"
        case .reconciling: "RECONCILING"
        case .symbolInDoubt: "SYMBOL_IN_DOUBT"
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
