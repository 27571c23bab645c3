import KraderEngine
import KraderModel
import Support
import Testing

@Suite("What the broker says twice, and what it takes back in part")
struct RepeatTests: BuyOfTen {
    @Test("C01: an execution that is told twice is booked once, after the order's end too")
    func duplicates() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        /// Tells of an execution with which so many shares have filled.
        func tell(_ time: String, _ number: Int64, _ quantity: Int64, of sum: Int64) -> [String] {
            bench.push(
                time, 7,
                .executed(
                    Execution(
                        number: ExecutionNumber(number), price: Price(70_000),
                        quantity: Shares(quantity), time: day.at(time),
                        cumulativeQuantity: Shares(sum), cumulativeAmount: Won(sum * 70_000))))
        }
        #expect(tell("10:00:02", 51, 2, of: 2) == ["1 filled 2 at 70000, PARTIAL_FILL"])
        #expect(tell("10:00:02", 52, 3, of: 5) == ["1 filled 3 at 70000, PARTIAL_FILL"])
        #expect(tell("10:00:03", 51, 2, of: 2) == [])
        #expect(tell("10:00:03", 52, 3, of: 5) == [])
        expect(bench, cash: 9_650_000, reserved: 350_000, held: 5)
        #expect(tell("10:00:04", 53, 5, of: 10) == ["1 filled 5 at 70000, FILLED"])
        #expect(tell("10:00:05", 53, 5, of: 10) == [], "The order has ended")
        #expect(bench.engine.counts.executionsRepeated == 3)
        #expect(bench.engine.counts.pushesQuarantined == 0)
        #expect(
            tell("10:00:06", 54, 1, of: 11) == [
                "1 filled 1 at 70000, FILLED", "OVERFILLED", "KILL_SWITCH_ENGAGED CRITICAL",
                "KILL_SWITCH_COMPLETE after 0 ms",
            ], "This one is new: it is nobody's, and trading stops")
        expect(bench, cash: 9_230_000, reserved: 0, held: 11)
    }

    @Test("a cancel of a part leaves the rest of the order alive")
    func partialCancel() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 2, at: 70_000)
        #expect(
            bench.push("10:00:03", 7, .cancelled(quantity: Shares(5), by: OrderNumber(8)))
                == ["1 partly cancelled, 3 left"])
        expect(bench, cash: 9_860_000, reserved: 210_000, held: 2)
        #expect(bench.engine.position(SymbolIndex(0)).bidFor == Shares(3))
        #expect(bench.fill("10:00:04", 7, 3, at: 70_000) == ["1 filled 3 at 70000, CANCELED"])
        expect(bench, cash: 9_650_000, reserved: 0, held: 5)
        #expect(bench.engine.liveOrderCount == 0)
    }

    @Test("C05: a fill that our cancel overtook is booked when it comes")
    func overtakenFill() {
        let bench = bench([cancel(at: "10:00:02")])
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02")
        bench.accept("10:00:03", 2, as: 8)
        #expect(
            bench.push("10:00:03", 7, .cancelled(quantity: Shares(6), by: OrderNumber(8)))
                == ["1 partly cancelled, 4 left"])
        #expect(bench.fill("10:00:03.1", 7, 4, at: 70_000) == ["1 filled 4 at 70000, CANCELED"])
        expect(bench, cash: 9_720_000, reserved: 0, held: 4)
    }
}
