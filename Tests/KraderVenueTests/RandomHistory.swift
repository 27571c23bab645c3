import KraderModel
import KraderVenue

/// A day of one symbol drawn from a seed: prints, books, halts, auctions and orders of all kinds.
struct RandomHistory {
    private var generator: SeededGenerator
    private(set) var history: History
    private var now: Int64
    private var price: Int64 = 70_000
    private var orders = 0
    private let hasBooks: Bool
    /// The next change of status and when it is due.
    private var pending: (time: Int64, status: TradingStatus)?

    static let day = CalendarDate(2026, 3, 3)
    static let second: Int64 = 1_000_000_000

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed, stream: "history")
        let midnight = RandomHistory.day.midnight.nanoseconds
        history = History(midnight: midnight, lower: 49_000, upper: 91_000)
        hasBooks = seed % 4 != 0
        now = midnight + 8 * 3_600 * RandomHistory.second + 1_800 * RandomHistory.second
        let open = midnight + 9 * 3_600 * RandomHistory.second
        for _ in 0..<8 { act(draw(3) == 0 ? .book : .order, after: Int64(draw(200)) + 1) }
        now = max(now, open + Int64(draw(20)) * RandomHistory.second)
        act(.print, after: 1)
        let end = open + 6 * 3_600 * RandomHistory.second + 1_200 * RandomHistory.second
        while now < end { step() }
        now = max(now, end)
        for _ in 0..<5 { act(draw(3) == 0 ? .print : .order, after: Int64(draw(60)) + 1) }
        now = end + 600 * RandomHistory.second
        for _ in 0..<3 { act(.print, after: Int64(draw(9)) + 1) }
    }

    private enum Act { case print, book, order, cancel }

    private mutating func draw(_ bound: Int) -> Int { Int(generator.next(below: UInt64(bound))) }

    private mutating func append(_ event: History.Event) {
        history.events.append((now, event))
    }

    private mutating func step() {
        let pauses: [Int64] = [1, 1, 2, 3, 5, 8, 20, 60, 150, 400]
        if let change = pending, now >= change.time {
            now += RandomHistory.second / 7
            append(.status(change.status))
            let ends = change.status == .normal
            let next: TradingStatus = draw(2) == 0 ? .callAuction : .normal
            pending = ends ? nil : (now + 90 * RandomHistory.second, next)
            if change.status == .callAuction { pending?.status = .normal }
        }
        if pending == nil, draw(90) == 0 {
            pending = (now, draw(2) == 0 ? .halted : .callAuction)
        }
        let acts: [Act] = [
            .print, .print, .print, .print, hasBooks ? .book : .print, hasBooks ? .book : .print,
            .order, .order, .cancel,
        ]
        act(acts[draw(acts.count)], after: pauses[draw(pauses.count)])
    }

    private mutating func act(_ act: Act, after seconds: Int64) {
        // No two things happen at one moment.
        now += seconds * RandomHistory.second + Int64(draw(1_000)) + 1
        switch act {
        case .print: print()
        case .book: book()
        case .order: order()
        case .cancel: if orders > 0 { append(.cancel(draw(orders))) }
        }
    }

    private mutating func move() {
        price += Int64([-2, -1, -1, 0, 0, 0, 1, 1, 2][draw(9)] * 100)
        switch draw(80) {
        case 0: price += price / 1_000 * 100 * 7 / 10
        case 1: price -= price / 1_000 * 100 * 7 / 10
        case 2: price = history.upper
        case 3: price = history.lower
        case 4, 5: price = 70_000
        default: break
        }
        price = min(max(price / 100 * 100, history.lower), history.upper)
    }

    private mutating func print() {
        let before = price
        move()
        let shown = draw(30) == 0 ? price + 50 : price
        let sizes: [Int64] = [1, 3, 10, 25, 50, 100, 400]
        append(.print(price: min(shown, history.upper), size: sizes[draw(7)]))
        // Sometimes a leap is followed by silence, though other things happen.
        if abs(price - before) * 100 > before * 5, draw(2) == 0 {
            for _ in 0..<4 { act(draw(2) == 0 && hasBooks ? .book : .order, after: 35) }
        }
    }

    private mutating func book() {
        var asks: [(Int64, Int64)] = []
        var bids: [(Int64, Int64)] = []
        if draw(20) == 0 { price = history.upper }
        let (sellers, buyers) = (draw(4) == 0 ? draw(2) : 10, draw(4) == 0 ? draw(2) : 10)
        let gap = Int64(draw(2)) * 100
        var ask = price + gap
        while asks.count < sellers, ask <= history.upper {
            asks.append((ask, Int64(draw(60))))
            ask += 100
        }
        var bid = price + gap - 100 - Int64(draw(3) / 2) * 100
        while bids.count < buyers, bid >= history.lower {
            bids.append((bid, Int64(draw(60))))
            bid -= bid > 50_000 ? 100 : 50
        }
        append(.book(asks: asks, bids: bids))
    }

    private mutating func order() {
        let types: [OrderType] = [
            .limit, .limit, .limit, .limit, .limit, .market, .conditionalLimit,
            .immediatelyExecutableLimit, .bestLimit,
        ]
        let type = types[draw(types.count)]
        let kinds: [TimeInForce] = [.day, .day, .day, .day, .immediateOrCancel, .fillOrKill]
        let limit = min(
            max(price + Int64(draw(9) - 4) * 100, history.lower), history.upper)
        append(
            .order(
                History.Order(
                    isBuy: draw(2) == 0, quantity: Int64(1 + draw(40)), type: type,
                    limit: type.hasLimit ? limit : nil, kind: kinds[draw(kinds.count)],
                    isFromTick: draw(3) == 0)))
        orders += 1
    }
}

