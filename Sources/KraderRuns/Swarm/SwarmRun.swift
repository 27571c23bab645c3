import Glibc
public import KraderSwarm
import Synchronization

/// Plays many worlds, some at once, and keeps what they reached and the first that fail.
public struct SwarmRun {
    /// The world of this seed is the first; the next ones follow.
    public var seed: UInt64
    /// How many worlds are played, and for how many seconds: the first that ends ends it.
    public var worlds: Int
    public var seconds: Double
    /// How many issues each world has; `nil`: 1…20, drawn.
    public var symbols: Int?
    /// How many worlds are played at once, 1…`SwarmRun.jobsMax`.
    public var jobs: Int
    /// Whether the first failing world is made smaller.
    public var shrinks = true
    /// Whether futures of worlds are played that came to something rare, beside those of seeds. Of
    /// one job the same are played each time; of more each is what its name says, but which are
    /// played depends on which were over first.
    public var branches = false
    /// The branches that lead from the first world to the one that is played instead, as a failing
    /// one names them; empty: the worlds of the seeds themselves.
    public var path = ""

    public static let jobsMax = 64
    /// After so many failures no other world begins: one is enough to look at.
    public static let failuresMax = 10
    /// How long a failing world is made smaller.
    public static let shrinkSeconds = 60.0

    public init(seed: UInt64, worlds: Int, seconds: Double, symbols: Int?, jobs: Int) {
        precondition(
            worlds > 0 && (1...SwarmRun.jobsMax).contains(jobs), "A swarm has worlds and jobs")
        self.seed = seed
        self.worlds = worlds
        self.seconds = seconds
        self.symbols = symbols
        self.jobs = jobs
    }

    /// Whether a text names branches: `754210.3/801223.1`, milliseconds and futures.
    public static func isPath(_ text: String) -> Bool { Branch.path(text) != nil }

    /// How far it has come.
    public struct Progress: Hashable, Sendable {
        public var worlds = 0
        public var failures = 0
        public var seconds = 0.0
    }

    /// How whoever starts it watches and ends it.
    public struct Watch {
        /// Told several times a second.
        public var progress: (Progress) -> Void
        public var isCancelled: () -> Bool
        /// Memory for the seed that each job plays, read by whoever must name it when the process
        /// traps: as many places as jobs.
        public var seeds: UnsafeMutablePointer<UInt64>?

        public init(
            seeds: UnsafeMutablePointer<UInt64>? = nil,
            isCancelled: @escaping () -> Bool = { false },
            progress: @escaping (Progress) -> Void = { _ in }
        ) {
            self.seeds = seeds
            self.isCancelled = isCancelled
            self.progress = progress
        }
    }

    /// Plays them. The first failing world, by seed, is made smaller, unless it stays whole.
    public func run(_ watch: Watch = Watch()) -> SwarmResult {
        let began = now()
        let board = SwarmBoard(self, seeds: watch.seeds)
        let threads = (0..<jobs).map { SwarmBoard.begin(board, job: $0) }
        while true {
            var progress = board.progress
            progress.seconds = now() - began
            watch.progress(progress)
            if watch.isCancelled() || progress.seconds >= seconds { board.stop() }
            if board.isOver { break }
            usleep(20_000)
        }
        for thread in threads { pthread_join(thread, nil) }
        var result = board.result
        result.seconds = now() - began
        guard shrinks, let first = result.failures.first, !watch.isCancelled() else {
            return result
        }
        let until = now() + SwarmRun.shrinkSeconds
        var shrinking = Shrinking(
            first.world, first.failure,
            while: { now() < until && !watch.isCancelled() })
        shrinking.run()
        result.smallest = SwarmResult.Smallest(
            seed: first.world.seed, world: shrinking.world, failure: shrinking.failure,
            plays: shrinking.plays)
        return result
    }
}

/// What a swarm came to.
public struct SwarmResult: Sendable {
    /// What worlds of seeds reached, which say how often chance alone gets there; and branches.
    public var coverage = Coverage()
    public var branched = Coverage()
    /// How many goals were met in how many states of things, where branches were played.
    public var cells = 0
    public var prints: Int64 = 0
    /// Those of them that branches share with their parents.
    public var sharedPrints: Int64 = 0
    public var calmWorlds = 0
    /// Worlds that were played with their twist and without it, and those whose twist never came or
    /// left nothing to compare, by the twist's name.
    public var twists: [String: (played: Int, notPlayed: Int)] = [:]
    public var seconds = 0.0
    /// The worlds that failed, by seed.
    public var failures: [FailedWorld] = []
    /// The first of them, made smaller.
    public var smallest: Smallest?

