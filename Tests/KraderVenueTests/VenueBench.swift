import KraderModel
import KraderVenue
import Testing

/// One venue on one day, driven by times of day and plain numbers. After every command the books
/// must balance.
///
/// Symbol 0 is a KOSPI share with base price 70,000: its step is 100, its band 49,000…91,000
/// (krx-market.md §2.1, §3.2). Books stand in silence unless a test says
/// `sampled`. Symbol 1 is a KOSDAQ share at 20,000, symbol 2 an index.
final class VenueBench {
    var venue: Venue
    let day: CalendarDate
    private let costs: CostSchedule
    private let opening: Won
    private var requests: Int64 = 0
    /// The types of orders that reserve at the upper limit, which is 91,000 unless a test says
    /// otherwise.
    private var types: [Int32: OrderType] = [:]
    var upper: Int64 = 91_000

    init(
        _ fills: FillModel = .through, steps: Int = 1, participation: Int64? = 10,
        intrabar: Intrabar = .lowFirst, rules: Bool = true, costs: CostSchedule = .none,
        cash: Int64 = 100_000_000, held: Int64 = 0, heldCost: Int64 = 0,
        stampUnit: Interval = Interval(nanoseconds: 1), base: Int64? = 70_000,
        day: CalendarDate = CalendarDate(2026, 3, 3), afterMarket: Bool = false,
        interruption: Instrument.InterruptionClass = .other, listedShares: Int64? = nil,
        listing: Instrument.Listing? = nil, secondBoard: Board = .kosdaq,
        coverage: BookCoverage = .full, rowsPerPage: Int = 100
    ) {
        self.day = day
        self.costs = costs
        opening = Won(cash + heldCost)
        let configuration = VenueConfiguration(
            fills: fills, spreadSteps: steps,
            participation: participation.map { Rate(basisPoints: $0 * 100) }, intrabar: intrabar,
            enforcesMarketRules: rules, usesAfterMarket: afterMarket, bookCoverage: coverage,
            rowsPerPage: rowsPerPage)
        var share = Instrument.test("005930", .kospi, base)
        share.interruptionClass = interruption
        share.listedShares = listedShares.map { Shares($0) }
        share.listing = listing
        venue = Venue(
            instruments: [
                share, .test("035720", secondBoard, 20_000), .test("000001", .index, nil),
            ],
            account: OpeningAccount(
                cash: Won(cash),
                positions: [
                    .init(symbol: SymbolIndex(0), quantity: Shares(held), cost: Won(heldCost))
                ]),
            configuration: configuration, costs: costs, stampUnit: stampUnit)
        begin(day, settles: day.advanced(by: 2))
    }

    func begin(_ day: CalendarDate, settles: CalendarDate) {
        venue.beginDay(day, hours: SessionHours.on(day), settlementDay: settles)
    }

    func moment(_ time: String) -> Moment {
        guard let time = TimeOfDay(time) else { preconditionFailure("\(time) is no time") }
        return day.at(time)
    }

    /// Gives a print, and answers what the venue says to it.
    @discardableResult
    func print(
        _ time: String, _ price: Int64, _ size: Int64 = 100, symbol: Int = 0,
        scope: Tick.Scope = .regular
    ) -> [String] {
        venue.trade(
            Tick(
                time: moment(time), symbol: SymbolIndex(symbol), price: Price(price),
                size: Shares(size), scope: scope))
        return said()
    }

    @discardableResult
    func buy(
        _ time: String, _ quantity: Int64, _ limit: Int64? = nil, symbol: Int = 0,
        kind: TimeInForce = .day, type: OrderType? = nil, fromTick: Bool = false
    ) -> [String] {
        order(time, .buy, quantity, limit, symbol, kind, type, fromTick)
    }

    @discardableResult
    func sell(
        _ time: String, _ quantity: Int64, _ limit: Int64? = nil, symbol: Int = 0,
        kind: TimeInForce = .day, type: OrderType? = nil, fromTick: Bool = false
    ) -> [String] {
        order(time, .sell, quantity, limit, symbol, kind, type, fromTick)
    }

    private func order(
        _ time: String, _ side: Side, _ quantity: Int64, _ limit: Int64?, _ symbol: Int,
        _ kind: TimeInForce, _ type: OrderType?, _ fromTick: Bool
    ) -> [String] {
        send(
            time,
            .newOrder(
                .init(
                    symbol: SymbolIndex(symbol), side: side, quantity: Shares(quantity),
                    type: type, limit: limit.map { Price($0) }, timeInForce: kind,
                    isFromTick: fromTick)))
    }

    @discardableResult
    func modify(
        _ time: String, _ number: Int32, to limit: Int64, quantity: Int64? = nil, symbol: Int = 0
    ) -> [String] {
        send(
            time,
            .modify(
                .init(
                    original: OrderNumber(number), symbol: SymbolIndex(symbol),
                    quantity: quantity.map { Shares($0) }, limit: Price(limit))))
    }

    @discardableResult
    func cancel(
        _ time: String, _ number: Int32, quantity: Int64? = nil, symbol: Int = 0
    ) -> [String] {
        send(
            time,
            .cancel(
                .init(
                    original: OrderNumber(number), symbol: SymbolIndex(symbol),
                    quantity: quantity.map { Shares($0) })))
    }

