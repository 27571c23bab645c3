public import KraderModel

/// An exchange and broker that knows nothing of the engine: it takes requests, matches them with
/// the prints and candles it is shown, keeps its own books and answers queries (design.md §2).
///
/// Whoever drives it shows it everything in the order of time: `beginDay`, then requests (their
/// latency over), prints, books, statuses and candles, and calls `advance(to:)` at `nextWakeup`.
/// What it says it appends to `messages` and `answers`. Same calls, same messages.
///
/// Replay is history: the recorded cross is the auction's price, an interruption exists where it
/// was recorded or where a print beyond the threshold is followed by silence (semantics.md §4).
/// Not modelled: the off-hours single price, midpoint and stop-limit orders.
public struct Venue: ~Copyable {
    private let whole = KeptWhole()
    /// What has been said since the driver last emptied it.
    public var messages: AppendBuffer<VenueMessage>
    /// What has been answered since, each at its `asOf`.
    public var answers = AppendBuffer<BrokerAnswer>(capacity: 4)
    public let configuration: VenueConfiguration
    /// How many days × symbols have a base price that nobody knew: they have no band, nothing is
    /// clamped, nothing locked.
    public internal(set) var symbolDaysWithoutBand = 0
    /// Fills that the `queue` model made as `through`, because there was no book.
    public internal(set) var queueFillsWithoutBook = 0
    /// Times at which a best price that a print carried could not price an order: out of reach, off
    /// the grid, beyond the day's limits or through the other side.
    public internal(set) var unusableCarriedPrices = 0
    /// Fills by prints alone, in issues with a book that day, because the side that an order takes
    /// from was not believed.
    public internal(set) var unbelievedFills = DisbeliefCounts()
    /// Displays in continuous trading whose best bid was no lower than the best ask: none of them
    /// is believed.
    public internal(set) var crossedDisplays: Int64 = 0
    /// Displayed sides that were believed until something ended them. An end by age is counted
    /// where an order, a print or the next update came to see it.
    public internal(set) var unbelievedSides = DisbeliefCounts()
    /// Points of candles that an interruption or a halt kept from those who waited for them.
    public internal(set) var lostPoints = LostPoints()

    let instruments: FixedBuffer<Instrument>
    @usableFromInline let states: FixedBuffer<VenueSymbol>
    let days: FixedBuffer<SymbolDay>
    let paths: FixedBuffer<CandlePath>
    /// What our orders took of each symbol's candle.
    let pathUses: FixedBuffer<PathUse>
    /// The way that a watched symbol's price is walking.
    var walk: Walk?
    /// Whether the open of a day's first candle is its opening auction.
    let opensWithAuction: Bool
    /// What each symbol's book displays, less what prints took of it since.
    let books: FixedBuffer<Book>
    /// What is known of it, two sides a symbol, and what we took of it.
    let sides: FixedBuffer<DisplayedSide>
    var takings: Takings
    let volumes: RecentVolumes
    var recentTakings: RecentTakings
    @usableFromInline var orders: VenueOrders
    var ledger: VenueLedger
    /// Today's executions, by number from 1 on.
    var executionsToday: AppendBuffer<ExecutionRow>
    var hours: SessionHours?
    var today = CalendarDate(dayNumber: 0)
    /// Whether it is the first day: what the account holds has the actions until then in it.
    var isFirstDay = true
    /// The moment at which what is left of the regular session's orders expires.
    var expiry = Moment.distantFuture
    /// The unit to which stamps are cut: a print is later only when it is later by more than this.
    let stampMargin: Interval
    /// Whether prints are counted. Nothing is interrupted without market rules, so nobody asks how
    /// busy an issue was.
    @usableFromInline let countsPrints: Bool
    /// Whether volumes are kept: `touch` has no cap and needs none.
    @usableFromInline let keepsVolumes: Bool
    /// Whether either of them is kept: it is one question a print.
    @usableFromInline let keepsHistory: Bool
    var wakeup = Moment.distantFuture
    /// The end of continuous trading while it is on; `.distantPast` at other times.
    var continuousEnd = Moment.distantFuture
    /// The moment from which a print is no plain one: something else is due, or trading isn't
    /// continuous.
    @usableFromInline var alarm = Moment.distantFuture

