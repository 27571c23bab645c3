import KraderEngine
import KraderModel
import Support
import Testing

@Suite("After a gap an engine knows what passed meanwhile")
struct GapTests {
    private let day = Sample.tuesday
    private let symbol = SymbolIndex(0)

    /// A configuration whose strategy buys ten shares at 09:00:30 with a stop, and never again.
    private func configuration(
        history: InstrumentHistory? = nil, then act: Puppet.Act? = nil
    ) -> EngineConfiguration {
        var instrument = Sample.samsung
        instrument.history = history
        let exits = ProtectiveExits(stop: .price(Price(60_000)))
        var script: [(at: Moment, act: Puppet.Act)] = [
            (
                day.at("09:00:30"),
                { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000), exits: exits) }
            )
        ]
        if let act { script.append((day.at("10:00"), act)) }
        return .sample([Puppet(script)], instruments: [instrument])
    }

    /// Tuesday morning: a print, the buy, its number and its fill; then the engine is gone.
    private func morning(_ configuration: EngineConfiguration) -> Follower {
        var old = Follower(Engine(configuration))
        old.start()
        old.step(.tick(.print(day.at("09:00:10"), 70_000)), day.at("09:00:10"))
        old.step(.timer, day.at("09:00:30"))
        old.step(
            .reply(BrokerReply(request: RequestID(1), outcome: .accepted(OrderNumber(7)))),
            day.at("09:00:31"))
        let execution = Execution(
            number: ExecutionNumber(1), price: Price(70_000), quantity: Shares(10),
            time: day.at("09:00:32"), cumulativeQuantity: Shares(10),
            cumulativeAmount: Won(700_000))
        old.step(
            .push(
                BrokerPush(number: OrderNumber(7), symbol: symbol, event: .executed(execution))),
            day.at("09:00:32"))
        return old
    }

    private func restarted(
        _ configuration: EngineConfiguration, _ records: [Record], prints: [(String, Int64)] = [],
        on printDay: CalendarDate? = nil, at moment: Moment
    ) throws -> Follower {
        var new = Follower(try Engine.restore(configuration, from: records))
        new.start()
        new.step(.history(.tick(.print(day.at("09:00:10"), 70_000))), day.at("09:00:10"))
        for (time, price) in prints {
            let at = (printDay ?? day).at(time)
            new.step(.history(.tick(.print(at, price))), at)
        }
        new.resume(at: moment)
        return new
    }

    private func lines(_ records: [Record]) -> [String] { records.compactMap(words) }

    @Test("H04: a split of the night is obeyed: shares and stop are those of the new shares")
    func split() throws {
        let split = CorporateAction(kind: .split, factor: Ratio(50), day: Sample.wednesday)
        let configuration = configuration(history: InstrumentHistory(actions: [split]))
        let old = morning(configuration)
        let new = try restarted(
            configuration, old.records, prints: [("15:30:10", 71_000)],
            at: Sample.wednesday.at("08:00"))
        #expect(new.engine.position(symbol).quantity == Shares(500))
        #expect(new.engine.armedExits.map(\.quantity) == [Shares(500)])
        #expect(new.engine.armedExits.map(\.stop) == [Price(1_200)])
        // 71,000 ÷ 50 = 1,420: nothing was lost or won overnight.
        #expect(new.engine.account.profitToday == .zero)
        #expect(
            lines(new.records) == [
                "day 2026-03-03 cash 9300000 holdings 710000 profit 10000", "split 10 to 500",
                "split 10 to 500 of 0", "exit adjusted 500",
            ])
    }

    @Test("a day that ended meanwhile ends at its own close; the fall since then is today's loss")
    func close() throws {
        let configuration = configuration()
        let old = morning(configuration)
        var new = Follower(try Engine.restore(configuration, from: old.records))
        new.start()
        for (at, price) in [
            (day.at("09:00:10"), 70_000), (day.at("15:30:10"), 71_000),
            (Sample.wednesday.at("09:00:10"), 60_100),
        ] as [(Moment, Int64)] {
            new.step(.history(.tick(.print(at, price))), at)
        }
        new.resume(at: Sample.wednesday.at("11:00"))
        #expect(
            lines(new.records) == ["day 2026-03-03 cash 9300000 holdings 710000 profit 10000"])
        #expect(new.engine.account.profitToday == Won(-109_000))
        #expect(new.engine.tradingDay == Sample.wednesday)
    }

    @Test("a clean stop in the day is no official close: the day's loss goes on after it")
    func stop() throws {
        let configuration = configuration()
        var old = morning(configuration)
        old.step(.tick(.print(day.at("10:59"), 69_000)), day.at("10:59"))
        old.finish()
        #expect(
            lines(old.records).last == "day 2026-03-03 cash 9300000 holdings 690000 profit -10000")
        let new = try restarted(
            configuration, old.records, prints: [("10:59", 69_000)], at: day.at("11:30"))
        #expect(lines(new.records) == [])
        #expect(new.engine.account.profitToday == Won(-10_000))
    }

    @Test("H09: an order that had not left is not sent after a gap, and says so")
    func stale() throws {
        var configuration = configuration { context in
            for _ in 0..<3 {
                context.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(69_000))
            }
        }
        configuration.pacing = .mock
        var old = morning(configuration)
        old.step(.timer, day.at("10:00"))
        let waiting = old.engine.liveOrderCount
        #expect(waiting > 0)
        let soon = try restarted(configuration, old.records, at: day.at("10:00:30"))
        #expect(soon.engine.liveOrderCount == waiting)
        let late = try restarted(configuration, old.records, at: day.at("10:01:01"))
        let left = old.requests.count - 1
        #expect(late.engine.liveOrderCount == left)
        #expect(
            lines(late.records) == Array(repeating: "2 CANCELED NOT_SENT", count: waiting - left))
        #expect(late.requests == [])
    }

    @Test("what waits for an auction that nobody saw waits for the next one")
    func auction() throws {
        let configuration = configuration { context in
            context.buy(
                SymbolIndex(0), quantity: Shares(1), limit: Price(69_000), timeInForce: .nextOpen)
        }
        var old = morning(configuration)
        old.step(.timer, day.at("10:00"))
        #expect(lines(old.records).last == "held")
        var new = try restarted(
            configuration, old.records, prints: [("15:30:10", 70_000)],
            at: Sample.wednesday.at("11:00"))
        new.step(.timer, Sample.wednesday.at("11:00"))
        #expect(new.requests == [])
        #expect(new.engine.nextTimer == Sample.thursday.at("08:30"))
        new.step(.timer, Sample.thursday.at("08:30"))
        #expect(new.requests.map(words) == ["→ 2 new buy 1 @ 69000"])
    }

    @Test("who throws in history is paused once, however often the engine is restarted")
    func fault() throws {
        var puppet = Puppet()
        puppet.subscriptions = .ticks
        puppet.onTick = { tick, _ in if tick.price == Price(70_200) { throw Mishap() } }
        let configuration = EngineConfiguration.sample([puppet], instruments: [Sample.samsung])
        var records: [Record] = []
        for number in 0..<4 {
            let new = try restarted(
                configuration, records, prints: [("09:01", 70_200)], at: day.at("09:02"))
            let incidents = lines(new.records).filter { $0.hasPrefix("STRATEGY") }
            #expect(incidents == (number == 0 ? ["STRATEGY_PAUSED of 0"] : []))
            #expect(new.engine.mode == .active)
            records += new.records
        }
    }

    @Test("a first run's warm-up is history for every restart after it, its splits too")
    func warmUp() throws {
        let split = CorporateAction(kind: .split, factor: Ratio(50), day: Sample.wednesday)
        var instrument = Sample.samsung
        instrument.history = InstrumentHistory(actions: [split])
        let configuration = EngineConfiguration.sample(
            [Puppet()], instruments: [instrument],
            holdings: [.init(symbol: symbol, quantity: Shares(10), cost: Won(14_000))])
        let prints: [(Moment, Int64)] = [
            (day.at("15:30:10"), 71_000), (Sample.wednesday.at("15:30:10"), 1_430),
        ]
        var records: [Record] = []
        for moment in [Sample.wednesday.at("20:00"), Sample.thursday.at("08:00")] {
            var new = Follower(try Engine.restore(configuration, from: records))
            new.start()
            for (at, price) in prints { new.step(.history(.tick(.print(at, price))), at) }
            new.resume(at: moment)
            #expect(new.engine.position(symbol).quantity == Shares(10))
            #expect(lines(new.records) == [])
            records += new.records
        }
    }

    @Test("a timer that was due in the gap makes no signal after it")
    func timer() throws {
        let configuration = configuration { context in
            context.sell(SymbolIndex(0), quantity: Shares(10))
        }
        let old = morning(configuration)
        var new = try restarted(
            configuration, old.records, prints: [("15:30:10", 70_000)],
            at: Sample.wednesday.at("08:35"))
        new.step(.timer, Sample.wednesday.at("08:35"))
        #expect(new.requests == [])
        #expect(new.engine.nextTimer == .distantFuture)
        #expect(new.engine.position(symbol).quantity == Shares(10))
    }

    @Test("a run that begins after the day of its records is refused")
    func tooLate() throws {
        var configuration = configuration()
        let records = morning(configuration).records
        configuration.start = Sample.wednesday.midnight
        #expect(throws: RecordFault.self) {
            _ = try Engine.restore(configuration, from: records)
        }
    }

    @Test("records that can't be are faults, never traps")
    func unsound() throws {
        let configuration = configuration()
        let records = morning(configuration).records
        func fails(_ change: (inout Record) -> Bool) {
            var changed = records
            guard let place = changed.indices.first(where: { change(&changed[$0]) }) else {
                Issue.record("Nothing to change")
                return
            }
            #expect(throws: RecordFault.self, "\(changed[place])") {
                _ = try Engine.restore(configuration, from: changed)
            }
        }
        fails { record in
            guard case .order(var order) = record else { return false }
            order.quantity = .zero
            record = .order(order)
            return true
        }
        fails { record in
            guard case .order(var order) = record else { return false }
            order.key.symbol = SymbolIndex(99)
            record = .order(order)
            return true
        }
        fails { record in
            guard case .transition(var change) = record, change.number != nil else { return false }
            change.number = OrderNumber(0)
            record = .transition(change)
            return true
        }
        fails { record in
            guard case .fill(var fill) = record else { return false }
            fill.execution.quantity = Shares(11)
            record = .fill(fill)
            return true
        }
        #expect(throws: RecordFault.self, "No run's record comes first") {
            _ = try Engine.restore(configuration, from: records.dropFirst())
        }
    }
}
