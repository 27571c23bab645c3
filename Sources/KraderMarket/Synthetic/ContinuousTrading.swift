import KraderModel

/// One issue's session from its opening cross to its closing cross.
///
/// The quote stands around the fair value; buyers print at the ask, sellers at the bid. Prints of
/// one stamp are one order of a taker and have one price. A print that would interrupt trading does
/// not happen: after two minutes and up to 30 s of a call auction the issue prints a cross
/// (krx-market.md §4.2). What would have printed in the meantime is that cross.
struct ContinuousTrading {
    let path: IssuePath
    let plan: IssuePath.Plan
    let day: SyntheticDay
    let mix: SpreadMix
    var generator: SeededGenerator
    private(set) var quote: Quote
    private var watch: InterruptionWatch
    private let closingRate: Rate?
    private let base: Price
    /// Prints written, and their shares without the crosses of opening and closing.
    private var written = 0
    private var volume: Int64 = 0
    /// The moment at which the call auction that goes on ends; 0: none goes on.
    private var auctionEnd: Int64 = 0
    /// Shares that nobody could trade since the auction began.
    private var missed: Int64 = 0
    private var wasLocked = false

    init(
        path: IssuePath, plan: IssuePath.Plan, day: SyntheticDay, quote: Quote, mix: SpreadMix,
        base: Price
    ) {
        self.path = path
        self.plan = plan
        self.day = day
        self.mix = mix
        self.quote = quote
        self.base = base
        generator = path.generator
        let (settings, instrument) = (path.settings, path.issue.listed(on: day.date))
        func rates(_ phase: SessionPhase) -> InterruptionRates {
            settings.interruptions
                ? InterruptionRates.rates(of: instrument, in: phase, on: day.date) : .none
        }
        watch = InterruptionWatch(rates: rates(.continuous), base: base)
        closingRate = rates(.closingAuction).dynamicRate
    }

    /// The opening cross, of a size that the day's end will tell. A price a tenth away from the
    /// base prolongs the auction.
    mutating func open(
        into sheet: DaySheet, statuses: inout AppendBuffer<StatusChange>
    ) -> Moment {
        var time = day.hours.open + .milliseconds(1_000 + Int64(generator.next(below: 29_000)))
        meetLimit()
        let price = auctionPrice(
            around: quote, last: Price(watch.last), generator: &generator)
        if watch.cause(price) == .staticInterruption {
            let end = interruption(from: time)
            note(time, .callAuction, .staticInterruption, &statuses)
            note(end, .normal, .resumption, &statuses)
            time = end
        }
        write(Tick(time: time, symbol: path.symbol, price: price, size: Shares(1)), into: sheet)
        watch.refer(to: price)
        return time
    }

    /// Prices, sizes and sides for the times that are there.
    mutating func draw(into sheet: DaySheet, scratch: inout DayScratch) {
        let (prints, blockLength) = (sheet.prints, scratch.tempo.length)
        let deviation = plan.deviation / Double(plan.prints).squareRoot()
        let drift = plan.drift / Double(plan.prints)
        let median = TradeSizes.median(at: sheet.prints[0].price)
        var swing = 0.0
        var (block, blockEnd) = (-1, 1)
        var step = 0
        var stepEnd = day.hours.open + CommonFactor.stepLength
        var index = 1
        while index <= plan.prints {
            let time = prints[index].time
            var end = index + 1
            while end <= plan.prints, prints[end].time == time { end += 1 }
            var change = 0.0
            while index >= blockEnd {
                block += 1
                blockEnd += blockLength
                swing = deviation * scratch.tempo.swing(block)
                change += plan.jumpDeviation * scratch.tempo.jump(block)
            }
            let count = end - index
            change += drift * Double(count)
            change += swing * Double(count).squareRoot() * coarseNormal(generator.next())
            while time >= stepEnd, step < day.common.steps.count {
                change += plan.commonWeight * day.common.steps[step]
                step += 1
                stepEnd = stepEnd + CommonFactor.stepLength
            }
            quote.move(by: change)
            let draw = generator.next()
            if draw & 0x7 == 0 { quote.setSpread(mix.steps(draw >> 3 & 0xFF)) }
            take(index..<end, at: time, draw: draw, median: median, sheet, &scratch)
            index = end
        }
        finish(step: step, sheet: sheet, statuses: &scratch.statuses)
    }

    /// One order of a taker, in as many prints as there are places.
    @inline(__always)
    private mutating func take(
        _ places: Range<Int>, at time: Moment, draw: UInt64, median: Double,
        _ sheet: DaySheet, _ scratch: inout DayScratch
    ) {
        let isLocked = quote.lock != .none
        if isLocked || wasLocked { meetLimit() }
        let buyer = quote.isBought(draw >> 48)
        let price = buyer ? quote.ask : quote.bid
        if auctionEnd > 0 || watch.cause(price) != nil || isLocked {
            if !mayTrade(places, at: time, price: price, draw, median, sheet, &scratch) { return }
        }
        watch.note(price)
        let taker: Tick.Taker = buyer ? .buyer : .seller
        let mark = QuoteMark(bid: quote.bid, ask: quote.ask)
        var bits = draw >> 11
        for _ in places {
            let size = scratch.sizes.size(bits, median: median)
            volume += size
            if sheet.marks.count > 0 { sheet.marks[written] = mark }
            sheet.prints[written] = Tick(
                time: time, symbol: path.symbol, price: price, size: Shares(size), taker: taker)
            written += 1
            bits = generator.next()
        }
    }

