public import KraderModel

/// An exchange and broker that knows nothing of the engine: it takes requests, matches them with
/// the prints and candles it is shown, keeps its own books and answers queries (design.md §2).
///
/// Whoever drives it shows it everything in the order of time: `beginDay`, then requests (their
/// latency over), prints and candles, and calls `advance(to:)` at `nextWakeup`. What it says it
/// appends to `messages`. Same calls, same messages.
///
/// At each print, what rests is reached first; then aggressive orders take from what is left. Not
/// modelled yet: books and quotes, single-price auctions, interruptions, midpoint and other types.
public struct Venue: ~Copyable {
    /// What has been said since the driver last emptied it.
    public var messages: AppendBuffer<VenueMessage>
    public let configuration: VenueConfiguration
    /// Days × symbols whose base price nobody knew: no band, nothing clamped, nothing locked.
    public internal(set) var symbolDaysWithoutBand = 0
    /// Fills that the `queue` model made as `through`, because there was no book.
    public internal(set) var queueFillsWithoutBook = 0

    let instruments: FixedBuffer<Instrument>
    @usableFromInline let states: FixedBuffer<SymbolState>
    let days: FixedBuffer<SymbolDay>
    let paths: FixedBuffer<CandlePath>
    /// What each symbol's book displays, less what we took of it.
    let books: FixedBuffer<Book>
    let statuses: FixedBuffer<TradingStatus>
    let volumes: RecentVolumes
    @usableFromInline var orders: VenueOrders
    var ledger: VenueLedger
    var executionsToday: AppendBuffer<ListedExecution>
    var lastExecution: Int64 = 0
    var hours: SessionHours?
    /// When what is left of the day's orders expires.
    var expiry = Moment.distantFuture
    /// Stamps cut to whole units: a print is later only when later by more than this.
    let stampMargin: Interval
    /// `touch` has no cap and needs no volumes.
    @usableFromInline let keepsVolumes: Bool
    @usableFromInline var wakeup = Moment.distantFuture

    /// - Parameter stampUnit: what the prints' times are cut to, 1 ns if they are exact; at 1 s,
    ///   "later" means later by more than a second (semantics.md §1)
    public init(
        instruments: [Instrument], account: OpeningAccount, configuration: VenueConfiguration,
        costs: CostSchedule, stampUnit: Interval = Interval(nanoseconds: 1)
    ) {
        precondition((0...100).contains(configuration.spreadSteps), "Spread is 0…100 steps")
        let count = instruments.count
        self.configuration = configuration
        messages = AppendBuffer(capacity: 256)
        executionsToday = AppendBuffer(capacity: 1_024)
        states = FixedBuffer(repeating: SymbolState(), count: count)
        paths = FixedBuffer(repeating: CandlePath(), count: count)
        books = FixedBuffer(count: count) {
            Book(time: .distantPast, symbol: SymbolIndex($0))
        }
        statuses = FixedBuffer(repeating: .normal, count: count)
        keepsVolumes = configuration.fills != .touch
        volumes = RecentVolumes(symbols: configuration.fills == .touch ? 0 : count)
        orders = VenueOrders(symbols: count)
        ledger = VenueLedger(account: account, symbols: count, costs: costs)
        stampMargin = stampUnit > Interval(nanoseconds: 1) ? stampUnit : .zero
        days = FixedBuffer(count: count) { index in
            let board = instruments[index].board
            let day = CalendarDate(dayNumber: 0)
            return SymbolDay(steps: PriceStepTable.table(board: board, on: day))
        }
        self.instruments = FixedBuffer(count: count) { instruments[$0] }
    }

    /// When `advance(to:)` has something to do: a path point of a symbol with live orders, or the
    /// end of the day's orders while there are any. `.distantFuture` otherwise.
    public var nextWakeup: Moment { wakeup }

    /// A regular print, at exchange time. Prints of other sessions and venues are not this
    /// market's.
    @inlinable public mutating func trade(_ tick: Tick) {
        if tick.scope != .regular { return }
        if tick.time >= wakeup { advance(to: tick.time) }
        let symbol = tick.symbol.int
        states[symbol].last = tick.price
        states[symbol].lastTime = tick.time
        if keepsVolumes {
            if tick.time < states[symbol].secondEnd {
                states[symbol].secondVolume += tick.size
            } else {
                beginSecond(tick)
            }
        }
        if orders.lists[symbol].live > 0 { match(tick) }
    }
}

extension Venue {
    /// What a symbol's book displays from now on, at exchange time.
    public mutating func show(_ book: borrowing Book) {
        if book.time >= wakeup { advance(to: book.time) }
        books[book.symbol.int] = copy book
    }

