import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// One day of one made-up issue, its prints and ten-level books, in which somebody buys a quarter
/// of the day's volume from ten o'clock on.
struct QuarterOfADay {
    static let day = CalendarDate(2026, 3, 3)
    static let start = day.at(TimeOfDay(10, 0))
    let settings: SyntheticSettings
    let ticks: [Tick]
    let books: [Book]

    init(seed: UInt64) {
        var settings = SyntheticSettings(from: Self.day, through: Self.day)
        settings.issues = [SyntheticSettings.issues(count: 20)[12 + Int(seed % 6)]]
        settings.books = .levels
        self.settings = settings
        var ticks: [Tick] = []
        let market = SyntheticMarket(settings: settings, seed: seed)
        while true {
            let batch = market.nextTicks()
            if batch.count == 0 { break }
            for index in 0..<batch.count { ticks.append(batch[index]) }
        }
        var books: [Book] = []
        let source = SyntheticBooks(settings: settings, seed: seed)
        while true {
            let batch = source.nextBooks()
            if batch.count == 0 { break }
            for index in 0..<batch.count { books.append(batch[index]) }
        }
        (self.ticks, self.books) = (ticks, books)
    }

    var quantity: Int64 { ticks.reduce(0) { $0 + $1.size.count } / 4 }

    /// The shares that the last book up to then shows to buyers.
    var displayed: Int64 {
        guard let book = books.last(where: { $0.time <= Self.start }) else { return 0 }
        return (0..<book.count(.sell)).reduce(0) { $0 + book.level(.sell, $1).quantity.count }
    }

    /// The shares that are printed while an order that never fills whole lives.
    var printed: Int64 {
        ticks.filter { $0.time > Self.start }.reduce(0) { $0 + $1.size.count }
    }

    /// The shares that a buy of the quantity gets when it is cut into orders a second apart.
    func bought(orders: Int64, withBooks: Bool) -> Int64 {
        var venue = Venue(
            instruments: settings.instruments,
            account: OpeningAccount(cash: Won(1_000_000_000_000), positions: []),
            configuration: VenueConfiguration(bookCoverage: .full), costs: .none)
        venue.beginDay(
            Self.day, hours: SessionHours.on(Self.day), settlementDay: Self.day.advanced(by: 2))
        var (tick, book, order) = (0, 0, Int64(0))
        while tick < ticks.count || order < orders {
            let bookTime = withBooks && book < books.count ? books[book].time : .distantFuture
            let tickTime = tick < ticks.count ? ticks[tick].time : .distantFuture
            let orderTime = order < orders ? Self.start + .seconds(order) : .distantFuture
            if bookTime <= min(tickTime, orderTime) {
                venue.show(books[book])
                book += 1
            } else if tickTime <= orderTime {
                venue.trade(ticks[tick])
                tick += 1
            } else {
                let part = quantity * (order + 1) / orders - quantity * order / orders
                let buy = BrokerRequest.NewOrder(
                    symbol: SymbolIndex(0), side: .buy, quantity: Shares(part), limit: nil)
                venue.receive(
                    NumberedRequest(id: RequestID(order), request: .newOrder(buy)), at: orderTime)
                order += 1
            }
            venue.messages.removeAll()
        }
        return venue.executions().reduce(0) { $0 + $1.execution.quantity.count }
    }
}

@Suite("A quarter of a day's volume")
struct QuarterOfADayTests {
    @Test(
        "no order gets more than was displayed on its arrival and its part of what printed since",
        arguments: Proof.range(25, long: 100))
    func bounded(seed: UInt64) {
        let day = QuarterOfADay(seed: seed)
        let most = day.displayed + day.printed / 10
        let one = day.bought(orders: 1, withBooks: true)
        #expect(one > 0 && one <= most)
        // Cut into 250 orders, nothing is gained.
        let many = day.bought(orders: 250, withBooks: true)
        #expect(many > 0 && many <= most && many <= one)
        let prints = day.bought(orders: 1, withBooks: false)
        #expect(prints > 0 && prints <= day.printed / 10)
    }
}
