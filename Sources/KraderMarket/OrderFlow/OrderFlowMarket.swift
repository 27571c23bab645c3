public import KraderModel

/// A market of orders: what others sent goes in, what history would have recorded comes out, by the
/// exact rules of the exchange (semantics.md §4). It is played ahead of time, all in memory.
///
/// Each issue has an `ExchangeBook` a day, on every trading day on which anybody orders anything.
/// A day's base price is the official close of the day before; orders live for a session. The same
/// orders and seed give the same market; one issue's orders don't touch another's, and its random
/// ends of auctions don't hang on them.
///
/// The sources are read once, as all sources are; `tape` keeps the same for who wants it again.
public final class OrderFlowMarket {
    /// What the exchange recorded of all issues, in the order that sources promise.
    public let tape: ExchangeTape
    public let ticks: TickArray
    public let books: BookArray
    public let statuses: StatusArray

    /// Plays the orders.
    ///
    /// - Parameters:
    ///   - instruments: The instruments, by symbol index. Every symbol with orders has a base
    ///     price, or is listed on its first day; the list may hold others.
    ///   - orders: The orders, by time; those of one moment are in the order in which the exchange
    ///     got them.
    ///   - seed: The seed of the random ends of auctions.
    ///   - indices: The indices for the circuit breaker; without one nothing breaks.
    ///   - halts: The halts of single issues.
    /// Throws: `FlowFault` when the lists can't be played. What the exchange wouldn't take is no
    /// fault: it is in `tape.rejections`.
    public init(
        instruments: [Instrument], orders: [FlowOrder], seed: UInt64, indices: [FlowIndex] = [],
        halts: [FlowHalt] = [], calendar: TradingCalendar = .krx
    ) throws(FlowFault) {
        let check = FlowCheck(
            instruments: instruments, orders: orders, indices: indices, halts: halts,
            calendar: calendar)
        let symbols = try check.symbols()
        try check.surroundings()
        let days = Set(orders.map { CalendarDate($0.time) }).sorted()
        let strikes = indices.map { $0.strikes(on: days) }
        var events = instruments.map { _ in [Int]() }
        for (number, symbol) in symbols.enumerated() { events[symbol.int].append(number) }

        var tape = ExchangeTape()
        for (index, instrument) in instruments.enumerated() where instrument.board.isTradeable {
            let symbol = SymbolIndex(index)
            let isFirstListed = instrument.listing.map { $0.day == days.first } ?? false
            guard let base = isFirstListed ? instrument.listing?.offerPrice : instrument.basePrice
            else {
                if events[index].isEmpty { continue }
                throw .noBasePrice(symbol)
            }
            var issue = FlowIssue(
                instrument: instrument, symbol: symbol, base: base, orders: orders,
                numbers: events[index], halts: halts.filter { $0.symbol == symbol }.map(\.span),
                strikes: zip(indices, strikes).flatMap { index, strikes in
                    index.stops(instrument.board) ? strikes : []
                })
            for day in days { issue.play(day, seed: seed, into: &tape) }
        }
        tape.sort()
        self.tape = tape
        do {
            ticks = try TickArray(tape.ticks)
            books = try BookArray(tape.booksAfterPrints())
            statuses = try StatusArray(tape.statuses)
        } catch {
            preconditionFailure("A sorted tape is in order")
        }
    }
}

/// One issue's way through the days.
private struct FlowIssue {
    let instrument: Instrument
    let symbol: SymbolIndex
    /// The next day's base price.
    var base: Price
    let orders: [FlowOrder]
    /// The numbers of this issue's orders, by time.
    let numbers: [Int]
    let halts: [MomentSpan]
    let strikes: [CircuitBreaker.Strike]
    var next = 0
    var status = TradingStatus.normal

    init(
        instrument: Instrument, symbol: SymbolIndex, base: Price, orders: [FlowOrder],
        numbers: [Int], halts: [MomentSpan], strikes: [CircuitBreaker.Strike]
    ) {
        self.instrument = instrument
        self.symbol = symbol
        self.base = base
        self.orders = orders
        self.numbers = numbers
        self.halts = halts.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        self.strikes = strikes
    }

