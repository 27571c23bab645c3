import KraderMarket
import KraderModel

/// A row of which a dataset keeps a file a day.
protocol DayRow {
    var time: Moment { get }
    var symbol: SymbolIndex { get }
    /// Whether a row can hold its numbers.
    var fits: Bool { get }
    /// Writes the row, with as many bytes as the header says.
    func write(_ header: RowHeader, midnight: Moment, to bytes: UnsafeMutableRawPointer)
}

extension Price {
    /// The highest price that rows hold, a thousand million won.
    static let rowMax = Price(1_000_000_000)
}

extension Tick: DayRow {
    var fits: Bool { price <= .rowMax && size.count <= UInt32.max }

    func write(_ header: RowHeader, midnight: Moment, to bytes: UnsafeMutableRawPointer) {
        TickRow(
            sinceMidnight: time.nanoseconds - midnight.nanoseconds, price: UInt32(price.won),
            size: UInt32(size.count), taker: taker, venue: .krx
        ).write(to: bytes, isLong: false)
    }
}

extension Book: DayRow {
    var fits: Bool {
        Side.allCases.allSatisfy { side in
            (0..<count(side)).allSatisfy {
                level(side, $0).price <= .rowMax
                    && level(side, $0).quantity.count <= UInt32.max
            }
        }
    }

    func write(_ header: RowHeader, midnight: Moment, to bytes: UnsafeMutableRawPointer) {
        BookRow.write(self, midnight: midnight, depth: header.depth, to: bytes)
    }
}

extension StatusChange: DayRow {
    var fits: Bool { true }

    func write(_ header: RowHeader, midnight: Moment, to bytes: UnsafeMutableRawPointer) {
        StatusRow.write(self, midnight: midnight, to: bytes)
    }
}

/// Takes rows of many issues in order of time, and puts them into a file for each issue and day.
struct GeneratedDays<Row: DayRow> {
    private var header: RowHeader
    private let codes: [IssueCode]
    private let period: MomentSpan
    private let rows: [RowBlock]
    private var day: CalendarDate?

    /// - Parameters:
    ///   - header: the header of all files; symbol and day are filled in.
    ///   - period: the whole period, for the progress.
    init(_ header: RowHeader, _ codes: [IssueCode], _ period: MomentSpan) {
        self.header = header
        self.codes = codes
        self.period = period
        rows = codes.map { _ in RowBlock() }
    }

    /// Takes some rows, of a day that is not earlier than that of the ones before. An empty batch
    /// is the end. Returns `false` there; then all is written.
    mutating func add(
        _ batch: BufferView<Row>, to writer: DatasetWriter, _ watch: inout GenerationWatch
    ) throws(GenerationFault) -> Bool {
        guard batch.count > 0 else {
            try writeDay(to: writer)
            return false
        }
        let length = header.rowLength
        var index = 0
        while index < batch.count {
            let date = CalendarDate(batch[index].time)
            if date != day {
                try writeDay(to: writer)
                day = date
            }
            let (midnight, end) = (date.midnight, date.advanced(by: 1).midnight)
            while index < batch.count, batch[index].time < end {
                let row = batch[index]
                guard row.fits else {
                    throw .tooLarge(codes[row.symbol.int], date)
                }
                row.write(header, midnight: midnight, to: rows[row.symbol.int].next(length))
                index += 1
            }
        }
        try watch.show(rows: batch.count, at: batch[batch.count - 1].time, of: period)
        return true
    }

    private mutating func writeDay(to writer: DatasetWriter) throws(GenerationFault) {
        guard let day else { return }
        header.day = day
        for (code, rows) in zip(codes, rows) where !rows.bytes.isEmpty {
            header.symbol = code
            try writer.add(header, rows.bytes)
            rows.removeAll()
        }
    }
}
