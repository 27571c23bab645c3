public import KraderBacktest
import KraderModel

// A branch is a world like any other: the prefix that it shares with its parent is played again. A
// copy would not be cheaper. Since branches begin early in small worlds, a sixth of their prints is
// shared, 125 a branch on the mean; to copy the venue alone takes as long as a hundred prints, and
// engine, link, script, store and checks would have to be copied too. And so a branch is shrunk,
// written and explained as any world.
extension World {
    /// Draws the world of a seed, and goes along branches: each wants its parent played once.
    public init(seed: UInt64, symbols: Int? = nil, path: [Branch]) {
        self.init(seed: seed, symbols: symbols)
        for branch in path { self = self.branch(branch, play(isThorough: false).script) }
    }

    /// The last moment that a branch may begin at, in milliseconds behind the market's begin: every
    /// world's market is open for an hour.
    static let branchesUntil: Int64 = 3_600_000 - 60_000

    /// The world that goes as this one up to a moment. What had gone wrong by then stays; what
    /// would have later does not, and other things do. Three of four futures are short, for what a
    /// rare state breaks is broken soon; of the fourth progress is owed too, where there is time.
    ///
    /// - Parameter outcomes: what became of this world's script
    public func branch(_ branch: Branch, _ outcomes: [ScriptedOutcome]) -> World {
        let from = market.begin + .milliseconds(branch.milliseconds)
        let close = market.begin + .minutes(60)
        var world = self
        world.twist = nil
        world.branches.append(branch)
        world.faults.events = zip(faults.events, outcomes).compactMap { event, outcome in
            outcome.done.first.map { $0 < from } == true ? event : nil
        }
        let until: Moment
        if branch.future % 4 == 3, from + .minutes(30) <= close {
            world.kind = .healing
            world.market.end = close
            until = max(calmFrom - .minutes(3), from + .minutes(10))
            world.calmFrom = until + .minutes(3)
        } else {
            world.kind = .beyond
            world.market.end = min(from + .minutes(5), close)
            until = world.market.end
            world.calmFrom = until
        }
        var draw = Draw(seed: seed, stream: "branch " + world.branches.text)
        world.faults.events +=
            FaultSchedule(futureOf: world, from: from, until: until, &draw)
            .events
        return world
    }
}

extension Verdict {
    /// About so many prints of a world's play were played in its parent's too.
    public func sharedPrints(_ world: World) -> Int64 {
        let length = (world.market.end - world.market.begin).nanoseconds / 1_000_000
        guard let branch = world.branches.last, length > 0 else { return 0 }
        return prints * min(branch.milliseconds, length) / length
    }
}
