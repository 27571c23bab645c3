import KraderModel
import Testing

@testable import KraderMarket

/// The settings of twenty issues as shipped, on a few days.
private func settings(
    _ from: CalendarDate = CalendarDate(2026, 3, 3), _ through: CalendarDate? = nil
) -> SyntheticSettings {
    SyntheticSettings(from: from, through: through ?? from)
}

private func prints(_ settings: SyntheticSettings, seed: UInt64) -> [Tick] {
    drained(SyntheticMarket(settings: settings, seed: seed))
}

private func digest(_ ticks: [Tick]) -> String {
    var hash = RunningHash()
    for tick in ticks {
        hash.add(tick.time.nanoseconds, tick.price.won)
        hash.add(tick.size.count, Int64(tick.symbol.value) * 256 + Int64(tick.taker.rawValue))
    }
    return hash.hex
}

/// The settings of three days that many tests read, and their prints, made once.
private let week = settings(CalendarDate(2026, 3, 3), CalendarDate(2026, 3, 5))
private let weekPrints = prints(week, seed: 7)

/// The same days without bursts, whose flow follows the curves closely.
private let even: SyntheticSettings = {
    var settings = week
    settings.clustering = 0
    return settings
}()
private let evenPrints = prints(even, seed: 7)

@Suite struct SyntheticDeterminismTests {
    @Test("the same seed gives the same prints")
    func repeatable() {
        #expect(digest(prints(settings(), seed: 7)) == digest(prints(settings(), seed: 7)))
    }

    @Test("another seed gives other prints")
    func seeds() {
        var small = settings()
        small.issues = SyntheticSettings.issues(count: 1)
        small.issues[0].printsPerDay = 500
        let digests = (0..<20).map { digest(prints(small, seed: $0)) }
        #expect(Set(digests).count == 20)
    }

    @Test("an issue's prints do not depend on which others trade beside it")
    func independence() {
        var alone = settings()
        alone.issues = [alone.issues[5]]
        let beside = prints(settings(), seed: 9).filter { $0.symbol == SymbolIndex(5) }
        let single = prints(alone, seed: 9)
        #expect(beside.map(\.time) == single.map(\.time))
        #expect(beside.map(\.price) == single.map(\.price))
    }

    @Test("a day's prints do not depend on how many days follow")
    func prefix() {
        let day = prints(settings(), seed: 7)
        #expect(Array(weekPrints.prefix(day.count)) == day)
    }
}

@Suite struct SyntheticRuleTests {
    @Test("prints ascend by time, then symbol")
    func order() throws {
        #expect(weekPrints.count > 200_000)
        #expect(throws: Never.self) { try TickArray(weekPrints) }
    }

    /// The price rules differ before and after 2023-01-25, by board before.
    @Test(
        "prices lie on the day's grid and inside the limits around the previous close",
        arguments: [
            (CalendarDate(2026, 3, 3), CalendarDate(2026, 3, 20)),
            (CalendarDate(2023, 1, 5), CalendarDate(2023, 1, 31)),
        ])
    func gridAndBand(from: CalendarDate, through: CalendarDate) {
        var wild = settings(from, through)
        for index in wild.issues.indices {
            wild.issues[index].printsPerDay = 200
            // The issues are wild enough to meet the limits.
            wild.issues[index].yearlyVolatility = 2
        }
        let market = SyntheticMarket(settings: wild, seed: 11)
        var bases = market.instruments.compactMap(\.basePrice)
        var bands: [PriceBand?] = []
        var last = bases
        var day: CalendarDate?
        var (offGrid, outside, atLimit) = (0, 0, 0)
        for tick in drained(market) {
            let date = CalendarDate(tick.time)
            if date != day {
                bases = last
                bands = zip(bases, market.instruments).map { base, instrument in
                    let table = PriceStepTable.table(board: instrument.board, on: date)
                    let onGrid = table.roundedDown(base) ?? table.lowest
                    return PriceLimit.band(base: onGrid, board: instrument.board, on: date)
                }
                day = date
            }
            let board = market.instruments[tick.symbol.int].board
            let table = PriceStepTable.table(board: board, on: date)
            if !table.isOnGrid(tick.price) { offGrid += 1 }
            if let band = bands[tick.symbol.int] {
                if !band.contains(tick.price) { outside += 1 }
                if tick.price == band.upper || tick.price == band.lower { atLimit += 1 }
            }
            last[tick.symbol.int] = tick.price
        }
        #expect(offGrid == 0)
        #expect(outside == 0)
        #expect(atLimit > 0)
    }

