import KraderMarket
import KraderModel
import Support
import Testing

@Suite struct OrderFlowMarketTests {
    static let instruments = [
        FlowScene.share, FlowScene.quiet,
        Instrument(code: Sample.code("900008"), board: .kosdaq, basePrice: Price(10_000)),
        Instrument(code: Sample.code("001001"), board: .index),
    ]

    private static func enter(
        _ day: CalendarDate, _ time: String, _ side: Side, _ quantity: Int64, _ limit: Int64?,
        symbol: Int = 0
    ) -> FlowOrder {
        FlowOrder(
            time: day.at(time),
            action: .enter(
                FlowOrder.Entry(
                    symbol: SymbolIndex(symbol), side: side, type: limit == nil ? .market : .limit,
                    limit: limit.map { Price($0) }, quantity: Shares(quantity))))
    }

    private static func ticks(_ market: OrderFlowMarket) -> [Tick] {
        let view = market.ticks.nextTicks()
        return (0..<view.count).map { view[$0] }
    }

    @Test("several issues come out merged by time, then symbol")
    func merged() throws {
        let day = Sample.tuesday
        var orders: [FlowOrder] = []
        for time in ["10:00", "10:01", "10:02"] {
            for symbol in [2, 0, 1] {
                orders.append(Self.enter(day, time, .sell, 3, 10_000, symbol: symbol))
                orders.append(Self.enter(day, time, .buy, 3, 10_000, symbol: symbol))
            }
        }
        let market = try OrderFlowMarket(instruments: Self.instruments, orders: orders, seed: 7)
        let ticks = Self.ticks(market)
        #expect(ticks.map(\.symbol.int) == [0, 1, 2, 0, 1, 2, 0, 1, 2])
        #expect(market.ticks.nextTicks().count == 0)
        #expect(market.books.nextBooks().count == market.tape.books.count)
        #expect(market.tape.books.count == 18)
        #expect(market.statuses.nextStatusChanges().count == 0)
    }

