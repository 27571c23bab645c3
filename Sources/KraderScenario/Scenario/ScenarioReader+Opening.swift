import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

// `account.orders`: what stands at the broker as the run begins.
extension ScenarioReader {
    /// An order as the file has it.
    struct ReadOrder {
        var id: String?
        var path: JSONPath
        var order: Opening.BrokerOrder
    }

    func readOrders(_ account: inout ObjectReader, of opening: OpeningAccount) -> [ReadOrder] {
        var paths: [String: JSONPath] = [:]
        let orders = account.listIfPresent("orders", counts: 0...1_000) { reader -> ReadOrder? in
            reader.object { object -> ReadOrder? in
                let values = read(OpeningKeys.ofBroker, of: &object)
                if let id = values.text("id") {
                    if let earlier = paths[id] {
                        reader.note(
                            "id is '\(shown(id))'", at: "id", allowed: "\(earlier.keys) has it")
                    }
                    paths[id] = reader.path
                }
                guard let terms = terms(values, &object) else { return nil }
                let isCancelled = values.boolean("cancelled")
                if terms.filled > terms.quantity {
                    reader.note(
                        "filled is \(terms.filled)", at: "filled",
                        allowed: "it must be at most 'quantity'")
                } else if terms.filled == terms.quantity, isCancelled {
                    reader.note(
                        "cancelled is true", at: "cancelled",
                        allowed: "nothing is left of what has filled whole")
                }
                return ReadOrder(
                    id: values.text("id"), path: reader.path,
                    order: Opening.BrokerOrder(
                        symbol: terms.symbol, side: terms.side, quantity: terms.quantity,
                        limit: terms.limit, filled: terms.filled,
                        isCancelled: isCancelled, isByHand: values.boolean("by_hand")))
            } ?? nil
        }
        guard let orders, !orders.isEmpty else {
            // A broker without orders is what it always was: no run gets another name.
            account.means("orders", nil)
            return []
        }
        refuseOrdersOutsideHours(account)
        refuseExcess(of: orders.map { Terms($0.order) }, opening, account)
        return orders
    }

    /// Orders stand at the exchange from the run's first moment on: it must take them then.
    private func refuseOrdersOutsideHours(_ account: ObjectReader) {
        guard let start = period?.start else { return }
        let day = CalendarDate(start)
        let isTaken =
            TradingCalendar.krx.isTradingDay(day)
            && OrderRules.accepts(.limit, .day, in: SessionHours.on(day).phase(at: start))
        if !isTaken {
            account.refuse(
                "The exchange takes no orders at the run's first moment, \(start)", key: "orders",
                allowed: "let market.from be a time at which it does, such as 08:30 of a "
                    + "trading day")
        }
    }
}

// `local`: what our records say.
extension ScenarioReader {
    /// What our records say: cash and positions before any order, and the run that they tell of.
    struct ReadLocal {
        var account: OpeningAccount
        var run: Opening.Local?
    }

    func readLocal(
        _ root: inout ObjectReader, beside account: OpeningAccount, _ orders: [ReadOrder],
        _ strategies: [StrategyPlan]
    ) -> ReadLocal? {
        root.objectIfPresent("local") { local -> ReadLocal in
            let books = readBooks(&local, or: account)
            let isUnfinished = local.boolean("unfinished_run", default: true)
            // Records that say what the broker says are records all the same.
            local.means("unfinished_run", JSONValue(.boolean(isUnfinished)))
            var paths: [Int: JSONPath] = [:]
            let known = local.listOrEmpty("orders", counts: 0...1_000) {
                reader -> Opening.LocalOrder? in
                let order =
                    reader.object { readLocalOrder(&$0, reader, orders, strategies) } ?? nil
                if case .taken(let place?)? = order?.stage {
                    if let earlier = paths[place], let id = orders[place].id {
                        reader.note(
                            "broker is '\(shown(id))'", at: "broker",
                            allowed: "\(earlier.keys) has it")
                    }
                    paths[place] = reader.path
                }
                return order
            }
            let cause = local.optional("kill_switch") {
                $0.choice(from: StopCause.allCases.map { ($0.code, $0) })
            }
            let left = [(known.isEmpty, "orders"), (cause == nil, "kill_switch")]
            for (isNothing, key) in left where !isUnfinished && !isNothing {
                local.refuse(
                    "'\(key)' stands beside 'unfinished_run': false", key: key,
                    allowed: "only a run leaves such records")
            }
            refuseExcess(of: known.map { Terms($0) }, books, local)
            return ReadLocal(
                account: books,
                run: isUnfinished ? Opening.Local(orders: known, killed: cause) : nil)
        }
    }

    /// Cash and positions; those of the broker where nothing is said.
    private func readBooks(
        _ local: inout ObjectReader, or account: OpeningAccount
    ) -> OpeningAccount {
        let cash = local.integerIfPresent("cash", in: 0...ScenarioReader.cashMax)
        var books = account
        if let cash { books.cash = Won(cash) }
        local.means("cash", JSONValue(.integer(books.cash.amount)))
        if local.has("positions") { books.positions = readPositions(&local) }
        let held = books.positions.map { holding -> JSONValue in
            [
                "symbol": JSONValue(.string("\(symbols.instruments[holding.symbol.int].code)")),
                "quantity": JSONValue(.integer(holding.quantity.count)),
                "cost": JSONValue(.integer(holding.cost.amount)),
            ]
        }
        local.means("positions", JSONValue(.array(held)))
        return books
    }

