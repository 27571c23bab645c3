public import KraderEngine
public import KraderModel

/// `scripted`: emits the signals listed in its parameters at their times. It is the tool for
/// scenarios.
///
/// Signals of one moment are emitted in the order of the list. A cancel or replace acts on the
/// newest live order of its symbol, or on the nth of them, the oldest being 1; without one it is
/// counted as a hold, `no_live_order`. Signals whose time is before the run's first input are
/// emitted at that input.
public struct Scripted: Strategy {
    public static let name = "scripted"
    public static let summary = "Emits the listed signals at their times."
    public static let parameters = [
        ParameterDeclaration(
            "signals", .signals, default: nil,
            help: "What to say and when: at, symbol, side or action, quantity, type, price, ….")
    ]

    /// A script names a symbol that the run doesn't have.
    public struct UnknownSymbol: Error, Hashable, Sendable, CustomStringConvertible {
        public var code: IssueCode

        public var description: String { "the script names \(code), which is not in this run" }
    }

    private var script: Script
    private var symbols: [SymbolIndex] = []

    /// Throws `ParameterFault` when a signal lacks what it needs or carries what it can't use.
    public init(_ parameters: ParameterValues) throws {
        script = try Script(parameters.signals("signals"))
    }

    public var subscriptions: Subscriptions { Subscriptions() }

    /// Throws `UnknownSymbol`.
    public mutating func start(_ context: inout StrategyContext) throws {
        symbols = []
        symbols.reserveCapacity(script.lines.count)
        for line in script.lines {
            guard let symbol = context.symbol(line.symbol) else {
                throw UnknownSymbol(code: line.symbol)
            }
            symbols.append(symbol)
        }
        if let first = script.nextMoment { context.wake(at: first) }
    }

    public mutating func timer(_ context: inout StrategyContext) throws {
        while let index = script.takeDue(at: context.now) {
            Scripted.emit(script.lines[index], symbols[index], &context)
        }
        if let next = script.nextMoment { context.wake(at: next) }
    }

    private static func emit(
        _ line: ScriptedSignal, _ symbol: SymbolIndex, _ context: inout StrategyContext
    ) {
        switch line.action {
        case .buy:
            context.buy(
                symbol, quantity: line.quantity, type: line.type, limit: line.price,
                timeInForce: line.timeInForce, expireAfter: line.expireAfter, exits: line.exits,
                leg: line.leg, reason: "scripted")
        case .sell:
            context.sell(
                symbol, quantity: line.quantity, type: line.type, limit: line.price,
                timeInForce: line.timeInForce, expireAfter: line.expireAfter, leg: line.leg,
                reason: "scripted")
        case .cancel:
            guard let order = Scripted.order(of: line, symbol, context) else {
                return context.hold("no_live_order")
            }
            context.cancel(order.reference, reason: "scripted")
        case .replace:
            guard let order = Scripted.order(of: line, symbol, context), let price = line.price
            else { return context.hold("no_live_order") }
            context.replace(order.reference, limit: price, reason: "scripted")
        }
    }

    /// The live order that a cancel or replace is about.
    private static func order(
        of line: ScriptedSignal, _ symbol: SymbolIndex, _ context: borrowing StrategyContext
    ) -> ActiveOrder? {
        let orders = context.activeOrders(symbol)
        guard let nth = line.nth else { return orders.last }
        return nth <= orders.count ? orders[nth - 1] : nil
    }
}

/// The lines of a script in the order of their times, and how far it has been played.
struct Script: Hashable, Sendable {
    /// The lines by time, then as listed.
    let lines: [ScriptedSignal]
    private var next = 0

    /// Throws `ParameterFault`, with the signal's place in the list (0 is the first).
    init(_ listed: [ScriptedSignal]) throws(ParameterFault) {
        for (place, line) in listed.enumerated() {
            if let fault = Script.fault(in: line) {
                throw ParameterFault("signals", "signals[\(place)]: \(fault)")
            }
        }
        lines = listed.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// The moment at which it wants to play on; `nil` at its end.
    var nextMoment: Moment? { next < lines.count ? lines[next].at : nil }

    /// The next line if its time has come; each line once.
    mutating func takeDue(at now: Moment) -> Int? {
        guard let moment = nextMoment, moment <= now else { return nil }
        defer { next += 1 }
        return next
    }

    /// What is wrong with a line, if anything. What is said must be done: a field that an action
    /// can't use is refused, not ignored.
    private static func fault(in line: ScriptedSignal) -> String? {
        let isOrder =
            line.quantity != nil || line.type != nil || line.timeInForce != nil
            || line.expireAfter != nil || line.exits != nil || line.leg != 0
        switch line.action {
        case .buy, .sell: return faultOfOrder(line)
        case .cancel:
            return isOrder || line.price != nil
                ? "a cancel takes nothing but at, symbol and nth" : faultOfPlace(line)
        case .replace:
            if line.price == nil { return "a replace needs the new price" }
            return isOrder ? "a replace takes a price and nth, nothing else" : faultOfPlace(line)
        }
    }

    private static func faultOfPlace(_ line: ScriptedSignal) -> String? {
        line.nth.flatMap { $0 < 1 ? "nth is \($0); it must be 1 or more" : nil }
    }

    private static func faultOfOrder(_ line: ScriptedSignal) -> String? {
        if let quantity = line.quantity, quantity <= .zero {
            return "quantity is \(quantity); it must be 1 or more"
        }
        if let type = line.type {
            if type.hasLimit && line.price == nil { return "type \(type) needs a price" }
            if !type.hasLimit && line.price != nil { return "type \(type) takes no price" }
        }
        if line.exits != nil && line.action == .sell { return "exits belong to a buy" }
        if line.nth != nil { return "nth names an order to cancel or replace" }
        return nil
    }
}
