import KraderModel
import Support
import Testing

@Suite("What is known of an issue over time")
struct HistoryTests {
    static let split = CorporateAction(
        kind: .split, factor: Ratio(50), day: CalendarDate(2018, 5, 4))
    let steps = PriceStepTable.table(board: .kospi, on: CalendarDate(2018, 5, 4))

    @Test("a factor says all of an action: shares and price go opposite ways, rights leave shares")
    func factors() {
        #expect(HistoryTests.split.shareFactor == Ratio(50))
        #expect(HistoryTests.split.priceFactor == Ratio(1, 50))
        let rights = CorporateAction(kind: .rights, factor: Ratio(19, 20), day: Sample.tuesday)
        #expect(rights.shareFactor == .one && rights.priceFactor == Ratio(19, 20))
    }

    @Test(
        "shares are cut down or up to whole ones, prices rounded to whole won",
        arguments: [
            // The columns are shares or price, factor, ⌊⌋, ⌈⌉ and nearest.
            (35, Ratio(1, 10), 3, 4, 4), (34, Ratio(1, 10), 3, 4, 3), (30, Ratio(1, 10), 3, 3, 3),
            (10, Ratio(50), 500, 500, 500), (101, Ratio(21, 20), 106, 107, 106),
        ] as [(Int64, Ratio, Int64, Int64, Int64)])
    func rounding(number: Int64, factor: Ratio, down: Int64, up: Int64, nearest: Int64) {
        #expect(factor.floor(Shares(number)) == Shares(down))
        #expect(factor.ceiling(Shares(number)) == Shares(up))
        #expect(factor.ceiling(Price(number)) == Price(up))
        #expect(factor.scaled(Price(number)) == Price(nearest))
        #expect(factor.leavesFraction(of: number) == (down != up))
    }

    @Test("no price falls below 1 won")
    func lowest() {
        #expect(Ratio(1, 1_000).scaled(Price(3)) == Price(1))
        #expect(Ratio(1, 1_000).floor(Price(3)) == Price(1))
    }

    @Test("a day's fact is its base price, else the close times the factors since, on the grid")
    func basePrice() {
        let history = InstrumentHistory(
            basePrices: [Dated(Sample.thursday, Price(9_990))], actions: [HistoryTests.split])
        let day = HistoryTests.split.day
        // The issue 005930 of 2018 cost 2,650,000 before and 53,000 after.
        #expect(
            history.basePrice(
                on: day, close: Price(2_650_000), actions: history.actions, steps: steps)
                == Price(53_000))
        // 2,637,000 ÷ 50 = 52,740: the grid has 52,700 and 52,800.
        #expect(
            history.basePrice(
                on: day, close: Price(2_637_000), actions: history.actions, steps: steps)
                == Price(52_700))
        #expect(
            history.basePrice(
                on: day, close: Price(2_637_500), actions: history.actions, steps: steps)
                == Price(52_800), "52,750 lies between: the upper one")
        #expect(
            history.basePrice(on: day, close: Price(70_030), actions: [], steps: steps)
                == Price(70_030), "Without an action the close is the base, on the grid or not")
        #expect(
            history.basePrice(on: Sample.thursday, close: Price(10_000), actions: [], steps: steps)
                == Price(9_990))
        #expect(history.basePrice(on: Sample.friday) == nil, "A fact is of one day")
    }

    @Test("actions count from the day after the last one, the day itself included")
    func since() {
        let history = InstrumentHistory(actions: [HistoryTests.split])
        let (before, day) = (CalendarDate(2018, 5, 3), CalendarDate(2018, 5, 4))
        #expect(history.actions(after: before, through: day).count == 1)
        #expect(history.actions(after: day, through: CalendarDate(2018, 5, 8)).isEmpty)
        #expect(history.actions(after: CalendarDate(2018, 4, 27), through: before).isEmpty)
    }

    @Test("a delisting among the actions is the day of it")
    func delisting() {
        let action = CorporateAction(kind: .delisting, factor: .one, day: Sample.thursday)
        let history = InstrumentHistory(actions: [action], listed: Sample.wednesday)
        #expect(
            [Sample.tuesday, Sample.wednesday, Sample.thursday].map(history.isListed)
                == [false, true, false])
        #expect(history.actions(after: Sample.tuesday, through: Sample.friday).isEmpty)
    }

    @Test("an instrument takes what its history says of the first day")
    func asOf() {
        var instrument = Sample.samsung
        instrument.history = InstrumentHistory(
            boards: [Dated(Sample.wednesday, .kosdaq)],
            interruptionClasses: [Dated(Sample.tuesday, .large)],
            listedShares: [
                Dated(Sample.tuesday, Shares(100)), Dated(Sample.thursday, Shares(5_000)),
            ],
            basePrices: [Dated(Sample.wednesday, Price(71_000))])
        let first = instrument.asOf(Sample.wednesday)
        #expect(first.board == .kosdaq && first.interruptionClass == .large)
        #expect(first.listedShares == Shares(100) && first.basePrice == Price(71_000))
        #expect(first.listedShares(on: Sample.friday) == Shares(5_000))
        #expect(Sample.samsung.asOf(Sample.wednesday) == Sample.samsung)
    }
}
