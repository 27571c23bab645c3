import KraderJSON
import KraderModel

/// Writes `instruments.csv`: the same bytes for the same facts.
extension InstrumentTable {
    static let columns = ["symbol", "day", "fact", "value", "sellable", "status", "note"]

    /// The file: a header, then a line for each fact, in order, each with a line feed. Fields are
    /// quoted where they must be. A confirmed action says so; for other facts that goes without
    /// saying.
    public var text: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + facts.count * 48)
        bytes += InstrumentTable.columns.joined(separator: ",").utf8
        bytes.append(0x0A)
        // Facts of an issue follow each other.
        var last: (symbol: IssueCode, text: String)?
        var days: [CalendarDate: String] = [:]
        for fact in facts {
            if last?.symbol != fact.symbol { last = (fact.symbol, fact.symbol.description) }
            let day = days[fact.day] ?? fact.day.description
            days[fact.day] = day
            bytes += (last?.text ?? "").utf8
            bytes.append(0x2C)
            bytes += day.utf8
            bytes.append(0x2C)
            bytes += fact.kind.name.utf8
            bytes.append(0x2C)
            bytes.appendField(
                fact.kind == .name ? SpreadsheetText.guarded(fact.value.text) : fact.value.text)
            bytes.append(0x2C)
            bytes += (fact.action?.sellableFrom?.description ?? "").utf8
            bytes.append(0x2C)
            bytes += fact.statusText.utf8
            bytes.append(0x2C)
            bytes.appendField(SpreadsheetText.guarded(fact.note))
            bytes.append(0x0A)
        }
        return bytes
    }
}

extension InstrumentFact {
    /// The text of the column `status`.
    var statusText: String {
        isProposed ? "proposed" : action == nil ? "" : "confirmed"
    }
}

extension [UInt8] {
    /// Adds a field, in quotes where it would not be read back as it is without.
    fileprivate mutating func appendField(_ text: String) {
        let mustQuote =
            text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
            || text.utf8.first == 0x20 || text.utf8.last == 0x20
        guard mustQuote else {
            self += text.utf8
            return
        }
        append(0x22)
        for byte in text.utf8 {
            if byte == 0x22 { append(0x22) }
            append(byte)
        }
        append(0x22)
    }
}
