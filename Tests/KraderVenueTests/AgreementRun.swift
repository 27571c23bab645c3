import KraderModel
import KraderVenue

/// Two venues, fed alike with what a seed draws.
struct AgreementRun: ~Copyable {
    static let symbols = 3
    var generator: SeededGenerator
    var venue: Venue
    let naive: NaiveVenue
    let settings: VenueConfiguration
    var now = Moment.distantPast
    var price: [Int64] = [70_000, 19_950, 4_980]
    /// Whether symbol 1 has candles, as in odd seeds; it has prints in even ones.
    let hasCandles: Bool
    /// Whether symbols 0 and 2 are displayed, too.
    let hasBooks: Bool
    var books = 0
    /// The books that were shown last, to be shown again.
    var shown: [Book?] = [nil, nil, nil]
    var candleEnd = Moment.distantPast
    var requests: Int64 = 0
    var fills = 0
    /// The number of new orders entered.
    var orders = 0
    var heard: Set<String> = []
    var difference = ""

    init(seed: UInt64, books: Bool = false) {
        generator = SeededGenerator(seed: seed, stream: "agreement")
        hasBooks = books
        hasCandles = seed % 2 == 1
        let models = FillModel.allCases
        settings = VenueConfiguration(
            fills: models[Int(seed) % 3], spreadSteps: [1, 0, 2, 1][Int(seed / 3) % 4],
            participation: [Rate(parts: 100_000_000), nil, Rate(parts: 375_000_000)][
                Int(seed / 2) % 3],
            intrabar: seed % 4 < 2 ? .lowFirst : .highFirst, enforcesMarketRules: seed % 5 != 4,
            bookCoverage: seed / 2 % 2 == 0 ? .sampled : .full,
            rowsPerPage: [100, 3, 1, 7][Int(seed % 4)])
        let instruments = [
            Instrument.test("005930", .kospi, 70_000), .test("035720", .kosdaq, 19_950),
            .test("069500", .etf, seed % 7 == 0 ? nil : 4_980),
        ]
        let account = OpeningAccount(
            cash: Won(60_000_000),
            positions: [
                .init(symbol: SymbolIndex(0), quantity: Shares(200), cost: Won(13_999_999))
            ])
        let costs: CostSchedule = [.kiwoom, .none, .kiwoomMock][Int(seed / 4) % 3]
        let unit = seed % 6 == 5 ? Interval.seconds(1) : Interval(nanoseconds: 1)
        venue = Venue(
            instruments: instruments, account: account, configuration: settings, costs: costs,
            stampUnit: unit)
        naive = NaiveVenue(
            instruments: instruments, account: account, settings: settings, costs: costs,
            stampUnit: unit.nanoseconds)
    }

    mutating func draw(_ bound: Int) -> Int { Int(generator.next(below: UInt64(bound))) }

    mutating func beginDay(_ day: CalendarDate) {
        let hours = SessionHours.on(day)
        let settles = day.advanced(by: 2)
        venue.beginDay(day, hours: hours, settlementDay: settles)
        naive.beginDay(day, hours: hours, settles: settles)
        now = hours.openingAuctionStart - .minutes(2)
        candleEnd = now
    }

    /// Something happens some time later: mostly little by little, with leaps through the day.
    mutating func step() {
        let pause =
            [0, 1, 1_000_000, 400_000_000, 1_000_000_000, 7_000_000_000, 45_000_000_000]
        now = now + Interval(nanoseconds: Int64(pause[draw(pause.count)]))
        if draw(40) == 0 { now = now + .minutes(Int64(draw(20))) }
        if hasBooks, draw(3) == 0 { return display() }
        if draw(16) == 0 { return draw(2) == 0 ? ask() : fillByHand() }
        switch draw(20) {
        case 0..<10: trade()
        case 10..<15: enter()
        case 15, 16: change()
        case 17: cancel()
        case 18: if hasCandles { candle() } else { trade() }
        default: advance()
        }
    }

    mutating func advance() {
        let moment = min(venue.nextWakeup, now)
        venue.advance(to: moment)
        naive.advance(to: moment.nanoseconds)
    }

