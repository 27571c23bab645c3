import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Candles from prints")
struct CandleBookTests {
    let day = Sample.tuesday

    func bench(
        _ windows: (Timeframe, Int)..., symbols: Int = 1, closeDelay: Interval = .zero
    ) -> BookBench {
        BookBench(windows, symbols: symbols, closeDelay: closeDelay, day: day)
    }

    @Test("a candle takes its start and not its end")
    func halfOpen() {
        let bench = bench((.m1, 10))
        bench.add(.print(day.at("09:01"), 70_000, 1))
        bench.add(.print(day.at("09:01:59.999999999"), 70_200, 2))
        bench.add(.print(day.at("09:02"), 69_900, 4))
        bench.close(through: day.at("09:03"))
        #expect(
            bench.candles(.m1).map(line) == [
                "09:01:00-09:02:00 70000 70200 70000 70200 ×3",
                "09:02:00-09:03:00 69900 69900 69900 69900 ×4",
            ])
        #expect(bench.candles(.m1)[0].value == Won(70_000 + 2 * 70_200))
    }

    @Test("the opening cross is in the 09:00 candle, the closing cross in the 15:30 one")
    func crosses() {
        let bench = bench((.m1, 10))
        bench.add(.print(day.at("09:00"), 70_000, 500))
        bench.add(.print(day.at("09:00:29.5"), 70_100, 5))
        bench.add(.print(day.at("15:19:58"), 70_200, 7))
        bench.add(.print(day.at("15:30:11"), 70_300, 900))
        bench.close(through: day.at("15:31"))
        #expect(
            bench.candles(.m1).map(line) == [
                "09:00:00-09:01:00 70000 70100 70000 70100 ×505",
                "15:19:00-15:20:00 70200 70200 70200 70200 ×7",
                "15:30:00-15:30:30 70300 70300 70300 70300 ×900",
            ])
    }

    @Test("a bucket without prints makes no candle")
    func empty() {
        let bench = bench((.m1, 10), (.m5, 10))
        bench.add(.print(day.at("09:00:01"), 70_000))
        bench.add(.print(day.at("09:20:01"), 70_100))
        bench.close(through: day.at("09:30"))
        #expect(bench.candles(.m1).map { TimeOfDay($0.start) } == [.init(9, 0), .init(9, 20)])
        #expect(bench.candles(.m5).map { TimeOfDay($0.start) } == [.init(9, 0), .init(9, 20)])
    }

    @Test("4h counts from 09:00, 60m and 4h end with the session, 1d is the session")
    func lastCandles() {
        let bench = bench((.m60, 10), (.h4, 10), (.d1, 10))
        for time in ["09:00", "12:59:59", "13:00", "15:10", "15:30:29"] {
            bench.add(.print(day.at(time), 70_000, 1))
        }
        bench.close(through: day.at("15:30:30"))
        func spans(_ timeframe: Timeframe) -> [String] {
            bench.candles(timeframe).map { "\(TimeOfDay($0.start))-\(TimeOfDay($0.end))" }
        }
        #expect(
            spans(.m60) == [
                "09:00:00-10:00:00", "12:00:00-13:00:00", "13:00:00-14:00:00", "15:00:00-15:30:30",
            ])
        #expect(spans(.h4) == ["09:00:00-13:00:00", "13:00:00-15:30:30"])
        #expect(spans(.d1) == ["09:00:00-15:30:30"])
        #expect(bench.candles(.d1)[0].volume == Shares(5))
    }

    @Test("prints outside the session make no candle, and the next day's start a new one")
    func outside() {
        let bench = bench((.m1, 10), (.d1, 10))
        bench.add(.print(day.at("08:59:59.999999999"), 70_000))
        bench.add(.print(day.at("15:30:30"), 70_000))
        #expect(bench.book.nextClose == .distantFuture)
        bench.add(.print(day.at("15:00"), 70_000))
        bench.close(through: day.at("16:00"))
        let next = Sample.wednesday
        bench.book.beginSession(start: next.at("09:00"), end: next.at("15:30:30"))
        bench.add(.print(next.at("09:00"), 71_000))
        bench.close(through: next.at("16:00"))
        #expect(bench.candles(.d1).map(\.close) == [Price(70_000), Price(71_000)])
        #expect(bench.candles(.d1)[1].start == next.at("09:00"))
    }

    @Test("a print of a closed candle is late: counted, and no candle changes")
    func late() {
        let bench = bench((.m1, 10), symbols: 2)
        bench.add(.print(day.at("09:00:10"), 70_000, 1))
        bench.add(.print(day.at("09:01:10"), 70_100, 1))
        bench.add(.print(day.at("09:00:59"), 60_000, 1), at: day.at("09:01:11"))
        #expect(bench.book.latePrints == 1)
        // The symbol had no print in that bucket; its time is over all the same.
        bench.add(.print(day.at("09:00:59"), 60_000, 1, symbol: 1), at: day.at("09:01:12"))
        #expect(bench.book.latePrints == 2)
        bench.close(through: day.at("09:05"))
        bench.add(.print(day.at("09:03:59"), 60_000, 1), at: day.at("09:05"))
        #expect(bench.book.latePrints == 3)
        bench.close(through: day.at("09:06"))
        #expect(bench.candles(.m1).map(\.low) == [Price(70_000), Price(70_100)])
        #expect(bench.candles(.m1, symbol: 1).isEmpty)
    }

    @Test("a candle waits for its delay; prints of the next one are kept until then")
    func closeDelay() {
        let bench = bench((.m1, 10), (.m5, 10), closeDelay: .milliseconds(1_500))
        bench.add(.print(day.at("09:04:50"), 70_000, 1))
        bench.add(.print(day.at("09:05:00.2"), 70_500, 2), at: day.at("09:05:00.4"))
        bench.add(.print(day.at("09:04:59.9"), 70_200, 4), at: day.at("09:05:01"))
        bench.add(.print(day.at("09:05:01"), 70_600, 8), at: day.at("09:05:01.2"))
        #expect(bench.book.latePrints == 0)
        #expect(bench.book.nextClose == day.at("09:05:01.5"))
        bench.close(through: day.at("09:10"))
        #expect(
            bench.candles(.m1).map(line) == [
                "09:04:00-09:05:00 70000 70200 70000 70200 ×5",
                "09:05:00-09:06:00 70500 70600 70500 70600 ×10",
            ])
        #expect(bench.log.prefix(2) == ["09:05:01.5 0 1m", "09:05:01.5 0 5m"])
        #expect(bench.candles(.m5)[0].volume == Shares(5))
    }

    @Test("timeframes that don't divide each other are fed by hidden minutes")
    func hiddenMinutes() {
        let bench = bench((.m3, 10), (.m5, 10))
        #expect(bench.book.timeframes == [.m1, .m3, .m5])
        for minute in 0..<15 {
            bench.add(.print(day.at("09:00") + .minutes(Int64(minute)), 70_000 + Int64(minute), 1))
        }
        bench.close(through: day.at("09:15"))
        #expect(bench.candles(.m3).map(\.volume.count) == [3, 3, 3, 3, 3])
        #expect(bench.candles(.m5).map(\.volume.count) == [5, 5, 5])
        #expect(bench.candles(.m1).isEmpty, "Nobody asked for minutes")
        #expect(!bench.log.contains { $0.hasSuffix(" 1m") })
        #expect(
            bench.log.suffix(2) == ["09:15:00 0 3m", "09:15:00 0 5m"], "One instant, fine to coarse"
        )
    }

    @Test("a window keeps the newest candles, oldest first", arguments: [1, 2, 3, 7])
    func windows(length: Int) {
        let bench = bench((.m1, length))
        var all: [Price] = []
        for minute in 0..<60 {
            let at = day.at("09:00") + .minutes(Int64(minute))
            bench.take(Candle(at, at + .minutes(1), 1, 1, 1, Int64(minute + 1)), .m1)
            bench.collect(.distantFuture)
            all.append(Price(Int64(minute + 1)))
            let window = bench.book.view.window(SymbolIndex(0), 0)
            let kept = all.suffix(length)
            #expect((0..<window.count).map { window[$0].close } == Array(kept))
            #expect(window[fromEnd: 0].close == all.last)
        }
    }

    @Test("outside a window there is nothing")
    func windowBounds() async {
        await #expect(processExitsWith: .failure) {
            let book = CandleBook(
                windows: [(timeframe: .m1, length: 2)], symbolCount: 1, closeDelay: .zero)
            _ = book.view.window(SymbolIndex(0), 0)[0]
        }
    }
}

