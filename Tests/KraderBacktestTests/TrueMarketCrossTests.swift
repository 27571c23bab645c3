import KraderBacktest
import KraderEngine
import KraderModel
import Support
import Testing

/// Follows a run's records and looks for two live orders of ours that would meet: market orders
/// meet everything, limits those of the other side at or beyond them.
private struct CrossChecker {
    struct Live {
        var symbol: SymbolIndex
        var side: Side
        var limit: Price?
        var strategy: Int32
    }
    private(set) var faults: [String] = []
    /// Moments at which both strategies had an order in the market, on two sides of one symbol.
    private(set) var encounters = 0
    private var live: [OrderReference: Live] = [:]

    mutating func read(_ record: Record) {
        switch record {
        case .order(let order):
            let new = Live(
                symbol: order.key.symbol, side: order.side, limit: order.limit,
                strategy: order.key.strategy)
            check(new, order.at)
            live[order.reference] = new
        case .transition(let change):
            if change.status.isTerminal {
                live[change.reference] = nil
            } else if change.event == .modified,
                var moved = live.removeValue(forKey: change.reference)
            {
                moved.limit = change.limit
                check(moved, change.at)
                live[change.reference] = moved
            }
        case .fill(let fill): if fill.status.isTerminal { live[fill.order] = nil }
        case .signal, .day, .incident, .universe, .exit, .corporateAction, .reply, .earlyPush,
            .heldSignal, .timer, .dayBegin, .run, .reason,
            .query, .mode, .externalOrder, .adjust, .pacing:
            break
        }
    }

    private mutating func check(_ order: Live, _ at: Moment) {
        for other in live.values where other.symbol == order.symbol && other.side != order.side {
            if other.strategy != order.strategy { encounters += 1 }
            let (buy, sell) = order.side == .buy ? (order, other) : (other, order)
            guard let bid = buy.limit, let ask = sell.limit, bid < ask else {
                faults.append("\(at): \(order) meets \(other)")
                continue
            }
        }
    }
}

@Suite("Two strategies on one symbol") struct TrueMarketCrossTests {
    @Test(
        "never have two orders in the market that could meet, over random runs",
        arguments: 0..<12 as Range<UInt64>)
    func never(seed: UInt64) {
        let (configuration, ticks) = randomRun(seed, perDay: 2_000)
        let run = FinishedRun(configuration, ticks: ticks)
        var checker = CrossChecker()
        for record in run.sink.records { checker.read(record) }
        #expect(checker.faults == [])
        #expect(checker.encounters > 20, "Strategies that never come near each other show nothing")
    }
}
