import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel
import KraderRuns
import KraderScenario
import KraderStrategies
import KraderSwarm
import Testing

@Suite("A failing world as a scenario")
struct FailingScenarioTests {
    @Test("it is shrunk, written, read again, and fails in the same way")
    func failsAlike() throws {
        let world = World.unseenPurchase()
        let failure = try #require(world.play().failure)
        var shrinking = Shrinking(world, failure, while: { true })
        shrinking.run()
        let smallest = SwarmResult.Smallest(
            seed: 1, world: shrinking.world, failure: shrinking.failure, plays: shrinking.plays)
        let scenario = FailingScenario(smallest, catalog: .shipped)
        #expect(scenario.name == "1-books-differ")
        #expect(scenario.failsAlike, "\(scenario.remarks)")
        let text = try #require(scenario.text)
        #expect(text.split(separator: "\n").count < 120)
        // Of a demand that the run meets it is said that the scenario plays otherwise.
        var met = smallest
        guard case .booksDiffer(let symbol, let ours, let theirs) = smallest.failure else {
            Issue.record("Books must differ, not \(smallest.failure)")
            return
        }
        met.failure = .booksDiffer(symbol, ours: theirs, theirs: ours)
        let other = FailingScenario(met, catalog: .shipped)
        #expect(!other.failsAlike)
        #expect(other.remarks.contains { $0.hasPrefix("the scenario plays otherwise") })
    }

    @Test("a script says what the trader in its place said")
    func scripted() throws {
        var world = World.unseenPurchase()
        world.traders = [.hashed(seed: 3, rarity: 40, usesExits: true, until: .distantFuture)]
        let failure = try #require(world.play().failure)
        var shrinking = Shrinking(world, failure, while: { true })
        shrinking.run()
        let isHashed = shrinking.world.traders.contains {
            if case .hashed = $0 { true } else { false }
        }
        #expect(!isHashed)
    }

    @Test("200 plans of faults are read as what they were, but for what the grammar lacks")
    func roundTrip() throws {
        var lines = 0
        for seed in 0..<200 as Range<UInt64> {
            let world = World(seed: seed)
            let written = ScriptWriter(codes: world.market.issues.map(\.code))
                .lines(of: world.faults)
            let isKnown = written.leftOut.allSatisfy { event in
                switch event.act {
                case .process(.secondCopy), .market(.zeroPrice, _, _),
                    .market(.crossed, nil, _):
                    true
                default: false
                }
            }
            #expect(isKnown, "seed \(seed): \(written.leftOut)")
            let expected = world.faults.events.filter { !written.leftOut.contains($0) }
            lines += expected.count
            guard !expected.isEmpty else { continue }
            let scenario = try read(written.lines, world)
            let found = scenario.faults.events.map { event in
                var event = event
                event.id = nil
                return event
            }
            #expect(found == expected, "seed \(seed)")
        }
        #expect(lines > 1_000)
    }

    private func read(_ lines: [JSONValue], _ world: World) throws -> Scenario {
        let issues = world.market.issues.map {
            "{\"symbol\":\"\($0.code)\",\"board\":\"\($0.board.rawValue)\","
                + "\"base_price\":\($0.base.won)}"
        }
        let text = """
            {"schema":1,"name":"plan","market":{"from":"\(world.market.begin - .minutes(10))",
            "to":"\(world.end + .seconds(1))","instruments":[\(issues.joined(separator: ","))],
            "data":{"inline":{"ticks":[{"at":"\(world.market.begin)",
            "symbol":"\(world.market.issues[0].code)",
            "price":\(world.market.issues[0].base.won),"size":1}]}}},
            "account":{"cash":1000000},
            "strategies":[{"name":"scripted","parameters":{"signals":[]}}],
            "events":\(JSONValue(.array(lines)).text())}
            """
        return try Scenario.decode(bytes: Array(text.utf8), file: "plan", catalog: .shipped)
    }
}

@Suite("Goals")
struct GoalTests {
    @Test("what a swarm owes grows with its worlds")
    func within() {
        let owed = { (worlds: Int) in Goal.allCases.count { ($0.within ?? .max) <= worlds } }
        #expect(owed(499) == 0)
        #expect(owed(500) > 30 && owed(5_000) > owed(500))
        #expect(owed(.max - 1) == Goal.allCases.count - 1)
    }
}
