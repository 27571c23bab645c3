import KraderMarket
import KraderModel
public import KraderReport
public import KraderScenario

/// Counts how many rows of each kind a market has of each symbol, and finds when the first and last
/// are.
public struct MarketCensus {
    private struct Count {
        var prints: Int64 = 0
        var otherPrints: Int64 = 0
        var candles: Int64 = 0
        var books: Int64 = 0
        var statuses: Int64 = 0
        var first = Moment.distantFuture
        var last = Moment.distantPast

        mutating func see(_ moment: Moment) {
            first = min(first, moment)
            last = max(last, moment)
        }

        mutating func add(_ other: Count) {
            prints += other.prints
            otherPrints += other.otherPrints
            candles += other.candles
            books += other.books
            statuses += other.statuses
            see(other.first)
            see(other.last)
        }
    }

    private let scenario: Scenario
    private var counts: [Count]

    /// Reads the market through.
    public init(_ scenario: Scenario, _ reading: inout MarketReading) {
        self.scenario = scenario
        var counts = scenario.instruments.map { _ in Count() }
        reading.ticks { tick in
            if tick.scope == .regular {
                counts[tick.symbol.int].prints += 1
            } else {
                counts[tick.symbol.int].otherPrints += 1
            }
            counts[tick.symbol.int].see(tick.time)
        }
        reading.candles { event in
            counts[event.symbol.int].candles += 1
            counts[event.symbol.int].see(event.candle.start)
            counts[event.symbol.int].see(event.candle.end)
        }
        reading.books { book in
            counts[book.symbol.int].books += 1
            counts[book.symbol.int].see(book.time)
        }
        reading.statuses { change in
            counts[change.symbol.int].statuses += 1
            counts[change.symbol.int].see(change.time)
        }
        self.counts = counts
    }

    public func answer(of market: RunMarket) -> Answer {
        var answer = Answer(title: "Market data of \(scenario.name)")
        answer.addScenario(scenario)
        var total = Count()
        for count in counts where count.first <= count.last { total.add(count) }
        answer.add("symbols", "symbols", .number(Int64(counts.count)))
        answer.add("prints", "prints", .number(total.prints))
        answer.add("other_venues", "prints of other venues", .number(total.otherPrints))
        answer.add("candles", "candles", .number(total.candles))
        answer.add("books", "books", .number(total.books))
        answer.add("statuses", "changes of status", .number(total.statuses))
        answer.add("first", "first", MarketCensus.time(total.first))
        answer.add("last", "last", MarketCensus.time(total.last))
        answer.add(
            "stamp_unit_ns", nil, .number(market.stampUnit.nanoseconds))
        answer.tables = [symbols(market.names)]
        if !market.hashes.isEmpty {
            answer.tables.append(
                Answer.Table(
                    name: "data", columns: [("name", "file"), ("sha256", "SHA-256")],
                    rows: market.hashes.map { [.text($0.name), .text($0.hash)] }))
        }
        answer.notes = market.notes
        return answer
    }

    private func symbols(_ names: IssueNames) -> Answer.Table {
        Answer.Table(
            name: "issues",
            columns: [
                ("symbol", "symbol"), (nil, "name"), ("board", "board"), ("prints", "prints"),
                ("candles", "candles"), ("books", "books"), ("statuses", "changes"),
                ("first", "first"), ("last", "last"),
            ],
            rows: zip(scenario.instruments, counts).map { instrument, count in
                [
                    .text("\(instrument.code)"),
                    .text(names[instrument.code] ?? ""),
                    .text(instrument.board.rawValue),
                    .number(count.prints), .number(count.candles), .number(count.books),
                    .number(count.statuses), MarketCensus.time(count.first),
                    MarketCensus.time(count.last),
                ]
            })
    }

    private static func time(_ moment: Moment) -> Answer.Value {
        moment == .distantFuture || moment == .distantPast ? .missing : .text("\(moment)")
    }
}

extension Answer {
    /// Adds which data these are.
    mutating func addScenario(_ scenario: Scenario) {
        add("scenario", nil, .text(scenario.name))
        switch scenario.data {
        case .synthetic:
            add("source", "source", .text("synthetic"))
            add("seed", "seed", .text("\(scenario.seed)"))
        case .inline: add("source", "source", .text("inline"))
        case .dataset(let choice): add("source", "source", .text("dataset \(choice.path)"))
        case .files(let files):
            add("source", "source", .text("files"))
            add("files", "files", .number(Int64(files.count)))
        }
        let last = scenario.period.end - Interval(nanoseconds: 1)
        add("from", "from", .date(CalendarDate(scenario.period.start)))
        add("to", "to", .date(CalendarDate(last)))
    }
}
