import KraderEngine
import KraderJSON
import KraderModel

/// The lines of a script: the parameter `signals` of `scripted`.
extension ScenarioReader {
    func readSignal(_ signal: inout ObjectReader) -> ScriptedSignal? {
        let at = signal.required("at", placeholder: Moment?.none) {
            moment($0, onTradingDay: false)
        }
        let symbol = signal.required("symbol", placeholder: SymbolIndex?.none) {
            symbols.symbol($0, traded: true)
        }
        let action = readAction(&signal)
        let type = signal.choiceIfPresent("type", OrderType.self)
        let quantity = signal.sharesIfPresent("quantity", in: 1...1_000_000_000)
        let price = signal.priceIfPresent("price")
        let timeInForce = signal.choiceIfPresent("time_in_force", TimeInForce.self)
        let expireAfter = signal.integerIfPresent("expire_after_ms", in: 1...86_400_000)
        let leg = signal.integer("leg", in: 0...1_000_000, default: 0)
        let nth = signal.integerIfPresent("nth", in: 1...1_000_000)
        let exits = signal.objectIfPresent("exits") { readExits(&$0, limit: price) }
        checkType(type, action, &signal)
        if exits != nil, let action, action != .buy {
            signal.refuse(
                "exits stand in a signal to \(action)", key: "exits",
                allowed: "they sell what a buy has bought")
        }
        guard let at, let symbol, let action else { return nil }
        signal.means("action", text: action.rawValue)
        signal.means("side", nil)
        return ScriptedSignal(
            at: at, symbol: symbols.instruments[symbol.int].code, action: action,
            quantity: quantity, type: type, price: price, timeInForce: timeInForce,
            expireAfter: expireAfter.map { .milliseconds($0) }, exits: exits, leg: Int(leg),
            nth: nth.map { Int($0) })
    }

    /// `side` is the word for what buys and sells; cancel and replace have none.
    private func readAction(_ signal: inout ObjectReader) -> ScriptedSignal.Action? {
        let side = signal.choiceIfPresent("side", Side.self)
        let action = signal.choiceIfPresent("action", ScriptedSignal.Action.self)
        switch (signal.has("side"), signal.has("action")) {
        case (false, false):
            signal.noteMissing("side", allowed: "say it, or 'action' to cancel or replace")
        case (true, true):
            signal.refuse(
                "'action' stands beside 'side'", key: "action", allowed: "say one of them")
        case (true, false): return side.map { $0 == .buy ? .buy : .sell }
        case (false, true): break
        }
        return action
    }

    /// A type and a price must go together, and only new orders have a type.
    private func checkType(
        _ type: OrderType?, _ action: ScriptedSignal.Action?, _ signal: inout ObjectReader
    ) {
        guard let type else { return }
        if let action, action == .cancel || action == .replace {
            signal.refuse(
                "type stands in a signal to \(action)", key: "type",
                allowed: "the order has its type already")
            return
        }
        checkPrice(of: type, &signal)
    }

    /// A type that has a limit goes with a price, any other does not.
    func checkPrice(of type: OrderType, _ order: inout ObjectReader) {
        switch (type.hasLimit, order.has("price")) {
        case (true, false):
            order.noteMissing("price", allowed: "an order of type \(type) has a limit")
        case (false, true):
            order.refuse(
                "'price' stands beside type \(type)", key: "price",
                allowed: "only limit and conditional_limit have one")
        case (true, true), (false, false): break
        }
    }

    /// A year: what is held longer has its exit in the strategy.
    private static let exitAfterMax: Int64 = 366 * 86_400_000

    /// - Parameter limit: the most that the shares can cost, if said.
    private func readExits(_ exits: inout ObjectReader, limit: Price?) -> ProtectiveExits {
        let stop = readLevel("stop", rates: 0.0001...0.99, &exits)
        let target = readLevel("target", rates: 0.0001...10, &exits)
        let trailing = exits.decimalIfPresent("trailing_rate", in: 0.0001...0.99)
        let after = exits.integerIfPresent("after_ms", in: 1...ScenarioReader.exitAfterMax)
        if exits.object.members.isEmpty {
            exits.refuse(
                "exits is empty",
                allowed: "it must hold stop, stop_rate, target, target_rate, trailing_rate or "
                    + "after_ms")
        }
        if case .price(let stop)? = stop {
            if case .price(let target)? = target, target <= stop {
                exits.refuse(
                    "target is \(target)", key: "target",
                    allowed: "it must lie above 'stop', \(stop)")
            }
            if let limit, stop >= limit {
                exits.refuse(
                    "stop is \(stop)", key: "stop",
                    allowed: "it must lie below the buy's price, \(limit)")
            }
        }
        return ProtectiveExits(
            stop: stop, target: target, trailing: trailing.flatMap { Rate(fraction: $0) },
            after: after.map { .milliseconds($0) })
    }

    /// A price, or under `…_rate` a distance.
    private func readLevel(
        _ key: String, rates: ClosedRange<Double>, _ exits: inout ObjectReader
    ) -> ProtectiveExits.Level? {
        let price = exits.priceIfPresent(key)
        let rate = exits.decimalIfPresent(key + "_rate", in: rates)
        if exits.has(key), exits.has(key + "_rate") {
            exits.refuse(
                "'\(key)_rate' stands beside '\(key)'", key: key + "_rate",
                allowed: "say one of them")
        }
        return price.map { .price($0) }
            ?? rate.flatMap { Rate(fraction: $0) }.map { .distance($0) }
    }
}
