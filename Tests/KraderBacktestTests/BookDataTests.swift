import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("Books, statuses and commands reach the engine in their order")
struct BookDataTests {
    let day = Sample.tuesday

    private func book(_ time: String, ask: Int64, bid: Int64) -> Book {
        Book(
            time: day.at(time), symbol: SymbolIndex(0),
            asks: [PriceLevel(Price(ask), Shares(10))], bids: [PriceLevel(Price(bid), Shares(10))])
    }

    /// What reaches a strategy that listens to books and prints, with the millisecond after ten.
    private func heard(
        books: [Book], ticks: [Tick], statuses: [StatusChange] = [],
        dataLatency: Interval = .zero, batch: Int = 1_000
    ) throws -> [String] {
        let notebook = Notebook()
        let ten = day.at("10:00")
        var puppet = Puppet()
        puppet.subscriptions.ticks = true
        puppet.subscriptions.books = true
        func write(_ what: String, _ context: borrowing StrategyContext) {
            let late = (context.now - ten).nanoseconds / 1_000_000
            notebook.write("\(late) \(what) \(context.status(SymbolIndex(0)))")
        }
        puppet.onTick = { tick, context in write("print \(tick.price)", context) }
        puppet.onBook = { book, context in
            let (ask, bid) = (context.ask(book.symbol), context.bid(book.symbol))
            write("book \(ask?.won ?? 0)/\(bid?.won ?? 0)", context)
        }
        let latency = VenueConfiguration.Latency(
            data: .constant(dataLatency), order: .none, reply: .none, push: .none)
        _ = FinishedRun(
            .sample(.sample([puppet]), latency: latency),
            ticks: BatchedTicks(ticks, size: batch), books: try BookArray(books),
            statuses: try StatusArray(statuses))
        return notebook.read()
    }

    private var ticks: [Tick] {
        [
            Tick.print(day.at("10:00:00"), 70_000, 5), Tick.print(day.at("10:00:02"), 70_100, 5),
            Tick.print(day.at("10:00:03"), 70_200, 5),
        ]
    }

    @Test("at one moment a status comes first, then a book, then a print", arguments: [1, 1_000])
    func order(batch: Int) throws {
        let books = [
            book("10:00:00", ask: 70_100, bid: 70_000), book("10:00:01", ask: 70_200, bid: 70_100),
            book("10:00:03", ask: 70_300, bid: 70_200),
        ]
        let halt = StatusChange(
            time: day.at("10:00:03"), symbol: SymbolIndex(0), status: .halted, cause: .halt)
        func expected(late: Int) -> [String] {
            [
                "\(late) book 70100/70000 normal", "\(late) print 70000 normal",
                "\(1_000 + late) book 70200/70100 normal", "\(2_000 + late) print 70100 normal",
                "\(3_000 + late) book 70300/70200 halted", "\(3_000 + late) print 70200 halted",
            ]
        }
        for late in [0, 50] {
            let lines = try heard(
                books: books, ticks: ticks, statuses: [halt],
                dataLatency: .milliseconds(Int64(late)),
                batch: batch)
            #expect(lines == expected(late: late))
        }
    }

    @Test("books alone make a day, and so do prints after the last of them")
    func alone() throws {
        let books = [book("10:00:00", ask: 70_100, bid: 70_000)]
        #expect(try heard(books: books, ticks: []) == ["0 book 70100/70000 normal"])
        #expect(try heard(books: books, ticks: ticks).count == 4)
    }

    @Test("books as data give the same digest in any batches, and another one when one changes")
    func digest() throws {
        func digest(_ books: [Book], batch: Int) throws -> [UInt8] {
            FinishedRun(
                .sample(.sample(), latency: .shipped), ticks: BatchedTicks(ticks, size: batch),
                books: try BookArray(books)
            ).result.digest
        }
        let books = [
            book("10:00:00", ask: 70_100, bid: 70_000), book("10:00:01", ask: 70_200, bid: 70_100),
        ]
        let changed = [books[0], book("10:00:01", ask: 70_300, bid: 70_100)]
        #expect(try digest(books, batch: 1) == digest(books, batch: 1_000))
        #expect(try digest(books, batch: 1) != digest(changed, batch: 1))
    }

    @Test("a command comes after timers of its moment, and before what the venue receives then")
    func commands() throws {
        let ten = day.at("10:00")
        var puppet = Puppet([
            (ten, { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000)) })
        ])
        puppet.subscriptions.ticks = true
        var configuration = BacktestConfiguration.sample(.sample([puppet]))
        configuration.commands = [(ten, .engageKillSwitch)]
        let run = FinishedRun(
            configuration, ticks: [Tick.print(day.at("09:59"), 70_000, 5), ticks[1]])
        // The order had left for the venue; the kill switch cancels it as soon as its number is
        // known.
        #expect(run.result.ordersMade == 1)
        #expect(run.result.ordersByStatus[.canceled] == 1)
        #expect(
            run.result.incidents.map(\.kind) == [.killSwitchEngaged, .killSwitchComplete])
    }
}
