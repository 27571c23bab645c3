import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// The periods are those of the data, not those that were asked for.
@Suite("The days of a run are those with data")
struct DataSpanTests {
    private let days = TradingCalendar.krx.tradingDays(
        from: CalendarDate(2026, 3, 3), through: CalendarDate(2026, 4, 30)
    ).map(\.date)

    /// A print each day at the open and at the cross; a price is 100 won more each day.
    private func ticks(_ places: Range<Int>, symbol: Int = 0) -> [Tick] {
        places.flatMap { place -> [Tick] in
            let price = 70_000 + 100 * Int64(place)
            return [
                .print(days[place].at("09:00:05"), price, symbol: symbol),
                .print(days[place].at("15:30:10"), price + 100 * Int64(place % 3), symbol: symbol),
            ]
        }
    }

    private func run(
        _ ticks: [Tick], from start: CalendarDate, benchmark: Int? = nil,
        statuses: [StatusChange] = []
    ) throws -> RunResult {
        var other = Sample.kakao
        other.basePrice = Price(70_000)
        let engine = EngineConfiguration.sample(
            instruments: [Sample.samsung, other],
            holdings: [.init(symbol: SymbolIndex(0), quantity: Shares(50), cost: Won(3_500_000))],
            start: start.midnight)
        var configuration = BacktestConfiguration.sample(
            engine, end: days[days.count - 1].midnight + .day)
        configuration.benchmark = benchmark.map { SymbolIndex($0) }
        let sorted = ticks.sorted { ($0.time, $0.symbol) < ($1.time, $1.symbol) }
        return FinishedRun(
            configuration, ticks: BatchedTicks(sorted, size: 1_000),
            statuses: try StatusArray(statuses)
        ).result
    }

    /// The statuses of halted days as a file's rows tell them: from midnight on, and the day after
    /// trades as it will.
    private func halts(_ places: Range<Int>, symbol: Int = 0) -> [StatusChange] {
        places.flatMap { place -> [StatusChange] in
            let (day, next) = (days[place], days[place].advanced(by: 1))
            let halt = StatusChange(
                time: day.midnight, symbol: SymbolIndex(symbol), status: .halted, cause: .halt)
            if places.contains(place + 1), days[place + 1] == next { return [halt] }
            return [
                halt,
                StatusChange(
                    time: next.midnight, symbol: SymbolIndex(symbol), status: .normal,
                    cause: .resumption),
            ]
        }
    }

    @Test("halted days are days with data: between others, at the end and at the beginning")
    func halted() throws {
        let whole = [DataDays(first: days[0], last: days[19]), nil]
        for halted in [8..<16, 12..<20, 0..<8] {
            let traded = (0..<20).filter { !halted.contains($0) }
            let prints = traded.flatMap { ticks($0..<($0 + 1)) }
            let record = try run(prints, from: days[0], statuses: halts(halted))
            #expect(record.dataDaysBySymbol == whole, "\(halted)")
            #expect(record.dataDayCounts == [20, 0], "\(halted)")
            #expect(record.days.map(\.day) == Array(days[0..<20]), "\(halted)")
            #expect(record.datesBeyondCalendar.isEmpty)
        }
    }

    @Test("the day after a halt, without a row, is none, nor are days off")
    func afterHalt() throws {
        // Day 3 is a Friday, day 4 a Monday; day 5 has nothing.
        let record = try run(
            ticks(0..<3) + ticks(6..<8) + ticks(0..<8, symbol: 1), from: days[0],
            statuses: halts(3..<5))
        #expect(days[4].midnight - days[3].midnight == .hours(72))
        #expect(record.dataDayCounts == [7, 8])
    }

    @Test("in years that no calendar covers days with rows are noted")
    func beyondCalendar() throws {
        let past = [3, 4, 5, 6, 9].map { CalendarDate(1995, 1, $0) }
        let prints = past.map { Tick.print($0.at("10:00"), 70_000) }
        let engine = EngineConfiguration.sample(start: past[0].midnight)
        let record = FinishedRun(.sample(engine), ticks: prints).result
        #expect(record.datesBeyondCalendar == past)
    }

