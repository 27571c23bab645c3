import KraderModel

/// A history of one symbol, in plain numbers: times in nanoseconds, prices in won.
struct History {
    enum Event {
        case print(price: Int64, size: Int64)
        /// A book: price and quantity of each level, the best first.
        case book(asks: [(Int64, Int64)], bids: [(Int64, Int64)])
        case status(TradingStatus)
        case order(Order)
        /// A cancel of the order with this index.
        case cancel(Int)
    }
    struct Order {
        var isBuy: Bool
        var quantity: Int64
        var type: OrderType
        var limit: Int64?
        var kind: TimeInForce
        var isFromTick: Bool
    }
    struct Fill {
        /// The index among the orders.
        var order: Int
        var price: Int64
        var quantity: Int64
        var time: Int64
        var evidence: Evidence
    }
    /// The events by time; no two are at one moment.
    var events: [(time: Int64, event: Event)] = []
    /// The midnight before the day.
    var midnight: Int64
    var lower: Int64
    var upper: Int64
}

/// Says what is wrong with fills, knowing only the history and the rules: it shares no code with
/// the venue. The symbol is a KOSPI share of the class that isn't large, in 2026.
struct FillChecker {
    let history: History
    let isTouch: Bool
    /// The share of a print's size that may be taken, in hundredths.
    let participation: Int64
    private(set) var faults: [String] = []

    init(_ history: History, isTouch: Bool, participation: Int64) {
        self.history = history
        self.isTouch = isTouch
        self.participation = participation
    }

    mutating func check(_ fills: [History.Fill]) {
        let orders = history.events.compactMap { entry -> (Int64, History.Order)? in
            if case .order(let order) = entry.event { return (entry.time, order) }
            return nil
        }
        for (index, (arrival, order)) in orders.enumerated() {
            let own = fills.filter { $0.order == index }
            if own.reduce(0, { $0 + $1.quantity }) > order.quantity { fault("too much", own[0]) }
            for fill in own { checkAlone(fill, order, arrival) }
        }
        for (place, entry) in history.events.enumerated() {
            switch entry.event {
            case .print(_, let size):
                checkPrint(fills.filter { $0.time == entry.time }, size, orders.map(\.1))
            case .book(let asks, let bids):
                let end = history.events[(place + 1)...].first {
                    if case .book = $0.event { true } else { false }
                }
                let taken = fills.filter {
                    ($0.evidence == .book || $0.evidence == .quote) && $0.time >= entry.time
                        && $0.time < end?.time ?? .max
                }
                checkDisplayed(taken.filter { orders[$0.order].1.isBuy }, asks, isBuy: true)
                checkDisplayed(taken.filter { !orders[$0.order].1.isBuy }, bids, isBuy: false)
            case .status, .order, .cancel: break
            }
        }
    }

    private mutating func fault(_ what: String, _ fill: History.Fill) {
        faults.append("\(what): \(fill)")
    }

    private mutating func checkAlone(
        _ fill: History.Fill, _ order: History.Order, _ arrival: Int64
    ) {
        if fill.quantity < 1 { fault("nothing", fill) }
        if fill.time < arrival { fault("before arrival", fill) }
        if fill.price < history.lower || fill.price > history.upper { fault("band", fill) }
        if let limit = order.limit, order.type == .limit,
            order.isBuy ? fill.price > limit : fill.price < limit
        {
            fault("beyond its limit", fill)
        }
        let last = print(upTo: fill.time)
        // Midpoint trades print between the lines, and the optimistic model fills where they are.
        let isMidpoint = isTouch && last?.price == fill.price
        if fill.price % step(fill.price) != 0, !isMidpoint { fault("grid", fill) }
        if status(at: fill.time) != .normal { fault("halt", fill) }
        let minutes = Double(fill.time - history.midnight) / 60_000_000_000
        let isContinuous = minutes >= 540 && minutes < 920
        let isCross = fill.evidence == .auction && minutes >= 930 && minutes < 930.5
        if !isContinuous, !isCross { fault("session", fill) }
        if fill.evidence == .book || fill.evidence == .quote {
            if isInSilence(fill.time) { fault("interruption", fill) }
            return
        }
        if let last, order.isBuy ? last.price >= history.upper : last.price <= history.lower {
            fault("locked", fill)
        }
        if last?.time == fill.time {
            if !isTouch, fill.time <= arrival { fault("not later", fill) }
        } else if !isTouch || fill.time != arrival || isInSilence(fill.time) {
            fault("from no print", fill)
        }
    }

    /// The price step of KOSPI from 2023-01-25.
    private func step(_ price: Int64) -> Int64 {
        switch price {
        case ..<2_000: 1
        case ..<5_000: 5
        case ..<20_000: 10
        case ..<50_000: 50
        case ..<200_000: 100
        case ..<500_000: 500
        default: 1_000
        }
    }

    private func status(at time: Int64) -> TradingStatus {
        var result = TradingStatus.normal
        for entry in history.events where entry.time <= time {
            if case .status(let status) = entry.event { result = status }
        }
        return result
    }

    private func print(upTo time: Int64) -> (time: Int64, price: Int64)? {
        var result: (Int64, Int64)?
        for entry in history.events where entry.time <= time {
            if case .print(let price, _) = entry.event { result = (entry.time, price) }
        }
        return result
    }

    /// Whether a time lies between a print 6 % from the one before it and the next one, 120 s later
    /// or more. Prints that follow an auction or a halt are left out.
    private func isInSilence(_ time: Int64) -> Bool {
        var prices: [(time: Int64, price: Int64)] = []
        var next: Int64?
        for entry in history.events {
            switch entry.event {
            case .print(let price, _):
                if entry.time > time {
                    next = next ?? entry.time
                } else {
                    prices.append((entry.time, price))
                }
            case .status: if entry.time <= time { prices = [] }
            case .book, .order, .cancel: break
            }
        }
        guard prices.count > 1, let last = prices.last, let next,
            next - last.time >= 120_000_000_000
        else { return false }
        let before = prices[prices.count - 2]
        // A silence before it may have made the last print a cross itself.
        if last.time - before.time >= 120_000_000_000 { return false }
        return abs(last.price - before.price) * 100 >= before.price * 6
    }

    private mutating func checkPrint(
        _ fills: [History.Fill], _ size: Int64, _ orders: [History.Order]
    ) {
        func total(_ isMeant: (History.Fill) -> Bool) -> Int64 {
            fills.filter(isMeant).reduce(0) { $0 + $1.quantity }
        }
        guard let first = fills.first else { return }
        let auction = total { $0.evidence == .auction }
        if auction > (isTouch ? size : size * participation / 100) { fault("auction cap", first) }
        if isTouch { return }
        let printed = total { $0.evidence != .book && $0.evidence != .quote }
        if printed > size { fault("more than printed", first) }
        // Orders without a limit are never at rest; up to a share was saved up before.
        let taken = total { $0.evidence == .through && orders[$0.order].type == .market }
        if taken * 100 > size * participation + 100 { fault("cap", first) }
    }

    /// Checks that up to every price no more is taken than is displayed up to it.
    private mutating func checkDisplayed(
        _ fills: [History.Fill], _ levels: [(Int64, Int64)], isBuy: Bool
    ) {
        for fill in fills {
            func isWithin(_ price: Int64) -> Bool {
                isBuy ? price <= fill.price : price >= fill.price
            }
            let taken = fills.filter { isWithin($0.price) }.reduce(0) { $0 + $1.quantity }
            let shown = levels.filter { isWithin($0.0) }.reduce(0) { $0 + $1.1 }
            if taken > shown { fault("more than displayed", fill) }
        }
    }
}
