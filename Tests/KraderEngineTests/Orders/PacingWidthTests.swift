import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Pacing widens on refusals (failure-modes.md §1, F01–F04)")
struct PacingWidthTests: BuyOfTen {
    @Test("each refusal for coming too fast doubles the pause, up to eight times")
    func doubles() {
        let start = day.at("10:00")
        var width = PacingWidth()
        #expect(width.times(at: start) == 1)
        for expected in [2, 4, 8, 8] {
            width = PacingWidth(times: width.widened(at: start), since: start)
            #expect(width.times(at: start) == expected)
        }
    }

    @Test("it halves with each minute without a refusal")
    func halves() {
        let start = day.at("10:00")
        let width = PacingWidth(times: 8, since: start)
        #expect(width.times(at: start + .seconds(59)) == 8)
        #expect(width.times(at: start + .seconds(60)) == 4)
        #expect(width.times(at: start + .seconds(120)) == 2)
        #expect(width.times(at: start + .seconds(180)) == 1)
        #expect(width.times(at: start + .hours(30)) == 1)
        #expect(width.widened(at: start + .seconds(150)) == 4)
    }

    @Test("F02: an order refused so is in doubt, and the next request leaves after twice the pause")
    func order() {
        let bench = bench([], pacing: .live)
        #expect(
            bench.give(
                .reply(
                    BrokerReply(
                        request: RequestID(1), outcome: .unknown(.rateRefused(1700)))),
                at: day.at("10:00:00.05")
            ).contains("pacing ×2"))
        // The lists are asked a second later: the second one not 200 ms after the first, but 400.
        #expect(bench.wait("10:00:01.05") == ["→ 2 query open_orders"])
        bench.answer("10:00:01.1", .orders([], hasMore: false))
        #expect(bench.wait("10:00:01.44") == [])
        #expect(bench.wait("10:00:01.45") == ["→ 3 query orders_of_day"])
    }
}