    @Test(
        "every issue has one cross after the open, one after the close, and the rest between",
        arguments: [
            // The columns are day, open, closing auction and close (krx-market.md §1.1, §1.5).
            (CalendarDate(2026, 3, 3), TimeOfDay(9, 0), TimeOfDay(15, 20), TimeOfDay(15, 30)),
            (CalendarDate(2026, 1, 2), TimeOfDay(10, 0), TimeOfDay(15, 20), TimeOfDay(15, 30)),
            (CalendarDate(2026, 11, 19), TimeOfDay(10, 0), TimeOfDay(16, 20), TimeOfDay(16, 30)),
        ])
    func phases(
        day: CalendarDate, open: TimeOfDay, auction: TimeOfDay, close: TimeOfDay
    ) throws {
        var made = settings(day)
        made.interruptions = false
        for index in made.issues.indices { made.issues[index].printsPerDay = 300 }
        let ticks = prints(made, seed: 5)
        for symbol in made.issues.indices {
            let mine = ticks.filter { $0.symbol == SymbolIndex(symbol) }
            let (first, last) = (try #require(mine.first), try #require(mine.last))
            #expect(first.time > day.at(open) && first.time <= day.at(open) + .seconds(30))
            #expect(last.time > day.at(close) && last.time <= day.at(close) + .seconds(30))
            #expect(first.taker == .unknown && last.taker == .unknown)
            let body = mine.dropFirst().dropLast()
            #expect(body.allSatisfy { $0.time >= first.time && $0.time < day.at(auction) })
            #expect(body.allSatisfy { $0.taker != .unknown })
        }
    }

    @Test("only trading days trade")
    func calendar() {
        // 1 March 2026 is a Sunday, so 2 March is a substitute holiday (krx-holidays.csv).
        var made = settings(CalendarDate(2026, 2, 26), CalendarDate(2026, 3, 4))
        made.issues = SyntheticSettings.issues(count: 2)
        for index in made.issues.indices { made.issues[index].printsPerDay = 20 }
        var dates: [CalendarDate] = []
        for tick in prints(made, seed: 1) where dates.last != CalendarDate(tick.time) {
            dates.append(CalendarDate(tick.time))
        }
        #expect(
            dates.map(\.description) == ["2026-02-26", "2026-02-27", "2026-03-03", "2026-03-04"])
    }
}

@Suite struct SyntheticShapeTests {
    @Test(
        "volume by half hours follows the measured U",
        arguments: [
            // The shares are in per cent, by half hour from 09:00 on (krx-market.md §9).
            (Board.kospi, [15, 9.5, 7.8, 6.8, 6.2, 5.5, 4.7, 4.9, 5.3, 5.8, 6.5, 8, 14]),
            (Board.kosdaq, [19.5, 11, 8.5, 7, 6, 5.2, 4.6, 4.6, 4.9, 5.3, 6, 7.2, 10.2]),
        ])
    func halfHours(board: Board, expected: [Double]) {
        var shares = [Double](repeating: 0, count: 13)
        // The half hours of quiet issues on three days are chance.
        let issues = even.issues.indices.filter {
            even.issues[$0].board == board && even.issues[$0].printsPerDay >= 2_000
        }
        for symbol in issues {
            let mine = evenPrints.filter { $0.symbol == SymbolIndex(symbol) }
            var volumes = [Double](repeating: 0, count: 13)
            for tick in mine {
                let since = tick.time - CalendarDate(tick.time).at(TimeOfDay(9, 0))
                let halfHour = min(12, Int(since.nanoseconds / 1_800_000_000_000))
                volumes[halfHour] += Double(tick.size.count)
            }
            let total = volumes.reduce(0, +)
            for index in 0..<13 { shares[index] += 100 * volumes[index] / total }
        }
        for index in 0..<13 {
            let mean = shares[index] / Double(issues.count)
            #expect(abs(mean - expected[index]) < 1, "half hour \(index): \(mean) per cent")
        }
    }

