import KraderModel
import KraderVenue
import Testing

extension VenueBench {
    /// One share of symbol 0, each a won better than the one before.
    func order(_ id: Int) -> NumberedRequest {
        NumberedRequest(
            id: RequestID(Int64(id)),
            request: .newOrder(
                .init(
                    symbol: SymbolIndex(0), side: .buy, quantity: Shares(1),
                    limit: Price(50_000 + Int64(id)))))
    }
}

extension VenueBench {
    static func noon(of day: CalendarDate) -> Moment { day.at(TimeOfDay(12, 0)) }

    /// Whether a buy of one share of symbol 0 is taken; it is cancelled at once.
    func takes(_ limit: Int64, at moment: Moment) -> Bool {
        let buy = BrokerRequest.NewOrder(
            symbol: SymbolIndex(0), side: .buy, quantity: Shares(1), limit: Price(limit))
        venue.receive(
            NumberedRequest(id: RequestID(1_000_000), request: .newOrder(buy)), at: moment)
        guard case .reply(let reply) = venue.messages[0].content,
            case .accepted(let number) = reply.outcome
        else {
            venue.messages.removeAll()
            return false
        }
        let cancel = BrokerRequest.CancelOrder(original: number, symbol: SymbolIndex(0))
        venue.receive(
            NumberedRequest(id: RequestID(1_000_001), request: .cancel(cancel)), at: moment)
        venue.messages.removeAll()
        return true
    }
}

extension VenueBench {
    /// Asks for a page, and gives the answer.
    func ask(_ time: String, _ kind: BrokerQuery.Kind, page: Int32 = 0) -> BrokerAnswer {
        let query = BrokerQuery(kind, page: page)
        venue.receive(
            NumberedRequest(id: RequestID(77), request: .query(query)), at: moment(time))
        let (answered, said) = (venue.answers.count, venue.messages.count)
        #expect(answered == 1 && said == 0)
        let answer = venue.answers[0]
        #expect(answer.asOf == moment(time))
        venue.answers.removeAll()
        return answer
    }

    /// The executions that the venue tells of a print of symbol 0 at a price.
    func executions(_ time: String, _ price: Int64, _ size: Int64) -> [Execution] {
        venue.trade(
            Tick(
                time: moment(time), symbol: SymbolIndex(0), price: Price(price),
                size: Shares(size)))
        return heardExecutions()
    }

    func heardExecutions() -> [Execution] {
        let pushes = (0..<venue.messages.count).compactMap { index -> Execution? in
            guard case .push(let push) = venue.messages[index].content,
                case .executed(let execution) = push.event
            else { return nil }
            return execution
        }
        _ = said()
        return pushes
    }

    /// The terms of a day order with a limit, entered at a time.
    func terms(
        _ time: String, _ side: Side, _ quantity: Int64, _ limit: Int64?,
        type: OrderType = .limit, _ channel: OrderChannel = .openAPI
    ) -> OrderTerms {
        OrderTerms(
            side: side, quantity: Shares(quantity), limit: limit.map { Price($0) }, type: type,
            channel: channel, enteredAt: moment(time))
    }
}

extension ListedOrder {
    /// A row of symbol 0, in plain numbers.
    init(
        _ number: Int32, _ kind: Kind, of original: Int32?, _ terms: OrderTerms,
        leaves: Int64 = 0, filled: Int64 = 0, amount: Int64 = 0
    ) {
        self.init(
            number: OrderNumber(number), original: original.map { OrderNumber($0) },
            symbol: SymbolIndex(0), kind: kind, terms: terms, leaves: Shares(leaves),
            filled: Shares(filled), amount: Won(amount))
    }

    /// The row of a new order.
    init(
        _ number: Int32, _ terms: OrderTerms, leaves: Int64 = 0, filled: Int64 = 0,
        amount: Int64 = 0
    ) {
        self.init(
            number, .new, of: nil, terms, leaves: leaves, filled: filled, amount: amount)
    }
}

extension Execution {
    /// An execution on KRX, in plain numbers.
    init(
        _ number: Int64, _ quantity: Int64, at price: Int64, _ time: Moment, inAll: Int64,
        for amount: Int64, _ channel: OrderChannel = .openAPI
    ) {
        self.init(
            number: ExecutionNumber(number), price: Price(price), quantity: Shares(quantity),
            time: time, cumulativeQuantity: Shares(inAll), cumulativeAmount: Won(amount),
            venue: .krx, channel: channel)
    }
}
