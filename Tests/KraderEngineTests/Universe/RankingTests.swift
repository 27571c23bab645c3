import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("The ranking of the universe (semantics.md §7)")
struct RankingTests {
    @Test("nobody is in it before anything has traded; from 09:30 on today's value decides")
    func firstDay() {
        let bench = RankedMarket.bench()
        #expect(bench.changes(until: "09:00") == [])
        bench.print("09:10", 70_000, 10)
        bench.print("09:11", 20_000, 100, symbol: 1)
        bench.print("09:12", 50_000, 20, symbol: 3)
        #expect(bench.changes(until: "09:29:59.999") == [])
        #expect(bench.changes(until: "09:30") == ["symbol 1 joined as 1", "symbol 3 joined as 2"])
    }

    @Test("until half an hour after the open the previous trading day's values decide")
    func previousDay() {
        let bench = RankedMarket.bench(refresh: .minutes(10))
        bench.print("10:00", 70_000, 10)
        bench.print("10:00", 20_000, 100, symbol: 1)
        #expect(bench.changes(until: "10:10") == ["symbol 1 joined as 1", "symbol 0 joined as 2"])
        bench.day = Sample.wednesday
        bench.print("09:00:01", 100_000, 1_000, symbol: 2)
        #expect(bench.changes(until: "09:29:59") == [], "09:10 and 09:20 look at yesterday")
        #expect(
            bench.changes(until: "09:30") == [
                "symbol 1 left", "symbol 0 left", "symbol 2 joined as 1",
            ], "Who has not traded today has no rank")
    }

    @Test("while nothing has traded today the last day with values decides, holidays passed over")
    func emptyDay() {
        let bench = RankedMarket.bench()
        bench.print("10:00", 70_000, 10)
        _ = bench.changes(until: "15:31")
        bench.day = Sample.wednesday
        #expect(bench.changes(until: "15:31") == [])
        bench.day = Sample.thursday
        #expect(bench.changes(until: "09:30") == [], "Two days later the member stays")
        #expect(bench.engine.symbolState(SymbolIndex(0)).rank == 1)
    }

    @Test(
        "it is ranked at the open, each period before the close, and with the day's last candles",
        arguments: [
            // The turns are 09:00 … 15:00, then 15:30:30.
            (CalendarDate(2026, 3, 3), 30, "09:00", "15:30:30", 14),
            // The turns are 09:00 … 15:00 by the hour.
            (CalendarDate(2026, 3, 3), 60, "09:00", "15:30:30", 8),
            (CalendarDate(2026, 3, 3), 600, "09:00", "15:30:30", 2),
            // The year's first trading day opens at 10:00 (§1.5).
            (CalendarDate(2026, 1, 2), 30, "10:00", "15:30:30", 12),
            // On the day of the entrance exam all is an hour later (§1.5).
            (CalendarDate(2026, 11, 19), 30, "10:00", "16:30:30", 14),
        ])
    func times(day: CalendarDate, minutes: Int64, first: String, last: String, count: Int64) {
        let bench = RankedMarket.bench(refresh: .minutes(minutes), start: day.midnight)
        bench.day = day
        let open = day.at(first)
        bench.wait(until: Moment(nanoseconds: open.nanoseconds - 1))
        #expect(bench.engine.counts.universeRankings == 0)
        bench.wait(until: open)
        #expect(bench.engine.counts.universeRankings == 1)
        bench.wait(until: Moment(nanoseconds: day.at(last).nanoseconds - 1))
        #expect(bench.engine.counts.universeRankings == count - 1)
        bench.wait("23:59")
        #expect(bench.engine.counts.universeRankings == count)
    }

    @Test("§1.5 on a day that opens at 10:00 yesterday's values decide until 10:30")
    func lateOpen() {
        let bench = RankedMarket.bench(start: CalendarDate(2025, 12, 30).midnight)
        bench.day = CalendarDate(2025, 12, 30)
        bench.print("10:00", 70_000, 10)
        bench.day = CalendarDate(2026, 1, 2)
        bench.print("10:00:01", 20_000, 1_000, symbol: 1)
        #expect(bench.changes(until: "10:29:59") == [])
        #expect(bench.changes(until: "10:30") == ["symbol 0 left", "symbol 1 joined as 1"])
    }

    @Test("a run that begins within the session ranks at the next of the day's times")
    func lateStart() {
        let bench = RankedMarket.bench(start: Sample.tuesday.at("11:10"))
        bench.print("11:15", 70_000)
        #expect(bench.changes(until: "11:29:59") == [])
        #expect(bench.changes(until: "11:30") == ["symbol 0 joined as 1"])
    }

    @Test("only issues of the boards asked for are ranked, and never an index")
    func boards() {
        let bench = RankedMarket.bench(top: 9, boards: [.kosdaq, .etf, .index])
        for symbol in 0..<6 { bench.print("09:10", 5_000, 100, symbol: symbol) }
        #expect(
            bench.changes(until: "09:30") == [
                "symbol 1 joined as 1", "symbol 3 joined as 2", "symbol 4 joined as 3",
            ])
    }

    @Test("equal values are ranked by index, whoever traded first")
    func ties() {
        let bench = RankedMarket.bench()
        for symbol in [3, 2, 1, 0] { bench.print("09:10", 10_000, 7, symbol: symbol) }
        #expect(bench.changes(until: "09:30") == ["symbol 0 joined as 1", "symbol 1 joined as 2"])
    }

    @Test("the value of prints is price × size, in scope only")
    func printValues() {
        let bench = RankedMarket.bench(top: 1)
        bench.print("09:10", 100_000, 10, symbol: 2)
        bench.print("09:10", 20_000, 40, symbol: 1)
        bench.print("09:10", 20_000, 40, symbol: 1, scope: .other)
        #expect(bench.changes(until: "09:30") == ["symbol 2 joined as 1"])
        bench.print("09:40", 20_000, 11, symbol: 1)
        #expect(bench.changes(until: "10:00") == ["symbol 2 left", "symbol 1 joined as 1"])
    }

    @Test("candles count by their own value, when they arrive")
    func candleValues() {
        let bench = RankedMarket.bench(top: 1)
        let start = Sample.tuesday.at("09:00")
        var rich = Candle(start, start + .minutes(30), 100, 100, 100, 100, volume: 1)
        rich.value = Won(5_000_000)
        let plain = Candle(start, start + .minutes(30), 70_000, 70_000, 70_000, 70_000, volume: 10)
        bench.candle(plain, .m30)
        bench.step(.candle(rich, .m30, SymbolIndex(1)), start + .minutes(30))
        #expect(bench.changes(until: "09:30") == [], "The ranking of 09:30 has been")
        #expect(bench.changes(until: "10:00") == ["symbol 0 left", "symbol 1 joined as 1"])
    }

    @Test("a daily rotation sees the day's values: the last ranking comes before the 1d hooks")
    func daily() {
        let notebook = Notebook()
        var puppet = Puppet()
        puppet.subscriptions = Subscriptions().adding(.d1, callsCrossSection: true)
        puppet.onCandle = { _, _, context in
            notebook.write("hook of \(context.symbol.value) sees \(context.membersInWords)")
        }
        puppet.onCross = { _, context in
            notebook.write("cross-section sees \(context.membersInWords)")
        }
        let bench = RankedMarket.bench([puppet])
        for (day, values) in [(Sample.tuesday, [3, 2, 1, 4]), (Sample.wednesday, [1, 4, 9, 2])] {
            let hours = SessionHours.on(day)
            for (symbol, value) in values.enumerated() {
                let candle = Candle(
                    hours.open, hours.auctionEnd, 1_000, 1_000, 1_000, 1_000,
                    volume: Int64(value))
                bench.step(.candle(candle, .d1, SymbolIndex(symbol)), hours.auctionEnd)
            }
            bench.step(.clock, hours.auctionEnd)
        }
        #expect(
            notebook.read()
                == (0..<4).map { "hook of \($0) sees 3 0" } + ["cross-section sees 3 0"]
                + (0..<4).map { "hook of \($0) sees 2 1" } + ["cross-section sees 2 1"])
    }

    @Test("a fixed universe has the order in which it was given, and is never ranked")
    func fixed() {
        let notebook = Notebook()
        var configuration = EngineConfiguration.sample(
            [
                Puppet([
                    (
                        Sample.tuesday.at("10:00"),
                        { context in
                            let ranks = (0..<6).map { context.rank(SymbolIndex($0)) ?? 0 }
                            notebook.write("\(context.membersInWords), ranks \(ranks)")
                        }
                    )
                ])
            ], instruments: RankedMarket.instruments)
        configuration.universe = .symbols([3, 1, 3, 4].map { SymbolIndex($0) })
        let bench = EngineBench(configuration)
        bench.print("09:10", 70_000)
        bench.wait("15:40")
        #expect(notebook.read() == ["3 1 4, ranks [0, 2, 0, 1, 3, 0]"])
        #expect(bench.engine.counts.universeRankings == 0)
    }

    @Test("rankings, and symbols that ever joined, are counted; changes enter the digest")
    func counted() {
        func run(_ size: Int64) -> (EngineCounts, [UInt8]) {
            let bench = RankedMarket.bench(top: 1)
            bench.print("09:10", 70_000, 10)
            bench.print("09:40", 20_000, size, symbol: 1)
            bench.print("10:10", 70_000, 900)
            bench.wait("10:30")
            return (bench.engine.counts, bench.finish())
        }
        let (counts, digest) = run(100)
        #expect(counts.universeRankings == 4)
        #expect(counts.universeMembersEver == 2, "Who joins again is counted once")
        #expect(run(100).1 == digest)
        #expect(run(101).1 != digest)
    }
}
