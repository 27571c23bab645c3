import KraderModel
import KraderVenue
import Testing

@Suite("IOC and FOK without a book (semantics.md §4)")
struct ImmediateTests {
    private func bench(_ unit: Interval = Interval(nanoseconds: 1)) -> VenueBench {
        let bench = VenueBench(stampUnit: unit)
        bench.print("09:00", 70_000, 0)
        return bench
    }

    @Test("IOC takes its part of every print of a second, and is gone at its end")
    func takesForASecond() {
        let bench = bench()
        bench.buy("09:00:02", 15, kind: .immediateOrCancel)
        #expect(bench.print("09:00:02.5", 70_000) == ["1 filled 10 at 70100, through"])
        #expect(bench.print("09:00:03", 70_000, 20) == ["1 filled 2 at 70100, through"])
        #expect(bench.print("09:00:03.000000001", 70_000) == ["1 expired 3"])
    }

    @Test("it ends by itself, though nothing prints any more")
    func endsByItself() {
        let bench = bench()
        bench.buy("09:00:02", 15, kind: .immediateOrCancel)
        bench.sell("09:00:02.5", 1, kind: .fillOrKill)
        bench.buy("09:00:02.5", 1, kind: .fillOrKill)
        #expect(bench.venue.nextWakeup == bench.moment("09:00:03.000000001"))
        #expect(bench.advance("09:00:03") == [])
        #expect(bench.advance("09:00:03.000000001") == ["1 expired 15"])
        #expect(bench.advance("09:00:04") == ["2 expired 1"])
        #expect(bench.venue.nextWakeup == .distantFuture)
    }

    @Test("FOK waits for a print whose part holds it all")
    func allOfIt() {
        let bench = bench()
        bench.buy("09:00:02", 11, kind: .fillOrKill)
        #expect(bench.print("09:00:02.1", 70_000, 109) == [])
        // Nine tenths of a share stay from the print before: 10.9 with them.
        #expect(bench.print("09:00:02.2", 70_000, 101) == ["1 filled 11 at 70100, through"])
        bench.buy("09:00:04", 11, kind: .fillOrKill)
        #expect(bench.print("09:00:04.1", 70_000, 100) == [])
        #expect(bench.advance("09:00:06") == ["2 expired 11"])
    }

    @Test("two units of cut stamps come on top")
    func cutStamps() {
        let bench = bench(.seconds(1))
        bench.buy("09:00:02", 15, kind: .immediateOrCancel)
        #expect(bench.print("09:00:03", 70_000) == [], "Not surely later")
        #expect(bench.print("09:00:04", 70_000, 20) == ["1 filled 2 at 70100, through"])
        #expect(bench.print("09:00:05", 70_000, 20) == ["1 filled 2 at 70100, through"])
        #expect(bench.print("09:00:06", 70_000) == ["1 expired 11"])
    }

    @Test(
        "points of candles have no unit, whatever the prints of others have",
        arguments: [Interval(nanoseconds: 1), .seconds(1)])
    func points(unit: Interval) {
        let bench = VenueBench(stampUnit: unit)
        bench.candle(
            "09:10", "09:11", open: 70_000, high: 70_100, low: 69_900, close: 70_000, volume: 400)
        // The point at 09:10:20 lies a second and a nanosecond after the first order.
        bench.buy("09:10:18.999999999", 1, kind: .immediateOrCancel)
        bench.buy("09:10:19", 1, kind: .fillOrKill)
        #expect(bench.advance("09:10:19.999999999") == [])
        #expect(bench.advance("09:10:20") == ["1 expired 1", "2 filled 1 at 70100, path"])
        bench.buy("09:10:30", 1, kind: .immediateOrCancel)
        #expect(bench.venue.nextWakeup == bench.moment("09:10:31.000000001"))
        #expect(bench.advance("09:10:31.000000001") == ["3 expired 1"])
    }

    @Test("an order that may wait longer for prints looks at points for its second only")
    func pointsBeyond() {
        let bench = VenueBench(stampUnit: .seconds(1))
        // Nothing has told yet which kind the day's data are.
        bench.buy("09:09:59.5", 1, kind: .immediateOrCancel)
        bench.candle(
            "09:10", "09:11", open: 70_000, high: 70_100, low: 69_900, close: 70_000, volume: 400)
        #expect(bench.advance("09:10:02") == [], "The open came at 09:10:01")
        #expect(bench.advance("09:10:02.500000001") == ["1 expired 1"])
    }

    @Test("a limit that no print reaches stays until then; one that comes takes it")
    func limits() {
        let bench = bench()
        #expect(
            bench.buy("09:00:02", 5, 70_000, kind: .immediateOrCancel)
                == ["reply: 1", "1 accepted"])
        #expect(bench.print("09:00:02.1", 70_000) == [], "A step worse is beyond its limit")
        #expect(bench.print("09:00:02.2", 69_900) == ["1 filled 5 at 70000, through"])
        bench.buy("09:00:04", 5, 69_000, kind: .fillOrKill)
        #expect(bench.advance("09:00:06") == ["2 expired 5"])
    }

    @Test("locked at the limit it waits too: a print off the limit serves it")
    func locked() {
        let bench = bench()
        bench.print("09:00:01", 91_000)
        bench.buy("09:00:02", 5, kind: .immediateOrCancel)
        #expect(bench.print("09:00:02.1", 91_000) == [])
        #expect(bench.print("09:00:02.2", 90_800) == ["1 filled 5 at 90900, through"])
    }

    @Test("how long is a choice, with zero only two units of the stamps are left")
    func choice() {
        #expect(VenueConfiguration().immediateWait == .seconds(1))
        #expect(VenueConfiguration(immediateWait: .zero).immediateWait == .zero)
    }
}
