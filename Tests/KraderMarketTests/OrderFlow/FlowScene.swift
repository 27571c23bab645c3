import KraderMarket
import KraderModel
import Support

/// An `ExchangeBook` with short words: one issue at 10,000 on a Tuesday, its step 10.
struct FlowScene {
    /// A share of KONEX, which has no interruptions, with limits 8,500…11,500.
    static let quiet = Instrument(
        code: Sample.code("900001"), board: .konex, basePrice: Price(10_000))
    /// KOSPI, not in its first 200: 6 % and 10 %, limits 7,000…13,000.
    static let share = Instrument(
        code: Sample.code("900002"), board: .kospi, basePrice: Price(10_000))
    /// A share of KOSPI 200, with interruptions at 3 % and 10 %.
    static let large = Instrument(
        code: Sample.code("900003"), board: .kospi, basePrice: Price(10_000),
        interruptionClass: .large)

    let day: CalendarDate
    var book: ExchangeBook
    private var next = 0

    init(
        _ instrument: Instrument = quiet, day: CalendarDate = Sample.tuesday, base: Int64 = 10_000,
        seed: UInt64 = 1
    ) {
        self.day = day
        book = ExchangeBook(
            instrument, symbol: SymbolIndex(0), day: day, base: Price(base), seed: seed)
    }

    /// Enters a buy and gives the number of the order.
    @discardableResult mutating func buy(
        _ quantity: Int64, _ limit: Int64?, _ time: String, _ type: OrderType? = nil,
        _ timeInForce: TimeInForce = .day
    ) -> Int {
        enter(.buy, quantity, limit, time, type, timeInForce)
    }

    @discardableResult mutating func sell(
        _ quantity: Int64, _ limit: Int64?, _ time: String, _ type: OrderType? = nil,
        _ timeInForce: TimeInForce = .day
    ) -> Int {
        enter(.sell, quantity, limit, time, type, timeInForce)
    }

    private mutating func enter(
        _ side: Side, _ quantity: Int64, _ limit: Int64?, _ time: String, _ type: OrderType?,
        _ timeInForce: TimeInForce
    ) -> Int {
        let entry = FlowOrder.Entry(
            symbol: SymbolIndex(0), side: side, type: type ?? (limit == nil ? .market : .limit),
            limit: limit.map { Price($0) }, quantity: Shares(quantity), timeInForce: timeInForce)
        book.enter(entry, number: next, at: day.at(time))
        next += 1
        return next - 1
    }

    mutating func cancel(_ named: Int, _ time: String) {
        book.cancel(named, number: next, at: day.at(time))
        next += 1
    }

    mutating func change(
        _ named: Int, limit: Int64? = nil, quantity: Int64? = nil, _ time: String
    ) {
        book.change(
            named, limit: limit.map { Price($0) }, quantity: quantity.map { Shares($0) },
            number: next, at: day.at(time))
        next += 1
    }

    mutating func advance(_ time: String) { book.advance(to: day.at(time)) }

    /// Trades at a price that set the last price without a trace in the book.
    mutating func print(_ price: Int64, _ time: String) {
        sell(1, price, time)
        buy(1, price, time)
    }

    /// The price and the size of each print.
    var prints: [[Int64]] { book.tape.ticks.map { [$0.price.won, $0.size.count] } }
    /// The buyer, the seller, the price and the size of each trade.
    var trades: [[Int64]] {
        book.tape.trades.map {
            [Int64($0.buy), Int64($0.sell), $0.price.won, $0.quantity.count]
        }
    }
    /// The price and the shares of each level, the best first.
    func waiting(_ side: Side) -> [[Int64]] {
        book.resting(side).limits.map { [$0.price.won, $0.quantity.count] }
    }
    func waitingMarket(_ side: Side) -> Int64 { book.resting(side).market.count }
    /// What the last book displays.
    func displayed(_ side: Side) -> [[Int64]]? {
        book.tape.books.last.map { book in
            (0..<book.count(side)).map { index in
                let level = book.level(side, index)
                return [level.price.won, level.quantity.count]
            }
        }
    }
    var rejections: [FlowRejection] { book.tape.rejections.map(\.rejection) }
    /// The statuses as lines: `10:00:00 call_auction static_vi`.
    var statuses: [String] {
        book.tape.statuses.map { "\(TimeOfDay($0.time)) \($0.status) \($0.cause)" }
    }
    var causes: [String] { book.tape.statuses.map { "\($0.status) \($0.cause)" } }
}