    private func send(_ time: String, _ request: BrokerRequest) -> [String] {
        requests += 1
        venue.receive(
            NumberedRequest(id: RequestID(requests), request: request), at: moment(time))
        if case .newOrder(let order) = request, order.type != .limit, venue.messages.count > 0,
            case .reply(let reply) = venue.messages[0].content,
            case .accepted(let number) = reply.outcome
        {
            types[number.value] = order.type
        }
        return said()
    }

    @discardableResult
    func advance(_ time: String) -> [String] {
        venue.advance(to: moment(time))
        return said()
    }

    /// Gives a candle of symbol 0.
    @discardableResult
    func candle(
        _ start: String, _ end: String, open: Int64, high: Int64, low: Int64, close: Int64,
        volume: Int64, timeframe: Timeframe = .m1
    ) -> [String] {
        venue.candle(
            symbol: SymbolIndex(0), timeframe: timeframe,
            candle: Candle(
                start: moment(start), end: moment(end), open: Price(open), high: Price(high),
                low: Price(low), close: Price(close), volume: Shares(volume), value: .zero))
        return said()
    }

    /// Gives a book of a symbol: price and quantity of each level, the best first.
    @discardableResult
    func book(
        _ time: String, asks: [(Int64, Int64)], bids: [(Int64, Int64)], symbol: Int = 0
    ) -> [String] {
        venue.show(
            Book(
                time: moment(time), symbol: SymbolIndex(symbol),
                asks: asks.map { PriceLevel(Price($0), Shares($1)) },
                bids: bids.map { PriceLevel(Price($0), Shares($1)) }))
        return said()
    }

    @discardableResult
    func status(_ time: String, _ status: TradingStatus, symbol: Int = 0) -> [String] {
        venue.change(
            StatusChange(
                time: moment(time), symbol: SymbolIndex(symbol), status: status,
                cause: status == .normal ? .resumption : .halt))
        return said()
    }

    /// The limit of the only open order.
    var limit: Int64? { limits.first ?? nil }

    /// The limits that the open orders have now, by number.
    var limits: [Int64?] { venue.openOrders().map { venue.limit(of: $0.number)?.won } }

    /// Empties the messages; says them the way a trader would write them down.
    func said() -> [String] {
        var lines: [String] = []
        for index in 0..<venue.messages.count {
            let message = venue.messages[index]
            switch message.content {
            case .reply(let reply): lines.append(text(reply.outcome))
            case .push(let push):
                lines.append("\(push.number.value) \(text(push.event, message.evidence))")
                if case .modified(_, _, let to) = push.event,
                    types[push.number.value] == .conditionalLimit
                {
                    types[to.value] = .conditionalLimit
                }
            }
        }
        venue.messages.removeAll()
        checkBooks()
        return lines
    }

    private func text(_ outcome: BrokerReply.Outcome) -> String {
        switch outcome {
        case .accepted(let number): "reply: \(number.value)"
        case .rejected(let rejection): "reply: \(rejection)"
        case .unknown(let why): "reply: \(why)"
        }
    }

    private func text(_ event: BrokerPush.Event, _ evidence: Evidence?) -> String {
        switch event {
        case .accepted: "accepted"
        case .executed(let execution):
            "filled \(execution.quantity) at \(execution.price), "
                + (evidence?.description ?? "nothing")
        case .cancelled(let quantity, let by): "cancelled \(quantity) by \(by.value)"
        case .modified(let quantity, let limit, let to):
            "modified \(quantity) to \(limit) as \(to.value)"
        case .expired(let quantity): "expired \(quantity)"
        case .rejected(let rejection): "rejected: \(rejection)"
        }
    }

    private func checkBooks() {
        let balance = venue.balance()
        let totals = venue.totals()
        let open = venue.openOrders()
        var cost = Won.zero
        for position in venue.positions() {
            cost += position.cost
            let offered = open.filter { $0.symbol == position.symbol && $0.terms.side == .sell }
                .reduce(Shares.zero) { $0 + $1.leaves }
            #expect(position.quantity > .zero && position.sellable >= .zero)
            #expect(position.sellable == position.quantity - offered)
        }
        #expect(balance.cash + cost + totals.commission + totals.tax - totals.realised == opening)
        #expect(balance.withdrawable >= .zero && balance.withdrawable <= balance.cash)
        if costs == .none {
            // Orders that came without a price, and conditional ones, reserve at the upper limit.
            let reserved = open.filter { $0.terms.side == .buy }.reduce(Won.zero) {
                let limit = types[$1.number.value] == nil ? $1.terms.limit : nil
                return $0 + (limit ?? Price(upper)) * $1.leaves
            }
            #expect(balance.reserved == reserved)
        }
    }
}

extension Instrument {
    static func test(_ code: String, _ board: Board, _ base: Int64?) -> Instrument {
        guard let code = try? IssueCode(code) else {
            preconditionFailure("A code written in a test is one")
        }
        return Instrument(code: code, board: board, basePrice: base.map { Price($0) })
    }
}