@Suite("Candles as data")
struct CandleDataTests {
    let day = Sample.tuesday

    /// A day of prints of three symbols by exchange time, crosses included.
    static func prints(seed: UInt64, day: CalendarDate) -> [Tick] {
        var generator = SeededGenerator(seed: seed, stream: "prints")
        var ticks: [Tick] = []
        var price: [Int64] = [70_000, 20_000, 5_000]
        var time = day.at("09:00")
        while time < day.at("15:30:30") {
            let symbol = Int(generator.next(below: 3))
            price[symbol] += Int64(generator.next(below: 7)) - 3
            // The continuous session ends at 15:20; then comes the cross.
            if time < day.at("15:20") || time >= day.at("15:30") {
                ticks.append(
                    .print(
                        time, price[symbol], Int64(generator.next(below: 50)) + 1, symbol: symbol))
            }
            let wait = generator.next(below: 20) == 0 ? 400_000 : 12_000
            time = time + .milliseconds(Int64(generator.next(below: UInt64(wait))))
        }
        return ticks
    }

    static let chains: [[(Timeframe, Int)]] = [
        [(.m1, 5), (.m5, 5), (.m15, 5), (.m60, 5)], [(.m3, 4), (.m5, 4), (.d1, 2)],
        [(.m5, 3), (.m15, 3), (.h4, 3), (.d1, 3)], [(.m10, 2), (.m15, 2), (.m30, 2)], [(.d1, 1)],
        [(.m1, 3)], [(.m60, 3), (.h4, 2)],
    ]

