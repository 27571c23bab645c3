import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// The same checks as of what is held (semantics.md §6).
@Suite("A benchmark's changes of base")
struct BenchmarkLeapTests {
    private let days = TradingCalendar.krx.tradingDays(
        from: CalendarDate(2026, 3, 3), through: CalendarDate(2026, 4, 30)
    ).map(\.date)

    /// A benchmark with these prices, by day, at the open and the cross; 005930 trades each day, an
    /// hour before it.
    private func jumps(
        _ prices: [Int: Int64], board: Board = .kospi, history: InstrumentHistory? = nil,
        halts: [Int] = []
    ) throws -> (count: Int, first: BenchmarkResult.Jump?) {
        var other = Sample.kakao
        other.board = board
        other.basePrice = prices[0].map { Price($0) }
        other.history = history
        var ticks: [Tick] = []
        for place in 0..<12 {
            ticks.append(.print(days[place].at("09:00:05"), 70_000))
            guard let price = prices[place] else { continue }
            ticks.append(.print(days[place].at("10:00"), price, symbol: 1))
            ticks.append(.print(days[place].at("15:30:10"), price, symbol: 1))
        }
        let statuses = halts.map {
            StatusChange(
                time: days[$0].midnight, symbol: SymbolIndex(1), status: .halted, cause: .halt)
        }
        let engine = EngineConfiguration.sample(
            instruments: [Sample.samsung, other], start: days[0].midnight)
        var configuration = BacktestConfiguration.sample(
            engine, end: days[days.count - 1].midnight + .day)
        configuration.benchmark = SymbolIndex(1)
        let record = FinishedRun(
            configuration, ticks: BatchedTicks(ticks, size: 100_000),
            statuses: try StatusArray(statuses)
        ).result
        let benchmark = try #require(record.benchmark)
        return (benchmark.jumps, benchmark.jump)
    }

    /// The price of each day, given from one day on to the next.
    private func prices(_ changes: [(from: Int, price: Int64)]) -> [Int: Int64] {
        var all: [Int: Int64] = [:]
        for (from, price) in changes {
            for place in from..<12 { all[place] = price }
        }
        return all
    }

    @Test("each is counted and the first told, also where others print before it")
    func counted() throws {
        #expect(try jumps(prices([(0, 20_000)])).count == 0)
        let told = try jumps(prices([(0, 20_000), (3, 4_000), (5, 20_000), (8, 14_000)]))
        #expect(told.count == 2)
        #expect(told.first?.day == days[3])
        #expect(told.first?.before == Price(20_000) && told.first?.after == Price(4_000))
    }

    @Test("a stated base more than a step from the close before")
    func stated() throws {
        // A price step is 50 won at 20,000.
        for (base, count) in [(20_000, 0), (20_050, 0), (20_100, 1), (19_900, 1), (10_000, 1)] {
            let history = InstrumentHistory(basePrices: [Dated(days[4], Price(Int64(base)))])
            let after: Int64 = base == 10_000 ? 10_000 : 20_000
            let told = try jumps(prices([(0, 20_000), (4, after)]), history: history)
            #expect(told.count == count, "\(base)")
            #expect(told.first?.after == (count == 0 ? nil : Price(Int64(base))))
            #expect(told.first?.before == (count == 0 ? nil : Price(20_000)))
        }
    }

    @Test("days without a price widen the limits, halted ones don't")
    func holes() throws {
        var all = prices([(0, 20_000), (5, 12_000)])
        #expect(try jumps(all).count == 1)
        all[4] = nil
        #expect(try jumps(all).count == 0)
        #expect(try jumps(all, halts: [4]).count == 1)
        // The limits of three days together are 34.3 % to 219.7 %.
        all[3] = nil
        #expect(try jumps(all.mapValues { $0 == 12_000 ? 7_000 : $0 }).count == 0)
        #expect(try jumps(all.mapValues { $0 == 12_000 ? 6_800 : $0 }).count == 1)
        #expect(try jumps(all.mapValues { $0 == 12_000 ? 43_000 : $0 }).count == 0)
        #expect(try jumps(all.mapValues { $0 == 12_000 ? 45_000 : $0 }).count == 1)
    }

    @Test("an index has no limits, and no day of more than 30 %")
    func index() throws {
        for (level, count) in [(340_000, 1), (320_000, 0), (180_000, 0), (170_000, 1)] {
            let told = try jumps(prices([(0, 250_000), (6, Int64(level))]), board: .index)
            #expect(told.count == count, "\(level)")
        }
        var all = prices([(0, 250_000), (6, 340_000)])
        all[5] = nil
        #expect(try jumps(all, board: .index).count == 0)
    }

    @Test("an action explains the leap of its own day by its own factor")
    func actions() throws {
        func split(_ factor: Int64, on place: Int) -> InstrumentHistory {
            InstrumentHistory(actions: [
                CorporateAction(kind: .split, factor: Ratio(factor), day: days[place])
            ])
        }
        let fifth = prices([(0, 20_000), (6, 4_000)])
        #expect(try jumps(fifth, history: split(5, on: 6)).count == 0)
        #expect(try jumps(fifth, history: split(2, on: 6)).count == 1)
        // A day early it is an action against the prices, and the leap has none.
        #expect(try jumps(fifth, history: split(5, on: 5)).count == 2)
        // The action doesn't excuse a leap of another day either.
        let twice = prices([(0, 20_000), (3, 4_000), (8, 1_000)])
        let told = try jumps(twice, history: split(5, on: 3))
        #expect(told.count == 1 && told.first?.day == days[8])
        // An action on a day without a price counts for the next day.
        var late = fifth
        late[6] = nil
        #expect(try jumps(late, history: split(5, on: 6)).count == 0)
        #expect(try jumps(prices([(0, 20_000)]), history: split(5, on: 6)).count == 1)
    }

    @Test("after a reduction the opening auction finds the base, unless prices go on as before")
    func reduction() throws {
        let history = InstrumentHistory(actions: [
            CorporateAction(kind: .reverseSplit, factor: Ratio(1, 4), day: days[6])
        ])
        #expect(try jumps(prices([(0, 20_000), (6, 50_000)]), history: history).count == 0)
        #expect(try jumps(prices([(0, 20_000)]), history: history).count == 1)
    }

    @Test("listed shares that move against the price within the limits")
    func shares() throws {
        let history = InstrumentHistory(listedShares: [
            Dated(days[0], Shares(1_000_000)), Dated(days[6], Shares(1_250_000)),
        ])
        #expect(try jumps(prices([(0, 20_000), (6, 16_000)]), history: history).count == 1)
        #expect(try jumps(prices([(0, 20_000), (6, 19_900)]), history: history).count == 0)
    }
}
