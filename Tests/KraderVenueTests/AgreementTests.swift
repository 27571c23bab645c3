import KraderModel
import KraderVenue
import Support
import Testing

@Suite("The venue and its plain reading")
struct AgreementTests {
    @Test(
        "agree message for message over random orders, prints and candles",
        arguments: Proof.range(20, long: 80))
    func agree(seed: UInt64) throws {
        var run = AgreementRun(seed: seed)
        for day in [
            CalendarDate(2026, 3, 3), CalendarDate(2026, 3, 4), CalendarDate(2026, 3, 5),
            CalendarDate(2026, 3, 6),
        ] {
            run.beginDay(day)
            for step in 0..<1_550 {
                run.step()
                guard run.agrees(deeply: step % 16 == 0) else {
                    Issue.record("seed \(seed), \(day), step \(step): \(run.difference)")
                    return
                }
            }
        }
        #expect(run.fills > 20, "A run without fills compares nothing")
        // Eighty runs enter a hundred thousand orders together, beside changes and cancels.
        #expect(run.orders >= 1_250, "seed \(seed): \(run.orders)")
    }

    @Test("the random days reach every kind of message that can be reached")
    func reach() {
        var heard: Set<String> = []
        for seed in 0..<12 as Range<UInt64> {
            var run = AgreementRun(seed: seed)
            run.beginDay(CalendarDate(2026, 3, 3))
            for _ in 0..<1_300 {
                run.step()
                _ = run.agrees(deeply: false)
            }
            heard.formUnion(run.heard)
        }
        // These are not reached here: a full table, an index, a halt, a rejection after acceptance.
        let rejections = Set(VenueRejection.allCases).subtracting([
            .tooManyOrders, .notTradeable, .halted,
        ])
        let expected =
            rejections.map(\.code) + [
                "accepted", "cancelled", "modified", "expired", "touch", "through", "path",
                "auction", "quote", "scripted", "by hand", "unfilled unknownOrder",
                "unfilled nothingLeft", "unfilled badQuantity", "unfilled offStep",
                "unfilled quantityTooLarge",
            ] + BrokerQuery.Kind.allCases.map(\.description)
        #expect(heard == Set(expected))
    }
}
