import KraderDatasets
import KraderMarket
import KraderModel

/// A dataset in the making, by hand: rows as a person would say them.
final class DatasetSample {
    private let writer: DatasetWriter
    var description = DatasetDescription(scope: .krx)
    private var facts = ""

    init(_ path: String, replacing: Bool = false) throws {
        writer = try DatasetWriter(path: path, replacing: replacing)
    }

    /// Prints of a symbol on a day: seconds since midnight, price and size.
    func ticks(
        _ symbol: String, _ day: CalendarDate, venue: PrintVenue = .unknown,
        _ rows: [(second: Double, price: UInt32, size: UInt32)]
    ) throws {
        let header = RowHeader(kind: .ticks, symbol: try IssueCode(index: symbol), day: day)
        try write(header, rows.count) { index, bytes in
            TickRow(
                sinceMidnight: Int64(rows[index].second * 1e9), price: rows[index].price,
                size: rows[index].size, venue: venue
            ).write(to: bytes, isLong: false)
        }
    }

    func candles(_ symbol: String, _ timeframe: Timeframe, _ rows: [CandleRow]) throws {
        let header = RowHeader(
            kind: .candles, symbol: try IssueCode(index: symbol), timeframe: timeframe)
        try write(header, rows.count) { rows[$0].write(to: $1) }
    }

    func books(_ symbol: String, _ day: CalendarDate, depth: Int = 1, _ rows: [Book]) throws {
        let header = RowHeader(
            kind: depth == 1 ? .quotes : .books, symbol: try IssueCode(index: symbol), day: day,
            depth: depth)
        try write(header, rows.count) {
            BookRow.write(rows[$0], midnight: day.midnight, depth: depth, to: $1)
        }
    }

    /// Adds a line of `instruments.csv`: `005930,2000-01-04,board,KOSPI`.
    func fact(_ line: String) { facts += line + ",,,\n" }

    func publish() throws {
        let header = "symbol,day,fact,value,sellable,status,note\n"
        try writer.writeInstruments(Array((header + facts).utf8))
        try writer.publish(description)
    }

    private func write(
        _ header: RowHeader, _ count: Int, _ put: (Int, UnsafeMutableRawPointer) -> Void
    ) throws {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: count * header.rowLength, alignment: 8)
        defer { bytes.deallocate() }
        for index in 0..<count {
            guard let base = bytes.baseAddress else { return }
            put(index, base + index * header.rowLength)
        }
        try writer.write(header, UnsafeRawBufferPointer(bytes))
    }
}

extension CandleRow {
    /// A daily candle of a whole day's trading.
    static func day(
        _ day: CalendarDate, _ open: UInt32, _ high: UInt32, _ low: UInt32, _ close: UInt32,
        volume: Int64 = 100_000, base: UInt32 = 0
    ) -> CandleRow {
        CandleRow(
            start: day.midnight, open: open, high: high, low: low, close: close, volume: volume,
            value: Int64(close) * volume, basePrice: base)
    }

    static func halted(_ day: CalendarDate, close: UInt32) -> CandleRow {
        CandleRow(
            start: day.midnight, open: 0, high: 0, low: 0, close: close, volume: 0, value: 0,
            isHalted: true)
    }
}
