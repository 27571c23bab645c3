import KraderModel

/// What a day is for all issues alike.
struct SyntheticDay {
    let date: CalendarDate
    let hours: SessionHours
    let common: CommonFactor
}

/// One issue on its way through the days. Each day is drawn from the issue's own stream of random
/// numbers and the common factor, so that an issue's path does not depend on which others trade
/// beside it.
///
/// A fair value walks in the time of trading, not of the clock; the quote is the grid step that
/// encloses it. A print is at the ask with the probability that the value has climbed that far from
/// the bid, so that prints bounce by one step and their mean is the value.
struct IssuePath {
    let issue: SyntheticIssue
    private let symbol: SymbolIndex
    private let settings: SyntheticSettings
    private var generator: SeededGenerator
    private var trend = Trend()
    private var previousClose: Price

    init(index: Int, settings: SyntheticSettings, seed: UInt64) {
        issue = settings.issues[index]
        symbol = SymbolIndex(index)
        self.settings = settings
        generator = SeededGenerator(seed: seed, stream: "synthetic \(issue.code)")
        let table = PriceStepTable.table(board: issue.board, on: settings.from)
        previousClose = table.roundedDown(issue.basePrice) ?? table.lowest
    }

    /// The most prints that a day can have, crosses included.
    static func capacity(_ issue: SyntheticIssue) -> Int { issue.printsPerDay * 7 / 5 + 3 }

    /// What the day has in store for the issue, drawn before it opens.
    private struct Plan {
        var prints: Int
        var drift: Double
        var deviation: Double
        var commonWeight: Double
        var openingShare: Double
        var closingShare: Double
    }

    /// Writes the day's prints in order, both crosses included. Returns: how many.
    mutating func trade(
        _ day: SyntheticDay, sizes: borrowing TradeSizes, into out: BufferView<Tick>
    ) -> Int {
        var quote = Quote(issue: issue, previousClose: previousClose, on: day.date)
        let plan = planDay(day, quote: &quote)
        let opening = day.hours.open + .milliseconds(1_000 + Int64(generator.next(below: 29_000)))
        out[0] = Tick(time: opening, symbol: symbol, price: quote.nearest, size: Shares(1))

        let curve = VolumeCurve(
            board: issue.board, hours: day.hours, start: opening, openingShare: plan.openingShare,
            closingShare: plan.closingShare)
        drawTimes(plan.prints, into: out, curve: curve)
        let volume = drawPrints(plan, day: day, quote: &quote, sizes: sizes, into: out)

        // The crosses are shares of a whole that is known only now.
        let whole = Double(volume) / (1 - plan.openingShare - plan.closingShare)
        out[0].size = Shares(max(1, Int64(whole * plan.openingShare)))
        let closing = day.hours.close + .milliseconds(1_000 + Int64(generator.next(below: 29_000)))
        out[plan.prints + 1] = Tick(
            time: closing, symbol: symbol, price: quote.nearest,
            size: Shares(max(1, Int64(whole * plan.closingShare))))
        previousClose = quote.nearest
        return plan.prints + 2
    }

    private mutating func planDay(_ day: SyntheticDay, quote: inout Quote) -> Plan {
        let prints = Int(Double(issue.printsPerDay) * generator.uniform(0.6, 1.4))
        // 245 trading days a year; some days are wilder than others.
        let usual = issue.yearlyVolatility / Double(245).squareRoot()
        let deviation = usual * generator.uniform(0.6, 1.35)
        let direction = trend.nextDay(meanDays: settings.trendDays, generator: &generator)
        let (night, common) = (settings.overnightShare, settings.commonShare)
        let gap =
            common.squareRoot() * day.common.gap + (1 - common).squareRoot() * generator.normal()
        quote.move(by: gap * deviation * night.squareRoot())
        let isKosdaq = issue.board == .kosdaq || issue.board == .konex
        return Plan(
            prints: prints,
            drift: direction * settings.trendStrength * usual / Double(prints),
            deviation: deviation * ((1 - night) * (1 - common) / Double(prints)).squareRoot(),
            commonWeight: deviation * ((1 - night) * common).squareRoot(),
            openingShare: generator.uniform(0.02, 0.04),
            closingShare: isKosdaq
                ? generator.uniform(0.03, 0.05) : generator.uniform(0.06, 0.1))
    }

    /// Times of the continuous prints, places 1 … count: bursts of prints with little between them,
    /// spread over the day by its curve, in whole milliseconds.
    private mutating func drawTimes(
        _ count: Int, into out: BufferView<Tick>, curve: VolumeCurve
    ) {
        var generator = generator
        var sum: Int64 = 0
        func gap() -> Int64 {
            let draw = generator.next()
            // Three gaps of five are short, a thirty-second of the others on average.
            return Int64(draw & 0xFF < 154 ? draw >> 8 & 0x1FFF : draw >> 8 & 0x3FFFF) + 1
        }
        for index in 1...count {
            sum += gap()
            out[index].time = Moment(nanoseconds: sum)
        }
        let perUnit = 1 / Double(sum + gap())
        self.generator = generator

        var index = 1
        for (place, stretch) in curve.stretches.enumerated() {
            let isLast = place == curve.stretches.count - 1
            let until = isLast ? 2 : stretch.passed + stretch.share
            let pace = Double((stretch.end - stretch.start).nanoseconds) / stretch.share
            let last = stretch.end.nanoseconds - 1_000_000
            while index <= count {
                let passed = Double(out[index].time.nanoseconds) * perUnit
                if passed >= until { break }
                let time = stretch.start.nanoseconds + Int64((passed - stretch.passed) * pace)
                out[index].time.nanoseconds = min(time - time % 1_000_000, last)
                index += 1
            }
        }
    }

    /// Prices, sizes and sides for the times that are there. Returns: the shares traded.
    private mutating func drawPrints(
        _ plan: Plan, day: SyntheticDay, quote: inout Quote, sizes: borrowing TradeSizes,
        into out: BufferView<Tick>
    ) -> Int64 {
        var generator = generator
        var walk = quote
        let median = TradeSizes.median(at: previousClose)
        var volume: Int64 = 0
        var step = 0
        var stepEnd = day.hours.open + CommonFactor.stepLength
        for index in 1...plan.prints {
            let time = out[index].time
            var change = plan.drift + plan.deviation * coarseNormal(generator.next())
            while time >= stepEnd, step < day.common.steps.count {
                change += plan.commonWeight * day.common.steps[step]
                step += 1
                stepEnd = stepEnd + CommonFactor.stepLength
            }
            walk.move(by: change)
            let draw = generator.next()
            let buyer = walk.isBought(draw >> 48)
            let size = sizes.size(draw, median: median)
            volume += size
            out[index] = Tick(
                time: time, symbol: symbol, price: buyer ? walk.ask : walk.bid,
                size: Shares(size), taker: buyer ? .buyer : .seller)
        }
        var rest = 0.0
        while step < day.common.steps.count {
            rest += day.common.steps[step]
            step += 1
        }
        walk.move(by: plan.commonWeight * rest)
        quote = walk
        self.generator = generator
        return volume
    }
}
