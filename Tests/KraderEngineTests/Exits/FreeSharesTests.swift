import KraderEngine
import KraderModel
import Support
import Testing

@Suite("An exit leaves the strategy's other sales alone where enough shares are free")
struct FreeSharesTests {
    typealias Line = (at: Moment, act: Puppet.Act)

    /// An order for four shares more, without exits.
    private let more: Line = (
        Sample.tuesday.at("10:00:05"),
        { $0.buy(SymbolIndex(0), quantity: Shares(4), limit: Price(70_000)) }
    )

    private func offer(_ time: String, _ quantity: Int64, _ limit: Int64) -> Line {
        (
            Sample.tuesday.at(time),
            { $0.sell(SymbolIndex(0), quantity: Shares(quantity), limit: Price(limit)) }
        )
    }

    private func fourteen(_ lines: [Line]) -> ExitScene {
        let scene = ExitScene.bought(ExitKind.stop.rules, [more] + lines)
        scene.bench.wait("10:00:05")
        scene.bench.accept("10:00:06", 2, as: 8)
        scene.bench.fill("10:00:07", 8, 4, at: 70_000)
        return scene
    }

    @Test("the sale stays, and the exit's order goes at once")
    func stays() {
        let scene = fourteen([offer("10:00:10", 4, 70_500)])
        let bench = scene.bench
        bench.wait("10:00:10")
        bench.accept("10:00:11", 3, as: 9)
        #expect(
            scene.hit(.stop) == [
                "exit hit STOP 10", "order 4 sell 10", "4 sent", "→ 4 new sell 10",
            ])
        bench.accept("10:01:01", 4, as: 10)
        // The order sells the four that no exit covers.
        bench.fill("10:01:02", 9, 4, at: 70_500)
        #expect(scene.exit?.quantity == Shares(10))
        #expect(bench.fill("10:01:03", 10, 10, at: 69_000).last == "exit done STOP 0")
        #expect(scene.held == 0 && bench.balances)
        #expect(bench.engine.counts.exitsEndedBySales == 0)
    }

    @Test("of several sales the last goes, and no more than are in the way")
    func oneOfTwo() {
        let scene = fourteen([offer("10:00:10", 3, 70_500), offer("10:00:12", 3, 70_600)])
        let bench = scene.bench
        bench.wait("10:00:10")
        bench.accept("10:00:11", 3, as: 9)
        bench.wait("10:00:12")
        bench.accept("10:00:13", 4, as: 10)
        #expect(scene.hit(.stop) == ["exit hit STOP 10", "4 change sent", "→ 5 cancel 10"])
        bench.accept("10:01:01", 5, as: 11)
        #expect(bench.cancelled("10:01:01", 10, 3, by: 11).last == "→ 6 new sell 10")
        bench.accept("10:01:02", 6, as: 12)
        bench.fill("10:01:03", 9, 3, at: 70_500)
        bench.fill("10:01:04", 12, 10, at: 69_000)
        #expect(scene.held == 1 && bench.balances)
    }

    @Test("shares that nobody bought are free as well")
    func nobodys() {
        let scene = ExitScene.bought(
            ExitKind.stop.rules, [offer("10:00:10", 4, 70_500)]
        ) {
            $0.account.positions = [
                .init(symbol: SymbolIndex(0), quantity: Shares(4), cost: Won(240_000))
            ]
        }
        let bench = scene.bench
        bench.wait("10:00:10")
        bench.accept("10:00:11", 2, as: 8)
        #expect(scene.hit(.stop).last == "→ 3 new sell 10")
        bench.accept("10:01:01", 3, as: 9)
        bench.fill("10:01:02", 8, 4, at: 70_500)
        #expect(scene.exit?.quantity == Shares(10))
        bench.fill("10:01:03", 9, 10, at: 69_000)
        #expect(scene.exit == nil && scene.held == 0 && bench.balances)
    }

    /// A sale takes what an exit covers first, before the exit is hit.
    @Test("an exit that a sale of its strategy ends, with shares left, is counted")
    func endedBySale() {
        let scene = fourteen([offer("10:00:10", 10, 70_500)])
        let bench = scene.bench
        bench.wait("10:00:10")
        bench.accept("10:00:11", 3, as: 9)
        #expect(bench.fill("10:00:12", 9, 10, at: 70_500).last == "exit done 0")
        #expect(scene.held == 4)
        #expect(bench.engine.counts.exitsEndedBySales == 1)
    }
}
