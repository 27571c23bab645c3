import KraderModel
import KraderVenue

/// The venue's rules read again and written down as plainly as possible: dictionaries, whole-list
/// scans, every sum computed anew. Slow on purpose; `Venue` must say the same.
final class NaiveVenue {
    struct Order {
        var number: Int32
        var symbol: Int
        var isBuy: Bool
        var kind: TimeInForce
        var limit: Int64?
        var reserving: Int64
        var leaves: Int64
        var amount: Int64 = 0
        var commission: Int64 = 0
        var tax: Int64 = 0
        var hunts: Bool = false
        /// The shares of others ahead at its limit; `nil` when unknown.
        var ahead: Int64?
        /// Whether it took from a display.
        var took = false
        var entered: Int64
        /// Whether a person gave the first order of its chain.
        var isByHand = false
        /// Whether candles alone tell of its symbol.
        var isOfPoints = false
    }
    struct Dot {
        var time: Int64
        var symbol: Int
        var price: Int64
        var size: Int64
        /// The best prices that came with it, in won.
        var ask: Int64?
        var bid: Int64?
    }

    let instruments: [Instrument]
    let settings: VenueConfiguration
    let costs: CostSchedule
    let stampUnit: Int64
    var said: [VenueMessage] = []
    var answered: [BrokerAnswer] = []

    var cash: Int64
    var held: [Int: Int64] = [:]
    var cost: [Int: Int64] = [:]
    var settling: [(due: CalendarDate, net: Int64)] = []

    var orders: [Order] = []
    /// What was asked for under each number of the day.
    var deeds: [Deed] = []
    var executionCount: Int64 = 0
    var listed: [ListedExecution] = []

    var day = CalendarDate(dayNumber: 0)
    var hours: SessionHours?
    var bands: [Int: PriceBand] = [:]
    var last: [Int: (price: Int64, time: Int64)] = [:]
    var printed: [Int: [(second: Int64, size: Int64)]] = [:]
    /// What our orders of a side were given.
    typealias Taken = (second: Int64, symbol: Int, isBuy: Bool, size: Int64)
    var taken: [Taken] = []
    /// The times at which each symbol printed in its session, without points of candles.
    var recorded: [Int: [Int64]] = [:]
    var fraction: [Int: Int64] = [:]
    var points: [Point] = []
    /// What the points of a symbol's candle showed, and what our buys and sells took of it.
    var shown: [Int: Int64] = [:]
    var takenOfCandle: [Int: [Bool: Int64]] = [:]
    var pathFraction: [Int: Int64] = [:]
    /// Symbols that had their opening cross, or candles; and their closing cross.
    var opened: Set<Int> = []
    /// The symbols that candles tell of.
    var pointed: Set<Int> = []
    var closed: Set<Int> = []
    /// The prices from which interruptions are measured.
    var auctionPrice: [Int: Int64] = [:]
    var previous: [Int: Int64] = [:]
    /// The symbols with a book today, and their displays.
    var hasBook: Set<Int> = []
    var asksOf: [Int: NaiveSide] = [:]
    var bidsOf: [Int: NaiveSide] = [:]
    var unbelievedFills: [Disbelief: Int] = [:]
    var unbelievedSides: [Disbelief: Int] = [:]

    init(
        instruments: [Instrument], account: OpeningAccount, settings: VenueConfiguration,
        costs: CostSchedule, stampUnit: Int64
    ) {
        self.instruments = instruments
        self.settings = settings
        self.costs = costs
        self.stampUnit = stampUnit
        cash = account.cash.amount
        for holding in account.positions {
            held[holding.symbol.int, default: 0] += holding.quantity.count
            cost[holding.symbol.int, default: 0] += holding.cost.amount
        }
    }

    func beginDay(_ day: CalendarDate, hours: SessionHours, settles: CalendarDate) {
        let midnight = day.midnight.nanoseconds
        advance(to: midnight)
        expireEverything(at: midnight)
        for point in points.sorted(by: { $0.time < $1.time }) { note(point) }
        points = []
        settling.removeAll { $0.due <= day }
        settling.append((settles, 0))
        orders = []
        deeds = []
        executionCount = 0
        listed = []
        self.day = day
        self.hours = settings.enforcesMarketRules ? hours : nil
        bands = [:]
        (opened, closed, auctionPrice) = ([], [], [:])
        forgetDisplays()
        previous = last.mapValues { $0.price }
        for (symbol, instrument) in instruments.enumerated() {
            let base = last[symbol].map { Price($0.price) } ?? instrument.basePrice
            if let base {
                auctionPrice[symbol] = base.won
                bands[symbol] = PriceLimit.band(
                    base: base, board: instrument.board,
                    multipleThousandths: instrument.multipleThousandths, on: day)
            }
        }
    }

    func advance(to time: Int64) {
        // One unit after the session's last moment, once that has passed.
        let end = hours.map { $0.auctionEnd.nanoseconds + (stampUnit > 1 ? stampUnit : 0) + 1 }
        let due = points.filter { $0.time <= time }.sorted {
            ($0.time, $0.symbol) < ($1.time, $1.symbol)
        }
        points.removeAll { $0.time <= time }
        for point in due {
            endWaits(at: point.time)
            if let end, end <= point.time { expireEverything(at: end) }
            play(point)
        }
        endWaits(at: time)
        if let end, end <= time { expireEverything(at: end) }
    }

