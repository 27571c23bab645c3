public import KraderModel

/// Gathers the figures of a market by which krx-market.md §9 describes KRX: candles first, then
/// prints, books and changes of status in any mixture, each kind in the order of time; memory grows
/// with the number of symbols, and little with that of days. Prints of other venues and from
/// outside the regular session are left out.
public struct MarketProfile: ~Copyable {
    private let boards: [Board]
    private let tallies: FixedBuffer<IssueTally>
    private let sizes: SizeHistogram
    private var cross: CrossSection
    /// The day of the last print, of the last book and of the last candle.
    private var printDay = ProfileDay()
    private var bookDay = ProfileDay()
    private var candleDay = ProfileDay()
    private var days = 0

    public init(instruments: [Instrument]) {
        boards = instruments.map(\.board)
        tallies = FixedBuffer(count: instruments.count) {
            IssueTally(base: instruments[$0].basePrice ?? Price(0))
        }
        sizes = SizeHistogram(symbols: instruments.count)
        cross = CrossSection(boards: boards)
    }

    public mutating func add(_ tick: Tick) {
        guard tick.scope == .regular else { return }
        if !printDay.contains(tick.time) {
            closeDay()
            printDay = ProfileDay(CalendarDate(tick.time))
            days += 1
        }
        let hours = printDay
        guard tick.time >= hours.open, tick.time <= hours.end else { return }
        let symbol = tick.symbol.int
        if tallies[symbol].day.prints == 0 {
            tallies[symbol].beginDay(board: boards[symbol], on: hours.date)
        }
        tallies[symbol].add(tick, in: hours)
        sizes.add(tick.size, symbol: symbol)
    }

    /// Daily closes and values are taken of candles where an issue has any: add those first.
    public mutating func add(_ event: CandleEvent) {
        let date = CalendarDate(event.candle.start)
        if candleDay.date != date { candleDay = ProfileDay(date) }
        guard event.candle.start <= candleDay.end else { return }
        cross.add(event.candle, event.timeframe, of: event.symbol.int)
    }

    public mutating func add(_ book: borrowing Book) {
        if !bookDay.contains(book.time) { bookDay = ProfileDay(CalendarDate(book.time)) }
        // Auctions display no spread.
        guard book.time >= bookDay.open, book.time < bookDay.closingAuction,
            let ask = book.best(.sell)?.price, let bid = book.best(.buy)?.price, bid < ask
        else { return }
        let symbol = book.symbol.int
        let table = PriceStepTable.table(board: boards[symbol], on: bookDay.date)
        var steps = 0
        var price = bid
        while price < ask, steps < IssueFigures.spreadMax {
            price = table.up(from: price)
            steps += 1
        }
        tallies[symbol].spreads[steps - 1] += 1
    }

    public mutating func add(_ change: StatusChange) {
        switch change.cause {
        case .staticInterruption: tallies[change.symbol.int].staticInterruptions += 1
        case .dynamicInterruption: tallies[change.symbol.int].dynamicInterruptions += 1
        case .resumption, .halt, .circuitBreaker1, .circuitBreaker2, .circuitBreaker3: break
        }
    }

    /// The figures of everything that was added.
    public mutating func figures() -> MarketFigures {
        closeDay()
        return MarketFigures(
            days: days, issues: (0..<tallies.count).map { tallies[$0].figures(sizes, symbol: $0) },
            cross: cross.figures())
    }

    private mutating func closeDay() {
        for symbol in 0..<tallies.count {
            let day = tallies[symbol].day
            if day.prints > 0 {
                cross.add(
                    close: day.last, value: Int64(clamping: day.value), of: symbol,
                    on: printDay.date)
            }
            tallies[symbol].endDay(hasAllHalfHours: printDay.isWhole)
        }
    }
}

/// The hours of a day, as far as a profile needs them.
struct ProfileDay {
    var date = CalendarDate(dayNumber: 0)
    private var midnight = Moment.distantPast
    private var next = Moment.distantPast
    private(set) var open = Moment.distantPast
    private(set) var closingAuction = Moment.distantPast
    private(set) var close = Moment.distantPast
    /// The end of the day's prints: crosses come a little late.
    private(set) var end = Moment.distantPast

    init() {}

    init(_ date: CalendarDate) {
        let hours = SessionHours.on(date)
        self.date = date
        midnight = date.midnight
        next = midnight + .day
        open = hours.open
        closingAuction = hours.closingAuctionStart
        close = hours.close
        // A volatility interruption prolongs the closing auction by as much.
        end = hours.auctionEnd + .seconds(150)
    }

    @inline(__always)
    func contains(_ moment: Moment) -> Bool { moment >= midnight && moment < next }

    /// Whether the day has thirteen half hours, as those that were measured.
    var isWhole: Bool { close - open == .minutes(390) }
}

/// How many prints had which size: exact up to 32 shares, then by sixteenths of an octave.
struct SizeHistogram: ~Copyable {
    private static let bins = 32 + 16 * 27
    private let counts: FixedBuffer<Int64>

    init(symbols: Int) { counts = FixedBuffer(repeating: 0, count: symbols * SizeHistogram.bins) }

    func add(_ size: Shares, symbol: Int) {
        counts[symbol * SizeHistogram.bins + SizeHistogram.bin(size.count)] += 1
    }

    static func bin(_ size: Int64) -> Int {
        if size <= 32 { return max(0, Int(size) - 1) }
        let octave = 63 - size.leadingZeroBitCount
        let place = 16 + 16 * (octave - 4) + Int(size >> (Int64(octave) - 4)) - 16
        return min(place, bins - 1)
    }

    /// The least size that is counted there.
    static func size(_ bin: Int) -> Int64 {
        if bin < 32 { return Int64(bin) + 1 }
        let octave = (bin - 16) / 16 + 4
        return (16 + Int64(bin % 16)) << Int64(octave - 4)
    }

    /// The size at or below which a share of a symbol's prints are; 0 without prints.
    func quantile(_ share: Double, symbol: Int) -> Int64 {
        let first = symbol * SizeHistogram.bins
        var total: Int64 = 0
        for bin in 0..<SizeHistogram.bins { total += counts[first + bin] }
        if total == 0 { return 0 }
        var passed: Int64 = 0
        for bin in 0..<SizeHistogram.bins {
            passed += counts[first + bin]
            if Double(passed) >= share * Double(total) { return SizeHistogram.size(bin) }
        }
        return 0
    }

    /// The number of prints of at most so many shares; sizes up to 32 are told apart.
    func count(atMost size: Int, symbol: Int) -> Int64 {
        let first = symbol * SizeHistogram.bins
        return (0..<min(size, 32)).reduce(0) { $0 + counts[first + $1] }
    }
}
