import KraderEngine
import KraderModel

/// What two averages ask for: fast above slow and flat → buy; fast below slow and long → sell all;
/// equal → nothing. While an order of the symbol is open, by whichever strategy, it waits.
enum CrossRule {
    /// - Parameter lead: The fast average less the slow one, of which only the sign counts.
    @inline(__always)
    static func side(lead: Double, _ position: Position) -> Side? {
        if lead == 0 || position.bidFor.count != 0 || position.offered.count != 0 { return nil }
        if lead > 0 { return position.quantity.count == 0 ? .buy : nil }
        return position.quantity.count > 0 ? .sell : nil
    }

    /// Buys only what is in the universe; sells whatever is held.
    @inline(never)
    static func act(
        _ side: Side, _ symbol: SymbolIndex, buying quantity: Shares?,
        _ context: inout StrategyContext
    ) {
        switch side {
        case .buy:
            guard context.isInUniverse(symbol) else { return }
            context.buy(symbol, quantity: quantity, reason: "cross_up")
        case .sell:
            context.sell(
                symbol, quantity: context.position(symbol).quantity, reason: "cross_down")
        }
    }

    static let quantityParameter = ParameterDeclaration(
        "quantity", .integer(0...1_000_000), default: .integer(0),
        help: "Shares a buy; 0 lets the risk rules size it.")

    static func quantity(_ parameters: ParameterValues) -> Shares? {
        let count = parameters.integer("quantity")
        return count == 0 ? nil : Shares(Int64(count))
    }

    /// Throws `ParameterFault` unless fast is shorter than slow.
    static func lengths(_ parameters: ParameterValues) throws -> (fast: Int, slow: Int) {
        let fast = parameters.integer("fast")
        let slow = parameters.integer("slow")
        guard fast < slow else {
            throw ParameterFault("fast", "fast is \(fast); it must be less than slow, \(slow)")
        }
        return (fast, slow)
    }
}

/// The candle that an average took in last: tells whether the window has moved by one candle since,
/// or was moved by more, or changed by a split.
struct LastSeen: Hashable, Sendable {
    var end = Moment.distantPast
    var close = Price(1)

    init() {}

    init(_ candle: Candle) {
        end = candle.end
        close = candle.close
    }

    func isSecondLast(of window: borrowing some CandleList & ~Copyable) -> Bool {
        guard window.count >= 2 else { return false }
        let candle = window[window.count - 2]
        return candle.end == end && candle.close == close
    }
}
