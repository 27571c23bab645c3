import KraderModel

/// One issue on its way through days of candles, without prints: the same gaps, trends, days of
/// news, limits and locks as `IssuePath` draws, and a value traded that differs by orders of
/// magnitude between issues.
struct CandleWalk {
    private let issue: SyntheticIssue
    private let settings: SyntheticSettings
    private var generator: SeededGenerator
    private var mood = Mood()
    /// The base price of the first day.
    private let origin: Price
    /// The base price of the day.
    private var base: Price
    private var previousClose: Price
    private var overhang = 1.0
    /// Won traded on an average day.
    private let usualValue: Double
    /// e^(0.4 × clustering × normal), 1,024 draws, the same for all issues.
    private let bursts: BufferView<Double>
    /// What is drawn at the open of a day; `nil` before the issue is listed.
    private var outlook: DayOutlook?
    private var quote: Quote
    /// The day's deviations, the issue's own and the common one.
    private var own = 0.0
    private var common = 0.0
    private var wasLocked = false
    /// How lively and wild the minutes are, as an exponent: 0 is usual.
    private var tempo = 0.0
    private var close = Price(0)

    init(index: Int, settings: SyntheticSettings, seed: UInt64, bursts: BufferView<Double>) {
        issue = settings.issues[index]
        self.settings = settings
        self.bursts = bursts
        generator = SeededGenerator(seed: seed, stream: "synthetic candles \(issue.code)")
        let base = issue.listed(on: settings.from).basePrice ?? issue.basePrice
        origin = base
        self.base = base
        previousClose = base
        // A print has 1.75 million won in the median, three times that in the mean.
        usualValue =
            5_400_000 * Double(issue.printsPerDay)
            * exponential(0.8 * generator.normal() - 0.32)
        quote = Quote(
            value: Double(base.won), spread: 1, band: PriceBand(lower: base, upper: base),
            table: PriceStepTable.table(board: issue.board, on: settings.from))
    }

    /// Opens a day. Returns: false before the issue is listed.
    mutating func begin(_ day: SyntheticDay) -> Bool {
        if let listing = issue.listingDay, day.date < listing { return false }
        let table = PriceStepTable.table(board: issue.board, on: day.date)
        base = table.roundedDown(previousClose) ?? table.lowest
        let isListingDay = day.date == issue.listingDay
        let band =
            PriceLimit.band(
                base: base, board: issue.board, basis: isListingDay ? .offerPrice : .previousClose,
                on: day.date) ?? PriceBand(lower: base, upper: base)
        overhang = DayOutlook.carried(
            overhang, wasLocked: quote.lock != .none, generator: &generator)
        quote = Quote(
            value: Double(base.won) * overhang, spread: 1, band: band, table: table)
        let outlook = DayOutlook(
            issue, settings, market: day.common,
            level: Double(previousClose.won) / Double(origin.won), isListingDay: isListingDay,
            mood: &mood, generator: &generator)
        quote.move(by: outlook.gap)
        self.outlook = outlook
        let (night, share) = (settings.overnightShare, settings.commonShare)
        own = outlook.own * ((1 - night) * (1 - share)).squareRoot()
        common = outlook.common * ((1 - night) * share).squareRoot()
        (tempo, wasLocked, close) = (0, false, Price(0))
        meetLimit()
        return true
    }

