import KraderBacktest
import KraderChecks
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

/// A morning of two issues, a trader by hashes, and a plan drawn from a seed: everything that a
/// script can do, mostly between 09:05 and 10:00. Prints end at 10:20, the run ten minutes later or
/// an hour after the close.
private struct RandomWorld {
    private var generator: SeededGenerator
    let seed: UInt64
    private(set) var events: [ScriptedEvent] = []
    private let instruments = [Sample.samsung, Sample.kakao]

    init(seed: UInt64) {
        self.seed = seed
        generator = SeededGenerator(seed: seed, stream: "random plan")
    }

    private mutating func below(_ count: Int) -> Int { Int(generator.next(below: UInt64(count))) }

    private mutating func one<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    private mutating func interval(_ seconds: ClosedRange<Int>) -> Interval {
        .milliseconds(Int64(seconds.lowerBound * 1_000 + below(1_000 * seconds.count)))
    }

    private mutating func trigger(_ place: Int) -> Trigger {
        let symbol = one([nil, SymbolIndex(0), SymbolIndex(1)])
        let kind: Occurrence.Kind
        switch below(10) {
        case 0: kind = .request(one(RequestKind.allCases))
        case 1: kind = .reply(one(RequestKind.allCases))
        case 2: kind = .push(one(MessageKind.allCases))
        case 3: kind = .order(one(OrderStage.allCases))
        case 4: kind = .record(one(RecordKind.allCases))
        case 5: kind = .crashPoint(one(CrashPoint.allCases))
        case 6 where place > 0: return .after(below(place), interval(0...20))
        case _: return .at(Sample.tuesday.at("09:05:00") + interval(0...3_000))
        }
        return .when(Occurrence(kind, symbol: symbol), nth: 1 + below(8), times: 1 + below(3))
    }

    private mutating func act() -> ScriptedAct {
        let requests: [RequestFault] = [
            .drop, .delay(interval(0...15)), .reject(one([855_056, 800_033, 8_005, 77])),
            .refuseRate(taken: below(2) == 0),
        ]
        let replies: [ReplyFault] = [
            .drop, .delay(interval(0...15)), .reset, .http(502), .code(one([77, 1_700])), .garble,
            .blankNumber, .repeat,
        ]
        let pushes: [PushFault] = [
            .drop, .delay(interval(0...15)), .repeat, .reorder, .corrupt(.zero),
        ]
        let lists: [ListFault] = [
            .empty, .partial, .stale(interval(1...100)), .pages(rows: 1), .refuse(571_758),
        ]
        let ways: [WayFault] = [
            .drop, .dropRequests, .dropPushes, .halfOpen, .silence, .takeOver, .expireToken,
            .maintenance, .skewClock(interval(0...5)), .suspend,
        ]
        let stores: [StoreFault] = [.busy, .full, .slow(interval(0...1)), .markFails]
        let target = one([
            OrderTarget.oldest(SymbolIndex(below(2))), .nth(1 + below(20)), .manual(1 + below(2)),
        ])
        let symbol = SymbolIndex(below(2))
        let price = Price(symbol.int == 0 ? 70_000 : 20_000)
        switch below(14) {
        case 0, 1: return .request(one(requests), one(RequestKind.allCases))
        case 2, 3: return .reply(one(replies), one(RequestKind.allCases))
        case 4, 5: return .push(one(pushes), one(MessageKind.allCases))
        case 6: return .list(one(lists), one(RequestKind.allCases), lasting: interval(1...200))
        case 7: return .way(one(ways), lasting: interval(1...200))
        case 8: return .store(one(stores), lasting: interval(0...4))
        case 9: return .process(.crash(restartAfter: interval(0...100)))
        case 10:
            return .market(
                one([.halt, .interrupt, .stale, .crossed, .zeroPrice, .gap]),
                one([nil, symbol]), lasting: interval(1...300))
        case 11: return .fill(target, Shares(1), at: price)
        case 12:
            return one([
                .order(
                    BrokerRequest.NewOrder(
                        symbol: symbol, side: .buy, quantity: Shares(2), limit: price)),
                .cancel(target, nil), .modify(target, nil, limit: price),
            ])
        case _: return .command(one([.pause, .resume, .reconcile, .resume]))
        }
    }

