import KraderBacktest
import KraderEngine
import KraderModel
import KraderSwarm
import Support
import Testing

@Suite("Twists: what may not change how a world ends")
struct TwistTests {
    /// The first worlds by seed with a twist of a name.
    private static func worlds(_ name: String, _ count: Int) -> [World] {
        let drawn = (0..<3_000 as Range<UInt64>).lazy.map { World(seed: $0) }
            .filter { $0.twist?.name == name }
        return Array(drawn.prefix(count))
    }

    @Test("each is drawn, played, and changes nothing", arguments: Twist.names)
    func sound(name: String) {
        var played = 0
        for world in TwistTests.worlds(name, 4) {
            let verdict = world.play()
            #expect(verdict.failure == nil, "seed \(world.seed)")
            if verdict.isTwistPlayed == true { played += 1 }
        }
        #expect(played > 0)
    }

    @Test("worlds whose twist is one of the first three are what they were")
    func former() {
        // What seeds drew before there were others.
        #expect(World(seed: 7).twist == nil)
        for seed in 0..<200 as Range<UInt64> where World(seed: seed).kind != .none {
            #expect(World(seed: seed).twist == nil)
        }
    }

    @Test("a trader that shares an issue with the one that is removed is missed")
    func shared() throws {
        var world = try #require(TwistTests.worlds("trader removed", 1).first)
        let issue = world.market.issues[0].code
        func buy(_ second: Int64) -> Trader {
            .scripted([
                ScriptedSignal(
                    at: world.market.begin + .seconds(60 + second), symbol: issue, action: .buy,
                    quantity: Shares(10))
            ])
        }
        world.holdings = []
        // The first has bought all that may be held, and the second gets nothing.
        world.settings.limits.maxPositionSize = Shares(10)
        world.traders = [buy(0), buy(60)]
        world.twist = .without(0)
        let verdict = world.play()
        #expect(verdict.isTwistPlayed == true)
        guard case .twistShows? = verdict.failure else {
            Issue.record("It must show, not \(String(describing: verdict.failure))")
            return
        }
    }

    @Test("slower requests show where prices do not stand still")
    func moving() {
        let found = TwistTests.worlds("slower pacing", 30).contains { world in
            var world = world
            world.market.stride = 5
            guard case .twistShows? = world.play().failure else { return false }
            return true
        }
        #expect(found)
    }
}
