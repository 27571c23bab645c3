import Glibc
import KraderCSV
import KraderJSON
import KraderMarket
public import KraderModel

/// Why a dataset could not be exported.
public enum ExportFault: Error {
    /// Something stands there that may not be replaced; the text is a sentence.
    case exists(String)
    /// Rows of several kinds have no common row of titles.
    case severalKinds
    case writing(FileFault)
    case dataset(DatasetFault)
    /// Somebody asked to stop.
    case interrupted
}

/// Turns a dataset into CSV. A piece of one file is in memory at a time.
public struct DatasetExport {
    /// The number of rows that are read at a time.
    private static let pieceRows = 1 << 14

    private let dataset: Dataset
    /// The period of the rows; none outside of it is written.
    private let period: MomentSpan
    private let calls: FolderCalls
    private let goesOn: (Double, Moment, Int64) -> Bool
    public private(set) var files = 0
    public private(set) var rows: Int64 = 0
    public private(set) var bytes: Int64 = 0
    private var rowsWhole = 0
    /// The hash of the file that is being written.
    private var hash = FileHash()
    /// The decimals of issues whose prices have any, which are indices.
    private var decimals: [IssueCode: Int] = [:]

    /// - Parameters:
    ///   - period: the period of candles, which have many days in a file.
    ///   - goesOn: is told the share done, the data's time and the rows so far; `false` ends the
    ///     export.
    public init(
        _ dataset: Dataset, in period: MomentSpan, calls: FolderCalls,
        _ goesOn: @escaping (Double, Moment, Int64) -> Bool
    ) {
        self.dataset = dataset
        self.period = period
        self.calls = calls
        self.goesOn = goesOn
    }

    /// Makes a folder with a file for each row file, whole or not at all. Returns sentences on
    /// what there is to say of the place.
    public mutating func write(
        _ wanted: [RowFile], to path: String, replacing: Bool
    ) throws(ExportFault) -> [String] {
        let folder = try ExportFolder(path, replacing: replacing, calls: calls)
        do throws(ExportFault) {
            rowsWhole = wanted.reduce(0) { $0 + $1.rows }
            for file in wanted {
                let name = ExportFolder.name(of: file)
                let descriptor = try folder.open(name)
                let before = rows
                hash = FileHash()
                do throws(ExportFault) {
                    try write(file, withTitles: true, to: descriptor, name)
                } catch {
                    folder.drop(descriptor, name)
                    throw error
                }
                if rows > before {
                    files += 1
                    try folder.finish(descriptor, name, hash: hash.finish())
                } else {
                    folder.drop(descriptor, name)
                }
            }
            try folder.write(try instruments(), to: Dataset.instrumentsName)
            try folder.write(options, to: "options.json")
            return folder.notes + (try folder.publish())
        } catch {
            folder.discard()
            throw error
        }
    }

    /// Writes rows of one kind to standard output, under one row of titles.
    public mutating func print(_ wanted: [RowFile]) throws(ExportFault) {
        rowsWhole = wanted.reduce(0) { $0 + $1.rows }
        var titles: [String] = []
        for file in wanted {
            let own = try titlesOf(file)
            if !titles.contains(own) { titles.append(own) }
        }
        guard titles.count == 1 else {
            throw .severalKinds
        }
        for (place, file) in wanted.enumerated() {
            try write(file, withTitles: place == 0, to: 1, "standard output")
        }
    }

    private func titlesOf(_ file: RowFile) throws(ExportFault) -> String {
        do throws(DatasetFault) {
            return DatasetExport.titles(try dataset.open(file).header)
        } catch {
            throw .dataset(error)
        }
    }

    private static func titles(_ header: RowHeader) -> String {
        switch header.kind {
        case .ticks: RowText.tickTitles(hasBest: header.depth == 1)
        case .quotes, .books: RowText.bookTitles(depth: header.depth)
        case .candles: RowText.candleTitles(isDaily: header.timeframe == .d1)
        case .statuses: ""
        }
    }

