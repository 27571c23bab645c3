import Foundation
import KraderModel
import KraderVenue
import Testing

/// Recorded market data, read plainly where it lies; nothing here runs without it.
enum Recorded {
    static let folder: String = {
        let told = ProcessInfo.processInfo.environment["KRADER_TEST_DATA"]
        let beside = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("shared/data").path
        return told ?? beside
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder + "/orderbook") }

    struct Shown {
        /// The second of the day.
        var second: Int
        var code: String
        /// The price and quantity of each level, the best first.
        var asks: [(Int64, Int64)]
        var bids: [(Int64, Int64)]
    }

    /// Reads books. Levels without a price or shares are left out.
    static func books(_ name: String) throws -> [Shown] {
        let text = try String(contentsOfFile: "\(folder)/orderbook/\(name)", encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            let fields = line.split(separator: ",", maxSplits: 3)
            let clock = fields[0].split(separator: "]").suffix(3).compactMap { Int($0) }
            let lists = fields[3].split(separator: "]").prefix(2).map(numbers)
            func side(_ range: [Int]) -> [(Int64, Int64)] {
                range.map { (lists[1][$0], lists[0][$0]) }.filter { $0.0 > 0 && $0.1 > 0 }
            }
            return Shown(
                second: clock[0] * 3_600 + clock[1] * 60 + clock[2], code: String(fields[1]),
                asks: side(Array(10..<20)), bids: side((0..<10).reversed()))
        }
    }

    private static func numbers(_ list: Substring) -> [Int64] {
        list.split(separator: "'").compactMap { item in
            let digits = item.filter(\.isNumber)
            return digits.isEmpty ? nil : Int64(digits)
        }
    }

    /// A row of a file of the whole market, by column.
    static func rows(_ name: String) throws -> [[String: String]] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", "\(folder)/market-day/\(name)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        var lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)[...]
        func fields(_ line: Substring) -> [String] {
            line.split(separator: ",", omittingEmptySubsequences: false).map {
                $0.replacingOccurrences(of: "\"", with: "")
            }
        }
        guard let header = lines.popFirst().map(fields) else { return [] }
        return lines.map(fields).filter { $0.count == header.count }.map {
            Dictionary(uniqueKeysWithValues: zip(header, $0))
        }
    }
}

@Suite(
    "Recorded markets",
    .enabled(if: Recorded.isThere, "there is no recorded data; say where with KRADER_TEST_DATA"))
struct RecordedMarketTests {
    /// A file of recorded books through one venue: of the symbol shown most, a market buy that
    /// walks at the first book and a limit that queues at the best bid.
    @Test(
        "recorded books replay with an order walking and one queueing",
        arguments: [
            ("hoga_20240805_1303.csv", 1_323, 14, CalendarDate(2024, 8, 5)),
            ("hoga_20240806_0946.csv", 4_132, 73, CalendarDate(2024, 8, 6)),
        ])
    func books(name: String, rows: Int, symbols: Int, day: CalendarDate) throws {
        let books = try Recorded.books(name)
        let codes = Array(Set(books.map(\.code))).sorted()
        #expect(books.count == rows && codes.count == symbols)
        for code in codes {
            let own = books.filter { $0.code == code }
            guard let first = own.first(where: { !$0.asks.isEmpty && !$0.bids.isEmpty }) else {
                continue
            }
            let run = try RecordedRun(day: day, base: first.bids[0].0)
            run.show(own, walking: first)
        }
    }

    /// krx-market.md §3.2: a row closed at the limit when the exchange's change code says so.
    @Test("on the days of 2025 that locked at the upper limit no model gives stock to a buyer")
    func lockedDays() throws {
        let locked = try Recorded.rows("marcap-2025.csv.gz").filter {
            $0["ChangeCode"] == "4" && $0["Low"] == $0["High"]
        }
        #expect(locked.count == 24)
        for row in locked {
            for model in FillModel.allCases {
                try playLockedDay(row, model)
            }
        }
    }

