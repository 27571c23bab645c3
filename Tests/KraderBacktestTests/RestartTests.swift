import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("Restarts: an engine from its records goes on as the one that ended")
struct RestartTests {
    /// Random days of a `HashedTrader` as an engine heard them, with what a venue answered it, and
    /// now and then a kill, a pause and a rearming, of which that venue knew nothing: its messages
    /// then are late, lost and unexpected.
    private static func story(
        _ seed: UInt64
    ) -> (EngineConfiguration, [(at: Moment, input: Input)]) {
        var (configuration, ticks) = randomRunWithActions(seed)
        ticks = ticks.enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
        configuration.engine.strategies = [
            StrategyInstance(id: "a", box: .hosting(HashedTrader(seed: seed, rarity: 2))),
            StrategyInstance(id: "b", box: .hosting(HashedTrader(seed: seed + 9, rarity: 5))),
        ]
        configuration.engine.controls = seed % 4 == 3 ? .live : .off
        configuration.engine.pacing = PacingProfile.allCases[Int(seed % 3)]
        configuration.engine.limits.dailyLossLimit = Won(seed % 5 == 0 ? 150_000 : 100_000_000)
        var engine = configuration.engine
        engine.stampUnit = configuration.stampUnit
        var inputs = PlainRun(configuration, ticks: ticks).inputs
        guard seed % 2 == 1 else { return (engine, inputs) }
        var generator = SeededGenerator(seed: seed, stream: "commands of a story")
        for command in [
            Command.engageKillSwitch, .pause, .resume, .rearmKillSwitch, .rearmKillSwitch,
        ] {
            let place = Int(generator.next(below: UInt64(inputs.count)))
            inputs.insert((inputs[place].at, .command(command)), at: place)
        }
        return (engine, inputs)
    }

    private static func history(_ input: Input) -> History? {
        switch input {
        case .tick(let tick): .tick(tick)
        case .book(let book): .book(book)
        case .status(let change): .status(change)
        case .candle(let candle, let timeframe, let symbol): .candle(candle, timeframe, symbol)
        case .clock, .timer, .way, .reply, .push, .answer, .link, .command, .history: nil
        }
    }

    /// A record without what only who was there can know: the peak that marks had reached.
    private static func comparable(_ record: Record) -> Record {
        guard case .day(var day) = record else { return record }
        (day.peakEquity, day.deepestFall, day.maxDrawdown) = (.zero, .zero, 0)
        return .day(day)
    }

    private static func restored(
        _ configuration: EngineConfiguration, _ records: [Record],
        _ past: ArraySlice<(at: Moment, input: Input)>, at moment: Moment
    ) throws -> Follower {
        var follower = Follower(try Engine.restore(configuration, from: records))
        follower.start()
        for (at, input) in past {
            if let history = history(input) { follower.step(.history(history), at) }
        }
        #expect(follower.records.count == 1, "History leaves no record: \(follower.records)")
        follower.resume(at: moment)
        return follower
    }

    @Test(
        "ended at a random step: the same requests and records follow, step by step",
        arguments: Proof.range(12, long: 2_000))
    func futures(seed: UInt64) throws {
        let (configuration, inputs) = RestartTests.story(seed)
        var generator = SeededGenerator(seed: seed, stream: "end")
        let end = Int(generator.next(below: UInt64(inputs.count)))
        var old = Follower(Engine(configuration))
        old.start()
        for (at, input) in inputs[..<end] { old.step(input, at) }
        var new = try RestartTests.restored(
            configuration, old.records, inputs[..<end], at: old.engine.now)
        #expect(new.records.count == 1, "A restart adds its run's record only: \(new.records)")
        #expect(new.requests == [])
        let (known, sent) = (old.records.count, old.requests.count)
        var before = 0
        for place in end..<inputs.count {
            let (at, input) = inputs[place]
            // The old engine may wake for what has ended meanwhile; what leaves something must wake
            // the new one too.
            let timer = new.engine.nextTimer
            old.step(input, at)
            new.step(input, at)
            let left = old.records.count - known
            guard left == new.records.count - 1 else {
                Issue.record(
                    """
                    After step \(place) of \(inputs.count), ended at \(end): \
                    \(old.records.suffix(3)), not \(new.records.suffix(3))
                    """)
                return
            }
            if case .timer = input, left > before { #expect(timer <= at, "A timer is missed") }
            before = left
        }
        old.finish()
        new.finish()
        #expect(
            old.records[known...].map(RestartTests.comparable)
                == new.records.dropFirst().map(RestartTests.comparable))
        #expect(Array(old.requests[sent...]) == new.requests)
    }

    @Test("I01, I10: a hundred restarts in a row leave a hundred run records and nothing else")
    func hundred() throws {
        let (configuration, inputs) = RestartTests.story(4)
        let end = inputs.count / 2
        var old = Follower(Engine(configuration))
        old.start()
        for (at, input) in inputs[..<end] { old.step(input, at) }
        var records = old.records
        let before = records.count
        for number in 2...101 {
            let new = try RestartTests.restored(
                configuration, records, inputs[..<end], at: old.engine.now)
            #expect(new.records.count == 1 && new.requests.isEmpty)
            guard case .run(let run)? = new.records.first else {
                Issue.record("\(new.records) is no run's record")
                return
            }
            #expect(run.number == number)
            records += new.records
        }
        #expect(records.count == before + 100)
    }

    @Test("records of other strategies or instruments are refused, and say so")
    func others() throws {
        let (configuration, inputs) = RestartTests.story(0)
        var old = Follower(Engine(configuration))
        old.start()
        for (at, input) in inputs.prefix(50) { old.step(input, at) }
        var swapped = configuration
        swapped.strategies.swapAt(0, 1)
        #expect(throws: RecordFault.self) {
            _ = try RestartTests.restored(swapped, old.records, inputs[..<0], at: old.engine.now)
        }
        var fewer = configuration
        fewer.instruments.removeLast()
        fewer.universe = .symbols([SymbolIndex(0)])
        #expect(throws: RecordFault.self) {
            _ = try RestartTests.restored(fewer, old.records, inputs[..<0], at: old.engine.now)
        }
    }
}
