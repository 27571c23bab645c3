import Glibc
import KraderCSV
import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
import KraderRuns

/// A dataset on its way into CSV: a piece of one file is in memory.
struct DatasetExport {
    /// Records read at a time.
    private static let pieceRows = 1 << 14

    private let dataset: Dataset
    private let selection: ExportSelection
    private var progress: Progress
    private let program: KraderProgram
    private var terminal: Terminal { program.terminal }
    private(set) var files = 0
    private(set) var rows: Int64 = 0
    private(set) var bytes: Int64 = 0
    private(set) var seconds = 0.0
    private var rowsWhole = 0
    /// Of the file that is written.
    private var hash = FileHash()
    /// Of issues whose prices have any, indices.
    private var decimals: [IssueCode: Int] = [:]

    init(
        _ dataset: Dataset, _ selection: ExportSelection, _ progress: Progress,
        _ program: KraderProgram
    ) {
        self.dataset = dataset
        self.selection = selection
        self.progress = progress
        self.program = program
    }

    /// Makes a folder with a file for each record file, whole or not at all.
    mutating func write(
        _ wanted: [RecordFile], to path: String, replacing: Bool
    ) throws {
        let began = WallClock.seconds
        let folder = try ExportFolder(path, replacing: replacing, calls: program.folderCalls)
        do {
            rowsWhole = wanted.reduce(0) { $0 + $1.rows }
            for file in wanted {
                let name = ExportFolder.name(of: file)
                let descriptor = try folder.open(name)
                let before = rows
                hash = FileHash()
                do {
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
            terminal.note(folder.notes + (try folder.publish()))
        } catch {
            folder.discard()
            progress.finish(terminal)
            throw error
        }
        progress.finish(terminal)
        seconds = WallClock.seconds - began
    }

    /// Writes rows of one kind to standard output, under one row of titles.
    mutating func print(_ wanted: [RecordFile]) throws {
        rowsWhole = wanted.reduce(0) { $0 + $1.rows }
        var titles: [String] = []
        for file in wanted {
            let own = try titlesOf(file)
            if !titles.contains(own) { titles.append(own) }
        }
        guard titles.count == 1 else {
            throw ExitFault(
                status: .usage,
                message: "The rows are of several kinds; with --to - say one by --kind and "
                    + "--timeframe.")
        }
        for (place, file) in wanted.enumerated() {
            try write(file, withTitles: place == 0, to: 1, "standard output")
        }
        progress.finish(terminal)
    }

    private func titlesOf(_ file: RecordFile) throws -> String {
        do throws(DatasetFault) {
            return DatasetExport.titles(try dataset.open(file).header)
        } catch {
            throw ExitFault(error)
        }
    }

    private static func titles(_ header: RecordHeader) -> String {
        switch header.kind {
        case .ticks: RowText.tickTitles(hasBest: header.depth == 1)
        case .quotes, .books: RowText.bookTitles(depth: header.depth)
        case .candles: RowText.candleTitles(isDaily: header.timeframe == .d1)
        case .statuses: ""
        }
    }

    private mutating func write(
        _ file: RecordFile, withTitles: Bool, to descriptor: Int32, _ name: String
    ) throws {
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
                let records = try open.bytes(of: first..<end)
                var place = 0
                // A piece may be more than the text takes at once.
                while place < end - first {
                    guard let done = append(records, from: place, header, to: &text) else {
                        throw open.fault(.impossible, record: first + place)
                    }
                    place = done
                    if text.isFull { try flush(&text, descriptor, name) }
                }
                first = end
                progress.show(
                    share: Double(rows) / Double(max(rowsWhole, 1)), at: header.last,
                    events: rows, terminal: terminal)
                if Interruption.isRequested { break }
            }
            try flush(&text, descriptor, name)
            withExtendedLifetime(open) {}
        } catch {
            throw ExitFault(error)
        }
        guard !Interruption.isRequested else {
            throw ExitFault(status: Interruption.status, message: "Interrupted.")
        }
    }

    /// Writes records until the text is full. Returns: the next one; `nil` when one cannot be.
    private mutating func append(
        _ records: UnsafeRawBufferPointer, from place: Int, _ header: RecordHeader,
        to text: inout RowText
    ) -> Int? {
        guard let base = records.baseAddress else { return nil }
        let length = header.recordLength
        let count = records.count / length
        let midnight = header.day?.midnight ?? Moment(nanoseconds: 0)
        let (isLong, isDaily) = (header.depth == 1, header.timeframe == .d1)
        let period = selection.period
        var book = Book(time: .distantPast, symbol: SymbolIndex(0))
        var next = place
        var kept: Int64 = 0
        while next < count, !text.isFull {
            let record = base + next * length
            next += 1
            switch header.kind {
            case .ticks:
                guard let tick = TickRecord(record, isLong: isLong) else { return nil }
                text.tick(
                    Moment(nanoseconds: midnight.nanoseconds + tick.sinceMidnight),
                    price: Int64(tick.price), size: Int64(tick.size), taker: tick.taker,
                    venue: tick.venue, best: isLong ? (Int64(tick.ask), Int64(tick.bid)) : nil)
            case .quotes, .books:
                let isPossible = BookRecord.read(
                    record, depth: header.depth, midnight: midnight, symbol: SymbolIndex(0),
                    into: &book)
                guard isPossible else { return nil }
                text.book(book, depth: header.depth)
            case .candles:
                guard let candle = CandleRecord(record) else { return nil }
                // Only these have rows of many days in a file.
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

    private func instruments() throws -> [UInt8] {
        do throws(DatasetFault) {
            return try dataset.instrumentBytes()
        } catch {
            throw ExitFault(error)
        }
    }

    /// What an import cannot know from rows.
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