    /// Whether a trade may happen. An auction that goes on stands against it, an interruption that
    /// the trade would bring, and a lock under which few trade.
    @inline(never)
    private mutating func mayTrade(
        _ places: Range<Int>, at time: Moment, price: Price, _ draw: UInt64, _ median: Double,
        _ sheet: DaySheet, _ scratch: inout DayScratch
    ) -> Bool {
        if auctionEnd > 0 {
            guard time.nanoseconds > auctionEnd else {
                for _ in places { missed += scratch.sizes.size(generator.next(), median: median) }
                return false
            }
            cross(into: sheet)
        }
        if let cause = watch.cause(price) {
            let end = interruption(from: time)
            note(time, .callAuction, cause, &scratch.statuses)
            // One that lasts into the closing auction has no cross of its own.
            let goesOn = end >= day.hours.closingAuctionStart
            note(
                goesOn ? day.hours.closingAuctionStart : end, .normal, .resumption,
                &scratch.statuses)
            auctionEnd = goesOn ? .max : end.nanoseconds
            missed = scratch.sizes.size(draw >> 11, median: median) * 4
            return false
        }
        // A quarter of the usual trades find somebody who gives up the place in the queue.
        return quote.lock == .none || generator.next() & 3 == 0
    }

    private mutating func meetLimit() {
        quote.meetLimit(
            wasLocked: wasLocked, holds: path.settings.limitLock, generator: &generator)
        wasLocked = quote.lock != .none
    }

    private mutating func cross(into sheet: DaySheet) {
        let price = auctionPrice(
            around: quote, last: Price(watch.last), generator: &generator)
        write(
            Tick(
                time: Moment(nanoseconds: auctionEnd), symbol: path.symbol, price: price,
                size: Shares(max(missed, 1))), into: sheet)
        volume += max(missed, 1)
        watch.refer(to: price)
        auctionEnd = 0
    }

    private mutating func finish(
        step: Int, sheet: DaySheet, statuses: inout AppendBuffer<StatusChange>
    ) {
        if auctionEnd > 0, auctionEnd < .max { cross(into: sheet) }
        var rest = 0.0
        for later in step..<max(step, day.common.steps.count) { rest += day.common.steps[later] }
        quote.move(by: plan.commonWeight * rest)
    }

    /// The closing cross; both crosses are shares of a whole that is known only now.
    /// Returns: how many prints the day has.
    mutating func close(into sheet: DaySheet) -> Int {
        let whole = Double(volume) / (1 - plan.openingShare - plan.closingShare)
        sheet.prints[0].size = Shares(max(1, Int64(whole * plan.openingShare)))
        let time = day.hours.close + .milliseconds(1_000 + Int64(generator.next(below: 29_000)))
        write(
            Tick(
                time: time, symbol: path.symbol, price: closingPrice(),
                size: Shares(max(1, Int64(whole * plan.closingShare)))), into: sheet)
        return written
    }

    /// The closing price. It stays just inside the threshold where the auction would be prolonged:
    /// that is not imitated.
    private mutating func closingPrice() -> Price {
        let last = Price(watch.last)
        let isUnchanged =
            quote.lock == .none
            && DayOutlook.isUnchanged(quote.value, base: base, issue: path.issue)
        let price =
            isUnchanged
            ? base : auctionPrice(around: quote, last: last, generator: &generator)
        guard InterruptionRates.isReached(closingRate, by: price, from: last) else {
            return price
        }
        var inside = last
        let isUp = price > last
        while inside != price {
            let next = quote.table.moved(inside, steps: isUp ? 1 : -1)
            if InterruptionRates.isReached(closingRate, by: next, from: last) { break }
            inside = next
        }
        return inside
    }

    private mutating func write(_ tick: Tick, into sheet: DaySheet) {
        if sheet.marks.count > 0 {
            sheet.marks[written] = QuoteMark(bid: quote.bid, ask: quote.ask)
        }
        sheet.prints[written] = tick
        written += 1
    }

    /// Two minutes and up to 30 s, in whole milliseconds.
    private mutating func interruption(from time: Moment) -> Moment {
        time + .milliseconds(120_000 + Int64(generator.next(below: 30_001)))
    }

    private func note(
        _ time: Moment, _ status: TradingStatus, _ cause: StatusChange.Cause,
        _ statuses: inout AppendBuffer<StatusChange>
    ) {
        statuses.append(
            StatusChange(time: time, symbol: path.symbol, status: status, cause: cause))
    }
}