    mutating func run() -> FinishedRun {
        var ticks = RandomMarket.ticks(
            seed: seed, days: [Sample.tuesday], instruments: instruments, perDay: 3_000)
        let last = Sample.tuesday.at("10:20:00")
        ticks.removeAll { $0.time > last }
        var engine = EngineConfiguration.sample(cash: 100_000_000, costs: .kiwoom)
        engine.start = Sample.tuesday.at("08:50:00")
        engine.strategies = [
            StrategyInstance(id: "a", box: .hosting(HashedTrader(seed: seed, rarity: 5)))
        ]
        engine.limits.maxTradesPerDay = .max
        engine.pacing = seed % 2 == 0 ? .ideal : .live
        var configuration = BacktestConfiguration.sample(
            engine, fills: .through, latency: .shipped,
            end: seed % 4 < 2 ? last + .minutes(10) : Sample.tuesday.at("16:30:00"))
        let count = 1 + below(8)
        for place in 0..<count {
            events.append(ScriptedEvent(trigger(place), act()))
        }
        configuration.faults.events = events
        return FinishedRun(configuration, ticks: ticks)
    }
}

@Suite("A script: random plans")
struct RandomPlanTests {
    @Test(
        "nothing that a plan says breaks an invariant or traps, and the same plan is the same run",
        arguments: Proof.range(20, long: 1_000))
    func worlds(block: UInt64) {
        var done = 0
        for seed in block * 10..<block * 10 + 10 {
            var world = RandomWorld(seed: seed)
            let run = world.run()
            #expect(
                run.result.breach == nil,
                "seed \(seed): \(world.events), then \(run.sink.lines.suffix(40))")
            done += run.result.script.count { !$0.done.isEmpty }
            guard seed % 10 == 0 else { continue }
            var again = RandomWorld(seed: seed)
            #expect(again.run().result.digest == run.result.digest, "seed \(seed)")
        }
        #expect(done > 10, "Plans that do nothing show nothing")
    }

    @Test("a plan that is empty leaves a run as it was; one that does nothing reads lists")
    func empty() {
        var day = ScriptedDay([])
        let plain = day.run()
        #expect(plain.result.script == [] && plain.result.scriptCounts == ScriptCounts())
        let queries = plain.sink.records.contains { if case .query = $0 { true } else { false } }
        #expect(!queries)
        day.events = [.at("09:20:00", .process(.secondCopy))]
        let scripted = day.run()
        let reads = scripted.sink.records.contains { if case .query = $0 { true } else { false } }
        #expect(reads)
        #expect(scripted.account == plain.account)
    }

    @Test("a breach in a scripted run is found: a store that forgets a fill")
    func breach() {
        final class Forgetful: RecordStore {
            let kept = MemoryRecordStore()
            func commit(_ output: inout OutputBuffer) throws { try kept.commit(&output) }
            func records() throws -> [Record] {
                try kept.records().filter { if case .fill = $0 { false } else { true } }
            }
            func markKill(_ cause: StopCause?) throws { try kept.markKill(cause) }
            func killMark() throws -> StopCause? { try kept.killMark() }
        }
        var day = ScriptedDay([
            .fill("09:02:00"), .at("09:03:00", .process(.crash(restartAfter: .seconds(1)))),
        ])
        day.store = Forgetful()
        var backtest = Backtest(
            day.configuration, ticks: BatchedTicks(day.ticks, size: 1_000), sink: MemorySink())
        backtest.run()
        #expect(backtest.finish().breach != nil)
    }
}
