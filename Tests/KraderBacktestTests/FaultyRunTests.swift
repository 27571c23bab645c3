import KraderBacktest
import KraderChecks
import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Days over a way that loses, repeats and delays, by an engine that crashes")
struct FaultyRunTests {
    private static func run(
        _ seed: UInt64, _ rates: FaultyRun.Rates, crash: (point: CrashPoint, nth: Int)? = nil
    ) -> FaultyRun {
        let instruments = [Sample.samsung, Sample.kakao]
        let ticks = RandomMarket.ticks(
            seed: seed, days: [Sample.tuesday], instruments: instruments, perDay: 1_500)
        var configuration = EngineConfiguration.sample(cash: 100_000_000, costs: .kiwoom)
        configuration.strategies = [
            StrategyInstance(id: "a", box: .hosting(HashedTrader(seed: seed, rarity: 6))),
            StrategyInstance(id: "b", box: .hosting(HashedTrader(seed: seed + 9, rarity: 11))),
        ]
        configuration.limits.maxTradesPerDay = .max
        configuration.pacing = seed % 2 == 0 ? .ideal : .live
        return FaultyRun(configuration, ticks: ticks, rates: rates, seed: seed, crash: crash)
    }

    private func expectSound(_ run: FaultyRun, _ seed: UInt64) {
        #expect(run.breaches == [], "seed \(seed)")
        let breach = run.checks.breach
        #expect(breach == nil, "seed \(seed)")
        #expect(run.differences == [], "seed \(seed), \(run.faults)")
        let doubts = run.engine.doubts
        #expect(doubts == 0, "seed \(seed)")
    }

    @Test("an ideal broker: nothing is asked but what is asked every minute, and nothing differs")
    func ideal() {
        let run = FaultyRunTests.run(1, .none)
        expectSound(run, 1)
        let incidents = run.records.contains { record in
            if case .incident = record { true } else { false }
        }
        let adjusted = run.records.contains { record in
            if case .adjust = record { true } else { false }
        }
        #expect(!incidents && !adjusted)
        let orders = run.records.count { if case .order = $0 { true } else { false } }
        #expect(orders > 50, "A day without orders proves nothing")
    }

    @Test(
        "one kind of fault at a time: the books end as the broker's",
        arguments: [
            \FaultyRun.Rates.lostRequests, \.lostReplies, \.garbledReplies, \.lateReplies,
            \.lostPushes, \.repeatedPushes, \.latePushes, \.lostAnswers, \.crashes, \.persons,
        ])
    func one(_ fault: any WritableKeyPath<FaultyRun.Rates, UInt64> & Sendable) {
        for seed in 1...4 as ClosedRange<UInt64> {
            var rates = FaultyRun.Rates.none
            rates[keyPath: fault] = 30
            let run = FaultyRunTests.run(seed, rates)
            expectSound(run, seed)
            #expect(!run.faults.isEmpty)
        }
    }

    @Test("all faults together", arguments: Proof.range(12, long: 2_000))
    func all(seed: UInt64) {
        let run = FaultyRunTests.run(seed, .all)
        expectSound(run, seed)
    }

    @Test("J07: a crash at each point, at several of its times", arguments: CrashPoint.allCases)
    func crashPoint(_ point: CrashPoint) {
        var met = 0
        for nth in [1, 2, 3, 7, 20] {
            // Of even seeds requests leave unpaced, several in a step.
            let seed = UInt64(point == .betweenKillCancels ? nth * 2 : nth)
            let run = FaultyRunTests.run(seed, .none, crash: (point, nth))
            expectSound(run, seed)
            met += run.restarts
        }
        #expect(met > 0, "No run came to \(point)")
    }

    @Test(
        "I10: of a hundred restarts in a row the hundredth adds its run, mode and questions only"
    )
    func hundredRestarts() {
        let run = FaultyRunTests.run(3, .none)
        let before = run.records.count
        var added = 0
        for _ in 1...100 { added = run.restartOnceMore() }
        #expect(run.records.count > before && added > 0)
        expectSound(run, 3)
        let last = run.records.suffix(added)
        #expect(
            last.allSatisfy { record in
                switch record {
                case .run, .mode, .query: true
                case _: false
                }
            }, "\(last.map { words($0) ?? "-" })")
    }
}
