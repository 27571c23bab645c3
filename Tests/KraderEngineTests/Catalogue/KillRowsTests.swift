import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("The kill switch before a broker that answers badly (failure-modes.md §1, K)")
struct KillRowsTests {
    private let day = Sample.tuesday

    private func cancels(_ scene: RowScene) -> Int {
        scene.bench.requests.count { if case .cancel = $0.request { true } else { false } }
    }

    @Test("K06: what fills while it is being cancelled is booked, and trading stays stopped")
    func filling() {
        let scene = RowScene.working()
        scene.bench.command("10:00:10", .engageKillSwitch)
        #expect(
            scene.bench.fill("10:00:10.1", 7, 4, at: 70_000)
                == ["1 filled 4 at 70000, PARTIAL_FILL"])
        scene.bench.push("10:00:10.2", 7, .cancelled(quantity: Shares(6), by: OrderNumber(8)))
        #expect(scene.held == Shares(4) && scene.mode == .killed)
        #expect(scene.count(.killSwitchComplete) == 1)
    }

    @Test("K07: it is not complete while the broker does not answer, and goes on when it does")
    func unreachable() {
        let scene = RowScene.working()
        scene.link("10:00:05", .down)
        scene.bench.command("10:00:10", .engageKillSwitch)
        scene.bench.wait("10:30")
        #expect(scene.mode == .killed && scene.count(.killSwitchComplete) == 0)
        scene.link("10:30", .up)
        #expect(cancels(scene) == 1)
        scene.bench.push("10:30:01", 7, .cancelled(quantity: Shares(10), by: OrderNumber(8)))
        #expect(scene.count(.killSwitchComplete) == 1)
    }

    @Test("K08: a restart goes on killing: no cancel that left leaves again unasked")
    func crash() throws {
        let scene = RowScene.working([RowScene.buy("10:00:05", 5, at: 20_000, symbol: 1)])
        scene.bench.wait("10:00:05")
        scene.bench.accept("10:00:05.1", 2, as: 9)
        scene.bench.command("10:00:10", .engageKillSwitch)
        #expect(cancels(scene) == 2)
        var configuration = EngineConfiguration.sample([
            Puppet([RowScene.buy("10:00", 10), RowScene.buy("10:00:05", 5, at: 20_000, symbol: 1)])
        ])
        configuration.replyDeadline = Limits.replyDeadline
        var next = Follower(try Engine.restore(configuration, from: scene.bench.records))
        next.start()
        next.resume(at: day.at("10:00:12"))
        let mode = next.engine.mode
        let sent = next.requests.count
        #expect(mode == .killed && sent == 0)
        next.step(
            .push(
                BrokerPush(
                    number: OrderNumber(7), symbol: SymbolIndex(0),
                    event: .cancelled(quantity: Shares(10), by: OrderNumber(10)))),
            day.at("10:00:13"))
        next.step(
            .push(
                BrokerPush(
                    number: OrderNumber(9), symbol: SymbolIndex(1),
                    event: .cancelled(quantity: Shares(5), by: OrderNumber(11)))),
            day.at("10:00:13"))
        let live = next.engine.liveOrderCount
        #expect(live == 0)
    }

    @Test("K09: engaging twice is engaging once")
    func twice() {
        let scene = RowScene.working()
        scene.bench.command("10:00:10", .engageKillSwitch)
        scene.bench.command("10:00:11", .engageKillSwitch)
        #expect(scene.count(.killSwitchEngaged) == 1 && cancels(scene) == 1)
    }

    @Test("K16: what only the market or our own rules deny is no error")
    func noErrors() {
        let scene = RowScene(
            (0..<5).map { RowScene.buy("10:00:0\($0)", 10, at: 200_000) })
        scene.bench.wait("10:01")
        let errors = scene.bench.engine.trading.errors.today
        #expect(errors == 0 && scene.mode == .active && scene.orders == 0)
    }

    @Test("K17: errors before a restart count on in the same five minutes")
    func windowOverRestart() throws {
        let lines = [RowScene.buy("10:00", 1), RowScene.buy("10:00:01", 2)]
        let scene = RowScene(lines)
        scene.bench.wait("10:00:01")
        scene.bench.refuse("10:00:02", 1, .offStep)
        scene.bench.refuse("10:00:02", 2, .offStep)
        #expect(scene.mode == .active, "Two are not three")
        var next = Follower(
            try Engine.restore(.sample([Puppet(lines)]), from: scene.bench.records))
        next.start()
        next.resume(at: day.at("10:00:30"))
        // A push about an issue that nobody has is the third.
        next.step(
            .push(
                BrokerPush(
                    number: OrderNumber(99), symbol: SymbolIndex(50),
                    event: .accepted(.sample(at: day.at("10:02"))))), day.at("10:02"))
        let mode = next.engine.mode
        #expect(mode == .killed)
    }
}

@Suite("Strategies and people (failure-modes.md §1, L)")
struct StrategyRowsTests {
    private let day = Sample.tuesday

    @Test("L05: what history shows again is no news: no signal comes of it")
    func oldCandles() throws {
        var puppet = Puppet()
        puppet.subscriptions = .candles(.m1, window: 5)
        puppet.onCandle = { _, _, context in
            context.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000))
        }
        let configuration = EngineConfiguration.sample([puppet])
        var first = Follower(Engine(configuration))
        first.start()
        let minute = Candle(day.at("10:04"), day.at("10:05"), 70_000, 70_000, 70_000, 70_000)
        var next = Follower(try Engine.restore(configuration, from: first.records))
        next.start()
        next.step(.history(.candle(minute, .m1, SymbolIndex(0))), day.at("10:05"))
        next.resume(at: day.at("10:30"))
        next.step(.clock, day.at("10:31"))
        let sent = next.requests.count
        #expect(sent == 0)
    }

    @Test("L12: shares that a person sells beside a strategy are sold once")
    func besideAPerson() {
        let scene = RowScene.working([RowScene.sell("10:02", 10)])
        scene.bench.fill("10:00:01", 7, 10, at: 70_000)
        scene.bench.push(
            "10:01", 9, .accepted(.sample(.sell, 6, channel: .other, at: day.at("10:01"))))
        scene.bench.fill("10:01:01", 9, 6, at: 70_000)
        #expect(scene.held == Shares(4))
        #expect(scene.bench.engine.ownPosition(0, SymbolIndex(0)).quantity == Shares(4))
        scene.bench.wait("10:02")
        let offered = scene.bench.requests.compactMap { numbered -> Shares? in
            guard case .newOrder(let order) = numbered.request, order.side == .sell else {
                return nil
            }
            return order.quantity
        }
        #expect(offered == [] || offered == [Shares(4)], "\(offered)")
    }
}
