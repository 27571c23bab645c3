import KraderBacktest
import KraderChecks
import KraderEngine
import KraderModel
import KraderReport
import KraderRuns
import KraderSwarm
import Support
import Testing

@Suite("Worlds drawn from seeds")
struct WorldTests {
    @Test("the same seed is the same world, another seed another one")
    func drawn() {
        #expect(World(seed: 7) == World(seed: 7))
        #expect(World(seed: 7) != World(seed: 8))
        #expect(World(seed: 7, symbols: 20).market.issues.count == 20)
    }

    @Test("every kind of world is drawn, and every class of fault")
    func kinds() {
        let worlds = (0..<300).map { World(seed: $0) }
        #expect(Set(worlds.map(\.kind)) == Set(FaultKind.allCases))
        let classes = worlds.flatMap { $0.faults.events.map { FaultClass($0.act) } }
        #expect(Set(classes) == Set(FaultClass.allCases))
        #expect(worlds.allSatisfy { ($0.kind == .none) == $0.faults.isEmpty })
        #expect(worlds.contains { $0.twist != nil })
    }

    @Test("prints lie on the grid, by time, within the market's hours, a print in two seconds")
    func prints() {
        var market = World(seed: 3, symbols: 5).market
        market.pause = .seconds(2)
        let ticks = market.prints()
        let seconds = (market.end - market.begin).nanoseconds / 1_000_000_000
        let mean = Int(seconds) * 5 / 2
        let count = ticks.count
        #expect(abs(count - mean) < mean / 10)
        var isInOrder = true
        var isOnGrid = true
        for place in 0..<count {
            let tick = ticks[place]
            if place > 0, tick.time < ticks[place - 1].time { isInOrder = false }
            let board = market.issues[tick.symbol.int].board
            let table = PriceStepTable.table(board: board, on: CalendarDate(tick.time))
            if !table.isOnGrid(tick.price) { isOnGrid = false }
        }
        #expect(isInOrder && isOnGrid)
    }

    @Test("an issue that falls silent leaves the prints of the others as they were")
    func silent() {
        var market = World(seed: 3, symbols: 3).market
        func shown(_ symbol: Int) -> [Tick] {
            let ticks = market.prints()
            return (0..<ticks.count).map { ticks[$0] }.filter { $0.symbol.int == symbol }
        }
        let before = shown(1)
        market.issues[0].isSilent = true
        #expect(shown(0).isEmpty)
        #expect(shown(1) == before)
    }
}

@Suite("What a world comes to")
struct VerdictTests {
    @Test("the same world is the same run", arguments: [1, 2, 3] as [UInt64])
    func again(seed: UInt64) {
        let world = World(seed: seed, symbols: 2)
        let first = world.play()
        #expect(world.play().digest == first.digest)
        #expect(!first.digest.isEmpty && first.prints > 1_000)
    }

    @Test("worlds break nothing", arguments: Proof.range(12, long: 2_000))
    func sound(seed: UInt64) {
        let failure = World(seed: seed).play().failure
        #expect(failure == nil, "seed \(seed)")
    }

    /// Worlds in which something was found. Seeds stay what they are as long as the drawing does.
    static let mendedWorlds: [(seed: UInt64, sentence: String)] = [
        (18, "a cancel was wished of an order that is absent for sure"),
        (194, "a lost order stayed in doubt, since late intake waited for it and it for that"),
        (209, "a person sold shares that a lost order of ours seemed to offer"),
        (10_121, "and those of one that was proved absent"),
        (
            202_611_294_182,
            "a strategy that was off in a restart was switched on without having begun: a trap"
        ),
        (202_611_291_702, "word of a person's cancel of a part was lost, and no list set it right"),
        (202_611_295_788, "and once more"),
        (202_611_302_751, "a sale was moved to a limit of nothing by a push that was wrong"),
        (202_611_297_130, "what was due in the machine's sleep left over a way that was lost"),
    ]

    @Test("what was found once stays mended", arguments: mendedWorlds)
    func mended(_ found: (seed: UInt64, sentence: String)) {
        let failure = World(seed: found.seed).play().failure
        #expect(failure == nil, "\(found.sentence)")
    }

    @Test("worlds that heal are judged after a calm phase, most of them")
    func calm() {
        var judged = 0
        var healing = 0
        for seed in 0..<30 as Range<UInt64> {
            let world = World(seed: seed, symbols: 1)
            guard world.kind == .healing else { continue }
            healing += 1
            if world.play().wasCalm { judged += 1 }
        }
        #expect(healing > 5 && judged * 2 > healing)
    }

    @Test("a world in which the broker takes shares that the engine can't see is found, and shrunk")
    func found() {
        let begin = World(seed: 1, symbols: 2).market.begin
        let world = World.unseenPurchase(beside: [
            ScriptedEvent(.at(begin + .minutes(3)), .process(.secondCopy))
        ])
        let failure = world.play().failure
        guard case .booksDiffer(SymbolIndex(0)?, let ours, let theirs)? = failure, let failure
        else {
            Issue.record("Books must differ, not \(String(describing: failure))")
            return
        }
        #expect(theirs == ours + 1)
        var shrinking = Shrinking(world, failure, while: { true })
        shrinking.run()
        // What does nothing goes; what makes it differ stays.
        #expect(shrinking.world.faults.events.count == 2)
        #expect(shrinking.world.traders.count == 1 && shrinking.world.holdings.isEmpty)
        let again = shrinking.world.play().failure
        #expect(again == shrinking.failure)
        let text = shrinking.world.description
        #expect(text.split(separator: "\n").count < 12)
    }
}

@Suite("What a swarm reached")
struct CoverageTests {
    @Test("goals count worlds, cells count times, and sums are sums")
    func sums() {
        var total = Coverage()
        var filled = 0
        for seed in 0..<6 as Range<UInt64> {
            let coverage = World(seed: seed, symbols: 3).play().coverage
            #expect(coverage.worlds == 1)
            filled += coverage[.filled]
            total.add(coverage)
        }
        #expect(total.worlds == 6 && total[.filled] == filled && filled > 0)
        #expect(total[.filled, .ended] == 0, "A filled order has no end of another kind")
        #expect(total.orderCells > 3)
    }

    @Test("an invariant that no check had anything to look at of is said")
    func evaluations() throws {
        var world = World(seed: 3, symbols: 1)
        world.kind = .none
        world.twist = nil
        world.faults = FaultPlan()
        var result = SwarmResult()
        result.coverage = world.play().coverage
        let looks = result.coverage.evaluations
        #expect(looks[.filledIsSum] > 0 && looks[invariant: 1] >= looks[.filledIsSum])
        // Nothing kills in a quiet world, and without a script no end is compared.
        #expect(looks[.killIsComplete] == 0)
        let never = looks.invariantsNeverLookedAt
        #expect(never.contains(12) && never.contains(20) && !never.contains(1))
        let run = SwarmRun(seed: 3, worlds: 1, seconds: 1, symbols: 1, jobs: 1)
        let text = result.answer(run).json(command: "swarm")
        #expect(text.contains("\"invariants_never\":\""))
        #expect(text.contains(never.map(String.init).joined(separator: ", ")))
        #expect(looks[.killIsComplete] == 0 && text.contains(Clause.killIsComplete.text))
    }

    @Test("every goal has a sentence of its own")
    func texts() {
        #expect(Set(Goal.allCases.map(\.description)).count == Goal.allCases.count)
        #expect(Set(FaultClass.allCases.map(\.description)).count == FaultClass.allCases.count)
    }
}