    @Test("§3.3 a day's base is the close of the day before; orders end with their day")
    func days() throws {
        let orders = [
            Self.enter(Sample.tuesday, "10:00", .sell, 5, 10_500),
            Self.enter(Sample.tuesday, "10:01", .buy, 3, 10_500),
            // 13,650 is the limit of a base of 10,500; the rest of Tuesday's sale is gone.
            Self.enter(Sample.wednesday, "10:00", .buy, 1, 13_650),
            Self.enter(Sample.wednesday, "10:01", .buy, 1, 13_700),
        ]
        let market = try OrderFlowMarket(instruments: Self.instruments, orders: orders, seed: 7)
        #expect(Self.ticks(market).count == 1)
        #expect(
            market.tape.rejections == [
                RejectedOrder(
                    order: 3, time: Sample.wednesday.at("10:01"), rejection: .outsideLimits)
            ])
    }

    @Test("cancels and changes name an order by its place in the list, from 0")
    func actions() throws {
        let day = Sample.tuesday
        let orders = [
            Self.enter(day, "10:00", .buy, 5, 10_000, symbol: 1),
            Self.enter(day, "10:00", .buy, 5, 9_990, symbol: 1),
            FlowOrder(time: day.at("10:01"), action: .cancel(order: 0)),
            FlowOrder(
                time: day.at("10:02"),
                action: .change(order: 1, limit: Price(9_980), quantity: Shares(4))),
            Self.enter(day, "10:03", .sell, 9, nil, symbol: 1),
        ]
        let market = try OrderFlowMarket(instruments: Self.instruments, orders: orders, seed: 7)
        #expect(
            market.tape.trades == [
                FlowTrade(
                    time: day.at("10:03"), symbol: SymbolIndex(1), buy: 1, sell: 4,
                    price: Price(9_980), quantity: Shares(4))
            ])
    }

    @Test("§4.3 an index stops its own board, KOSPI's funds too; the day after is normal again")
    func circuitBreaker() throws {
        let day = Sample.tuesday
        let index = FlowIndex(
            board: .kospi, previousClose: 100_000,
            points: [
                IndexPoint(time: day.at("09:30"), hundredths: 99_000),
                IndexPoint(time: day.at("10:00"), hundredths: 92_000),
                IndexPoint(time: day.at("11:00"), hundredths: 85_000),
                IndexPoint(time: day.at("12:00"), hundredths: 80_000),
                // This is 8 % below Tuesday's 800.
                IndexPoint(time: Sample.wednesday.at("10:00"), hundredths: 73_600),
            ])
        let instruments = Self.instruments + [Sample.fund]
        let orders = [
            Self.enter(day, "10:05", .buy, 1, 10_000),
            Self.enter(day, "10:05", .buy, 1, 10_000, symbol: 2),
            Self.enter(Sample.wednesday, "09:30", .buy, 1, 10_000),
        ]
        let market = try OrderFlowMarket(
            instruments: instruments, orders: orders, seed: 7, indices: [index])
        #expect(market.tape.rejections.map(\.order) == [0])
        let statuses = market.tape.statuses.filter { $0.symbol.int == 0 }
        #expect(
            statuses.map(\.cause) == [
                .circuitBreaker1, .circuitBreaker1, .resumption, .circuitBreaker2,
                .circuitBreaker2, .resumption, .circuitBreaker3, .resumption, .circuitBreaker1,
                .circuitBreaker1, .resumption,
            ])
        #expect(statuses[6].time == day.at("12:01") && statuses[6].status == .closed)
        #expect(statuses[7].time == Sample.wednesday.at("08:30"))
        #expect(statuses[8].time == Sample.wednesday.at("10:01"))
        #expect(Set(market.tape.statuses.map(\.symbol.int)) == [0, 4])
    }

    @Test("a halt of one issue, over a night too")
    func halts() throws {
        let halt = FlowHalt(
            symbol: SymbolIndex(0),
            span: MomentSpan(start: Sample.tuesday.at("14:00"), end: Sample.wednesday.at("10:00")))
        let orders = [
            Self.enter(Sample.tuesday, "14:30", .buy, 1, 10_000),
            Self.enter(Sample.wednesday, "09:30", .buy, 1, 10_000),
            Self.enter(Sample.wednesday, "10:05", .buy, 1, 10_000),
            Self.enter(Sample.wednesday, "10:06", .sell, 1, 10_000),
        ]
        let market = try OrderFlowMarket(
            instruments: Self.instruments, orders: orders, seed: 7, halts: [halt])
        #expect(market.tape.rejections.map(\.rejection) == [.halted, .halted])
        #expect(market.tape.rejections.map(\.order) == [0, 1])
        let ticks = Self.ticks(market)
        #expect(ticks.count == 1)
        #expect(ticks.allSatisfy { $0.time >= Sample.wednesday.at("10:10") })
    }

    @Test("the same orders and seed give the same market, another seed other ends of auctions")
    func deterministic() throws {
        let orders = [
            Self.enter(Sample.tuesday, "08:50", .buy, 1, 10_000),
            Self.enter(Sample.tuesday, "08:50", .sell, 1, 10_000),
        ]
        func time(_ seed: UInt64, _ more: [FlowOrder] = []) throws -> Moment? {
            let market = try OrderFlowMarket(
                instruments: Self.instruments, orders: orders + more, seed: seed)
            return market.tape.ticks.first?.time
        }
        #expect(try time(1) == time(1))
        #expect(try time(1) != time(2))
        // Another issue's orders don't move it.
        #expect(
            try time(1) == time(1, [Self.enter(Sample.tuesday, "08:51", .buy, 1, 1, symbol: 2)]))
    }

    static let unplayable: [([FlowOrder], FlowFault)] = {
        let day = Sample.tuesday
        let good = enter(day, "10:00", .buy, 1, 10_000)
        func cancel(_ named: Int) -> FlowOrder {
            FlowOrder(time: day.at("10:01"), action: .cancel(order: named))
        }
        func entry(_ type: OrderType, _ limit: Int64?) -> FlowOrder {
            FlowOrder(
                time: day.at("10:00"),
                action: .enter(
                    FlowOrder.Entry(
                        symbol: SymbolIndex(0), side: .buy, type: type,
                        limit: limit.map { Price($0) }, quantity: Shares(1))))
        }
        return [
            ([good, enter(day, "09:59", .buy, 1, 10_000)], .outOfOrder(order: 1)),
            ([enter(day, "10:00", .buy, 1, 10_000, symbol: 9)], .unknownSymbol(order: 0)),
            ([enter(day, "10:00", .buy, 1, 10_000, symbol: 3)], .notTradeable(order: 0)),
            ([good, cancel(1)], .unknownOrder(order: 1, names: 1)),
            ([good, cancel(-1)], .unknownOrder(order: 1, names: -1)),
            ([good, cancel(0), cancel(1)], .unknownOrder(order: 2, names: 1)),
            ([enter(day, "10:00", .buy, 0, 10_000)], .badQuantity(order: 0)),
            ([entry(.limit, nil)], .noLimit(order: 0)),
            ([entry(.conditionalLimit, 0)], .noLimit(order: 0)),
            ([entry(.market, 10_000)], .limitNotTaken(order: 0)),
            (
                [
                    good,
                    FlowOrder(
                        time: day.at("10:01"),
                        action: .change(order: 0, limit: nil, quantity: nil)),
                ], .emptyChange(order: 1)
            ),
            (
                [enter(CalendarDate(2026, 3, 7), "10:00", .buy, 1, 10_000)],
                .notATradingDay(order: 0)
            ),
            ([enter(day, "10:00", .buy, 1, 10_000, symbol: 4)], .noBasePrice(SymbolIndex(4))),
        ]
    }()

    @Test("lists that can't be played are named faults", arguments: 0..<unplayable.count)
    func faults(row: Int) {
        let (orders, fault) = Self.unplayable[row]
        let instruments =
            Self.instruments + [Instrument(code: Sample.code("900009"), board: .kospi)]
        #expect(throws: fault) {
            _ = try OrderFlowMarket(instruments: instruments, orders: orders, seed: 1)
        }
        #expect(!fault.description.isEmpty)
    }

    @Test("halts and indices that can't be are named faults")
    func surroundings() {
        let time = Sample.tuesday.at("10:00")
        func fault(halts: [FlowHalt] = [], indices: [FlowIndex] = []) -> FlowFault? {
            do throws(FlowFault) {
                _ = try OrderFlowMarket(
                    instruments: Self.instruments, orders: [], seed: 1, indices: indices,
                    halts: halts)
                return nil
            } catch {
                return error
            }
        }
        let span = MomentSpan(start: time, end: time + .minutes(1))
        #expect(fault(halts: [FlowHalt(symbol: SymbolIndex(0), span: span)]) == nil)
        #expect(fault(halts: [FlowHalt(symbol: SymbolIndex(9), span: span)]) == .badHalt(0))
        let point = IndexPoint(time: time, hundredths: 1)
        let later = IndexPoint(time: time + .minutes(1), hundredths: 1)
        for (board, close, points, isGood) in [
            (Board.kospi, 1, [point, later], true), (.konex, 1, [point], false),
            (.kospi, 0, [point], false), (.kosdaq, 1, [later, point], false),
        ] {
            let index = FlowIndex(board: board, previousClose: Int64(close), points: points)
            #expect(fault(indices: [index]) == (isGood ? nil : .badIndex(0)))
        }
    }

    @Test("random flow in a market with interruptions: what was bought was sold and printed")
    func conservation() throws {
        var generator = SeededGenerator(seed: 3, stream: "flow")
        var times = (0..<4_000).map { _ in
            Sample.tuesday.at("08:30") + .milliseconds(Int64(generator.next(below: 25_200_000)))
        }
        times.sort()
        var orders: [FlowOrder] = []
        for (number, time) in times.enumerated() {
            if number > 0, generator.next(below: 5) == 0 {
                let named = Int(generator.next(below: UInt64(number)))
                if case .enter = orders[named].action {
                    orders.append(FlowOrder(time: time, action: .cancel(order: named)))
                    continue
                }
            }
            let isMarket = generator.next(below: 5) == 0
            let price = Price(9_000 + 10 * Int64(generator.next(below: 200)))
            let entry = FlowOrder.Entry(
                symbol: SymbolIndex(Int(generator.next(below: 3))),
                side: generator.next(below: 2) == 0 ? .buy : .sell,
                type: isMarket ? .market : .limit, limit: isMarket ? nil : price,
                quantity: Shares(Int64(generator.next(below: 90)) + 1))
            orders.append(FlowOrder(time: time, action: .enter(entry)))
        }
        let market = try OrderFlowMarket(instruments: Self.instruments, orders: orders, seed: 3)
        let tape = market.tape
        var filled: [Int: Int64] = [:]
        for trade in tape.trades {
            filled[trade.buy, default: 0] += trade.quantity.count
            filled[trade.sell, default: 0] += trade.quantity.count
        }
        for (number, shares) in filled {
            guard case .enter(let entry) = orders[number].action else { continue }
            #expect(shares <= entry.quantity.count)
        }
        let printed = tape.ticks.reduce(0) { $0 + $1.size.count }
        #expect(printed == tape.trades.reduce(0) { $0 + $1.quantity.count })
        #expect(tape.statuses.count > 10 && tape.ticks.count > 500)
        #expect(tape.books.allSatisfy { $0.fault == nil })
        // Nothing prints while an interruption gathers orders.
        for (begin, end) in zip(tape.statuses, tape.statuses.dropFirst())
        where begin.symbol == end.symbol && begin.status == .callAuction {
            #expect(
                !tape.ticks.contains {
                    $0.symbol == begin.symbol && begin.time < $0.time && $0.time < end.time
                })
        }
    }
}
