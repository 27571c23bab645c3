import KraderModel

@testable import KraderEngine

/// One strategy and the state around it, without an engine: hooks are called by hand, and what they
/// said is read from the context.
final class Stage<S: Strategy> {
    static var symbol: SymbolIndex { SymbolIndex(0) }

    let positions: FixedBuffer<Position>
    let account: FixedBuffer<Account>
    let market: FixedBuffer<SymbolState>
    let session: FixedBuffer<SessionState>
    let members: FixedBuffer<SymbolIndex>
    let memberCount: FixedBuffer<Int>
    var orders: OrderTable
    var book: CandleBook
    var context: StrategyContext
    var strategy: S

    init(
        _ parameters: [(String, ParameterValue)] = [], symbols: [String] = ["005930"],
        cash: Int64 = 10_000_000
    ) throws {
        var values = ParameterValues(defaultsOf: S.parameters)
        for (name, value) in parameters { values.set(name, value) }
        strategy = try S(values)
        let instruments = try symbols.map { Instrument(code: try IssueCode($0), board: .kospi) }
        let day = CalendarDate(morning)
        positions = FixedBuffer(repeating: Position(), count: symbols.count)
        account = FixedBuffer(repeating: Account(cash: Won(cash)), count: 1)
        market = FixedBuffer(count: symbols.count) { index in
            var state = SymbolState(
                instruments[index], steps: PriceStepTable.table(board: .kospi, on: day))
            state.isInUniverse = true
            return state
        }
        let today = SessionState(day: day, hours: SessionHours.on(day), isTradingDay: true)
        session = FixedBuffer(repeating: today, count: 1)
        members = FixedBuffer(count: symbols.count) { SymbolIndex($0) }
        memberCount = FixedBuffer(repeating: symbols.count, count: 1)
        orders = OrderTable(capacity: 8)
        let windows = strategy.subscriptions.windows.map { ($0.timeframe, $0.length) }
        book = CandleBook(
            windows: windows.sorted { $0.0 < $1.0 }.map { (timeframe: $0.0, length: $0.1) },
            symbolCount: symbols.count, closeDelay: .zero)
        context = StrategyContext(
            positions: positions.view, account: account.view, market: market.view,
            session: session.view, orders: orders.view, candles: book.view,
            instruments: instruments,
            universe: UniverseView(members: members.view, counter: memberCount.view))
        context.strategy = 0
        context.now = morning
        context.symbol = Stage.symbol
        try strategy.start(&context)
    }

    /// Closes candles without calling the hook, so that they are history.
    func show(_ candles: [Candle], _ timeframe: Timeframe, symbol: SymbolIndex? = nil) {
        for candle in candles { book.take(candle, timeframe, symbol: symbol ?? Stage.symbol) }
    }

    /// Takes the universe's first symbol out of it.
    func dropFirstMember() {
        market[members[0].int].isInUniverse = false
        for place in 1..<memberCount[0] { members[place - 1] = members[place] }
        memberCount[0] -= 1
    }

    /// Calls the candle hook for a candle that has closed.
    func hear(_ candle: Candle, _ timeframe: Timeframe) throws {
        context.now = candle.end
        try strategy.candle(candle, timeframe, &context)
    }

    /// Puts a live order of the strategy into the table.
    func place(_ side: Side, _ quantity: Int64, symbol: SymbolIndex) -> OrderReference {
        let reference = orders.nextReference
        _ = orders.insert(
            Order(
                reference: reference,
                key: SignalKey(
                    strategy: 0, symbol: symbol, milliseconds: 0, sequence: 0, leg: 0),
                side: side, timeInForce: .day, createdAt: morning, expiresAt: .distantFuture,
                machine: OrderMachine(quantity: Shares(quantity)), limit: Price(100),
                reservingPrice: Price(100), valuation: Price(100), isFromTick: false))
        return reference
    }

    /// What was said since the last call, in words: `buy 10 @ 70000 cross_up`.
    func said() -> [String] {
        var lines: [String] = []
        for index in 0..<context.signals.count { lines.append(words(context.signals[index])) }
        context.signals.removeAll()
        return lines
    }

    private func words(_ signal: Signal) -> String {
        let reason = context.reasons.text(signal.reason)
        switch signal.action {
        case .order(let order):
            var words = ["\(order.side)", order.quantity.map { "\($0)" } ?? "sized by risk"]
            if order.type != .market && order.type != .limit { words.append("\(order.type)") }
            if let limit = order.limit { words.append("@ \(limit)") }
            words += Stage.words(order.exits)
            if order.timeInForce != .day { words.append("\(order.timeInForce)") }
            if let expiry = order.expireAfter {
                words.append("for \(expiry.nanoseconds / 1_000_000_000) s")
            }
            if signal.leg != 0 { words.append("leg \(signal.leg)") }
            return (words + [reason]).joined(separator: " ")
        case .cancel(let order): return "cancel \(order.serial) \(reason)"
        case .replace(let order, let limit):
            return "replace \(order.serial) @ \(limit) \(reason)"
        }
    }

    private static func words(_ exits: ProtectiveExits?) -> [String] {
        guard let exits else { return [] }
        func words(_ name: String, _ level: ProtectiveExits.Level?) -> [String] {
            switch level {
            case .price(let price)?: ["\(name) \(price)"]
            case .distance(let rate)?: ["\(name) \(rate)"]
            case nil: []
            }
        }
        return words("stop", exits.stop) + words("target", exits.target)
            + (exits.trailing.map { ["trailing \($0)"] } ?? [])
            + (exits.after.map { ["after \($0.nanoseconds / 1_000_000_000) s"] } ?? [])
    }

    /// How often the strategy held, by reason.
    var holds: [String: Int64] {
        var counts: [String: Int64] = [:]
        for row in context.holds.rows {
            counts[context.reasons.text(row.reason)] = row.count
        }
        return counts
    }

    /// The wake-ups asked for since the last call.
    func wakes() -> [Moment] {
        let moments = (0..<context.wakes.count).map { context.wakes[$0] }
        context.wakes.removeAll()
        return moments
    }
}
