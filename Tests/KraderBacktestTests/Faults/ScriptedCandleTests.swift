import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("A script: candles as data")
struct ScriptedCandleTests {
    /// Ten shares are bought for Wednesday's open at 10,000, with a stop at 9,500, which
    /// Wednesday's candle falls through.
    private func run(_ events: [ScriptedEvent]) throws -> FinishedRun {
        let rows: [(CalendarDate, Int64, Int64, Int64, Int64)] = [
            (Sample.tuesday, 10_000, 10_000, 10_000, 10_000),
            (Sample.wednesday, 10_000, 10_100, 9_000, 9_600),
            (Sample.thursday, 9_600, 9_700, 9_500, 9_600),
        ]
        let candles = rows.map { day, open, high, low, close in
            CandleEvent(
                symbol: SymbolIndex(0), timeframe: .d1,
                candle: Candle(
                    day.midnight, day.midnight + .day, open, high, low, close, volume: 1_000_000))
        }
        var puppet = Puppet()
        puppet.subscriptions = .candles(.d1)
        puppet.onCandle = { candle, _, context in
            if CalendarDate(candle.start) == Sample.tuesday {
                context.buy(
                    context.symbol, quantity: Shares(10),
                    exits: ProtectiveExits(stop: .price(Price(9_500))))
            }
        }
        var instrument = Sample.samsung
        instrument.basePrice = Price(10_000)
        var engine = EngineConfiguration.sample([puppet], instruments: [instrument])
        engine.pacing = .live
        var configuration = BacktestConfiguration.sample(
            engine, fills: .queue, latency: .shipped)
        configuration.faults = FaultPlan(events)
        return FinishedRun(configuration, candles: try CandleArray(candles))
    }

    private func sales(_ run: FinishedRun) -> [String] {
        run.sink.fills.filter { $0.fill.side == .sell }.map {
            "\($0.fill.execution.quantity) at \($0.fill.execution.price)"
        }
    }

    @Test("a stop that a candle's way meets sells once, whatever becomes of its messages")
    func exit() throws {
        let plain = try run([.at("09:00:00", .process(.secondCopy))])
        #expect(sales(plain) == ["10 at 9490"])
        let sale = Occurrence.Kind.request(.newOrder)
        for act in [
            ScriptedAct.reply(.drop, .newOrder), .reply(.delay(.seconds(5)), .newOrder),
            .reply(.garble, .newOrder), .request(.delay(.seconds(2)), .newOrder),
        ] {
            let run = try run([.when(sale, nth: 2, act)])
            #expect(run.result.script[0].isDone, "\(act)")
            #expect(run.newOrders == 2, "\(act)")
            #expect(run.shares == 0, "\(act)")
            #expect(run.account.cash == run.balance.cash, "\(act)")
        }
        let unheard = try run([.when(.push(.executed), nth: 2, .push(.drop, .executed))])
        #expect(sales(unheard) == ["10 at 9490"])
        #expect(unheard.shares == 0 && unheard.newOrders == 2)
    }

    @Test("a candle that falls to a price is a moment; one that comes in a silence is lost")
    func price() throws {
        let run = try run([
            .when(.price(Price(9_200), isFall: true), .process(.secondCopy)),
            ScriptedEvent(
                .at(Sample.thursday.at("09:00:00")),
                .market(.stale, nil, lasting: .hours(15) + .minutes(30))),
        ])
        #expect(run.result.script[0].done == [Sample.wednesday.at("15:30:30")])
        #expect(run.result.scriptCounts.lostData == 1)
    }

    @Test("the engine ends on a candle's way and goes on: its shares and cash are the broker's")
    func crash() throws {
        for point in [CrashPoint.intentCommitted, .requestSent, .fillRead, .fillCommitted] {
            let run = try run([
                .when(
                    .crashPoint(point), nth: 2, .process(.crash(restartAfter: .seconds(30))))
            ])
            #expect(run.result.script[0].isDone, "\(point)")
            // A sale that was decided and never left is absent when its day is over: it is not
            // sent again before.
            let sales = run.sink.records.compactMap { record -> Moment? in
                guard case .transition(let change) = record, change.event == .sent else {
                    return nil
                }
                return change.at
            }.dropFirst()
            #expect(sales.count == (point == .intentCommitted ? 2 : 1), "\(point)")
            #expect(sales.dropFirst().allSatisfy { $0 >= Sample.thursday.midnight }, "\(point)")
            let held = run.held.first?.quantity.count ?? 0
            #expect(run.shares == held, "\(point)")
        }
    }
}