    mutating func play(_ day: CalendarDate, seed: UInt64, into tape: inout ExchangeTape) {
        if let listing = instrument.listing, listing.day == day { base = listing.offerPrice }
        let end = day.advanced(by: 1).midnight
        var book = ExchangeBook(
            instrument, symbol: symbol, day: day, base: base, status: status, seed: seed)
        var halts = halts.filter { $0.start < end && $0.end > day.midnight }[...]
        var strikes = strikes.filter { day.midnight <= $0.time && $0.time < end }[...]
        /// Plays the halts and breaks that are due by a moment, before what was ordered then.
        func stop(by moment: Moment) {
            while true {
                let halt = halts.first.map { max($0.start, day.midnight) } ?? .distantFuture
                let strike = strikes.first?.time ?? .distantFuture
                guard min(halt, strike) <= moment else { return }
                if halt <= strike, let span = halts.popFirst() {
                    book.halt(at: halt, until: span.end)
                } else if let strike = strikes.popFirst() {
                    book.breakCircuit(strike.stage, at: strike.time)
                }
            }
        }
        while next < numbers.count, orders[numbers[next]].time < end {
            let number = numbers[next]
            let order = orders[number]
            stop(by: order.time)
            switch order.action {
            case .enter(let entry): book.enter(entry, number: number, at: order.time)
            case .cancel(let named): book.cancel(named, number: number, at: order.time)
            case .change(let named, let limit, let quantity):
                book.change(
                    named, limit: limit, quantity: quantity, number: number, at: order.time)
            }
            next += 1
        }
        let last = Moment(nanoseconds: end.nanoseconds - 1)
        stop(by: last)
        book.advance(to: last)
        base = book.officialClose
        status = book.status
        tape.append(book.tape)
    }
}

extension FlowIndex {
    /// The stages that begin on the days.
    fileprivate func strikes(on days: [CalendarDate]) -> [CircuitBreaker.Strike] {
        var close = previousClose
        var strikes: [CircuitBreaker.Strike] = []
        var rest = points[...]
        while let first = rest.first {
            let day = CalendarDate(first.time)
            let today = rest.prefix { CalendarDate($0.time) == day }
            rest = rest.dropFirst(today.count)
            if days.contains(day) {
                strikes += CircuitBreaker.strikes(
                    on: Array(today), previousClose: close, hours: SessionHours.on(day))
            }
            close = today.last?.hundredths ?? close
        }
        return strikes
    }
}

extension ExchangeTape {
    fileprivate mutating func append(_ other: ExchangeTape) {
        ticks += other.ticks
        books += other.books
        statuses += other.statuses
        trades += other.trades
        rejections += other.rejections
    }

    /// The books, those of an issue that printed at their moment a nanosecond later: of one moment
    /// books come before prints (semantics.md §1), and what a trade has left is displayed after it.
    fileprivate func booksAfterPrints() -> [Book] {
        var print = 0
        let shown = books.map { book in
            var book = book
            while print < ticks.count,
                (ticks[print].time, ticks[print].symbol) < (book.time, book.symbol)
            {
                print += 1
            }
            if print < ticks.count, ticks[print].time == book.time,
                ticks[print].symbol == book.symbol
            {
                book.time = book.time + Interval(nanoseconds: 1)
            }
            return book
        }
        return shown.ordered { ($0.time, $0.symbol.int) }
    }

    /// Sorts each list by time, then symbol (rejections: number), then as they came.
    fileprivate mutating func sort() {
        ticks = ticks.ordered { ($0.time, $0.symbol.int) }
        books = books.ordered { ($0.time, $0.symbol.int) }
        statuses = statuses.ordered { ($0.time, $0.symbol.int) }
        trades = trades.ordered { ($0.time, $0.symbol.int) }
        rejections = rejections.ordered { ($0.time, $0.order) }
    }
}

extension Array {
    /// The elements in order; those that are equal in what they are ordered by keep their order.
    fileprivate func ordered(by place: (Element) -> (Moment, Int)) -> [Element] {
        enumerated().map { (place($0.element), $0.offset) }
            .sorted { ($0.0.0, $0.0.1, $0.1) < ($1.0.0, $1.0.1, $1.1) }
            .map { self[$0.1] }
    }
}