    @Test("crosses take 2–4 % and 6–10 % of a day's volume, 3–5 % at KOSDAQ's close")
    func crosses() {
        for symbol in week.issues.indices {
            let mine = weekPrints.filter { $0.symbol == SymbolIndex(symbol) }
            let days = Set(mine.map { CalendarDate($0.time) })
            for day in days {
                let today = mine.filter { CalendarDate($0.time) == day }
                let total = Double(today.reduce(0) { $0 + $1.size.count })
                let opening = Double(today[0].size.count) / total
                let closing = Double(today[today.count - 1].size.count) / total
                let isKosdaq = week.issues[symbol].board == .kosdaq
                #expect((0.0199...0.0401).contains(opening))
                #expect((isKosdaq ? 0.0299...0.0501 : 0.0599...0.1001).contains(closing))
            }
        }
    }

    @Test("sizes have their round lots and a heavy tail")
    func sizes() {
        // Issue 2 costs about 48,000 won, close to the 50,000 of krx-market.md §9.
        let sizes = weekPrints.filter { $0.symbol == SymbolIndex(2) && $0.taker != .unknown }
            .map(\.size.count).sorted()
        let count = Double(sizes.count)
        func share(_ isCounted: (Int64) -> Bool) -> Double {
            Double(sizes.filter(isCounted).count) / count
        }
        #expect((0.25...0.35).contains(share { $0 <= 10 }))
        #expect((20...50).contains(sizes[sizes.count / 2]))
        #expect(share { $0 == 100 } > 0.04 && share { $0 == 99 } < 0.01)
        #expect(share { $0 == 1_000 } > 0.005)
        // A log-normal body of sigma 1.5: the 99th hundredth is e^3.5 medians.
        #expect((20...50).contains(sizes[sizes.count * 99 / 100] / sizes[sizes.count / 2]))
    }

    @Test("prints of a large issue bounce by one step, and buyers and sellers are as many")
    func bounce() {
        let mine = weekPrints.filter { $0.symbol == SymbolIndex(0) && $0.taker != .unknown }
        let buyers = mine.filter { $0.taker == .buyer }.count
        #expect((0.45...0.55).contains(Double(buyers) / Double(mine.count)))
        var moves = [Int64: Int]()
        for (one, next) in zip(mine, mine.dropFirst())
        where CalendarDate(one.time) == CalendarDate(next.time) {
            moves[abs(next.price.won - one.price.won), default: 0] += 1
        }
        let usual = (moves[0] ?? 0) + (moves[100] ?? 0)
        #expect(usual * 100 > mine.count * 93)
        // Orders of several prints have one price; of the others every third bounces.
        #expect((moves[100] ?? 0) * 8 > mine.count)
    }

    @Test("the first issue prints most, the last least, near the counts asked for")
    func counts() {
        for symbol in [0, 1, 10, 19] {
            let asked = week.issues[symbol].printsPerDay
            let mine = weekPrints.filter { $0.symbol == SymbolIndex(symbol) }.count - 6
            // A day of news has twice as many.
            #expect((0.5...1.9).contains(Double(mine) / Double(3 * asked)))
        }
        #expect(week.issues[0].printsPerDay == 40_000 && week.issues[19].printsPerDay == 120)
    }

    @Test("issues move together as far as they have a factor in common", arguments: [0.0, 0.8])
    func correlation(common: Double) {
        var made = settings(CalendarDate(2025, 1, 2), CalendarDate(2025, 12, 30))
        made.issues = SyntheticSettings.issues(count: 2)
        for index in made.issues.indices { made.issues[index].printsPerDay = 30 }
        made.commonShare = common
        made.trendStrength = 0
        let years = (1...6 as ClosedRange<UInt64>).map { seed in
            var closes: [[Double]] = [[], []]
            for tick in prints(made, seed: seed)
            where TimeOfDay(tick.time) >= TimeOfDay(15, 30) {
                closes[tick.symbol.int].append(Double(tick.price.won))
            }
            let returns = closes.map { days in zip(days, days.dropFirst()).map { $1 / $0 - 1 } }
            #expect(returns[0].count > 200)
            return correlation(returns[0], returns[1])
        }
        // A year has a standard error of 0.065 and more: one leap of either issue is a tenth of
        // all its variance.
        let measured = years.reduce(0, +) / 6
        #expect(abs(measured - common) < 0.15, "correlation \(measured)")
    }

    private func correlation(_ a: [Double], _ b: [Double]) -> Double {
        let (meanA, meanB) = (
            a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count)
        )
        var (ab, aa, bb) = (0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            ab += (x - meanA) * (y - meanB)
            aa += (x - meanA) * (x - meanA)
            bb += (y - meanB) * (y - meanB)
        }
        return ab / (aa * bb).squareRoot()
    }
}
