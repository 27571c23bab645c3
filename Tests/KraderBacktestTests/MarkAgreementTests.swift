import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("Marks of random runs")
struct MarkAgreementTests {
    /// A model from the text alone: of all prints and fills of a symbol known so far the one with
    /// the latest stamp, a print before a fill of the same stamp.
    private struct Newest {
        var print: (time: Moment, price: Price)?
        var fill: (time: Moment, price: Price)?

        var price: Price? {
            guard let fill else { return print?.price }
            guard let print, print.time >= fill.time else { return fill.price }
            return print.price
        }
    }

    @Test(
        "what is held is worth the newest price, our own fills included, under every latency",
        arguments: 0..<10 as Range<UInt64>)
    func marks(seed: UInt64) {
        let (configuration, ticks) = randomRun(seed, perDay: 600)
        let inputs = PlainRun(configuration, ticks: ticks).inputs
        let (again, _) = randomRun(seed, perDay: 600)
        var engine = Engine(again.engine)
        var out = OutputBuffer()
        let symbols = again.engine.instruments.indices
        var newest = [Newest](repeating: Newest(), count: symbols.count)
        var fillsThatMark = 0
        var wrong: [String] = []
        engine.start(into: &out)
        out.removeAll()
        for (at, input) in inputs {
            engine.step(input, at: at, into: &out)
            if case .tick(let tick) = input, isInSession(tick) {
                newest[tick.symbol.int].print = (tick.time, tick.price)
            }
            if case .push(let push) = input, case .executed(let execution) = push.event {
                let symbol = push.symbol.int
                if execution.time >= newest[symbol].fill?.time ?? .distantPast {
                    newest[symbol].fill = (execution.time, execution.price)
                }
                if newest[symbol].price == execution.price { fillsThatMark += 1 }
            }
            out.removeAll()
            for symbol in symbols {
                let position = engine.position(SymbolIndex(symbol))
                // Fills that wait for the number of their order are not known yet.
                guard position.quantity > .zero, engine.unexplainedPushes == 0,
                    let price = newest[symbol].price, position.mark != price, wrong.count < 5
                else { continue }
                wrong.append("\(symbol) at \(at): \(position.mark?.won ?? 0), not \(price)")
            }
        }
        #expect(wrong == [])
        #expect(fillsThatMark > 10, "Prints that come with each fill leave it little time")
    }

    private func isInSession(_ tick: Tick) -> Bool {
        let hours = SessionHours.on(CalendarDate(tick.time))
        return tick.scope == .regular && tick.time >= hours.open && tick.time < hours.auctionEnd
    }
}
