import KraderModel
import KraderVenue
import Support
import Testing

@Suite("A venue is copied on purpose")
struct CopyTests {
    @Test(
        "a copy goes on as the venue would have, whatever the venue is shown meanwhile",
        arguments: 0..<12 as Range<UInt64>)
    func goesOn(seed: UInt64) {
        var run = AgreementRun(seed: seed, books: seed % 3 == 0)
        run.beginDay(CalendarDate(2026, 3, 3))
        for step in 0..<1_200 {
            run.step()
            if step % 37 == 0 { run.goOnAsCopy() }
            guard run.agrees(deeply: step % 16 == 0) else {
                Issue.record("seed \(seed), step \(step): \(run.difference)")
                return
            }
        }
        #expect(run.fills > 5, "A run without fills compares nothing")
    }
}

extension AgreementRun {
    /// The venue is replaced by its copy, then shown prints that fill whatever rests.
    fileprivate mutating func goOnAsCopy() {
        let copy = venue.copy()
        for symbol in 0..<AgreementRun.symbols {
            for price in [price[symbol] / 10 * 8, price[symbol] / 10 * 12] {
                venue.trade(
                    Tick(
                        time: now, symbol: SymbolIndex(symbol), price: Price(price),
                        size: Shares(100_000), scope: .regular))
            }
        }
        venue = copy
    }
}
