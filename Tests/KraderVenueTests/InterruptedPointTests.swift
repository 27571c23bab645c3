import KraderModel
import KraderVenue
import Support
import Testing

@Suite("Points lie in continuous trading: in an interruption they wait (semantics.md §4)")
struct InterruptedPointTests {
    /// Points of 09:10:01, 09:11:40, 09:13:20 and 09:14:59, each of a thousand shares.
    private func scene() -> VenueBench {
        let bench = VenueBench(.touch, held: 100, heldCost: 7_000_000)
        bench.candle(
            "09:10", "09:15", open: 70_000, high: 70_500, low: 69_000, close: 70_200,
            volume: 4_000, timeframe: .m5)
        return bench
    }

    private func calm(_ bench: VenueBench, price: Int64) {
        bench.candle(
            "09:15", "09:20", open: price, high: price, low: price, close: price, volume: 4_000,
            timeframe: .m5)
    }

    @Test(
        "they come when trading goes on, in their order",
        arguments: [TradingStatus.callAuction, .halted])
    func waits(status: TradingStatus) {
        let bench = scene()
        bench.buy("09:10:02", 5, 69_500)
        bench.sell("09:10:03", 5, 70_400)
        bench.sell("09:10:04", 5, 70_100)
        bench.status("09:11", status)
        #expect(bench.advance("09:13:30") == [])
        bench.status("09:13:31", .normal)
        #expect(bench.venue.nextWakeup == bench.moment("09:13:31"))
        #expect(bench.advance("09:13:31") == ["1 filled 5 at 69500, path"])
        #expect(bench.venue.nextWakeup == bench.moment("09:13:31.001"))
        #expect(
            bench.advance("09:13:31.001")
                == ["3 filled 5 at 70100, path", "2 filled 5 at 70400, path"])
        #expect(bench.venue.lostPoints.count == 0)
    }

    @Test("what isn't late comes at its time")
    func later() {
        let bench = scene()
        bench.buy("09:10:02", 5, 69_500)
        bench.sell("09:10:03", 5, 70_400)
        bench.status("09:11", .callAuction)
        bench.status("09:13:10", .normal)
        #expect(bench.advance("09:13:10") == ["1 filled 5 at 69500, path"])
        #expect(bench.venue.nextWakeup == bench.moment("09:13:20"))
        #expect(bench.advance("09:13:20") == ["2 filled 5 at 70400, path"])
    }

    @Test("nor is an order that came meanwhile, or that nobody had before, passed by")
    func newcomer() {
        let bench = scene()
        bench.status("09:11", .callAuction)
        bench.buy("09:12", 5, 69_500)
        #expect(bench.advance("09:13:30") == [])
        bench.status("09:13:31", .normal)
        #expect(bench.advance("09:13:31") == ["1 filled 5 at 69500, path"])
    }

    @Test("where trading doesn't go on before the candle is over they are lost, and counted")
    func lost() {
        let bench = scene()
        bench.buy("09:10:02", 5, 69_500)
        bench.status("09:11", .halted)
        #expect(bench.advance("09:14:59") == [])
        #expect(bench.venue.lostPoints.count == 0)
        calm(bench, price: 69_300)
        #expect(bench.venue.lostPoints.count == 3)
        #expect(bench.venue.lostPoints.first?.at == bench.moment("09:11:40"))
        #expect(bench.venue.lostPoints.first?.symbol == SymbolIndex(0))
        bench.status("09:16", .normal)
        #expect(bench.advance("09:16") == ["1 filled 5 at 69500, path"])
        #expect(bench.venue.lostPoints.count == 3)
    }

    @Test("so are those that would come at its end or after it")
    func tooLate() {
        let bench = scene()
        bench.buy("09:10:02", 5, 69_500)
        bench.sell("09:10:03", 5, 70_400)
        bench.status("09:11", .callAuction)
        bench.status("09:14:59.999", .normal)
        #expect(bench.advance("09:15") == ["1 filled 5 at 69500, path"])
        #expect(bench.venue.lostPoints.count == 2)
        #expect(bench.venue.lostPoints.first?.at == bench.moment("09:13:20"))
    }

    @Test("where nobody waits nothing is lost")
    func nobody() {
        let bench = scene()
        bench.status("09:11", .halted)
        calm(bench, price: 70_000)
        bench.status("09:17", .normal)
        bench.buy("09:17:30", 5)
        #expect(bench.advance("09:18:20") == ["1 filled 5 at 70000, path"])
        #expect(bench.venue.lostPoints.count == 0)
    }

    @Test("a second interruption makes them wait again")
    func twice() {
        let bench = scene()
        bench.buy("09:10:02", 5, 69_500)
        bench.sell("09:10:03", 5, 70_400)
        bench.status("09:11", .callAuction)
        bench.status("09:13:10", .normal)
        #expect(bench.advance("09:13:10") == ["1 filled 5 at 69500, path"])
        bench.status("09:13:15", .callAuction)
        #expect(bench.advance("09:14") == [])
        bench.status("09:14:10", .normal)
        #expect(bench.advance("09:14:10") == ["2 filled 5 at 70400, path"])
    }

    @Test("an opening that waits is one for all who were there by then")
    func opening() {
        let bench = VenueBench(participation: 100)
        bench.status("08:59:30", .callAuction)
        bench.buy("08:59:59", 5)
        bench.candle(
            "09:00", "09:05", open: 70_000, high: 70_000, low: 70_000, close: 70_000,
            volume: 4_000, timeframe: .m5)
        bench.buy("09:01", 5)
        bench.status("09:01:10", .normal)
        #expect(
            bench.advance("09:01:10")
                == ["1 filled 5 at 70000, auction", "2 filled 5 at 70000, auction"])
    }

    @Test("the closing cross waits as well")
    func closing() {
        let bench = VenueBench(participation: 100)
        bench.candle(
            "15:10", "15:15", open: 70_000, high: 70_000, low: 70_000, close: 70_000,
            volume: 4_000, timeframe: .m5)
        bench.buy("15:22", 5)
        bench.status("15:25", .callAuction)
        bench.candle(
            "15:30", "15:31", open: 70_200, high: 70_200, low: 70_200, close: 70_200,
            volume: 4_000)
        #expect(bench.advance("15:30:05") == [])
        bench.status("15:30:10", .normal)
        #expect(bench.advance("15:30:10") == ["1 filled 5 at 70200, auction"])
        #expect(bench.venue.lostPoints.count == 0)
    }

    /// Told plainly: a point that falls into an interruption comes at its end, and none before the
    /// one that precedes it.
    private func times(_ interruptions: [(from: Int64, to: Int64)]) -> [Int64] {
        var times: [Int64] = []
        for planned in [100_000, 200_000, 299_000] as [Int64] {
            var time = max(planned, times.last.map { $0 + 1 } ?? 0)
            for span in interruptions where span.from < time && time <= span.to { time = span.to }
            if time >= 300_000 { break }
            times.append(time)
        }
        return times
    }

    @Test(
        "over random interruptions low and high come when they may",
        arguments: 0..<Proof.cases(50, long: 200))
    func random(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed), stream: "interruptions")
        var edges: Set<Int64> = []
        let count = 2 + 2 * Int(generator.next(below: 3))
        // Interruptions often lie where points do, else anywhere in the candle and the minute after
        // it.
        let places: [Int64] = [100_000, 200_000, 200_001, 299_000, 299_999, 300_000]
        while edges.count < count {
            let isNear = generator.next(below: 3) == 0
            edges.insert(
                isNear
                    ? places[Int(generator.next(below: UInt64(places.count)))]
                    : 2_000 + Int64(generator.next(below: 358_000)))
        }
        let sorted = edges.sorted()
        let spans = stride(from: 0, to: count, by: 2).map { (from: sorted[$0], to: sorted[$0 + 1]) }
        let bench = scene()
        let start = bench.moment("09:10")
        bench.buy("09:10:01.1", 5, 69_500)
        bench.sell("09:10:01.2", 5, 70_400)
        for span in spans {
            for (edge, status) in [(span.from, TradingStatus.callAuction), (span.to, .normal)] {
                bench.venue.advance(to: start + .milliseconds(edge))
                bench.venue.change(
                    StatusChange(
                        time: start + .milliseconds(edge), symbol: SymbolIndex(0), status: status,
                        cause: status == .normal ? .resumption : .staticInterruption))
            }
        }
        bench.advance("09:20")
        let found = bench.venue.executions().map {
            ($0.execution.time - start).nanoseconds / 1_000_000
        }
        let expected = times(spans)
        #expect(found == Array(expected.prefix(2)), "\(spans)")
        // When both are filled nobody waits for the close.
        let lost = expected.count < 2 ? 3 - expected.count : 0
        #expect(bench.venue.lostPoints.count == Int64(lost), "\(spans)")
    }
}
