import KraderModel

/// What a profile has counted of one issue.
struct IssueTally {
    var day = Day()
    var spreads = InlineArray<10, Int64>(repeating: 0)
    var staticInterruptions = 0
    var dynamicInterruptions = 0

    private var days = 0
    private var wholeDays = 0
    private var prints: Int64 = 0
    private var sharedStamps: Int64 = 0
    private var volume = 0.0
    private var value = 0.0
    private var halfHours = InlineArray<13, Double>(repeating: 0)
    private var openingShare = 0.0
    private var closingShare = 0.0
    private var limitDays = 0
    private var closesAtLimit = 0
    private var lockedDays = 0
    private var returns = ReturnMoments()
    /// The last official close, or what the instrument says before the first.
    private var base: Price
    private var band: PriceBand?

    struct Day {
        var prints: Int64 = 0
        var volume: Int64 = 0
        var value: Int128 = 0
        var opening: Int64 = 0
        var closing: Int64 = 0
        var halfHours = InlineArray<13, Int64>(repeating: 0)
        var low = Price(0)
        var high = Price(0)
        var last = Price(0)
        var lastTime = Moment.distantPast
        var minute = -1
    }

    init(base: Price) { self.base = base }

    mutating func beginDay(board: Board, on date: CalendarDate) {
        band = base.won > 0 ? PriceLimit.band(base: base, board: board, on: date) : nil
    }

    mutating func add(_ tick: Tick, in hours: ProfileDay) {
        let size = tick.size.count
        let since = (tick.time - hours.open).nanoseconds
        // The closing cross comes after the last half hour, to which it belongs.
        let halfHour = min(12, Int(since / 1_800_000_000_000))
        day.halfHours[halfHour] += size
        if day.prints == 0 {
            (day.low, day.high) = (tick.price, tick.price)
            // A day that begins with a trade of somebody has no cross in the data.
            if tick.taker == .unknown { day.opening = size }
        }
        if tick.time >= hours.close { day.closing += size }
        if tick.time == day.lastTime { sharedStamps += 1 }
        day.lastTime = tick.time
        day.low = min(day.low, tick.price)
        day.high = max(day.high, tick.price)
        day.prints += 1
        day.volume += size
        day.value += Int128(size) * Int128(tick.price.won)
        if tick.time < hours.closingAuction {
            let minute = Int(since / 60_000_000_000)
            if minute != day.minute {
                if day.minute >= 0 { returns.close(at: day.last, minutes: minute - day.minute) }
                day.minute = minute
            }
        }
        day.last = tick.price
    }

    mutating func endDay(hasAllHalfHours: Bool) {
        guard day.prints > 0 else { return }
        days += 1
        prints += day.prints
        let whole = Double(day.volume)
        volume += whole
        value += Double(day.value)
        openingShare += Double(day.opening) / whole
        closingShare += Double(day.closing) / whole
        if hasAllHalfHours {
            wholeDays += 1
            for place in 0..<13 { halfHours[place] += Double(day.halfHours[place]) / whole }
        }
        if let band {
            if day.high == band.upper || day.low == band.lower { limitDays += 1 }
            if day.last == band.upper || day.last == band.lower { closesAtLimit += 1 }
            if day.low == band.upper || day.high == band.lower { lockedDays += 1 }
        }
        returns.endDay()
        base = day.last
        day = Day()
    }

    func figures(_ sizes: borrowing SizeHistogram, symbol: Int) -> IssueFigures {
        var figures = IssueFigures()
        guard days > 0 else { return figures }
        let count = Double(days)
        figures.days = days
        figures.prints = prints
        figures.volumePerDay = volume / count
        figures.valuePerDay = value / count
        if wholeDays > 0 {
            figures.halfHours = (0..<13).map { halfHours[$0] / Double(wholeDays) }
        }
        figures.openingShare = openingShare / count
        figures.closingShare = closingShare / count
        for share in IssueFigures.sizeShares {
            figures.sizeQuantiles.append(sizes.quantile(share, symbol: symbol))
        }
        figures.tenOrFewer =
            Double(sizes.count(atMost: 10, symbol: symbol)) / Double(prints)
        figures.sharedStamps = Double(sharedStamps) / Double(prints)
        let quotes = (0..<IssueFigures.spreadMax).reduce(0) { $0 + spreads[$1] }
        if quotes > 0 {
            figures.spreads = (0..<IssueFigures.spreadMax).map {
                Double(spreads[$0]) / Double(quotes)
            }
        }
        returns.write(to: &figures)
        figures.staticInterruptions = staticInterruptions
        figures.dynamicInterruptions = dynamicInterruptions
        figures.limitDays = limitDays
        figures.closesAtLimit = closesAtLimit
        figures.lockedDays = lockedDays
        return figures
    }
}

/// Sums of the powers of one-minute returns, and of the products of neighbours.
struct ReturnMoments {
    private var count = 0
    private var sums = InlineArray<4, Double>(repeating: 0)
    private var products = 0.0
    private var pairs = 0
    /// The price at the end of the last minute of the day, 0 before.
    private var close = Price(0)
    private var before: Double?

    /// A minute ended at a price, and the minutes that follow it, up to the one that begins now,
    /// had no print.
    mutating func close(at price: Price, minutes: Int) {
        if close.won > 0 {
            let change = Double(price.won) / Double(close.won) - 1
            var power = 1.0
            for place in 0..<4 {
                power *= change
                sums[place] += power
            }
            count += 1
            if let before {
                products += before * change
                pairs += 1
            }
            before = change
        }
        close = price
        let empty = minutes - 1
        if empty > 0 {
            count += empty
            pairs += empty
            before = 0
        }
    }

    mutating func endDay() {
        close = Price(0)
        before = nil
    }

    /// The mean return is so close to zero that moments around it and around zero are the same but
    /// for the second.
    func write(to figures: inout IssueFigures) {
        figures.minuteReturns = count
        guard count > 1, pairs > 0 else { return }
        let mean = sums[0] / Double(count)
        let variance = sums[1] / Double(count) - mean * mean
        guard variance > 0 else { return }
        figures.minuteDeviation = variance.squareRoot()
        figures.minuteAutocorrelation = (products / Double(pairs) - mean * mean) / variance
        figures.minuteKurtosis = sums[3] / Double(count) / (variance * variance)
    }
}
