import KraderCSV
import KraderJSON
import KraderModel

/// All that a text gives, as plain arrays.
struct Imported: Equatable {
    var ticks: [String] = []
    var candles: [String] = []
    private var rows: [ImportedCandle] = []
    var books: [String] = []
    var names: [String] = []
    var rejects: [ImportReject] = []
    var codes: [IssueCode] = []
    var notes = ImportNotes()
    var recognised: RecognisedTable?
    var fault: String?

    mutating func take(_ batch: inout ImportBatch) {
        for index in 0..<batch.ticks.count { ticks.append(batch.ticks[index].text) }
        for index in 0..<batch.candles.count { rows.append(batch.candles[index]) }
        for index in 0..<batch.books.count { books.append(batch.books[index].text) }
        names += batch.names.map { "\($0.line) \($0.series) \($0.name)" }
        rejects += batch.rejects
        batch.removeAll()
    }

    /// Finishes the rows once the text is over, so that it is known how changes are meant.
    mutating func settle(_ changes: ChangeReadings) {
        candles = rows.map { $0.text(changes) }
    }
}

extension ImportedTick {
    /// The print as `line series time price size taker` and what else is said.
    var text: String {
        var text = "\(line) \(series) \(Moment(nanoseconds: time)) \(price) \(size) \(taker)"
        if ask != 0 || bid != 0 { text += " ask \(ask) bid \(bid)" }
        if venue != .unknown { text += " \(venue)" }
        return text
    }
}

extension ImportedCandle {
    /// The candle as `line series time open high low close volume value` and what else is said.
    func text(_ changes: ChangeReadings) -> String {
        let moment = Moment(nanoseconds: time)
        var text = "\(line) \(series) "
        text += isDate ? "\(CalendarDate(moment))" : "\(moment)"
        text += " \(open) \(high) \(low) \(close) \(volume) \(value)"
        let basePrice = changes.basePrice(close: close, change)
        if basePrice != 0 { text += " base \(basePrice)" }
        if listedShares != 0 { text += " of \(listedShares)" }
        if let board { text += " \(board.rawValue)" }
        return text
    }
}

extension ImportedBook {
    /// The book as `line series time | bids | asks`, the best first.
    var text: String {
        func side(_ side: Side) -> String {
            (0..<book.count(side)).map {
                let level = book.level(side, $0)
                return "\(level.quantity.count)@\(level.price.won)"
            }
            .joined(separator: " ")
        }
        return "\(line) \(book.symbol.value) \(book.time) | \(side(.buy)) | \(side(.sell))"
    }
}

/// Reads a text in pieces of a given number of bytes.
func imported(
    _ bytes: [UInt8], pieces: Int = .max, _ change: (inout ImportOptions) -> Void = { _ in }
) -> Imported {
    var options = ImportOptions(file: "i.csv")
    change(&options)
    var reader = ImportReader(options)
    var batch = ImportBatch()
    var result = Imported()
    bytes.withUnsafeBytes { bytes in
        var start = 0
        while start < bytes.count {
            let end = start + min(pieces, bytes.count - start)
            reader.read(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), into: &batch)
            result.take(&batch)
            start = end
        }
    }
    do throws(TextFaults) { try reader.finish(into: &batch) } catch {
        result.fault = error.description
    }
    result.take(&batch)
    result.codes = reader.codes
    result.notes = reader.notes
    result.settle(result.notes.changes)
    result.recognised = reader.recognised
    return result
}

func imported(
    _ text: String, pieces: Int = .max, _ change: (inout ImportOptions) -> Void = { _ in }
) -> Imported {
    imported(Array(text.utf8), pieces: pieces, change)
}
