import KraderDatasets
import KraderMarket
import KraderModel

/// Makes a dataset of hand-made rows of one issue, and validates it.
struct ValidationScene {
    var symbol = "005930"
    var days: [(day: CalendarDate, candle: CandleRow)] = []
    var bars: [CandleRow] = []
    var barLength = Timeframe.m1
    var ticks: [(day: CalendarDate, rows: [TickRow])] = []
    var books: [(day: CalendarDate, rows: [Book])] = []
    var instruments = ""
    var scope = MarketScope.krx

    /// Daily candles from a Monday on, a trading day each, all of one price unless said.
    static let monday = CalendarDate(2026, 3, 9)

    /// Adds a daily row; prices that are not said are the close.
    mutating func day(
        _ day: CalendarDate, open: UInt32? = nil, high: UInt32? = nil, low: UInt32? = nil,
        close: UInt32, volume: Int64 = 1_000, value: Int64? = nil, base: UInt32 = 0
    ) {
        let prices = [open ?? close, close]
        let row = CandleRow(
            start: day.midnight, open: open ?? close, high: high ?? max(prices[0], prices[1]),
            low: low ?? min(prices[0], prices[1]), close: close, volume: volume,
            value: value ?? volume * Int64(close), basePrice: base)
        days.append((day, row))
    }

    /// Adds minutes of a session from one to another, each of one price.
    mutating func minutes(
        _ day: CalendarDate, from: TimeOfDay = TimeOfDay(9, 0), to: TimeOfDay = TimeOfDay(15, 19),
        except: Range<Int64> = 0..<0, price: UInt32 = 70_000, cross: Bool = true
    ) {
        let first = from.sinceMidnight.nanoseconds / 60_000_000_000
        let last = to.sinceMidnight.nanoseconds / 60_000_000_000
        var stamps = Array(first...last).filter { !except.contains($0) }
        if cross { stamps.append(15 * 60 + 30) }
        for (place, minute) in stamps.enumerated() {
            bars.append(
                CandleRow(
                    start: Moment(nanoseconds: day.midnight.nanoseconds + minute * 60_000_000_000),
                    open: price, high: price + 100, low: price, close: price,
                    volume: Int64(100 + place), value: Int64(price) * Int64(100 + place)))
        }
    }

    /// A number of prints a second apart from a time on.
    static func prints(
        from: TimeOfDay, count: Int, apart: Int64 = 1_000_000_000, price: UInt32 = 70_000
    ) -> [TickRow] {
        (0..<count).map {
            TickRow(
                sinceMidnight: from.sinceMidnight.nanoseconds + Int64($0) * apart,
                price: price + UInt32($0 % 3) * 100, size: UInt32($0 + 1), taker: .buyer)
        }
    }

    /// A whole session of prints, 10 seconds apart, both crosses included.
    static func session(price: UInt32 = 70_000) -> [TickRow] {
        prints(from: TimeOfDay(9, 0, 5), count: 2_279, apart: 10_000_000_000, price: price)
            + prints(from: TimeOfDay(15, 30, 11), count: 1, price: price)
    }

    func write(to path: String) throws {
        let code = try IssueCode(symbol)
        let writer = try DatasetWriter(path: path)
        if !days.isEmpty {
            try writer.write(
                days.map(\.candle), RowHeader(kind: .candles, symbol: code, timeframe: .d1))
        }
        if !bars.isEmpty {
            try writer.write(
                bars, RowHeader(kind: .candles, symbol: code, timeframe: barLength))
        }
        for (day, rows) in ticks {
            try writer.write(rows, RowHeader(kind: .ticks, symbol: code, day: day))
        }
        for (day, rows) in books {
            try writer.write(
                rows, RowHeader(kind: .books, symbol: code, day: day, depth: 10))
        }
        if !instruments.isEmpty {
            try writer.writeInstruments(
                Array(("symbol,day,fact,value,sellable,status,note\n" + instruments).utf8))
        }
        try writer.publish(DatasetDescription(scope: scope))
    }

    func findings() throws -> [Finding] {
        let workspace = try Workspace()
        try write(to: workspace.path + "/d")
        var validation = DatasetValidation(try Dataset(workspace.path + "/d"))
        return validation.run { _ in }.findings
    }

    /// Codes but that of the unknown board, which most hand-made data have.
    func codes() throws -> [FindingCode] {
        try findings().map(\.code).filter { $0 != .unknownBoard }
    }
}
