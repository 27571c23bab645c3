import KraderModel
import KraderVenue

/// The venue's rules read again and written down as plainly as possible: dictionaries, whole-list
/// scans, every sum computed anew. Slow on purpose; `Venue` must say the same.
final class NaiveVenue {
    struct Order {
        var number: Int32
        var root: Int32
        var symbol: Int
        var isBuy: Bool
        var kind: TimeInForce
        var limit: Int64?
        var reserving: Int64
        var leaves: Int64
        var filledHere: Int64 = 0
        var filledBefore: Int64 = 0
        var amount: Int64 = 0
        var commission: Int64 = 0
        var tax: Int64 = 0
        var hunts: Bool = false
        /// Of others at its limit; `nil` unknown.
        var ahead: Int64?
        /// It took from a display.
        var took = false
        var entered: Int64
    }
    struct Dot {
        var time: Int64
        var symbol: Int
        var price: Int64
        var size: Int64
    }

    let instruments: [Instrument]
    let settings: VenueConfiguration
    let costs: CostSchedule
    let stampUnit: Int64
    var said: [VenueMessage] = []

    var cash: Int64
    var held: [Int: Int64] = [:]
    var cost: [Int: Int64] = [:]
    var settling: [(due: CalendarDate, net: Int64)] = []

    var orders: [Order] = []
    var cancelNumbers: Set<Int32> = []
    var numbers: Int32 = 0
    var executionCount: Int64 = 0
    var listed: [ListedExecution] = []

