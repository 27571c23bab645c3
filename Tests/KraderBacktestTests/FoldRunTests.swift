import KraderBacktest
import KraderModel
import KraderVenue
import Support
import Testing

@testable import KraderEngine

@Suite("Trading state is the fold of its records (design.md §2)")
struct FoldRunTests {
    /// Random days with exits, splits, kills, pauses, losses and every pacing. Debug builds compare
    /// the fold with the engine after each step; the records alone are folded here once more.
    private static func run(_ seed: UInt64) -> (EngineConfiguration, FinishedRun) {
        var (configuration, ticks) = randomRunWithActions(seed)
        configuration.commands = ControlRunTests.commands(seed)
        configuration.engine.pacing = PacingProfile.allCases[Int(seed % 3)]
        configuration.engine.limits.dailyLossLimit = Won(seed % 2 == 0 ? 150_000 : 5_000_000)
        return (configuration.engine, FinishedRun(configuration, ticks: ticks))
    }

    @Test(
        "the records of random days make the account, the positions and the orders that were left",
        arguments: Proof.range(6, long: 60))
    func fold(seed: UInt64) throws {
        let (configuration, run) = FoldRunTests.run(seed)
        var state = TradingState(configuration)
        for record in run.sink.records { try state.apply(record) }
        #expect(run.sink.records.count > 1_000, "Days without records prove nothing")
        let account = state.books.account
        #expect(account.cash == run.account.cash)
        #expect(account.reserved == run.account.reserved)
        #expect(account.grossProfit == run.account.grossProfit)
        #expect(account.withdrawable == run.account.withdrawable)
        #expect(account.deepestFall == run.account.deepestFall)
        for symbol in run.positions.indices {
            #expect(state.books.positions[symbol].quantity == run.positions[symbol].quantity)
            #expect(state.books.positions[symbol].cost == run.positions[symbol].cost)
        }
    }

    @Test("a record that is lost, told twice or changed is missed at once")
    func missed() throws {
        let (configuration, run) = FoldRunTests.run(2)
        let records = Array(run.sink.records.prefix(500))
        var whole = TradingState(configuration)
        var kinds: Set<String> = []
        for lost in records.indices {
            try whole.apply(records[lost])
            guard let kind = FoldRunTests.kindThatCounts(records[lost]) else { continue }
            kinds.insert(kind)
            var without = TradingState(configuration)
            for record in records[..<lost] { try without.apply(record) }
            #expect(whole.difference(from: &without) != nil, "\(lost) \(kind) is lost")
        }
        #expect(kinds.isSuperset(of: ["order", "transition", "fill", "dayBegin", "incident"]))
    }

    /// The kind of a record after which the state is another than before.
    private static func kindThatCounts(_ record: Record) -> String? {
        switch record {
        case .order: "order"
        case .transition: "transition"
        case .fill: "fill"
        case .dayBegin: "dayBegin"
        case .exit: "exit"
        case .reply: "reply"
        case .earlyPush: "earlyPush"
        case .heldSignal: "heldSignal"
        case .timer: "timer"
        case .corporateAction(let action): action.strategy == nil ? "corporateAction" : nil
        case .incident(let incident):
            switch incident.kind {
            case .killSwitchEngaged, .killSwitchComplete, .killSwitchRearmed, .paused, .resumed,
                .reducing, .unexpectedRejection, .strategySwitchedOff, .strategySwitchedOn,
                .exitsStopped, .unprotected, .acknowledged, .flattening:
                "incident"
            case .strategyPaused, .signalsFlooded, .quarantinedPush, .rearmRefused,
                .circuitBreaker, .baseChanged, .actionAgainstPrices, .outcomeUnknown,
                .lateIntake, .orderNotFound, .orderResurrected, .secondOrder, .overfilled,
                .filledAfterEnd, .externalOrder, .linkLost, .linkRestored, .sessionTakenOver,
                .authenticationLost, .clockSkewed, .snapshotUnusable, .repaired,
                .largeDifference, .flattenRefused, .invariantBroken:
                nil
            }
        case .query: "query"
        case .mode: "mode"
        case .externalOrder: "externalOrder"
        case .adjust: "adjust"
        case .pacing: "pacing"
        case .run: "run"
        case .reason: "reason"
        case .signal, .day, .universe: nil
        }
    }
}