    private func readLocalOrder(
        _ object: inout ObjectReader, _ reader: ValueReader, _ orders: [ReadOrder],
        _ strategies: [StrategyPlan]
    ) -> Opening.LocalOrder? {
        let values = read(OpeningKeys.ofRecords, of: &object)
        let strategy = strategy(values.text("strategy"), strategies, reader)
        guard let terms = terms(values, &object),
            let state = values.choice("state", OpeningKeys.State.self)
        else { return nil }
        if terms.filled >= terms.quantity {
            reader.note(
                "filled is \(terms.filled)", at: "filled",
                allowed: "it must be less than 'quantity': the records tell of orders that had "
                    + "not ended")
        } else if terms.filled > .zero, state != .taken {
            reader.note(
                "filled is \(terms.filled)", at: "filled",
                allowed: "an order that is \(state.rawValue) in our records has not filled there")
        }
        let known = broker(values.text("broker"), terms, state, orders, reader)
        let stage: Opening.LocalOrder.Stage =
            switch state {
            case .decided: .decided
            case .sent: .sent
            case .taken: .taken(known)
            }
        return Opening.LocalOrder(
            strategy: Int32(strategy), symbol: terms.symbol, side: terms.side,
            quantity: terms.quantity, limit: terms.limit, filled: terms.filled, stage: stage)
    }

    private func strategy(
        _ id: String?, _ strategies: [StrategyPlan], _ reader: ValueReader
    ) -> Int {
        guard let id else { return 0 }
        if let place = strategies.firstIndex(where: { $0.id == id }) { return place }
        let ids = strategies.map(\.id)
        if !ids.isEmpty {
            reader.note(
                "strategy is '\(shown(id))'", at: "strategy",
                allowed: "it must be \(alternatives(ids))",
                suggestion: nearestSpelling(of: id, among: ids))
        }
        return 0
    }

    /// The place of the broker's order whose number is known.
    private func broker(
        _ id: String?, _ terms: Terms, _ state: OpeningKeys.State, _ orders: [ReadOrder],
        _ reader: ValueReader
    ) -> Int? {
        guard let id else { return nil }
        func refuse(_ allowed: String, _ suggestion: String? = nil) -> Int? {
            reader.note(
                "broker is '\(shown(id))'", at: "broker", allowed: allowed,
                suggestion: suggestion)
            return nil
        }
        guard let place = orders.firstIndex(where: { $0.id == id }) else {
            let ids = orders.compactMap(\.id)
            return refuse(
                "no order of account.orders has that 'id'", nearestSpelling(of: id, among: ids))
        }
        let theirs = orders[place].order
        if state != .taken {
            return refuse("only of an order that is SUBMITTED our records know the number")
        } else if theirs.isByHand {
            return refuse("a person gave that one: our records know no number of it")
        } else if theirs.symbol != terms.symbol || theirs.side != terms.side {
            return refuse("\(orders[place].path.keys) is of another symbol or side")
        }
        return place
    }

    func opening(
        _ account: OpeningAccount, _ orders: [ReadOrder], _ local: ReadLocal?
    ) -> Opening? {
        if orders.isEmpty, local == nil { return nil }
        return Opening(account: account, orders: orders.map(\.order), local: local?.run)
    }
}

// What both have in common.
extension ScenarioReader {
    struct Terms {
        var symbol: SymbolIndex
        var side: Side
        var quantity: Shares
        var limit: Price
        var filled: Shares
    }

    private func terms(_ values: GrammarValues, _ object: inout ObjectReader) -> Terms? {
        guard let symbol = values.symbol("symbol"), let side = values.text("side"),
            let quantity = values.shares("quantity"), let limit = values.price("price"),
            let filled = values.shares("filled")
        else { return nil }
        let instrument = symbols.instruments[symbol.int]
        if let day, let price = object.reader("price") {
            _ = isOnGrid(price, limit, instrument.board, on: day)
        }
        return Terms(
            symbol: symbol, side: side == "buy" ? .buy : .sell, quantity: quantity, limit: limit,
            filled: filled)
    }

    /// No order sells what is not held, and all buys together cost no more than there is.
    private func refuseExcess(
        of orders: [Terms], _ account: OpeningAccount, _ object: ObjectReader
    ) {
        var cost = Won.zero
        var sold: [SymbolIndex: Shares] = [:]
        for order in orders {
            switch order.side {
            case .buy:
                // What follows would not change the answer, and might not fit.
                if cost <= account.cash { cost += order.limit * order.quantity }
            case .sell: sold[order.symbol, default: .zero] += order.quantity
            }
        }
        if cost > account.cash {
            object.refuse(
                "The orders buy for \(cost) won", key: "orders",
                allowed: "there are \(account.cash)")
        }
        for (symbol, shares) in sold.sorted(by: { $0.key < $1.key }) {
            let held = account.positions.first { $0.symbol == symbol }?.quantity ?? .zero
            guard shares > held else { continue }
            object.refuse(
                "The orders sell \(shares) of \(symbols.instruments[symbol.int].code)",
                key: "orders", allowed: "\(held) are held")
        }
    }
}

extension ScenarioReader.Terms {
    init(_ order: Opening.BrokerOrder) {
        self.init(
            symbol: order.symbol, side: order.side, quantity: order.quantity, limit: order.limit,
            filled: order.filled)
    }

    init(_ order: Opening.LocalOrder) {
        self.init(
            symbol: order.symbol, side: order.side, quantity: order.quantity, limit: order.limit,
            filled: order.filled)
    }
}
