import KraderEngine
import KraderModel

/// Trades at random, but what it does at a print follows from the print and from what it holds
/// alone: it remembers nothing, so that one that begins in the middle goes on as the other.
struct HashedTrader: Strategy {
    static let name = "hashed"
    static let summary = "Trades by the hash of each print."
    static let parameters: [ParameterDeclaration] = []

    private let seed: UInt64
    private let rarity: UInt64
    private let usesExits: Bool
    private let until: Moment
    /// Takes down what it says, where anybody wants to know.
    private let tape: SignalTape?

    init(_ parameters: ParameterValues) {
        self.init(seed: 0, rarity: 1, usesExits: false, until: .distantFuture)
    }

    init(
        seed: UInt64, rarity: UInt64, usesExits: Bool, until: Moment, tape: SignalTape? = nil
    ) {
        self.tape = tape
        self.seed = seed
        self.rarity = rarity
        self.usesExits = usesExits
        self.until = until
    }

    var subscriptions: Subscriptions {
        var subscriptions = Subscriptions()
        subscriptions.ticks = true
        return subscriptions
    }

    mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        guard tick.time < until else { return }
        // One multiplication decides of nearly every print that nothing is done.
        let fact = tick.time.nanoseconds ^ tick.price.won << 20 ^ tick.size.count
        let hash = (UInt64(bitPattern: fact) ^ seed) &* 0x9E37_79B9_7F4A_7C15
        guard (hash >> 20) % rarity == 0 else { return }
        var generator = SeededGenerator(seed: hash, stream: "hashed trader")
        // What is begun anew sees what is past once more: that was taken down already.
        let tape = tape?.takes(context.now) == true ? tape : nil
        trade(tick.symbol, tape, &generator, &context)
        var awkward = SeededGenerator(seed: hash, stream: "awkward")
        if awkward.next(below: 8) == 0 { blunder(tick.symbol, tape, &awkward, &context) }
    }

    /// What a careless strategy says and the rules refuse: limits between two steps or beyond the
    /// day's, one order twice, a cancel behind a replace. Drawn apart from what it means to do.
    private func blunder(
        _ symbol: SymbolIndex, _ tape: SignalTape?, _ generator: inout SeededGenerator,
        _ context: inout StrategyContext
    ) {
        guard let last = context.lastPrice(symbol) else { return }
        let table = PriceStepTable.table(board: .kospi, on: CalendarDate(context.now))
        let isFar = generator.next(below: 2) == 0
        let wrong = isFar ? table.moved(last, steps: 2_000) : Price(last.won + 1)
        switch generator.next(below: 3) {
        case 0:
            let quantity = Shares(Int64(generator.next(below: 9)) + 1)
            for _ in 0..<2 {
                context.buy(symbol, quantity: quantity, limit: last, leg: 2)
                tape?.add(symbol, .buy, quantity, price: last, leg: 2)
            }
        case 1:
            context.buy(symbol, quantity: Shares(1), limit: wrong, leg: 3)
            tape?.add(symbol, .buy, Shares(1), price: wrong, leg: 3)
        case _:
            for (place, order) in context.activeOrders(symbol).enumerated() {
                context.replace(order.reference, limit: wrong)
                tape?.add(symbol, .replace, price: wrong, nth: place + 1)
                if isFar { continue }
                context.cancel(order.reference)
                tape?.add(symbol, .cancel, nth: place + 1)
            }
        }
    }

    private func trade(
        _ symbol: SymbolIndex, _ tape: SignalTape?, _ generator: inout SeededGenerator,
        _ context: inout StrategyContext
    ) {
        guard let last = context.lastPrice(symbol) else { return }
        let table = PriceStepTable.table(board: .kospi, on: CalendarDate(context.now))
        func near() -> Price { table.moved(last, steps: Int(generator.next(below: 7)) - 3) }
        let quantity =
            generator.next(below: 10) == 0 ? nil : Shares(Int64(generator.next(below: 60)) + 1)
        let limit = generator.next(below: 4) == 0 ? nil : near()
        let expiry =
            usesExits && generator.next(below: 6) == 0
            ? Interval.seconds(Int64(generator.next(below: 900)) + 1) : nil
        let timesInForce: [TimeInForce?] = [.immediateOrCancel, .fillOrKill, nil, nil, nil, nil]
        let timeInForce = timesInForce[Int(generator.next(below: 6))]
        let orders = context.activeOrders(symbol)
        switch generator.next(below: 12) {
        case 0:
            for (place, order) in orders.enumerated() {
                context.cancel(order.reference)
                tape?.add(symbol, .cancel, nth: place + 1)
            }
        case 1, 2:
            for (place, order) in orders.enumerated() {
                let price = near()
                context.replace(order.reference, limit: price)
                tape?.add(symbol, .replace, price: price, nth: place + 1)
            }
        case 3, 4, 5, 6, 7:
            let exits = usesExits && generator.next(below: 2) == 0 ? HashedTrader.exits : nil
            context.buy(
                symbol, quantity: quantity, limit: limit, timeInForce: timeInForce,
                expireAfter: expiry, exits: exits)
            tape?.add(
                symbol, .buy, quantity, price: limit, timeInForce, expiry: expiry, exits: exits)
        case _:
            context.sell(
                symbol, quantity: quantity, limit: limit, timeInForce: timeInForce,
                expireAfter: expiry, leg: 1)
            tape?.add(
                symbol, .sell, quantity, price: limit, timeInForce, expiry: expiry, leg: 1)
        }
    }

    private static let exits = ProtectiveExits(
        stop: .distance(Rate(basisPoints: 100)), target: .distance(Rate(basisPoints: 150)),
        trailing: Rate(basisPoints: 80), after: .minutes(20))
}

/// What a trader said, as the script that says the same.
final class SignalTape {
    private(set) var signals: [ScriptedSignal] = []
    private let codes: [IssueCode]
    private var at = Moment.distantPast

    init(codes: [IssueCode]) { self.codes = codes }

    /// Whether a moment is later than all that was taken down, which it is from then on.
    func takes(_ moment: Moment) -> Bool {
        // A script speaks right behind the print that the trader spoke at, whose price it sees.
        guard moment >= at else { return false }
        at = moment + Interval(nanoseconds: 1)
        return true
    }

    func add(
        _ symbol: SymbolIndex, _ action: ScriptedSignal.Action, _ quantity: Shares? = nil,
        price: Price? = nil, _ timeInForce: TimeInForce? = nil, expiry: Interval? = nil,
        exits: ProtectiveExits? = nil, leg: Int = 0, nth: Int? = nil
    ) {
        signals.append(
            ScriptedSignal(
                at: at, symbol: codes[symbol.int], action: action, quantity: quantity,
                price: price, timeInForce: timeInForce, expireAfter: expiry, exits: exits,
                leg: leg, nth: nth))
    }
}
