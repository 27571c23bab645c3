import KraderBacktest
public import KraderModel

/// What was reached in a world, when, and how things stood.
public struct Hit: Hashable, Sendable {
    public var goal: Goal
    public var state: Coverage.CrashState
    public var at: Moment
}

/// Decides which world is played next: that of the next seed, or a future of one that came to
/// something rare. What it decides follows from the worlds and verdicts that it was given, in their
/// order, and from nothing else.
///
/// A world is kept from the first moment at which it reached a goal in a state of things. Of those
/// that are kept that one goes on whose goal and state were met by the fewest worlds, that had the
/// fewest futures yet, and whose futures cost the fewest prints: by the product of the three.
public struct Exploration {
    /// A goal, and how things stood when it was reached.
    private struct Cell: Hashable {
        var goal: Goal
        var state: Coverage.CrashState
    }

    private struct Kept {
        var world: World
        var script: [ScriptedOutcome]
        var milliseconds: Int64
        /// The prints of one short future, its prefix included.
        var cost: Int64
        var cell: Cell
        var futures = 0
    }

    private var seed: UInt64
    private let symbols: Int?
    private var kept: [Kept] = []
    private var met: [Cell: Int] = [:]
    /// The prints of worlds of seeds and of branches: of four, the former get one.
    private var prints: (seeds: Int64, branches: Int64) = (0, 0)
    /// So many worlds are kept of one cell, the cheapest ones, and so many branches deep.
    private static let keptOfCell = 4
    private static let depthMax = 5

    /// How many goals were met in how many states of things.
    public var cells: Int { met.count }

    public init(seed: UInt64, symbols: Int? = nil) {
        self.seed = seed
        self.symbols = symbols
    }

    public mutating func next() -> World {
        guard prints.seeds * 3 > prints.branches, let place = rarest else {
            defer { seed &+= 1 }
            return World(seed: seed, symbols: symbols)
        }
        let future = kept[place].futures
        kept[place].futures += 1
        return kept[place].world.branch(
            Branch(milliseconds: kept[place].milliseconds, future: future), kept[place].script)
    }

    /// The place of the kept world that goes on.
    private var rarest: Int? {
        kept.indices.min { weight(kept[$0]) < weight(kept[$1]) }
    }

    private func weight(_ one: Kept) -> Int64 {
        Int64(one.futures + 1) * Int64(met[one.cell] ?? 1) * one.cost
    }

    /// Hears what came of a world.
    public mutating func take(_ world: World, _ verdict: Verdict) {
        if world.branches.isEmpty {
            prints.seeds += max(verdict.prints, 1)
        } else {
            prints.branches += max(verdict.prints, 1)
        }
        let begin = world.branches.last.map(\.milliseconds) ?? 0
        // Without a script the engine reads no lists: another world from its begin.
        let mayBranch =
            verdict.failure == nil && !world.faults.isEmpty && world.twist == nil
            && world.branches.count < Exploration.depthMax
        for hit in verdict.hits where hit.at <= world.market.end {
            // From the next millisecond on: what is done at the moment itself was done.
            let behind = (hit.at - world.market.begin).nanoseconds / 1_000_000 + 1
            guard behind > begin else { continue }
            let cell = Cell(goal: hit.goal, state: hit.state)
            met[cell, default: 0] += 1
            if mayBranch, behind <= World.branchesUntil { keep(world, verdict, behind, cell) }
        }
    }

    private mutating func keep(
        _ world: World, _ verdict: Verdict, _ milliseconds: Int64, _ cell: Cell
    ) {
        let length = (world.market.end - world.market.begin).nanoseconds / 1_000_000
        let one = Kept(
            world: world, script: verdict.script, milliseconds: milliseconds,
            cost: max(verdict.prints * (milliseconds + 300_000) / max(length, 1), 1), cell: cell)
        let others = kept.indices.filter { kept[$0].cell == cell }
        if others.count < Exploration.keptOfCell { return kept.append(one) }
        guard let dearest = others.max(by: { kept[$0].cost < kept[$1].cost }),
            kept[dearest].cost > one.cost
        else { return }
        kept[dearest] = one
    }
}