    private mutating func write(
        _ file: RowFile, withTitles: Bool, to descriptor: Int32, _ name: String
    ) throws(ExportFault) {
        var isEnded = false
        do throws(DatasetFault) {
            var open = try dataset.open(file)
            let header = open.header
            var text = RowText(decimals: header.decimals)
            text.begin(header.symbol)
            if header.decimals > 0 { decimals[header.symbol] = header.decimals }
            if withTitles { text.add(DatasetExport.titles(header)) }
            var first = 0
            while first < header.count {
                let end = min(first + DatasetExport.pieceRows, header.count)
                let storedRows = try open.bytes(of: first..<end)
                var place = 0
                // A piece may be more than the text takes at once.
                while place < end - first {
                    guard let done = append(storedRows, from: place, header, to: &text) else {
                        throw open.fault(.impossible, row: first + place)
                    }
                    place = done
                    if text.isFull { try flush(&text, descriptor, name) }
                }
                first = end
                isEnded = !goesOn(
                    Double(rows) / Double(max(rowsWhole, 1)), header.last, rows)
                if isEnded { break }
            }
            try flush(&text, descriptor, name)
            withExtendedLifetime(open) {}
        } catch {
            throw .dataset(error)
        }
        if isEnded { throw .interrupted }
    }

    /// Writes rows until the text is full. Returns the place of the next row; `nil` when a
    /// row cannot be.
    private mutating func append(
        _ storedRows: UnsafeRawBufferPointer, from place: Int, _ header: RowHeader,
        to text: inout RowText
    ) -> Int? {
        guard let base = storedRows.baseAddress else { return nil }
        let length = header.rowLength
        let count = storedRows.count / length
        let midnight = header.day?.midnight ?? Moment(nanoseconds: 0)
        let (isLong, isDaily) = (header.depth == 1, header.timeframe == .d1)
        var book = Book(time: .distantPast, symbol: SymbolIndex(0))
        var next = place
        var kept: Int64 = 0
        while next < count, !text.isFull {
            let row = base + next * length
            next += 1
            switch header.kind {
            case .ticks:
                guard let tick = TickRow(row, isLong: isLong) else { return nil }
                text.tick(
                    Moment(nanoseconds: midnight.nanoseconds + tick.sinceMidnight),
                    price: Int64(tick.price), size: Int64(tick.size), taker: tick.taker,
                    venue: tick.venue, best: isLong ? (Int64(tick.ask), Int64(tick.bid)) : nil)
            case .quotes, .books:
                let isPossible = BookRow.read(
                    row, depth: header.depth, midnight: midnight, symbol: SymbolIndex(0),
                    into: &book)
                guard isPossible else { return nil }
                text.book(book, depth: header.depth)
            case .candles:
                guard let candle = CandleRow(row) else { return nil }
                // Only candles have rows of many days in a file.
                guard period.contains(candle.start) else { continue }
                text.candle(
                    candle.start, isDaily: isDaily, open: Int64(candle.open),
                    high: Int64(candle.high), low: Int64(candle.low), close: Int64(candle.close),
                    volume: candle.volume, value: candle.value,
                    basePrice: Int64(candle.basePrice))
            case .statuses: return nil
            }
            kept += 1
        }
        rows += kept
        return next
    }

    private mutating func flush(
        _ text: inout RowText, _ descriptor: Int32, _ name: String
    ) throws(DatasetFault) {
        bytes += Int64(text.bytes.count)
        hash.update(text.bytes)
        do throws(FileFault) {
            try FileWriter.append(text.bytes, to: descriptor, name)
        } catch {
            throw .unwritable(error)
        }
        text.removeAll()
    }

    private func instruments() throws(ExportFault) -> [UInt8] {
        do throws(DatasetFault) {
            return try dataset.instrumentBytes()
        } catch {
            throw .dataset(error)
        }
    }

    /// The text of `options.json`: what an import cannot know from rows.
    private var options: [UInt8] {
        let description = dataset.description
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", 1)
            $0.member("about", JSONValue(.string(description.about)))
            $0.member("source", JSONValue(.string(description.source)))
            $0.member("licence", JSONValue(.string(description.licence)))
            $0.member("scope", JSONValue(.string(description.scope.rawValue)))
            $0.member("stamp_unit_ns", JSONValue(.integer(description.stampUnit.nanoseconds)))
            $0.member(
                "data_lag_ms", JSONValue(.integer(description.dataLag.nanoseconds / 1_000_000)))
            $0.member("book_coverage", JSONValue(.string(description.bookCoverage.rawValue)))
            if decimals.isEmpty { return }
            $0.member("decimals_of") {
                $0.array {
                    for (code, decimals) in decimals.sorted(by: { $0.key < $1.key }) {
                        $0.element {
                            $0.object {
                                $0.member("symbol", JSONValue(.string("\(code)")))
                                $0.member("decimals", JSONValue(.integer(Int64(decimals))))
                            }
                        }
                    }
                }
            }
        }
        return writer.finished()
    }
}
