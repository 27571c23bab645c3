import KraderEngine
import KraderModel
import Support
import Testing

@Suite("Levels of exits lie on the grid: stops down, targets up (semantics.md §4)")
struct LevelsOnGridTests {
    @Test("prices given between the lines of the grid are put on it, and compared there")
    func absolute() {
        // The grid has steps of 100 at 70,000.
        let rules = ProtectiveExits(stop: .price(Price(69_050)), target: .price(Price(71_001)))
        let scene = ExitScene.bought(rules)
        #expect(scene.exit?.stop == Price(69_000) && scene.exit?.target == Price(71_100))
        // Midpoint prints, between the lines: beyond what was said, not beyond the grid's line.
        #expect(scene.bench.print("10:00:10", 69_050) == [])
        #expect(scene.bench.print("10:00:11", 71_050) == [])
        #expect(scene.bench.print("10:00:12", 71_100).first == "exit hit TARGET 10")
    }

    @Test("so are a trailing level, and levels that a second fill moves")
    func moved() {
        let rate = Rate(basisPoints: 150)
        let scene = ExitScene(
            ProtectiveExits(stop: .distance(rate), target: .distance(rate), trailing: rate))
        scene.bench.fill("10:00:02", 7, 4, at: 69_900)
        // 98.5 % of 69,900 is 68,851.5, 101.5 % is 70,948.5.
        #expect(scene.exit?.stop == Price(68_800) && scene.exit?.target == Price(71_000))
        #expect(scene.exit?.trailingStop == Price(68_800))
        scene.bench.fill("10:00:03", 7, 6, at: 70_000)
        // The average is 69,960: 68,910.6 and 71,009.4; 98.5 % of 70,000 is 68,950.
        #expect(scene.exit?.stop == Price(68_900) && scene.exit?.target == Price(71_100))
        #expect(scene.exit?.trailingStop == Price(68_900))
    }

    @Test("a stop below the lowest price is none, and a target has no end")
    func edges() {
        let scene = ExitScene.bought(
            ProtectiveExits(
                stop: .distance(Rate(parts: 1_000_000_000)),
                target: .price(Price(1_234_567_001))))
        #expect(scene.exit?.stop == nil)
        #expect(scene.exit?.target == Price(1_234_568_000))
        #expect(scene.bench.print("10:00:10", 49_000) == [])
    }

    /// Shares bought on 2023-01-20; from the 25th on, the next trading day but the holidays, the
    /// steps of 2023 hold: KOSDAQ's 100 won at 250,000 become 500, 5 won at 1,005 become 1.
    @Test(
        "when the table changes between days they are put on the new day's grid",
        arguments: [
            (Int64(250_000), Int64(245_300), Int64(260_100), Int64(245_000), Int64(260_500), true),
            (1_500, 1_405, 1_605, 1_405, 1_605, false),
        ])
    func newTable(
        price: Int64, stop: Int64, target: Int64, newStop: Int64, newTarget: Int64, isMoved: Bool
    ) {
        let friday = CalendarDate(2023, 1, 20)
        let issue = Instrument(
            code: Sample.code("900010"), board: .kosdaq, basePrice: Price(price))
        let rules = ProtectiveExits(stop: .price(Price(stop)), target: .price(Price(target)))
        let puppet = Puppet([
            (
                friday.at("10:00"),
                {
                    $0.buy(
                        SymbolIndex(0), quantity: Shares(10), limit: Price(price), exits: rules)
                }
            )
        ])
        let bench = EngineBench(
            .sample([puppet], instruments: [issue], start: friday.midnight))
        bench.day = friday
        bench.print("09:59:59", price)
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 10, at: price)
        #expect(bench.engine.armedExits.first?.stop == Price(stop))
        bench.day = CalendarDate(2023, 1, 25)
        let said = bench.wait("09:00")
        #expect(said.contains("exit adjusted 10") == isMoved)
        #expect(bench.engine.armedExits.first?.stop == Price(newStop))
        #expect(bench.engine.armedExits.first?.target == Price(newTarget))
    }
}
