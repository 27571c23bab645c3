import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("One moment, many events")
struct OneMomentTests {
    let day = Sample.tuesday

    @Test(
        "candle closes, then what the venue says, then prints by symbol, then timers, then requests"
    )
    func order() {
        let notebook = Notebook()
        var puppet = Puppet([
            (
                day.at("09:59:58"),
                { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(69_900)) }
            ),
            (
                day.at("10:00"),
                { context in
                    notebook.write("timer")
                    context.buy(SymbolIndex(0), quantity: Shares(2), limit: Price(70_500))
                }
            ),
        ])
        puppet.subscriptions = Subscriptions.candles(.m1, window: 2)
        puppet.subscriptions.ticks = true
        puppet.onCandle = { candle, _, context in
            notebook.write("candle of \(context.symbol.value), closed at \(candle.close)")
        }
        puppet.onTick = { tick, _ in notebook.write("print of \(tick.symbol.value)") }
        puppet.onFill = { fill, context in
            notebook.write(
                "\(fill.quantity) filled at \(fill.price), "
                    + "last \(context.lastPrice(SymbolIndex(0)) ?? Price(0))"
            )
        }
        let ticks: [Tick] = [
            .print(day.at("09:59:30"), 70_000), .print(day.at("09:59:31"), 20_000, symbol: 1),
            .print(day.at("10:00"), 69_900), .print(day.at("10:00"), 20_050, symbol: 1),
            .print(day.at("10:00:01"), 70_100),
        ]
        let run = FinishedRun(.sample(.sample([puppet])), ticks: ticks)
        #expect(
            notebook.read().prefix(9) == [
                "print of 0", "print of 1", "candle of 0, closed at 70000",
                "candle of 1, closed at 20000", "1 filled at 69900, last 70000", "print of 0",
                "print of 1", "timer", "2 filled at 70100, last 69900",
            ], "The request of the timer met the next print, not that of its moment")
        #expect(run.result.fills == 2)
    }

    @Test(
        "with latencies a print is learned later, and an answer comes after its way there and back")
    func latencies() {
        let notebook = Notebook()
        var puppet = Puppet()
        puppet.subscriptions.ticks = true
        puppet.onTick = { tick, context in
            notebook.write("print of \(TimeOfDay(tick.time)) at \(TimeOfDay(context.now))")
            if tick.price == Price(70_000) {
                context.buy(tick.symbol, quantity: Shares(1), limit: Price(70_500))
            }
        }
        puppet.onFill = { fill, context in notebook.write("filled at \(TimeOfDay(context.now))") }
        let latency = VenueConfiguration.Latency(
            data: .constant(.milliseconds(10)), order: .constant(.milliseconds(20)),
            reply: .constant(.milliseconds(40)), push: .constant(.milliseconds(80)))
        let ticks: [Tick] = [
            .print(day.at("10:00"), 70_000), .print(day.at("10:00:00.03"), 70_100),
            .print(day.at("10:00:00.031"), 70_200), .print(day.at("10:00:01"), 70_300),
        ]
        var engine = EngineConfiguration.sample([puppet])
        engine.closeDelay = .milliseconds(10)
        let run = FinishedRun(.sample(engine, fills: .through, latency: latency), ticks: ticks)
        // Known at 10:00:00.010, at the venue at .030, where only a later print counts; the push
        // takes 80 ms.
        #expect(
            notebook.read() == [
                "print of 10:00:00 at 10:00:00.01", "print of 10:00:00.03 at 10:00:00.04",
                "print of 10:00:00.031 at 10:00:00.041", "filled at 10:00:00.111",
                "print of 10:00:01 at 10:00:01.01",
            ])
        #expect(
            run.sink.lines.prefix(5) == [
                "order 1 buy 1 @ 70500", "1 sent", "1 acknowledged",
                "1 filled 1 at 70300, FILLED",
                "day 2026-03-03 cash 9929700 holdings 70300 profit 0",
            ])
    }
}