    mutating func move(_ symbol: Int) -> Price {
        let steps = PriceStepTable.table(board: .kospi, on: CalendarDate(2026, 3, 3))
        var next = Price(price[symbol])
        switch draw(12) {
        case 0...2: next = steps.up(from: next)
        case 3...5: next = steps.down(from: next) ?? next
        case 6: next = steps.moved(next, steps: draw(7) - 3)
        default: break
        }
        price[symbol] = max(next.won, 1_000)
        // Sometimes between the lines, sometimes at a limit, where the price does not stay.
        switch draw(60) {
        case 0, 1: return Price(next.won + 3)
        case 2: return naive.bands[symbol]?.upper ?? next
        case 3: return naive.bands[symbol]?.lower ?? next
        default: return next
        }
    }

    mutating func trade() {
        var symbol = draw(AgreementRun.symbols)
        if symbol == 1, hasCandles { symbol = 0 }
        let sizes: [Int64] = [0, 1, 3, 5, 5, 10, 25, 80, 400, 2_000]
        let price = move(symbol)
        let best: (ask: Int64?, bid: Int64?) = draw(3) == 0 ? best(near: price) : (nil, nil)
        let quote = CarriedQuote(
            ask: best.ask.map { Price($0) }, bid: best.bid.map { Price($0) }, at: price)
        let tick = Tick(
            time: now, symbol: SymbolIndex(symbol), price: price,
            size: Shares(sizes[draw(sizes.count)]), scope: draw(50) == 0 ? .other : .regular,
            quote: quote)
        venue.trade(tick)
        naive.trade(tick, best: best)
    }

    /// Mostly a step or two around the print; sometimes one side, both crossed, off the grid, or
    /// too far away to be carried.
    mutating func best(near price: Price) -> (ask: Int64?, bid: Int64?) {
        let steps = PriceStepTable.table(board: .kospi, on: CalendarDate(2026, 3, 3))
        let above = draw(4)
        var ask: Int64? = steps.moved(price, steps: above).won
        var bid: Int64? = steps.moved(price, steps: above - 1 - draw(3)).won
        switch draw(16) {
        case 0: ask = nil
        case 1: bid = nil
        case 2: (ask, bid) = (bid, ask)
        case 3: ask = ask.map { $0 + 1 }
        case 4: ask = price.won + 115_001
        default: break
        }
        return (ask, bid)
    }

    mutating func candle() {
        guard now >= candleEnd else { return }
        // Candles begin on the clock, none a few seconds before the closing call.
        let call = SessionHours.on(CalendarDate(now)).closingAuctionStart
        if now < call, now + .seconds(10) > call { return }
        let corners = [move(1), move(1), move(1), move(1)]
        let candle = Candle(
            start: now, end: now + .minutes(1), open: corners[0],
            high: corners.max() ?? corners[0], low: corners.min() ?? corners[0],
            close: corners[3], volume: Shares(Int64(draw(900))), value: Won(0))
        candleEnd = candle.end
        venue.candle(symbol: SymbolIndex(1), timeframe: .m1, candle: candle)
        naive.candle(1, candle)
    }

    mutating func enter() {
        orders += 1
        let symbol = draw(50) == 0 ? 3 + draw(2) : draw(AgreementRun.symbols)
        let near = symbol < 3 ? price[symbol] : 10_000
        let table = PriceStepTable.table(board: .kospi, on: CalendarDate(2026, 3, 3))
        var limit: Price? = table.moved(Price(near), steps: draw(11) - 5)
        switch draw(24) {
        case 0...4: limit = nil
        case 5: limit = Price(near + 1)
        case 6: limit = Price(near * 2)
        default: break
        }
        let quantities: [Int64] = [1, 2, 5, 10, 10, 30, 75, 200, 0, 2_000_000]
        let kinds: [TimeInForce] = [
            .day, .day, .day, .day, .immediateOrCancel, .fillOrKill, .immediateOrCancel,
            draw(20) == 0 ? .nextOpen : .day,
        ]
        send(
            .newOrder(
                .init(
                    symbol: SymbolIndex(symbol), side: draw(2) == 0 ? .buy : .sell,
                    quantity: Shares(quantities[draw(quantities.count)]), limit: limit,
                    timeInForce: kinds[draw(kinds.count)], isFromTick: draw(3) == 0)))
    }

