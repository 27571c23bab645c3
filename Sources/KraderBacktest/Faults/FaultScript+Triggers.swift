import KraderEngine
import KraderModel

// When lines fire.
extension FaultScript {
    /// The lines for which something that happens now is the time they wait for.
    mutating func fired(_ kind: Occurrence.Kind, _ symbol: SymbolIndex?) -> [Int] {
        var lines: [Int] = []
        for line in events.indices {
            guard case .when(let occurrence, let nth, let times) = events[line].trigger,
                occurrence.kind.includes(kind),
                occurrence.symbol == nil || occurrence.symbol == symbol
            else { continue }
            seen[line] += 1
            // Both are counted from 1; `times` may be as large as a number can be.
            if seen[line] >= nth, seen[line] - nth < times { lines.append(line) }
        }
        return lines
    }

    /// Something happens that no line acts on in its place.
    mutating func see(_ kind: Occurrence.Kind, _ symbol: SymbolIndex?, at moment: Moment) {
        for line in fired(kind, symbol) { begin(line, at: moment) }
    }

    /// A price is shown, or a candle with its lowest and highest.
    mutating func show(_ symbol: SymbolIndex, low: Price, high: Price, at moment: Moment) {
        for line in priceLines {
            guard case .when(let occurrence, let nth, let times) = events[line].trigger,
                case .price(let level, let isFall) = occurrence.kind,
                occurrence.symbol == nil || occurrence.symbol == symbol
            else { continue }
            let isThere = isFall ? low <= level : high >= level
            defer { isBeyond[line] = isThere }
            guard isThere, isBeyond[line] != true else { continue }
            seen[line] += 1
            if seen[line] >= nth, seen[line] - nth < times { begin(line, at: moment) }
        }
    }

    /// A day begins: prices are looked at anew, and the broker's numbers begin again.
    mutating func beginDay() {
        for line in priceLines { isBeyond[line] = nil }
        orders.beginDay()
    }
}

extension Occurrence.Kind {
    /// Whether what happens, of one kind, is of those waited for.
    func includes(_ other: Occurrence.Kind) -> Bool {
        switch (self, other) {
        case (.request(let kind), .request(let one)): kind.includes(one)
        case (.reply(let kind), .reply(let one)): kind.includes(one)
        case (.push(let kind), .push(let one)): kind == .any || kind == one
        case (.order(let stage), .order(let one)): stage == one
        case (.record(let kind), .record(let one)): kind == one
        case (.crashPoint(let point), .crashPoint(let one)): point == one
        case (.request, _), (.reply, _), (.push, _), (.order, _), (.price, _), (.record, _),
            (.crashPoint, _):
            false
        }
    }
}

extension RequestKind {
    init(_ request: BrokerRequest) {
        switch request {
        case .newOrder: self = .newOrder
        case .modify: self = .modify
        case .cancel: self = .cancel
        case .query(let query): self.init(query.kind)
        }
    }

    init(_ kind: BrokerQuery.Kind) {
        switch kind {
        case .openOrders: self = .openOrders
        case .executedOrders: self = .executedOrders
        case .ordersOfDay: self = .ordersOfDay
        case .executions: self = .executions
        case .positions: self = .positions
        case .balance: self = .balance
        }
    }

    /// Whether it asks for a list or for money.
    var isQuery: Bool {
        switch self {
        case .newOrder, .modify, .cancel, .anyOrder, .any: false
        case .openOrders, .executedOrders, .ordersOfDay, .executions, .positions, .balance,
            .anyQuery:
            true
        }
    }

    /// Whether a single kind is of those meant.
    func includes(_ one: RequestKind) -> Bool {
        switch self {
        case .any: true
        case .anyOrder: !one.isQuery
        case .anyQuery: one.isQuery
        case .newOrder, .modify, .cancel, .openOrders, .executedOrders, .ordersOfDay,
            .executions, .positions, .balance:
            self == one
        }
    }
}

extension BrokerRequest {
    /// The issue that it is about; queries are about none.
    var symbol: SymbolIndex? {
        switch self {
        case .newOrder(let order): order.symbol
        case .modify(let change): change.symbol
        case .cancel(let cancel): cancel.symbol
        case .query: nil
        }
    }
}

extension MessageKind {
    init(_ event: BrokerPush.Event) {
        switch event {
        case .accepted: self = .accepted
        case .executed: self = .executed
        case .cancelled: self = .cancelled
        case .modified: self = .modified
        case .expired: self = .expired
        case .rejected: self = .rejected
        }
    }
}