    public init() {}

    mutating func note(_ world: World, _ verdict: Verdict) {
        if world.branches.isEmpty {
            coverage.add(verdict.coverage)
        } else {
            branched.add(verdict.coverage)
        }
        prints += verdict.prints
        sharedPrints += verdict.sharedPrints(world)
        if verdict.wasCalm { calmWorlds += 1 }
        if let twist = world.twist, let isPlayed = verdict.isTwistPlayed {
            note(twist, isPlayed: isPlayed)
        }
        if let failure = verdict.failure {
            failures.append(FailedWorld(world: world, failure: failure))
        }
    }

    private mutating func note(_ twist: Twist, isPlayed: Bool) {
        if isPlayed {
            twists[twist.name, default: (0, 0)].played += 1
        } else {
            twists[twist.name, default: (0, 0)].notPlayed += 1
        }
    }

    public struct FailedWorld: Hashable, Sendable {
        public var world: World
        public var failure: Failure
    }

    public struct Smallest: Sendable {
        /// The seed of the world that it was.
        public var seed: UInt64
        public var world: World
        public var failure: Failure
        public var plays: Int

        public init(seed: UInt64, world: World, failure: Failure, plays: Int) {
            self.seed = seed
            self.world = world
            self.failure = failure
            self.plays = plays
        }
    }
}

/// What the jobs of a swarm share.
final class SwarmBoard: Sendable {
    private struct State {
        var next = 0
        var jobsLeft: Int
        var isStopped = false
        var exploration: Exploration?
        var result = SwarmResult()
    }
    private let state: Mutex<State>
    private let run: (seed: UInt64, worlds: Int, symbols: Int?, path: [Branch])
    /// One place a job: each writes its own, and nobody else but the handler of a trap reads it.
    private nonisolated(unsafe) let seeds: UnsafeMutablePointer<UInt64>?

    init(_ swarm: SwarmRun, seeds: UnsafeMutablePointer<UInt64>?) {
        run = (swarm.seed, swarm.worlds, swarm.symbols, Branch.path(swarm.path) ?? [])
        let exploration =
            swarm.branches ? Exploration(seed: swarm.seed, symbols: swarm.symbols) : nil
        state = Mutex(State(jobsLeft: swarm.jobs, exploration: exploration))
        self.seeds = seeds
    }

    private final class Job {
        let board: SwarmBoard
        let place: Int

        init(_ board: SwarmBoard, _ place: Int) {
            self.board = board
            self.place = place
        }
    }

    /// Begins a thread that plays worlds until none is left.
    static func begin(_ board: SwarmBoard, job: Int) -> pthread_t {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(Job(board, job)).toOpaque()
        let status = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let job = Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
                job.board.play(job.place)
                return nil
            }, argument)
        precondition(status == 0, "The machine has room for a thread")
        return thread
    }

    var progress: SwarmRun.Progress {
        state.withLock {
            SwarmRun.Progress(
                worlds: $0.result.coverage.worlds + $0.result.branched.worlds,
                failures: $0.result.failures.count)
        }
    }

    var isOver: Bool { state.withLock { $0.jobsLeft == 0 } }

    var result: SwarmResult {
        var result = state.withLock { $0.result }
        result.failures.sort {
            ($0.world.seed, $0.world.branches.text) < ($1.world.seed, $1.world.branches.text)
        }
        return result
    }

    func stop() { state.withLock { $0.isStopped = true } }

    private func play(_ job: Int) {
        while let world = take() {
            seeds?[job] = world.seed
            let verdict = world.play()
            state.withLock {
                $0.exploration?.take(world, verdict)
                $0.result.cells = $0.exploration?.cells ?? 0
                $0.result.note(world, verdict)
            }
        }
        state.withLock { $0.jobsLeft -= 1 }
    }

    private func take() -> World? {
        state.withLock {
            guard !$0.isStopped, $0.next < run.worlds,
                $0.result.failures.count < SwarmRun.failuresMax
            else { return nil }
            $0.next += 1
            if let world = $0.exploration?.next() { return world }
            let seed = run.seed &+ UInt64($0.next - 1)
            return World(seed: seed, symbols: run.symbols, path: run.path)
        }
    }
}

/// The seconds of a clock that never goes back.
private func now() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}