/// A history played through a venue.
struct Playback {
    private(set) var fills: [History.Fill] = []
    /// Whether each order was taken, and what of it was filled.
    private(set) var isTaken: [Bool] = []
    private(set) var filled: [Int64] = []

    init(_ history: History, _ model: FillModel) {
        let instrument = Instrument.test("005930", .kospi, 70_000)
        let account = OpeningAccount(
            cash: Won(100_000_000_000),
            positions: [
                .init(
                    symbol: SymbolIndex(0), quantity: Shares(1_000_000), cost: Won(70_000_000_000))
            ])
        var venue = Venue(
            instruments: [instrument], account: account,
            configuration: VenueConfiguration(fills: model), costs: .none)
        let day = RandomHistory.day
        venue.beginDay(day, hours: SessionHours.on(day), settlementDay: day.advanced(by: 2))
        var numbers: [OrderNumber: Int] = [:]
        var byOrder: [OrderNumber?] = []
        for (time, event) in history.events {
            let moment = Moment(nanoseconds: time)
            play(event, at: moment, byOrder, &venue)
            if case .order = event { byOrder.append(nil) }
            for index in 0..<venue.messages.count {
                let message = venue.messages[index]
                switch message.content {
                case .reply(let reply):
                    guard case .order = event, case .accepted(let number) = reply.outcome else {
                        continue
                    }
                    byOrder[byOrder.count - 1] = number
                    numbers[number] = byOrder.count - 1
                case .push(let push):
                    guard case .executed(let execution) = push.event,
                        let order = numbers[push.number], let evidence = message.evidence
                    else { continue }
                    fills.append(
                        History.Fill(
                            order: order, price: execution.price.won,
                            quantity: execution.quantity.count, time: execution.time.nanoseconds,
                            evidence: evidence))
                }
            }
            venue.messages.removeAll()
        }
        isTaken = byOrder.map { $0 != nil }
        filled = byOrder.indices.map { order in
            fills.filter { $0.order == order }.reduce(0) { $0 + $1.quantity }
        }
    }

    private func play(
        _ event: History.Event, at moment: Moment, _ numbers: [OrderNumber?],
        _ venue: inout Venue
    ) {
        let symbol = SymbolIndex(0)
        switch event {
        case .print(let price, let size):
            venue.trade(
                Tick(time: moment, symbol: symbol, price: Price(price), size: Shares(size)))
        case .book(let asks, let bids):
            venue.show(
                Book(
                    time: moment, symbol: symbol,
                    asks: asks.map { PriceLevel(Price($0.0), Shares($0.1)) },
                    bids: bids.map { PriceLevel(Price($0.0), Shares($0.1)) }))
        case .status(let status):
            venue.change(
                StatusChange(time: moment, symbol: symbol, status: status, cause: .halt))
        case .order(let order):
            send(
                .newOrder(
                    .init(
                        symbol: symbol, side: order.isBuy ? .buy : .sell,
                        quantity: Shares(order.quantity), type: order.type,
                        limit: order.limit.map { Price($0) }, timeInForce: order.kind,
                        isFromTick: order.isFromTick)), at: moment, &venue)
        case .cancel(let order):
            guard let number = numbers[order] else { return }
            send(.cancel(.init(original: number, symbol: symbol)), at: moment, &venue)
        }
    }

    private func send(_ request: BrokerRequest, at moment: Moment, _ venue: inout Venue) {
        venue.receive(NumberedRequest(id: RequestID(1), request: request), at: moment)
    }
}