    var day = CalendarDate(dayNumber: 0)
    var hours: SessionHours?
    var bands: [Int: PriceBand] = [:]
    var last: [Int: (price: Int64, time: Int64)] = [:]
    var printed: [Int: [(second: Int64, size: Int64)]] = [:]
    var fraction: [Int: Int64] = [:]
    var dots: [Dot] = []
    /// Symbols that had their opening cross, or candles; and their closing cross.
    var opened: Set<Int> = []
    var closed: Set<Int> = []
    /// What interruptions are measured from.
    var auctionPrice: [Int: Int64] = [:]
    var previous: [Int: Int64] = [:]
    /// Symbols with a book today, and their displays.
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
        for dot in dots.sorted(by: { $0.time < $1.time }) { notePoint(dot) }
        dots = []
        settling.removeAll { $0.due <= day }
        settling.append((settles, 0))
        orders = []
        cancelNumbers = []
        numbers = 0
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
        let end = hours.map { $0.auctionEnd.nanoseconds }
        let due = dots.filter { $0.time <= time }.sorted {
            ($0.time, $0.symbol) < ($1.time, $1.symbol)
        }
        dots.removeAll { $0.time <= time }
        for dot in due {
            if let end, end <= dot.time { expireEverything(at: end) }
            notePoint(dot)
            match(dot, isPath: true)
        }
        if let end, end <= time { expireEverything(at: end) }
    }

    func trade(_ tick: Tick) {
        if tick.scope == .other { return }
        advance(to: tick.time.nanoseconds)
        let dot = Dot(
            time: tick.time.nanoseconds, symbol: tick.symbol.int, price: tick.price.won,
            size: tick.size.count)
        meet(dot)
    }

    func candle(_ symbol: Int, _ candle: Candle) {
        let start = candle.start.nanoseconds
        let end = candle.end.nanoseconds
        advance(to: start)
        for dot in dots.filter({ $0.symbol == symbol }).sorted(by: { $0.time < $1.time }) {
            notePoint(dot)
        }
        dots.removeAll { $0.symbol == symbol }
        let times = [
            start + 1_000_000_000, start + (end - start) / 3, start + (end - start) * 2 / 3,
            end - 1_000_000_000,
        ]
        let turn =
            settings.intrabar == .lowFirst
            ? [candle.low, candle.high] : [candle.high, candle.low]
        let prices = [candle.open] + turn + [candle.close]
        for corner in 0..<4 {
            var size = candle.volume.count / 4
            if candle.volume.count % 4 > Int64(corner) { size += 1 }
            dots.append(
                Dot(time: times[corner], symbol: symbol, price: prices[corner].won, size: size))
        }
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

    func match(_ dot: Dot, isPath: Bool) {
        guard dot.size > 0 else { return }
        let evidence: Evidence =
            isPath ? .path : settings.fills == .touch ? .touch : .through
        var left = dot.size
        let isOnGrid = grid(dot.symbol).isOnGrid(Price(dot.price))
        let hunters = orders.indices.filter {
            orders[$0].symbol == dot.symbol && orders[$0].leaves > 0 && orders[$0].hunts
        }
        if isOnGrid || !settings.enforcesMarketRules {
            for isBuy in [true, false] where !isLocked(isBuy, dot.price, dot.symbol) {
                for index in waiting(isBuy, dot) {
                    if settings.fills == .queue, hasBook.contains(dot.symbol) {
                        orders[index].ahead = 0
                    }
                    let quantity = min(left, allowed(index, dot.time))
                    if quantity == 0 { continue }
                    left -= quantity
                    spend(quantity, index)
                    execute(index, quantity, orders[index].limit ?? 0, dot.time, evidence)
                }
                if settings.fills == .queue { drain(isBuy, dot, &left) }
            }
        }
        feed(hunters, dot, left, evidence)
    }

    /// Resting orders that the print reaches, best price first, then oldest number.
    func waiting(_ isBuy: Bool, _ dot: Dot) -> [Int] {
        func isReached(_ order: Order) -> Bool {
            guard let limit = order.limit else { return false }
            if limit == dot.price { return settings.fills == .touch }
            return isBuy ? dot.price < limit : dot.price > limit
        }
        return orders.indices.filter {
            let order = orders[$0]
            return order.symbol == dot.symbol && order.leaves > 0 && !order.hunts
                && order.isBuy == isBuy && isReached(order) && isLater(dot, order)
        }.sorted {
            let (a, b) = (orders[$0], orders[$1])
            if a.limit != b.limit { return ((a.limit ?? 0) > (b.limit ?? 0)) == isBuy }
            return a.number < b.number
        }
    }

    func feed(_ hunters: [Int], _ dot: Dot, _ left: Int64, _ evidence: Evidence) {
        var ours: Int64?
        var rest: Int64 = 0
        for index in hunters where isLater(dot, orders[index]) {
            let order = orders[index]
            if isServedByDisplay(order, dot.time) { continue }
            if isLocked(order.isBuy, dot.price, dot.symbol) {
                if order.kind != .day { expire(index, dot.time) }
                continue
            }
            let price = noBetterThanShown(paid(order, dot), order)
            if let limit = order.limit, order.isBuy ? price > limit : price < limit {
                if order.kind == .day {
                    orders[index].hunts = false
                    joinQueue(index, dot.time)
                } else {
                    expire(index, dot.time)
                }
                continue
            }
            if ours == nil {
                if let rate = settings.participation, settings.fills != .touch {
                    let parts =
                        Int128(dot.size) * Int128(rate.parts)
                        + Int128(fraction[dot.symbol] ?? 0)
                    ours = min(left, Int64(parts / 1_000_000_000))
                    rest = Int64(parts % 1_000_000_000)
                } else {
                    ours = .max
                }
            }
            if allowanceLives(order.symbol, isBuy: order.isBuy, dot.time) {
                orders[index].took = true
            }
            let quantity = min(ours ?? 0, allowed(index, dot.time))
            if order.kind == .fillOrKill, quantity < order.leaves {
                expire(index, dot.time)
                continue
            }
            ours = (ours ?? 0) - quantity
            if quantity > 0 {
                countTaking(quantity, index, dot.time)
                execute(index, quantity, price, dot.time, evidence)
            }
            if order.kind != .day, orders[index].leaves > 0 { expire(index, dot.time) }
        }
        if ours != nil { fraction[dot.symbol] = rest }
    }

    func paid(_ order: Order, _ dot: Dot) -> Int64 {
        if settings.fills == .touch { return dot.price }
        var steps = settings.spreadSteps
        let filled = order.filledBefore + order.filledHere
        if let rate = settings.participation, filled > 0 {
            let minute = printed[dot.symbol, default: []].reduce(0) { $0 + $1.size }
            let part = Int128(max(minute, dot.size)) * Int128(rate.parts)
            steps += Int(min(100, Int128(filled) * 1_000_000_000 / part))
        }
        let table = grid(dot.symbol)
        var price = Price(dot.price)
        if steps == 0, settings.enforcesMarketRules, !table.isOnGrid(price) {
            price = order.isBuy ? table.up(from: price) : table.down(from: price) ?? table.lowest
        }
        for _ in 0..<steps {
            price = order.isBuy ? table.up(from: price) : table.down(from: price) ?? table.lowest
        }
        if settings.enforcesMarketRules, let band = bands[dot.symbol] {
            price = order.isBuy ? min(price, band.upper) : max(price, band.lower)
        }
        return price.won
    }

    func execute(
        _ index: Int, _ quantity: Int64, _ price: Int64, _ time: Int64, _ evidence: Evidence
    ) {
        let symbol = orders[index].symbol
        orders[index].leaves -= quantity
        orders[index].filledHere += quantity
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
        settling[settling.count - 1].net -= paidOut
        executionCount += 1
        let execution = Execution(
            number: ExecutionNumber(executionCount), price: Price(price),
            quantity: Shares(quantity), time: Moment(nanoseconds: time), evidence: evidence)
        push(orders[index], .executed(execution), time)
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

    func push(_ order: Order, _ event: BrokerPush.Event, _ time: Int64) {
        let push = BrokerPush(
            number: OrderNumber(order.number), symbol: SymbolIndex(order.symbol), event: event)
        said.append(VenueMessage(made: Moment(nanoseconds: time), content: .push(push)))
    }

    func reply(_ id: RequestID, _ outcome: BrokerReply.Outcome, _ time: Int64) {
        let reply = BrokerReply(request: id, outcome: outcome)
        said.append(VenueMessage(made: Moment(nanoseconds: time), content: .reply(reply)))
    }
}