    /// An immediate order looks at prints for a while and two units of their stamps, at points for
    /// the while alone, the last moment included.
    func endWaits(at time: Int64) {
        let waiting = orders.indices.filter { orders[$0].kind != .day && orders[$0].leaves > 0 }
        let ends = waiting.map { index in
            let units = orders[index].isOfPoints || stampUnit == 1 ? 0 : 2 * stampUnit
            return (
                index: index,
                time: orders[index].entered + settings.immediateWait.nanoseconds + units + 1
            )
        }
        for end in ends.sorted(by: { ($0.time, $0.index) < ($1.time, $1.index) })
        where end.time <= time {
            expire(end.index, end.time)
        }
    }

    /// - Parameter best: the best prices that came with the print, as a source tells them.
    func trade(_ tick: Tick, best: (ask: Int64?, bid: Int64?) = (nil, nil)) {
        if tick.scope == .other { return }
        advance(to: tick.time.nanoseconds)
        let dot = Dot(
            time: tick.time.nanoseconds, symbol: tick.symbol.int, price: tick.price.won,
            size: tick.size.count, ask: best.ask, bid: best.bid)
        meet(dot)
    }

    func note(_ dot: Dot) {
        previous[dot.symbol] = last[dot.symbol]?.price
        last[dot.symbol] = (dot.price, dot.time)
        let second = dot.time / 1_000_000_000
        printed[dot.symbol, default: []].append((second, dot.size))
        printed[dot.symbol]?.removeAll { $0.second <= second - 60 }
    }

    func grid(_ symbol: Int) -> PriceStepTable {
        PriceStepTable.table(board: instruments[symbol].board, on: day)
    }

    func isLocked(_ isBuy: Bool, _ price: Int64, _ symbol: Int) -> Bool {
        guard settings.enforcesMarketRules, let band = bands[symbol] else { return false }
        return isBuy ? price >= band.upper.won : price <= band.lower.won
    }

    func isLater(_ dot: Dot, _ order: Order) -> Bool {
        if settings.fills == .touch { return true }
        let age = dot.time - order.entered
        return stampUnit > 1 ? age > stampUnit : age > 0
    }

    func execute(
        _ index: Int, _ quantity: Int64, _ price: Int64, _ time: Int64, _ evidence: Evidence
    ) {
        let symbol = orders[index].symbol
        orders[index].leaves -= quantity
        orders[index].amount += price * quantity
        let amount = Won(orders[index].amount)
        let commission = costs.commission(onCumulative: amount).amount
        var paidOut = commission - orders[index].commission
        orders[index].commission = commission
        if orders[index].isBuy {
            held[symbol, default: 0] += quantity
            cost[symbol, default: 0] += price * quantity
            paidOut += price * quantity
        } else {
            let rates = costs.taxRates(board: instruments[symbol].board, on: day)
            let tax = rates.tax(onCumulative: amount).amount
            paidOut += tax - orders[index].tax - price * quantity
            orders[index].tax = tax
            let share = Int128(cost[symbol] ?? 0) * Int128(quantity) / Int128(held[symbol] ?? 1)
            cost[symbol, default: 0] -= Int64(share)
            held[symbol, default: 0] -= quantity
        }
        cash -= paidOut
        taken.append((time / 1_000_000_000, symbol, orders[index].isBuy, quantity))
        taken.removeAll { $0.second <= time / 1_000_000_000 - 60 }
        settling[settling.count - 1].net -= paidOut
        executionCount += 1
        let execution = Execution(
            number: ExecutionNumber(executionCount), price: Price(price),
            quantity: Shares(quantity), time: Moment(nanoseconds: time),
            cumulativeQuantity: Shares(filled(orders[index].number) + quantity),
            cumulativeAmount: Won(worth(orders[index].number) + price * quantity), venue: .krx,
            channel: orders[index].isByHand ? .other : .openAPI)
        push(orders[index], .executed(execution), time, evidence)
        listed.append(
            ListedExecution(
                order: OrderNumber(orders[index].number), symbol: SymbolIndex(symbol),
                side: orders[index].isBuy ? .buy : .sell, execution: execution))
    }

    func expire(_ index: Int, _ time: Int64) {
        push(orders[index], .expired(quantity: Shares(orders[index].leaves)), time)
        orders[index].leaves = 0
    }

    func expireEverything(at time: Int64) {
        for index in orders.indices where orders[index].leaves > 0 { expire(index, time) }
    }

    func push(
        _ order: Order, _ event: BrokerPush.Event, _ time: Int64, _ evidence: Evidence? = nil
    ) {
        let push = BrokerPush(
            number: OrderNumber(order.number), symbol: SymbolIndex(order.symbol), event: event)
        said.append(
            VenueMessage(
                made: Moment(nanoseconds: time), content: .push(push), evidence: evidence))
    }

    /// Only requests are answered.
    func reply(_ id: RequestID?, _ outcome: BrokerReply.Outcome, _ time: Int64) {
        guard let id else { return }
        let reply = BrokerReply(request: id, outcome: outcome)
        said.append(VenueMessage(made: Moment(nanoseconds: time), content: .reply(reply)))
    }
}
