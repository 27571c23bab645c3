import KraderCSV
import KraderJSON
import KraderModel

/// Reads one file of daily rows of many issues.
///
/// It is a class: the reader is not copyable, and lives in a variable that may be empty.
final class DailyFileReading {
    struct Outcome {
        var rows: Int
        var rejected: Int
        /// The first rejects.
        var rejects: [ImportReject]
        /// How the directions of changes are meant; sentences without their full stops.
        var changes: [String]
    }

    private let path: String
    private var reader: ImportReader
    private var batch = ImportBatch()
    private var rejects: [ImportReject] = []
    /// The rows, which are kept until the file is over: together they say how its changes are
    /// meant.
    private var rows: [(code: IssueCode, candle: ImportedCandle)] = []
    private var names: [(code: IssueCode, name: String, day: CalendarDate)] = []
    /// Whether the columns that the reader recognised were looked at.
    private var isChecked = false
    private var fault: InstrumentSources.Fault?

    init(_ path: String, date: CalendarDate?) {
        self.path = path
        reader = ImportReader(
            ImportOptions(
                file: path, content: .candles, date: date,
                decodeTitle: { @Sendable in TitleDecoder.decode($0) }))
    }

    func read(
        _ piece: UnsafeRawBufferPointer, _ symbols: Set<IssueCode>?
    ) {
        var rest = piece
        while !rest.isEmpty, fault == nil, !reader.hasFailed {
            // The piece is small so that a batch stays in the cache.
            let count = min(rest.count, 1 << 17)
            reader.read(UnsafeRawBufferPointer(rebasing: rest[..<count]), into: &batch)
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            drain(symbols)
        }
    }

    /// Ends the text. Throws `TextFaults` or `InstrumentSources.Fault`.
    func finish(
        into builder: inout InstrumentBuilder, _ symbols: Set<IssueCode>?
    ) throws -> Outcome {
        if fault == nil {
            try reader.finish(into: &batch)
            drain(symbols)
        }
        if let fault { throw fault }
        addRows(to: &builder)
        return Outcome(
            rows: reader.notes.rows, rejected: reader.notes.rejected, rejects: rejects,
            changes: reader.notes.changes.sentences)
    }

    private func addRows(to builder: inout InstrumentBuilder) {
        let changes = reader.notes.changes
        for (code, candle) in rows {
            builder.add(
                code,
                DailyRow(
                    day: CalendarDate(Moment(nanoseconds: candle.time)), open: candle.open,
                    close: candle.close,
                    basePrice: changes.basePrice(close: candle.close, candle.change),
                    listedShares: candle.listedShares,
                    isHalted: candle.open == 0 && candle.volume == 0, board: candle.board))
        }
        for (code, name, day) in names { builder.name(code, name, on: day) }
        rows = []
        names = []
    }

    private func drain(_ symbols: Set<IssueCode>?) {
        if !isChecked, let table = reader.recognised {
            isChecked = true
            let file = shown(path, charactersMax: 200)
            if table.content != .candles {
                fault = .data("'\(file)' has no daily rows")
            } else if !table.hasCodes {
                fault = .data("'\(file)' has no column of issue codes")
            }
        }
        guard fault == nil else { return }
        let codes = reader.codes
        for place in 0..<batch.candles.count {
            let candle = batch.candles[place]
            guard candle.isDate else {
                fault = .data(
                    "'\(shown(path, charactersMax: 200))', line \(candle.line): rows of days are "
                        + "needed, not of times")
                return
            }
            let code = codes[Int(candle.series)]
            guard symbols?.contains(code) ?? true else { continue }
            rows.append((code, candle))
        }
        for name in batch.names {
            let day = CalendarDate(Moment(nanoseconds: name.time))
            names.append((codes[Int(name.series)], name.name, day))
        }
        rejects += batch.rejects.prefix(max(0, 10 - rejects.count))
        batch.removeAll()
    }
}

/// The day that a file's name tells of: `krx-2026-03-20.csv`, `krx_20250211.csv`.
enum FileNameDate {
    /// The day; `nil` unless the name has exactly one.
    static func find(in path: String) -> CalendarDate? {
        let name = Array((path.split(separator: "/").last ?? "").utf8)
        var found: Set<CalendarDate> = []
        for length in [8, 10] where name.count >= length {
            for start in 0...(name.count - length) {
                let isInside = { (place: Int) in
                    name.indices.contains(place) && (0x30...0x39).contains(name[place])
                }
                guard !isInside(start - 1), !isInside(start + length) else { continue }
                let part = String(decoding: name[start..<start + length], as: UTF8.self)
                let text =
                    length == 10
                    ? part : "\(part.prefix(4))-\(part.dropFirst(4).prefix(2))-\(part.suffix(2))"
                if let day = CalendarDate(text) { found.insert(day) }
            }
        }
        return found.count == 1 ? found.first : nil
    }
}