    @Test("days before the first data are no days of the run")
    func before() throws {
        let short = try run(ticks(20..<30), from: days[20])
        let long = try run(ticks(20..<30), from: days[0])
        #expect(long.dataDays == DataDays(first: days[20], last: days[29]))
        #expect(long.days.map(\.day) == Array(days[20..<30]))
        #expect(long.days.map(\.profit) == short.days.map(\.profit))
        #expect(long.moneyAtWork == short.moneyAtWork)
        #expect(long.equityCurve == short.equityCurve)
    }

    @Test("a day without rows between others is a day")
    func between() throws {
        let record = try run(ticks(0..<3) + ticks(5..<8), from: days[0])
        #expect(record.days.map(\.day) == Array(days[0..<8]))
    }

    @Test("each symbol has its own first and last day")
    func bySymbol() throws {
        let record = try run(ticks(0..<20) + ticks(8..<12, symbol: 1), from: days[0])
        #expect(
            record.dataDaysBySymbol == [
                DataDays(first: days[0], last: days[19]),
                DataDays(first: days[8], last: days[11]),
            ])
    }

    @Test("a benchmark that ends early is compared until then")
    func benchmark() throws {
        let record = try run(ticks(0..<20) + ticks(0..<9, symbol: 1), from: days[0], benchmark: 1)
        let compared = try #require(record.benchmark)
        #expect(compared.days == DataDays(first: days[0], last: days[8]))
        // Day 8 has 70,800 at the open, and two steps more at the cross.
        #expect(compared.first == Price(70_000) && compared.last == Price(71_000))
        // Ten million in cash and fifty shares; they were worth 70,000 when the run began.
        #expect(compared.ownFirst == Won(13_500_000))
        #expect(compared.ownLast == Won(10_000_000 + 50 * 71_000))
    }

    @Test("a benchmark that begins late is followed from its first close on, the account too")
    func lateBenchmark() throws {
        let record = try run(ticks(0..<20) + ticks(7..<20, symbol: 1), from: days[0], benchmark: 1)
        let compared = try #require(record.benchmark)
        #expect(compared.days == DataDays(first: days[7], last: days[19]))
        // Day 7 has 70,700, and one step more at the cross.
        #expect(compared.first == Price(70_800))
        #expect(compared.ownFirst == Won(10_000_000 + 50 * 70_800))
        #expect(compared.last == Price(72_000) && compared.ownLast == record.account.equity)
    }

    @Test("a benchmark that reaches further back makes no day of the run")
    func longBenchmark() throws {
        let record = try run(ticks(10..<20) + ticks(0..<20, symbol: 1), from: days[0], benchmark: 1)
        #expect(record.dataDays == DataDays(first: days[10], last: days[19]))
        let compared = try #require(record.benchmark)
        #expect(compared.days == DataDays(first: days[10], last: days[19]))
        // The close of day 9 is 70,900 and 9 % 3 steps more.
        #expect(compared.first == Price(70_900))
    }
}

@Suite("Price pictures")
struct PricePictureTests {
    @Test("the symbol that traded has one, whatever its place in a long list")
    func place() {
        let instruments = (0..<100).map { place in
            var instrument = Sample.samsung
            instrument.code = Sample.code(String(100_000 + place * 10))
            return instrument
        }
        let ticks = (0..<60).flatMap { minute -> [Tick] in
            (0..<100).map { symbol in
                .print(
                    Sample.tuesday.at("10:00") + .minutes(Int64(minute)),
                    70_000 + 100 * Int64(minute % 5), 1_000, symbol: symbol)
            }
        }
        let puppet = Puppet([
            (Sample.tuesday.at("10:10:30"), { $0.buy(SymbolIndex(90), quantity: Shares(1)) })
        ])
        let record = FinishedRun(
            .sample(.sample([puppet], instruments: instruments)), ticks: ticks
        ).result
        #expect(record.symbols[90].fills == 1)
        #expect(record.symbols[90].prices.count > 40)
        #expect(record.symbols.filter { !$0.prices.isEmpty }.map(\.symbol) == [SymbolIndex(90)])
        let moments = record.symbols[90].prices.map(\.at)
        #expect(moments == moments.sorted())
    }
}
