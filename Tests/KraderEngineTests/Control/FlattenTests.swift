import KraderEngine
import KraderModel
import Support
import Testing

@Suite("Flatten: open orders are cancelled, what can be sold is")
struct FlattenTests {
    private let stop = ProtectiveExits(stop: .price(Price(69_000)))
    private var day: CalendarDate { Sample.tuesday }

    private func buy(
        _ time: String, _ symbol: Int, _ quantity: Int64, at limit: Int64
    ) -> (at: Moment, act: Puppet.Act) {
        (
            day.at(time),
            { $0.buy(SymbolIndex(symbol), quantity: Shares(quantity), limit: Price(limit)) }
        )
    }

    @Test("a strategy's shares, with an exit or without, are sold at the market; then all is gone")
    func sold() {
        let scene = ExitScene.bought(stop, [buy("10:00:05", 1, 3, at: 20_000)])
        scene.bench.accept("10:00:06", 2, as: 8)
        scene.bench.fill("10:00:07", 8, 3, at: 20_000, symbol: 1)
        #expect(
            scene.bench.command("10:01", .flatten(nil, .test)) == [
                "FLATTENING", "exit hit FLATTEN 10", "order 3 sell 10", "3 sent",
                "exit hit FLATTEN 3", "order 4 sell 3", "4 sent", "→ 3 new sell 10",
                "→ 4 new sell 3",
            ])
        #expect(scene.bench.engine.mode == .reducing)
        scene.bench.accept("10:01:01", 3, as: 9)
        #expect(
            scene.bench.fill("10:01:02", 9, 10, at: 69_500) == [
                "3 filled 10 at 69500, FILLED", "exit done FLATTEN 0",
            ])
        #expect(scene.held == 0)
    }

    @Test("open orders are cancelled first, and what they kept is sold when they are gone")
    func cancels() {
        let sell: (at: Moment, act: Puppet.Act) = (
            day.at("10:00:05"),
            { $0.sell(SymbolIndex(0), quantity: Shares(10), limit: Price(75_000)) }
        )
        let scene = ExitScene.bought(stop, [sell, buy("10:00:06", 1, 3, at: 20_000)])
        scene.bench.accept("10:00:06", 2, as: 8)
        scene.bench.accept("10:00:07", 3, as: 9)
        let said = scene.bench.command("10:01", .flatten(nil, .test))
        #expect(said.suffix(2) == ["→ 4 cancel 9", "→ 5 cancel 8"])
        scene.bench.push("10:01:01", 8, .cancelled(quantity: Shares(10), by: OrderNumber(11)))
        #expect(scene.bench.lastOrder == 6, "The sale left when its shares were free")
        scene.bench.push(
            "10:01:02", 9, .cancelled(quantity: Shares(3), by: OrderNumber(10)), symbol: 1)
        #expect(scene.bench.engine.liveOrderCount == 1)
    }

    @Test("what fills while its cancel is on the way is sold too")
    func fillsMeanwhile() {
        let scene = ExitScene(stop)
        scene.bench.command("10:01", .flatten(nil, .test))
        let said = scene.bench.fill("10:01:00.1", 7, 10, at: 70_000)
        #expect(said.contains("exit hit FLATTEN 10") && said.last == "→ 3 new sell 10")
    }

    @Test("one symbol: others are kept, and so are their exits; buys of any wait for resume")
    func oneSymbol() {
        let scene = ExitScene.bought(
            stop, [buy("10:00:05", 1, 3, at: 20_000), buy("10:02", 1, 1, at: 20_000)])
        scene.bench.accept("10:00:06", 2, as: 8)
        scene.bench.fill("10:00:07", 8, 3, at: 20_000, symbol: 1)
        let said = scene.bench.command("10:01", .flatten(SymbolIndex(1), .test))
        #expect(said.last == "→ 3 new sell 3")
        #expect(scene.exit?.hit == nil)
        #expect(scene.bench.wait("10:02") == ["refused REDUCING"])
        #expect(scene.bench.command("10:03", .resume) == ["RESUMED", "exit done 3"])
        #expect(scene.bench.engine.mode == .active)
    }

    @Test("nobody's shares are sold too; a sale of more than one order may have follows in others")
    func nobody() {
        let held = OpeningAccount.Holding(
            symbol: SymbolIndex(1), quantity: Shares(3), cost: Won(60_000))
        let bench = EngineBench(.sample([Puppet([])], holdings: [held]))
        bench.print("10:00", 20_000, symbol: 1)
        #expect(bench.command("10:01", .flatten(nil, .test)).last == "→ 1 new sell 3")
        bench.accept("10:01:01", 1, as: 7)
        bench.fill("10:01:02", 7, 3, at: 20_000, symbol: 1)
        #expect(bench.engine.position(SymbolIndex(1)).quantity == .zero)
        #expect(bench.engine.account.cash == Won(10_060_000))
    }

    @Test("before the session it waits for the opening auction")
    func beforeOpen() {
        let held = OpeningAccount.Holding(
            symbol: SymbolIndex(0), quantity: Shares(3), cost: Won(210_000))
        let bench = EngineBench(.sample([Puppet([])], holdings: [held]))
        #expect(
            bench.command("08:00", .flatten(nil, .test)) == ["FLATTENING", "exit hit FLATTEN 3"])
        #expect(bench.wait("08:30").last == "→ 1 new sell 3")
    }

    @Test("resuming takes it back: what is not sold keeps its own exits")
    func takenBack() {
        let scene = ExitScene.bought(stop)
        scene.bench.status("10:00:30", .halted)
        #expect(
            scene.bench.command("10:01", .flatten(nil, .test)) == [
                "FLATTENING", "exit hit FLATTEN 10",
            ])
        #expect(scene.bench.command("10:02", .resume) == ["RESUMED", "exit armed 10"])
        #expect(scene.exit?.hit == nil && scene.exit?.stop == Price(69_000))
        scene.bench.status("10:03", .normal)
        #expect(scene.held == 10 && scene.bench.lastOrder == 1)
    }

    @Test("while the kill switch is engaged it is refused, and said so")
    func killed() {
        let scene = ExitScene.bought(stop)
        scene.bench.command("10:00:30", .engageKillSwitch)
        #expect(scene.bench.command("10:01", .flatten(nil, .test)) == ["FLATTEN_REFUSED"])
        scene.bench.command("10:02", .rearmKillSwitch(.test, isReducing: true))
        let last = scene.bench.command("10:03", .flatten(nil, .test)).last
        #expect(last == "→ \(scene.bench.lastOrder) new sell 10")
    }
}