    /// - Parameter stampUnit: The unit to which the prints' times are cut, 1 ns if they are exact;
    ///   at 1 s, "later" means later by more than a second (semantics.md §1)
    /// - Parameter opensWithAuction: Whether it does; false where candles are of NXT or of all
    ///   venues together, whose first price is no auction's
    public init(
        instruments: [Instrument], account: OpeningAccount, configuration: VenueConfiguration,
        costs: CostSchedule, stampUnit: Interval = Interval(nanoseconds: 1),
        opensWithAuction: Bool = true
    ) {
        precondition((0...100).contains(configuration.spreadSteps), "Spread is 0…100 steps")
        let rows = configuration.rowsPerPage
        precondition((1...1_000_000).contains(rows), "A page has 1…1,000,000 rows")
        let count = instruments.count
        self.configuration = configuration
        messages = AppendBuffer(capacity: 256)
        executionsToday = AppendBuffer(capacity: 1_024)
        states = FixedBuffer(repeating: VenueSymbol(), count: count)
        paths = FixedBuffer(repeating: CandlePath(), count: count)
        pathUses = FixedBuffer(repeating: PathUse(), count: count)
        self.opensWithAuction = opensWithAuction
        books = FixedBuffer(count: count) {
            Book(time: .distantPast, symbol: SymbolIndex($0))
        }
        sides = FixedBuffer(repeating: DisplayedSide(), count: count * 2)
        takings = Takings(sides: count * 2)
        keepsVolumes = configuration.fills != .touch
        countsPrints = configuration.enforcesMarketRules
        keepsHistory = configuration.fills != .touch || configuration.enforcesMarketRules
        volumes = RecentVolumes(symbols: configuration.fills == .touch ? 0 : count)
        recentTakings = RecentTakings(symbols: configuration.fills == .touch ? 0 : count)
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

    /// The moment at which `advance(to:)` has something to do: a path point of a symbol with live
    /// orders or a watched one, the end of a session while orders of it live, 15:20 while there are
    /// orders that turn into others then, the end of an immediate order's wait. `.distantFuture`
    /// otherwise.
    public var nextWakeup: Moment { wakeup }

    /// Takes a KRX print, at exchange time; by its time the venue knows the session to which it
    /// belongs. Prints of other venues are not this market's.
    @inlinable @inline(__always) public mutating func trade(_ tick: Tick) {
        if tick.scope != .regular { return }
        if tick.time >= alarm || tick.time >= states[tick.symbol.int].calmUntil {
            return tradeSpecially(tick)
        }
        becomeLast(tick)
        if keepsHistory { keepHistory(tick) }
        if orders.lists[tick.symbol.int].attention > 0 || !tick.quote.isEmpty { attend(tick) }
    }

    /// Keeps what the rules and the cap ask of past prints.
    @inlinable @inline(__always) mutating func keepHistory(_ tick: Tick) {
        if keepsVolumes { addVolume(tick) }
        if countsPrints { states[tick.symbol.int].count(tick.time) }
    }

    /// The print becomes the symbol's last one.
    @inlinable @inline(__always) mutating func note(_ tick: Tick) {
        becomeLast(tick)
        if keepsVolumes { addVolume(tick) }
    }

    @inlinable @inline(__always) mutating func becomeLast(_ tick: Tick) {
        let symbol = tick.symbol.int
        states[symbol].previous = states[symbol].last
        states[symbol].last = tick.price
        states[symbol].calmUntil = tick.time + VenueSymbol.silence
    }

    @inlinable @inline(__always) mutating func addVolume(_ tick: Tick) {
        let symbol = tick.symbol.int
        if tick.time < states[symbol].secondEnd {
            states[symbol].secondVolume += tick.size
        } else {
            beginSecond(tick)
        }
    }
}

extension Venue {
    mutating func reply(_ request: RequestID, _ outcome: BrokerReply.Outcome, at moment: Moment) {
        let reply = BrokerReply(request: request, outcome: outcome)
        messages.append(VenueMessage(made: moment, content: .reply(reply)))
    }

    /// Tells whoever asked that the broker took it.
    mutating func accept(_ number: OrderNumber, _ asker: Asker, at moment: Moment) {
        if case .program(let request) = asker { reply(request, .accepted(number), at: moment) }
    }

    /// Tells whoever asked why the broker does not take it.
    mutating func refuse(_ rejection: VenueRejection, _ asker: Asker, at moment: Moment)
        -> Acceptance
    {
        if case .program(let request) = asker { reply(request, .rejected(rejection), at: moment) }
        return .failure(rejection)
    }

    mutating func push(
        _ number: OrderNumber, _ symbol: SymbolIndex, _ event: BrokerPush.Event, at moment: Moment,
        evidence: Evidence? = nil
    ) {
        let push = BrokerPush(number: number, symbol: symbol, event: event)
        messages.append(VenueMessage(made: moment, content: .push(push), evidence: evidence))
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
        if keepsVolumes {
            recentTakings.add(
                quantity, stamp: time.seconds, symbol: order.symbol.int,
                order.side)
        }
        executionsToday.append(
            ExecutionRow(order: order.number, price: price, quantity: quantity, time: time))
        let execution = Execution(
            number: lastExecution, price: price, quantity: quantity, time: time,
            cumulativeQuantity: order.filled, cumulativeAmount: order.amountHere, venue: .krx,
            channel: order.channel)
        push(order.number, order.symbol, .executed(execution), at: time, evidence: evidence)
    }

    /// The number of today's last execution.
    var lastExecution: ExecutionNumber { ExecutionNumber(Int64(executionsToday.count)) }

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

    /// Ends orders by number; `nil` ends those of all sessions.
    mutating func expireAll(at moment: Moment, clock: OrderClock? = nil) {
        if orders.live == 0 { return }
        for value in 1...orders.numbersGiven {
            if case .resting(let slot) = orders.place(of: OrderNumber(Int32(value))),
                clock == nil || orders[slot].clock == clock
            {
                expire(slot, at: moment)
            }
        }
        refreshWakeup()
    }
}