    /// Mostly an order that lives; sometimes one that is done or never was.
    mutating func pick() -> (OrderNumber, SymbolIndex) {
        let living = naive.orders.filter { $0.leaves > 0 }
        if living.isEmpty || draw(12) == 0 {
            return (OrderNumber(Int32(draw(40))), SymbolIndex(draw(3)))
        }
        let order = living[draw(living.count)]
        return (OrderNumber(order.number), SymbolIndex(draw(30) == 0 ? 0 : order.symbol))
    }

    mutating func change() {
        let (number, symbol) = pick()
        let table = PriceStepTable.table(board: .kospi, on: CalendarDate(2026, 3, 3))
        let limit = table.moved(Price(price[symbol.int]), steps: draw(11) - 5)
        let quantity: Shares? = draw(3) == 0 ? Shares(Int64(draw(30))) : nil
        send(
            .modify(.init(original: number, symbol: symbol, quantity: quantity, limit: limit)))
    }

    mutating func cancel() {
        let (number, symbol) = pick()
        let quantity: Shares? = draw(3) == 0 ? Shares(Int64(draw(30))) : nil
        send(.cancel(.init(original: number, symbol: symbol, quantity: quantity)))
    }

    /// Now and then a person does it.
    mutating func send(_ request: BrokerRequest) {
        if draw(6) == 0 { return doByHand(request) }
        requests += 1
        let numbered = NumberedRequest(id: RequestID(requests), request: request)
        venue.receive(numbered, at: now)
        naive.receive(numbered, at: now)
    }

    mutating func agrees(deeply: Bool) -> Bool {
        if venue.messages.count != naive.said.count {
            difference = "\(venue.messages.count) messages, not \(naive.said.count)"
        }
        for index in 0..<min(venue.messages.count, naive.said.count) {
            let (said, expected) = (venue.messages[index], naive.said[index])
            if said != expected { difference = "\(said)\nnot\n\(expected)" }
            hear(said)
        }
        venue.messages.removeAll()
        naive.said.removeAll()
        let answers = (0..<venue.answers.count).map { venue.answers[$0] }
        if answers != naive.answered { difference = "\(answers)\nnot\n\(naive.answered)" }
        for answer in answers { heard.insert("\(answer.query.kind)") }
        venue.answers.removeAll()
        naive.answered.removeAll()
        if difference.isEmpty { compareMoney() }
        if difference.isEmpty, deeply { compareDisbelief() }
        if difference.isEmpty, deeply { compareLists() }
        return difference.isEmpty
    }

    mutating func hear(_ message: VenueMessage) {
        switch message.content {
        case .reply(let reply):
            if case .rejected(let why) = reply.outcome { heard.insert(why.code) }
        case .push(let push):
            switch push.event {
            case .accepted: heard.insert("accepted")
            case .executed:
                fills += 1
                heard.insert(message.evidence?.description ?? "nothing")
            case .cancelled: heard.insert("cancelled")
            case .modified: heard.insert("modified")
            case .expired: heard.insert("expired")
            case .rejected: heard.insert("rejected")
            }
        }
    }

    mutating func compareMoney() {
        let balance = venue.balance()
        if balance.cash.amount != naive.cash {
            difference = "cash \(balance.cash), not \(naive.cash)"
        }
        if balance.reserved.amount != naive.reserved {
            difference = "reserved \(balance.reserved), not \(naive.reserved)"
        }
        if balance.withdrawable.amount != naive.withdrawable {
            difference = "withdrawable \(balance.withdrawable), not \(naive.withdrawable)"
        }
    }

    mutating func compareDisbelief() {
        for (ours, theirs) in [
            (venue.unbelievedFills, naive.unbelievedFills),
            (venue.unbelievedSides, naive.unbelievedSides),
        ] {
            let counts = [ours.neverCame, ours.ended, ours.aged, ours.emptied]
            let expected = Disbelief.allCases.map { Int64(theirs[$0] ?? 0) }
            if counts != expected { difference = "unbelieved \(counts), not \(expected)" }
        }
    }

    mutating func compareLists() {
        if venue.positions() != naive.positions { difference = "positions differ" }
        if venue.executions() != naive.listed { difference = "executions differ" }
        if venue.openOrders() != naive.openOrders { difference = "open orders differ" }
        if venue.executedOrders() != naive.executedOrders {
            difference = "executed orders differ"
        }
        if venue.ordersOfDay() != naive.ordersOfDay { difference = "orders of the day differ" }
    }
}
