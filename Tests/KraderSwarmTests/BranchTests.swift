import KraderBacktest
import KraderEngine
import KraderModel
import KraderRuns
import KraderSwarm
import Support
import Testing

@Suite("Branches: other futures of the same world")
struct BranchTests {
    private typealias Grown = (world: World, verdict: KraderSwarm.Verdict, branch: Branch)

    /// A world that came to something in its tenth minute or later.
    private static func grown() throws -> Grown {
        for seed in 1..<50 as Range<UInt64> {
            let world = World(seed: seed, symbols: 2)
            guard world.kind == .healing else { continue }
            let verdict = world.play()
            let early = world.market.begin + .minutes(10)
            guard let hit = verdict.hits.first(where: { $0.at > early }) else { continue }
            let behind = (hit.at - world.market.begin).nanoseconds / 1_000_000 + 1
            return (world, verdict, Branch(milliseconds: behind, future: 0))
        }
        throw CancellationError()
    }

    @Test("until it leaves its parent it goes as that did")
    func prefix() throws {
        let (world, verdict, branch) = try BranchTests.grown()
        let from = world.market.begin + .milliseconds(branch.milliseconds)
        let before = verdict.hits.filter { $0.at < from }
        #expect(before.count > 3)
        for future in 0..<4 {
            let other = world.branch(
                Branch(milliseconds: branch.milliseconds, future: future), verdict.script)
            #expect(other.play().hits.filter { $0.at < from } == before)
            let kept = other.faults.events.filter { world.faults.events.contains($0) }
            #expect(kept.count < other.faults.events.count)
        }
    }

    @Test("two futures are two worlds, and each is what its name says")
    func named() throws {
        let (world, verdict, branch) = try BranchTests.grown()
        let one = world.branch(branch, verdict.script)
        let other = world.branch(
            Branch(milliseconds: branch.milliseconds, future: 1), verdict.script)
        #expect(one.faults != other.faults)
        let next = Branch(milliseconds: branch.milliseconds + 60_000, future: 3)
        let grandchild = one.branch(next, one.play().script)
        let text = grandchild.branches.text
        let path = try #require(Branch.path(text))
        let again = World(seed: world.seed, symbols: 2, path: path)
        #expect(again == grandchild)
        #expect(again.play().digest == grandchild.play().digest)
        #expect(grandchild.description.contains("branch \(text)"))
    }

    @Test(
        "what is no path is none", arguments: ["", "5", "5.", "a.1", "5.1/", "-1.0", "3600000.0"])
    func noPath(text: String) { #expect(Branch.path(text) == nil) }

    @Test("the same seeds explore the same")
    func again() {
        func explored() -> [World] {
            var exploration = Exploration(seed: 3, symbols: 1)
            return (0..<12).map { _ in
                let world = exploration.next()
                exploration.take(world, world.play())
                return world
            }
        }
        let worlds = explored()
        #expect(worlds == explored())
        #expect(worlds.contains { !$0.branches.isEmpty })
        #expect(worlds.contains { $0.branches.isEmpty })
    }

    /// Three goals as they were first reached, one after the other.
    private struct Chain: Hashable { var goals: [Goal] }

    private static func chains(_ hits: [Hit]) -> Set<Chain> {
        var seen: [Goal] = []
        for hit in hits where !seen.contains(hit.goal) { seen.append(hit.goal) }
        var chains: Set<Chain> = []
        for (first, one) in seen.enumerated() {
            for (second, two) in seen.enumerated().dropFirst(first + 1) {
                for three in seen.dropFirst(second + 1) {
                    chains.insert(Chain(goals: [one, two, three]))
                }
            }
        }
        return chains
    }

    @Test("branches meet chains of goals again and again that as many worlds of seeds never meet")
    func deeper() {
        let count = 60
        var prints: (alone: Int64, branched: Int64) = (0, 0)
        var alone: Set<Chain> = []
        for seed in 0..<UInt64(count) {
            let verdict = World(seed: 200 + seed, symbols: 1).play(isThorough: false)
            alone.formUnion(BranchTests.chains(verdict.hits))
            prints.alone += verdict.prints
        }
        var met: [Chain: Int] = [:]
        var exploration = Exploration(seed: 200, symbols: 1)
        for _ in 0..<count {
            let world = exploration.next()
            let verdict = world.play(isThorough: false)
            exploration.take(world, verdict)
            prints.branched += verdict.prints
            for chain in BranchTests.chains(verdict.hits) { met[chain, default: 0] += 1 }
        }
        #expect(met.contains { $0.value >= 10 && !alone.contains($0.key) })
        #expect(prints.branched * 2 < prints.alone)
    }
}
