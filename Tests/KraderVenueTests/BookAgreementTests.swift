import KraderModel
import KraderVenue
import Support
import Testing

@Suite("The venue and its plain reading, with books")
struct BookAgreementTests {
    @Test(
        "agree message for message over random orders, prints, candles and books",
        arguments: Proof.range(20, long: 80))
    func agree(seed: UInt64) throws {
        var run = AgreementRun(seed: seed, books: true)
        for day in [
            CalendarDate(2026, 3, 3), CalendarDate(2026, 3, 4), CalendarDate(2026, 3, 5),
            CalendarDate(2026, 3, 6),
        ] {
            run.beginDay(day)
            for step in 0..<2_350 {
                run.step()
                guard run.agrees(deeply: step % 16 == 0) else {
                    Issue.record("seed \(seed), \(day), step \(step): \(run.difference)")
                    return
                }
            }
        }
        #expect(run.fills > 20, "A run without fills compares nothing")
        #expect(run.books > 1_000)
        // Eighty runs enter a hundred thousand orders together, beside changes and cancels.
        #expect(run.orders >= 1_250, "seed \(seed): \(run.orders)")
        let counts = run.venue.unbelievedSides
        #expect(counts.ended > 0 && counts.emptied > 0)
        #expect((counts.aged > 0) == (run.settings.bookCoverage == .sampled))
    }
}

extension AgreementRun {
    /// A side of a few levels around the price: now and then none, gaps, levels without shares, and
    /// often the same as before on one side.
    mutating func display() {
        let symbol = hasCandles ? [0, 2][draw(2)] : draw(AgreementRun.symbols)
        let steps = PriceStepTable.table(board: .kospi, on: CalendarDate(2026, 3, 3))
        _ = draw(3) == 0 ? move(symbol) : nil
        var book = Book(time: now, symbol: SymbolIndex(symbol))
        for side in Side.allCases {
            if let before = shown[symbol], draw(3) == 0 {
                for index in 0..<before.count(side) {
                    book.append(before.level(side, index), to: side)
                }
                continue
            }
            let direction = side == .sell ? 1 : -1
            var level = steps.moved(
                Price(price[symbol]), steps: direction * [0, 1, 1, 1, 2][draw(5)])
            if side == .buy, draw(3) == 0 { level = steps.moved(level, steps: -1) }
            for _ in 0..<[0, 1, 1, 3, 5, 10][draw(6)] {
                book.append(
                    PriceLevel(level, Shares([0, 1, 5, 20, 60, 300][draw(6)])), to: side)
                level = steps.moved(level, steps: direction * (draw(6) == 0 ? 2 : 1))
            }
        }
        shown[symbol] = book
        books += 1
        venue.show(book)
        naive.show(book)
    }
}
