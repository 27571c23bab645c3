import KraderEngine
import KraderModel
import Testing

@testable import KraderStrategies

@Suite("Crossing averages")
struct CrossTests {
    @Test(
        "a position is opened above, closed below, else left alone; also while orders are open",
        arguments: [
            // The columns are lead, held, bid for, offered and side.
            (1.0, 0, 0, 0, .buy), (1, 10, 0, 0, nil), (1, 0, 10, 0, nil), (-1, 0, 0, 0, nil),
            (-1, 10, 0, 0, .sell), (-1, 10, 0, 10, nil), (-1, 4, 6, 0, nil), (0, 0, 0, 0, nil),
            (0, 10, 0, 0, nil), (0.001, 0, 0, 0, .buy), (-0.001, 10, 0, 0, .sell),
        ] as [(Double, Int64, Int64, Int64, Side?)])
    func side(lead: Double, held: Int64, bidFor: Int64, offered: Int64, expected: Side?) {
        var position = Position()
        position.quantity = Shares(held)
        position.bidFor = Shares(bidFor)
        position.offered = Shares(offered)
        #expect(CrossRule.side(lead: lead, position) == expected)
    }

    @Test("prints only feed the averages until the warm-up is over")
    func warmup() {
        var crossing = EMACrossing(fast: 1, slow: 3, warmup: 3, seed: .first)
        // The slow average is 8, 6, 8, 9; the fourth print has index 3.
        #expect([8, 4, 10, 10].map { crossing.add($0) } == [0, 0, 0, 1])
    }

    @Test("on candles the slow average must have a value, whatever the warm-up")
    func seededByMean() {
        var crossing = EMACrossing(fast: 1, slow: 3, warmup: 1, seed: .mean)
        #expect([6, 3, 3, 8].map { crossing.add($0) } == [0, 0, -1, 2])
    }

    @Test("following a window gives what the definitions give, also after a split and a gap")
    func emaFollows() {
        var closes = (0..<120).map { 50_000 + Int64($0 * $0 % 97) * 100 }
        let empty = EMACrossing(fast: 5, slow: 20, warmup: 20, seed: .mean)
        var crossing = empty
        func expectNaive(_ count: Int, _ lead: Double) {
            let seen = doubles(Array(closes[..<count]))
            let expected = count > 20 ? Naive.ema(seen, 5) - Naive.ema(seen, 20) : 0
            #expect(abs(lead - expected) < 1e-8)
        }
        var all = candles(closes)
        for count in 1...60 {
            expectNaive(count, crossing.follow(Array(all[..<count]), last: 250, from: empty))
        }
        // Here two candles come at once.
        expectNaive(62, crossing.follow(Array(all[..<62]), last: 250, from: empty))
        // From now on everything before is worth a fifth.
        closes = closes.map { $0 / 5 }
        all = candles(closes)
        for count in 63...120 {
            expectNaive(count, crossing.follow(Array(all[..<count]), last: 250, from: empty))
        }
    }

    @Test("what came before the strategy's own window does not count after a gap")
    func emaWindow() {
        let closes = (0..<300).map { 50_000 + Int64($0 * $0 % 97) * 100 }
        let empty = EMACrossing(fast: 5, slow: 20, warmup: 20, seed: .mean)
        var (long, short) = (empty, empty)
        let all = candles(closes)
        #expect(
            long.follow(all, last: 250, from: empty)
                == short.follow(Array(all.suffix(250)), last: 250, from: empty))
    }

    @Test("simple averages are compared exactly, from the candle at which the slow one has a value")
    func smaFollows() {
        let closes = (0..<200).map { 50_000 + Int64($0 * $0 % 41) * 100 }
        let all = candles(closes)
        var crossing = SMACrossing(fast: 4, slow: 10)
        var signs = Set<Int>()
        for count in 1...200 {
            // The window that the engine keeps for it, one candle longer than slow.
            let lead = crossing.follow(Array(all[..<count].suffix(11)))
            let seen = doubles(Array(closes[..<count]))
            let expected = count >= 10 ? Naive.sma(seen, 4) - Naive.sma(seen, 10) : 0
            #expect(lead.sign == expected.sign || lead == 0)
            #expect((lead == 0) == (abs(expected) < 1e-9))
            signs.insert(lead > 0 ? 1 : lead < 0 ? -1 : 0)
        }
        #expect(signs == [-1, 0, 1])
    }

    @Test("simple averages are read again when old closes change")
    func smaAfterSplit() {
        let before = candles([100, 200, 300, 400, 500, 900])
        var crossing = SMACrossing(fast: 1, slow: 5)
        _ = crossing.follow(Array(before[..<5]))
        let after = candles([10, 20, 30, 40, 50, 90])
        // The lead is 90 against a mean of 46, over the common denominator 5.
        #expect(crossing.follow(after) == 90 * 5 - 230)
    }

    @Test("fast must be shorter than slow", arguments: [(10, 10), (20, 10)])
    func lengths(fast: Int64, slow: Int64) {
        for kind in [StrategyKind(EMACross.self), StrategyKind(SMACross.self)] {
            var values = ParameterValues(defaultsOf: kind.parameters)
            values.set("fast", .integer(fast))
            values.set("slow", .integer(slow))
            #expect(throws: ParameterFault.self) { try kind.make(values) }
        }
    }
}