    @Test(
        "prints and minutes as data give the candles that plain grouping gives",
        arguments: 0..<7, [Interval.zero, .milliseconds(50), .seconds(30)])
    func agree(chain: Int, delay: Interval) {
        let windows = CandleDataTests.chains[chain]
        let ticks = CandleDataTests.prints(seed: UInt64(chain), day: day)
        let fromPrints = BookBench(windows, symbols: 3, closeDelay: delay, day: day)
        for tick in ticks { fromPrints.add(tick, at: tick.time + delay) }
        fromPrints.close(through: day.at("16:00"))
        let fromMinutes = BookBench(windows, symbols: 3, closeDelay: delay, day: day)
        var minutes: [(Candle, Int)] = []
        for symbol in 0..<3 {
            for candle in naiveCandles(ticks, symbol: symbol, minutes: 1, day: day) {
                minutes.append((candle, symbol))
            }
        }
        minutes.sort { ($0.0.end, $0.1) < ($1.0.end, $1.1) }
        for (candle, symbol) in minutes { fromMinutes.take(candle, .m1, symbol: symbol) }
        fromMinutes.close(through: day.at("16:00"))
        fromMinutes.collect(.distantFuture)
        for (timeframe, _) in windows {
            let length = timeframe == .d1 ? nil : timeframe.minutes
            for symbol in 0..<3 {
                let expected = naiveCandles(ticks, symbol: symbol, minutes: length, day: day)
                #expect(!expected.isEmpty)
                #expect(fromPrints.candles(timeframe, symbol: symbol) == expected)
                #expect(
                    fromMinutes.candles(timeframe, symbol: symbol) == expected,
                    "\(timeframe) of \(symbol)")
            }
        }
        #expect(fromPrints.book.latePrints == 0 && fromMinutes.book.latePrints == 0)
    }
}