    private func playLockedDay(_ row: [String: String], _ model: FillModel) throws {
        func text(_ column: String) throws -> String { try #require(row[column]) }
        func number(_ column: String) throws -> Int64 {
            let text = try text(column)
            return Int64(try #require(Double(text)))
        }
        let (name, dayText, market) = (try text("Code"), try text("Date"), try text("Market"))
        let day = try #require(CalendarDate(dayText))
        // KOSDAQ has a segment of its own name.
        let board = try #require(Board(rawValue: String(market.prefix(6))))
        let (close, change) = (try number("Close"), try number("Changes"))
        let volume = try number("Volume")
        let instrument = Instrument(
            code: try IssueCode(name), board: board, basePrice: Price(close - change))
        var venue = Venue(
            instruments: [instrument],
            account: OpeningAccount(
                cash: Won(1_000_000_000),
                positions: [
                    .init(symbol: SymbolIndex(0), quantity: Shares(1), cost: Won(1))
                ]),
            configuration: VenueConfiguration(fills: model), costs: .none)
        let hours = SessionHours.on(day)
        venue.beginDay(day, hours: hours, settlementDay: day.advanced(by: 2))
        // These are taken: the limit computed from the base is the recorded price.
        for (side, limit) in [(Side.buy, nil), (.buy, Price(close)), (.sell, nil)] {
            let order = BrokerRequest.NewOrder(
                symbol: SymbolIndex(0), side: side, quantity: Shares(1), limit: limit)
            venue.receive(
                NumberedRequest(id: RequestID(1), request: .newOrder(order)),
                at: day.at(TimeOfDay(8, 50)))
        }
        #expect(venue.openOrders().count == 3, "\(name) \(day)")
        venue.candle(
            symbol: SymbolIndex(0), timeframe: .d1,
            candle: Candle(
                start: hours.open, end: hours.close, open: Price(close), high: Price(close),
                low: Price(close), close: Price(close), volume: Shares(volume), value: .zero))
        venue.advance(to: hours.auctionEnd - .seconds(1))
        let open = venue.openOrders().map(\.terms.side)
        #expect(open.count { $0 == .buy } == 2, "\(name) \(day)")
        // The lock keeps buyers out; whoever sells into it is served.
        #expect(volume < 40 || !open.contains(.sell), "\(name) \(day)")
    }
}

/// Plays one symbol's recorded books through a venue.
private final class RecordedRun {
    private var venue: Venue
    private let day: CalendarDate

    init(day: CalendarDate, base: Int64) throws {
        self.day = day
        // Without a base price there is no band: the previous close isn't in the file.
        let instrument = Instrument(code: try IssueCode("005930"), board: .kospi)
        venue = Venue(
            instruments: [instrument],
            account: OpeningAccount(cash: Won(1_000_000_000_000), positions: []),
            configuration: VenueConfiguration(fills: .queue), costs: .none)
        venue.beginDay(day, hours: SessionHours.on(day), settlementDay: day.advanced(by: 2))
        trade(base, at: day.midnight + .seconds(9 * 3_600 + 5), size: 1)
    }

    private func trade(_ price: Int64, at moment: Moment, size: Int64) {
        venue.trade(
            Tick(time: moment, symbol: SymbolIndex(0), price: Price(price), size: Shares(size)))
    }

    private func send(_ quantity: Int64, _ limit: Int64?, at moment: Moment) {
        let order = BrokerRequest.NewOrder(
            symbol: SymbolIndex(0), side: .buy, quantity: Shares(quantity),
            limit: limit.map { Price($0) })
        venue.receive(NumberedRequest(id: RequestID(1), request: .newOrder(order)), at: moment)
    }

    private func filled(_ number: Int32) -> [Execution] {
        venue.executions().filter { $0.order.value == number }.map(\.execution)
    }

    /// What all executions so far rest on.
    private func evidence() -> [Evidence] {
        (0..<venue.messages.count).compactMap { venue.messages[$0].evidence }
    }

    func show(_ books: [Recorded.Shown], walking first: Recorded.Shown) {
        var isStarted = false
        for (index, shown) in books.enumerated() {
            // Stamps have whole seconds; the order of the rows goes on within them.
            let moment =
                day.midnight + .seconds(Int64(shown.second))
                + Interval(nanoseconds: Int64(index))
            venue.show(
                Book(
                    time: moment, symbol: SymbolIndex(0),
                    asks: shown.asks.map { PriceLevel(Price($0.0), Shares($0.1)) },
                    bids: shown.bids.map { PriceLevel(Price($0.0), Shares($0.1)) }))
            if isStarted || shown.asks.isEmpty || shown.bids.isEmpty { continue }
            isStarted = true
            start(shown, at: moment)
        }
        #expect(isStarted)
        // Whoever queued at the best bid is reached by those who sell through it.
        let last = day.midnight + .seconds(15 * 3_600)
        trade(first.bids[0].0, at: last - .seconds(200), size: 1)
        trade(first.bids[0].0, at: last - .seconds(1), size: 1)
        let worse = first.bids.dropFirst().first?.0 ?? first.bids[0].0 - 1
        trade(worse, at: last, size: 1_000)
        #expect(filled(2).reduce(0) { $0 + $1.quantity.count } == 1)
        #expect(filled(2).allSatisfy { $0.price == Price(first.bids[0].0) })
    }

    /// Walks two levels when there are two, and queues one share at the best bid.
    private func start(_ shown: Recorded.Shown, at moment: Moment) {
        let depth = min(2, shown.asks.count)
        let expected = shown.asks.prefix(depth)
        let total = expected.reduce(0) { $0 + $1.1 }
        send(total, nil, at: moment)
        let walked = filled(1)
        #expect(walked.map(\.price.won) == expected.map(\.0))
        #expect(walked.map(\.quantity.count) == expected.map(\.1))
        let expectedEvidence: Evidence = shown.asks.count > 1 ? .book : .quote
        #expect(evidence() == walked.map { _ in expectedEvidence })
        send(1, shown.bids[0].0, at: moment)
        // The orders that were there first are served first.
        trade(shown.bids[0].0, at: moment + Interval(nanoseconds: 1), size: shown.bids[0].1)
        #expect(filled(2).isEmpty, "Nothing is left for whoever came last")
    }
}