    /// An issue trades in another way from now on, at exchange time.
    public mutating func change(_ change: StatusChange) {
        if change.time >= wakeup { advance(to: change.time) }
        statuses[change.symbol.int] = change.status
    }
}

extension Venue {
    /// A trading day begins: what is left of yesterday's orders expires, what is due settles,
    /// numbers begin at 1, limits follow from the previous official close or the instrument's base
    /// price.
    /// - Parameters:
    ///   - hours: `nil` when the day has none: orders are taken at all times and live until the
    ///     next day
    ///   - settlementDay: when today's trades settle, T+2 in trading days (krx-market.md §7)
    public mutating func beginDay(
        _ day: CalendarDate, hours: SessionHours?, settlementDay: CalendarDate
    ) {
        advance(to: day.midnight)
        expireAll(at: day.midnight)
        for symbol in 0..<states.count { finishPath(of: symbol) }
        orders.restartNumbers()
        executionsToday.removeAll()
        lastExecution = 0
        ledger.beginDay(day, settlementDay: settlementDay)
        let enforces = configuration.enforcesMarketRules
        self.hours = enforces ? hours : nil
        expiry = self.hours?.auctionEnd ?? .distantFuture
        for symbol in 0..<states.count { setRules(of: symbol, on: day) }
    }

    private mutating func setRules(of symbol: Int, on day: CalendarDate) {
        let board = instruments[symbol].board
        days[symbol].steps = PriceStepTable.table(board: board, on: day)
        days[symbol].taxRates = ledger.costs.taxRates(board: board, on: day)
        let base = states[symbol].lastPrice ?? instruments[symbol].basePrice
        days[symbol].band = nil
        if let base {
            days[symbol].band = PriceLimit.band(
                base: base, board: board,
                multipleThousandths: instruments[symbol].multipleThousandths, on: day)
        } else if board.isTradeable {
            symbolDaysWithoutBand += 1
        }
        days[symbol].lower = Price(0)
        days[symbol].upper = Price(.max)
        if configuration.enforcesMarketRules, let band = days[symbol].band {
            days[symbol].lower = band.lower
            days[symbol].upper = band.upper
        }
    }
}

extension Venue {
    mutating func reply(_ request: RequestID, _ outcome: BrokerReply.Outcome, at moment: Moment) {
        let reply = BrokerReply(request: request, outcome: outcome)
        messages.append(VenueMessage(made: moment, content: .reply(reply)))
    }

    mutating func push(
        _ number: OrderNumber, _ symbol: SymbolIndex, _ event: BrokerPush.Event, at moment: Moment
    ) {
        let push = BrokerPush(number: number, symbol: symbol, event: event)
        messages.append(VenueMessage(made: moment, content: .push(push)))
    }

    /// Fills a resting order, and takes it out of the table when nothing is left.
    mutating func fill(
        _ slot: Int32, _ quantity: Shares, at price: Price, time: Moment, evidence: Evidence
    ) {
        let symbol = orders[slot].symbol
        ledger.book(quantity, at: price, of: &orders[slot], taxRates: days[symbol.int].taxRates)
        announce(orders[slot], quantity, at: price, time: time, evidence: evidence)
        if orders[slot].leaves == .zero { orders.remove(slot) }
    }

    /// Tells of an execution that has been booked.
    mutating func announce(
        _ order: VenueOrder, _ quantity: Shares, at price: Price, time: Moment, evidence: Evidence
    ) {
        lastExecution += 1
        let execution = Execution(
            number: ExecutionNumber(lastExecution), price: price, quantity: quantity, time: time,
            evidence: evidence)
        executionsToday.append(
            ListedExecution(
                order: order.number, symbol: order.symbol, side: order.side, execution: execution))
        push(order.number, order.symbol, .executed(execution), at: time)
    }

    /// The exchange ends an order: what is left of it is released.
    mutating func expire(_ slot: Int32, at moment: Moment) {
        let leaves = orders[slot].leaves
        push(orders[slot].number, orders[slot].symbol, .expired(quantity: leaves), at: moment)
        take(leaves, from: slot)
    }

    /// Takes shares out of an order that will not fill them, and the order out of the table when
    /// nothing is left.
    mutating func take(_ shares: Shares, from slot: Int32) {
        orders[slot].quantity -= shares
        orders[slot].leaves -= shares
        ledger.hold(&orders[slot])
        if orders[slot].leaves == .zero { orders.remove(slot) }
    }

    mutating func expireAll(at moment: Moment) {
        if orders.live == 0 { return }
        for value in 1...orders.numbersGiven {
            if case .resting(let slot) = orders.place(of: OrderNumber(Int32(value))) {
                expire(slot, at: moment)
            }
        }
        refreshWakeup()
    }
}
