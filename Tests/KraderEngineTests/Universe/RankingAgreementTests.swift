import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Rankings of random markets")
struct RankingAgreementTests {
    @Test(
        "one pass gives what sorting everything gives, ties, gaps and whole markets included",
        arguments: 0..<Proof.cases(20, long: 60))
    func sorted(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed), stream: "ranking")
        let symbols = 1 + Int(random.next(below: 200))
        // Every third seed asks for as many as there are, or more.
        let count = seed % 3 == 0 ? symbols + seed % 2 : 1 + Int(random.next(below: 30))
        // Few different values make many ties.
        let spread = UInt64(seed % 2 == 0 ? 8 : 1_000_000)
        let boards: [Board] = [.kospi, .kosdaq, .etf, .index]
        let instruments = (0..<symbols).map { index in
            Instrument(
                code: Sample.code("\(100_000 + index)"),
                board: boards[Int(random.next(below: 4))])
        }
        var universe = Universe(
            .ranked(UniversePlan.Ranking(count: count, boards: [.kospi, .kosdaq])),
            instruments: instruments)
        var values = [Int64](repeating: 0, count: symbols)
        var before = values
        for turn in 0..<60 {
            if turn % 12 == 0 {
                universe.beginDay()
                if values.contains(where: { $0 > 0 }) {
                    before = values
                    values = [Int64](repeating: 0, count: symbols)
                }
            }
            // Every fourth turn changes nothing.
            let draws = turn % 4 == 3 ? 0 : random.next(below: UInt64(symbols) + 1)
            for _ in 0..<draws {
                let symbol = Int(random.next(below: UInt64(symbols)))
                let value = Int64(random.next(below: spread))
                values[symbol] += value
                universe.add(Won(value), of: symbol)
            }
            let usesToday = turn % 12 > 1
            // The third turn of a day is the first to use its own values.
            let isNew = universe.rank(usesToday: usesToday)
            #expect(isNew == (draws > 0 || turn % 12 == 0 || turn % 12 == 2))
            func naive(_ values: [Int64]) -> [Int] {
                let eligible = values.indices.filter {
                    values[$0] > 0
                        && [.kospi, .kosdaq].contains(instruments[$0].board)
                }
                return Array(
                    eligible.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(count))
            }
            var expected = usesToday ? naive(values) : []
            if expected.isEmpty { expected = naive(before) }
            #expect((0..<universe.count).map { universe.members[$0].int } == expected)
        }
    }

    /// Prints of six symbols over two days, sizes from `seed` until `turn`, then from `later`.
    private func decisions(seed: UInt64, later: UInt64, turn: Moment, until: Moment) -> [String] {
        let notebook = Notebook()
        var puppet = Puppet()
        puppet.subscriptions = Subscriptions().adding(.m5, callsCrossSection: true)
        puppet.subscriptions.ticks = true
        puppet.onTick = { tick, context in
            notebook.write("\(TimeOfDay(context.now)) tick of \(tick.symbol.value)")
        }
        puppet.onCross = { _, context in
            notebook.write("\(TimeOfDay(context.now)) \(context.membersInWords)")
            if !context.universe.isEmpty { context.buy(context.universe[0], quantity: Shares(1)) }
        }
        let bench = RankedMarket.bench([puppet], top: 3, refresh: .minutes(10))
        var early = SeededGenerator(seed: seed, stream: "sizes")
        var late = SeededGenerator(seed: later, stream: "sizes")
        var said: [String] = []
        for day in [Sample.tuesday, Sample.wednesday] {
            bench.day = day
            for minute in 0..<390 {
                let time = day.at("09:00") + .minutes(Int64(minute))
                for symbol in 0..<6 {
                    let draw = time < turn ? early.next(below: 10_000) : late.next(below: 10_000)
                    let tick = Tick.print(time, 5_000, 1 + Int64(draw), symbol: symbol)
                    said += bench.give(.tick(tick), at: time)
                    if time > until { return notebook.lines + said }
                }
            }
        }
        return notebook.lines + said
    }

    @Test("what comes later changes no decision made before", arguments: ["10:07", "14:59"])
    func noLookAhead(time: String) {
        for day in [Sample.tuesday, Sample.wednesday] {
            let turn = day.at(time)
            // What is said at the turn itself stems from before it: its prints come last.
            let until = Moment(nanoseconds: turn.nanoseconds - 1)
            let plain = decisions(seed: 7, later: 7, turn: turn, until: until)
            let other = decisions(seed: 7, later: 8, turn: turn, until: until)
            #expect(plain.count > 100)
            let isSame = plain == other
            #expect(isSame)
        }
    }

    @Test("and changes those made after")
    func laterMatters() {
        let turn = Sample.tuesday.at("10:07")
        let end = Sample.thursday.midnight
        let isSame =
            decisions(seed: 7, later: 7, turn: turn, until: end)
            == decisions(seed: 7, later: 8, turn: turn, until: end)
        #expect(!isSame)
    }
}