    /// The whole day as one candle. `parts` is the common factor by parts of the day.
    mutating func daily(parts: [Double], hours: SessionHours) -> Candle? {
        guard let outlook else { return nil }
        let step = own / Double(parts.count).squareRoot()
        let drift = outlook.drift / Double(parts.count)
        let open = quote.nearest
        var (high, low) = (quote.value, quote.value)
        for part in parts {
            let draw = generator.next()
            let burst = step * bursts[Int(draw & 0x3FF)]
            quote.move(by: drift + common * part + burst * coarseNormal(generator.next()))
            if quote.lock != .none || wasLocked { meetLimit() }
            // The price went further between two points, either way.
            high = max(high, quote.value * (1 + burst * Double(draw >> 48) * 0x1p-17))
            low = min(low, quote.value * (1 - burst * Double(draw >> 32 & 0xFFFF) * 0x1p-17))
        }
        let last = closing
        let candle = (high: max(priced(high), open, last), low: min(priced(low), open, last))
        let surprise =
            Double((last.won - open.won).magnitude)
            / (Double(open.won) * max(outlook.own, 0.001))
        let value =
            usualValue * outlook.activity * exponential(0.3 * generator.normal())
            * (0.7 + 0.4 * min(surprise, 4)) * (candle.high == candle.low ? 0.25 : 1)
        end(at: last)
        return make(
            from: hours.open, to: hours.auctionEnd, open: open, high: candle.high,
            low: candle.low, close: last, value: value)
    }

    /// The candle of a minute that has a share of the day's trading.
    /// Returns: `nil` when nothing traded.
    mutating func minute(
        from start: Moment, to end: Moment, share: Double, part: Double, isCross: Bool
    ) -> Candle? {
        guard let outlook else { return nil }
        tempo = 0.8 * tempo + 0.5 * settings.clustering * coarseNormal(generator.next())
        let speed = exponential(min(max(tempo, -3), 3))
        let open = isCross ? closing : quote.nearest
        let step = own * (share * speed).squareRoot()
        let before = quote.value
        if !isCross {
            quote.move(
                by: outlook.drift * share + common * part
                    + step * coarseNormal(generator.next()))
            if quote.lock != .none || wasLocked { meetLimit() }
        }
        let still = quote.lock == .none ? 1 : 0.25
        let prints = Double(issue.printsPerDay) * outlook.activity * share * speed * still
        // Nobody trades with the chance e^−prints; what is traded falls to the other minutes.
        var shareOfMinutes = 1.0
        if !isCross, prints < 20 {
            let nobody = exponential(-prints)
            if generator.unit() < nobody { return nil }
            shareOfMinutes = max(1 - nobody, 1e-6)
        }
        close = isCross ? open : quote.nearest
        var (high, low) = (max(open, close), min(open, close))
        if !isCross {
            let draw = generator.next()
            let (up, down) = (Double(draw >> 48) * 0x1p-16, Double(draw & 0xFFFF) * 0x1p-16)
            high = max(high, priced(max(before, quote.value) * (1 + step * up)))
            low = min(low, priced(min(before, quote.value) * (1 - step * down)))
        }
        let value =
            usualValue * outlook.activity * share * speed * still
            * (0.3 + 1.4 * generator.unit()) / shareOfMinutes
        return make(
            from: start, to: end, open: open, high: high, low: low, close: close, value: value)
    }

    /// Ends the day after its last minute.
    mutating func end() { end(at: close.won > 0 ? close : previousClose) }

    private mutating func end(at close: Price) {
        previousClose = close
        overhang = quote.overhang(at: close)
        outlook = nil
    }

    /// The grid price at or below a value, inside the day's limits.
    private func priced(_ value: Double) -> Price {
        let price = quote.table.roundedDown(Price(max(1, Int64(value)))) ?? quote.table.lowest
        return quote.band.clamped(price)
    }

    /// The price that the closing auction makes of the value.
    private var closing: Price {
        quote.lock == .none && DayOutlook.isUnchanged(quote.value, base: base, issue: issue)
            ? base : quote.nearest
    }

    private mutating func meetLimit() {
        quote.meetLimit(
            wasLocked: wasLocked, holds: settings.limitLock, generator: &generator)
        wasLocked = quote.lock != .none
    }

    private func make(
        from start: Moment, to end: Moment, open: Price, high: Price, low: Price, close: Price,
        value: Double
    ) -> Candle {
        let mean = (open.won + high.won + low.won + close.won) / 4
        let volume = Shares(max(1, Int64(value / Double(mean))))
        return Candle(
            start: start, end: end, open: open, high: high, low: low, close: close,
            volume: volume, value: Price(mean) * volume)
    }
}
