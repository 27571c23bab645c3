import KraderJSON
import KraderMarket
import KraderModel

/// What others send to the exchange, standing in the scenario itself.
extension ScenarioReader {
    /// An order of the list that others can name.
    private struct NamedOrder {
        var number: Int
        var path: JSONPath
        var symbol: SymbolIndex?
        var hasLimit: Bool
    }

    func readOrders(_ inline: inout ObjectReader) -> [FlowOrder] {
        var latest: (time: Moment, path: JSONPath)?
        var named: [String: NamedOrder] = [:]
        // Orders are known by their place in the list: with a wrong one among them the list is not
        // used.
        let orders = inline.listIfPresent("orders", counts: 1...1_000_000) { reader in
            reader.object { object -> FlowOrder? in
                let at = object.required("at", placeholder: Moment?.none) {
                    moment($0, onTradingDay: true)
                }
                let action = readAction(&object, reader.path, &named)
                checkOrder("orders", at, reader.path, &latest, &object)
                guard let at, let action else { return nil }
                return FlowOrder(time: at, action: action)
            } ?? nil
        }
        return orders ?? []
    }

    private func readAction(
        _ object: inout ObjectReader, _ path: JSONPath, _ named: inout [String: NamedOrder]
    ) -> FlowOrder.Action? {
        let verbs = ["cancel", "change"].filter { object.has($0) }
        guard let verb = verbs.first else { return readEntry(&object, path, &named) }
        if verbs.count > 1 {
            object.refuse(
                "'change' stands beside 'cancel'", key: "change", allowed: "say one of them")
        }
        let order = object.required(verb, placeholder: NamedOrder?.none) {
            readName($0, among: named)
        }
        if let order { object.means(verb, text: order.number) }
        if verb == "cancel" { return order.map { .cancel(order: $0.number) } }
        let price = object.priceIfPresent("price")
        let quantity = object.sharesIfPresent("quantity", in: 1...1_000_000_000)
        if !object.has("price"), !object.has("quantity") {
            object.noteMissing("price", allowed: "say it or 'quantity', what is left to fill")
        }
        if let order, !order.hasLimit, object.has("price") {
            object.refuse(
                "'price' changes an order without one", key: "price",
                allowed: "\(order.path.keys) is of a type that has none")
        }
        return order.map { .change(order: $0.number, limit: price, quantity: quantity) }
    }

    private func readEntry(
        _ object: inout ObjectReader, _ path: JSONPath, _ named: inout [String: NamedOrder]
    ) -> FlowOrder.Action? {
        let symbol = object.required("symbol", placeholder: SymbolIndex?.none) { reader in
            let symbol = symbols.symbol(reader, traded: true)
            if let symbol, symbols.instruments[symbol.int].basePrice == nil,
                symbols.instruments[symbol.int].listing == nil
            {
                reader.refuse(
                    "is '\(symbols.instruments[symbol.int].code)'",
                    allowed: "orders of others need its base_price, from which the limits follow")
            }
            return symbol
        }
        let side = object.required("side", placeholder: Side?.none) {
            $0.choice(from: Side.allCases.map { ($0.description, $0) })
        }
        let said = object.choiceIfPresent("type", OrderType.self)
        let price = object.priceIfPresent("price")
        let quantity = object.shares("quantity", in: 1...1_000_000_000)
        let timeInForce = object.optional(
            "time_in_force", default: .day, as: { JSONValue(.string($0.description)) }
        ) {
            $0.choice(from: TimeInForce.allCases.filter { !$0.isHeld }.map { ($0.description, $0) })
        }
        let type = said ?? (object.has("price") ? .limit : .market)
        object.means("type", text: type)
        if !object.has("type") || said != nil { checkPrice(of: type, &object) }
        guard case .index(let number)? = path.steps.last else { return nil }
        if let id = object.optional("id", { $0.text(lengths: 1...100) }) {
            if let earlier = named[id] {
                object.refuse(
                    "id is '\(shown(id))'", key: "id", allowed: "\(earlier.path.keys) has it")
            }
            named[id] = NamedOrder(
                number: number, path: path, symbol: symbol, hasLimit: type.hasLimit)
        }
        // What an order is called decides nothing: it is known by its place.
        object.means("id", text: number)
        guard let symbol, let side else { return nil }
        return .enter(
            FlowOrder.Entry(
                symbol: symbol, side: side, type: type, limit: price, quantity: quantity,
                timeInForce: timeInForce))
    }

    /// The order that another one is about, which must stand before it.
    private func readName(
        _ reader: ValueReader, among named: [String: NamedOrder]
    ) -> NamedOrder? {
        guard let id = reader.text(lengths: 1...100) else { return nil }
        if let order = named[id] { return order }
        reader.refuse(
            "is '\(shown(id))'", allowed: "no order before it has that 'id'",
            suggestion: named.count > 10_000
                ? nil : nearestSpelling(of: id, among: named.keys.sorted()))
        return nil
    }

    /// Orders of others make the prints, books and statuses of their symbols: nothing else may tell
    /// of these.
    func refuseTales(_ inline: ObjectReader, _ data: InlineData) {
        var ordered: Set<SymbolIndex> = []
        for case .enter(let entry) in data.orders.map(\.action) { ordered.insert(entry.symbol) }
        if ordered.isEmpty { return }
        let others: [(key: String, symbols: [SymbolIndex])] = [
            ("ticks", data.ticks.map(\.symbol)), ("candles", data.candles.map(\.symbol)),
            ("books", data.books.map(\.symbol)), ("statuses", data.statuses.map(\.symbol)),
        ]
        for (key, symbols) in others {
            guard let symbol = symbols.first(where: ordered.contains) else { continue }
            inline.refuse(
                "orders and \(key) both tell of \(self.symbols.instruments[symbol.int].code)",
                key: key, allowed: "its orders make all its prints, books and statuses")
        }
    }
}
