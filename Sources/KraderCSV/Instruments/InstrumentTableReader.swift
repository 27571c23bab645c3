public import KraderJSON
import KraderModel

extension InstrumentTable {
    /// Reads the text of an `instruments.csv`. Its lines may stand in any order.
    ///
    /// - Parameter file: what faults call it, mostly a path.
    /// - Throws: all that is wrong with the text.
    public init(_ text: [UInt8], file: String) throws(TextFaults) {
        if let fault = TextEncoding.fault(in: text, file: file) { throw TextFaults([fault]) }
        var decoder = InstrumentRowDecoder(file: file)
        var reader = CSVReader(file: file)
        text.withUnsafeBytes { bytes in reader.read(bytes) { decoder.take($0) } }
        reader.finish { decoder.take($0) }
        self.init(sorted: try decoder.finish(reader.fault))
    }
}

/// Turns rows into facts, and notes what is wrong.
private struct InstrumentRowDecoder {
    private let collector: FaultCollector
    private var hasHeader = false
    private var isBroken = false
    private var rows: [(fact: InstrumentFact, line: Int)] = []
    /// The last symbol and the days seen: they come again and again.
    private var lastSymbol: (text: [UInt8], code: IssueCode)?
    private var lastDay: (text: [UInt8], day: CalendarDate)?

    init(file: String) { collector = FaultCollector(file: file) }

    mutating func take(_ row: CSVRow) {
        guard !isBroken, !row.isBlank else { return }
        guard hasHeader else {
            readHeader(row)
            return
        }
        guard row.count == InstrumentTable.columns.count else {
            add(
                "The row has \(row.count) fields", row.line,
                allowed: "it must have \(InstrumentTable.columns.count)")
            return
        }
        let symbol = symbol(row)
        let day = day(row)
        let status = isProposed(row)
        let note = note(row)
        let value = value(row, from: day)
        guard let symbol, let day, let status, let note, let value else { return }
        rows.append(
            (
                InstrumentFact(
                    symbol: symbol, day: day, value: value, isProposed: status, note: note),
                row.line
            ))
    }

    private mutating func readHeader(_ row: CSVRow) {
        hasHeader = true
        let titles = row.texts
        guard titles != InstrumentTable.columns else { return }
        isBroken = true
        let unknown = titles.first { !InstrumentTable.columns.contains($0) }
        collector.add(
            TextFault(
                file: collector.file, position: TextPosition(line: row.line, column: 0),
                message: unknown.map { "There is no column '\(shown($0))'" }
                    ?? "The columns are not the ones of an instruments file",
                value: unknown.map { shown($0) },
                allowed: "the first line must be "
                    + InstrumentTable.columns.joined(separator: ","),
                suggestion: unknown.flatMap {
                    nearestSpelling(of: $0, among: InstrumentTable.columns)
                }))
    }

    private mutating func symbol(_ row: CSVRow) -> IssueCode? {
        let field = row[0]
        if let last = lastSymbol, last.text.elementsEqual(field) { return last.code }
        let text = String(decoding: field.prefix(64), as: UTF8.self)
        if let code = (try? IssueCode(text)) ?? (try? IssueCode(index: text)) {
            if code.description == text {
                lastSymbol = (Array(field), code)
                return code
            }
            refuse(row, 0, "it must be the bare code", suggestion: code.description)
            return nil
        }
        refuse(row, 0, "it must be six digits and capital letters, or an index's one to six")
        return nil
    }

    private mutating func day(_ row: CSVRow) -> CalendarDate? {
        let field = row[1]
        if let last = lastDay, last.text.elementsEqual(field) { return last.day }
        guard let day = CalendarDate(String(decoding: field.prefix(64), as: UTF8.self)) else {
            refuse(row, 1, "it must be a date such as 2026-03-03")
            return nil
        }
        lastDay = (Array(field), day)
        return day
    }

    private func isProposed(_ row: CSVRow) -> Bool? {
        let names = ["confirmed", "proposed"]
        switch String(decoding: row[5].prefix(64), as: UTF8.self) {
        case "", "confirmed": return false
        case "proposed": return true
        case let other:
            refuse(
                row, 5, "it must be \(alternatives(names)), or empty for confirmed",
                suggestion: nearestSpelling(of: other, among: names))
            return nil
        }
    }

    private func note(_ row: CSVRow) -> String? {
        if row[6].isEmpty { return "" }
        let text = SpreadsheetText.restored(String(decoding: row[6], as: UTF8.self))
        guard isOneLine(text, charactersMax: InstrumentTable.noteCharactersMax) else {
            refuse(
                row, 6,
                "it must be one line of at most \(InstrumentTable.noteCharactersMax) characters")
            return nil
        }
        return text
    }

    /// What the row says, the date from which new shares may be sold included.
    private func value(_ row: CSVRow, from day: CalendarDate?) -> InstrumentFact.Value? {
        let word = String(decoding: row[2].prefix(64), as: UTF8.self)
        guard let kind = InstrumentFact.Kind(name: word) else {
            let names = InstrumentFact.Kind.allCases.map(\.name)
            refuse(
                row, 2, "it must be \(alternatives(names))",
                suggestion: nearestSpelling(of: word, among: names))
            return nil
        }
        let text = String(decoding: row[3].prefix(1_000), as: UTF8.self)
        var value: InstrumentFact.Value
        do throws(ValueFault) {
            value = try InstrumentFact.Value(kind, text)
        } catch {
            refuse(row, 3, error.allowed, suggestion: error.suggestion)
            return nil
        }
        guard !row[4].isEmpty else { return value }
        guard case .adjustment(.bonus, let factor, _) = value else {
            refuse(row, 4, "only new shares of a bonus have it; of \(kind.name) it must be empty")
            return nil
        }
        guard let sellable = CalendarDate(String(decoding: row[4].prefix(64), as: UTF8.self))
        else {
            refuse(row, 4, "it must be a date such as 2026-03-03, or empty")
            return nil
        }
        if let day, sellable < day {
            refuse(row, 4, "it must not lie before the day of the bonus, \(day)")
            return nil
        }
        value = .adjustment(.bonus, factor: factor, sellableFrom: sellable)
        return value
    }

    /// The facts in the order of their keys.
    mutating func finish(_ fault: TextFault?) throws(TextFaults) -> [InstrumentFact] {
        if let fault { collector.add(fault) }
        if !hasHeader, collector.isEmpty {
            add(
                "The file is empty", 1,
                allowed: "its first line must be "
                    + InstrumentTable.columns.joined(separator: ","))
        }
        let inOrder = zip(rows, rows.dropFirst()).allSatisfy { $0.fact.key < $1.fact.key }
        if !inOrder { rows.sort { ($0.fact.key, $0.line) < ($1.fact.key, $1.line) } }
        checkRepetitions()
        checkLives()
        try collector.throwIfAny()
        return rows.map(\.fact)
    }

    private func checkRepetitions() {
        for (earlier, later) in zip(rows, rows.dropFirst())
        where earlier.fact.key == later.fact.key {
            add(
                "\(later.fact.kind.name) of \(later.fact.symbol) on \(later.fact.day) stands twice",
                later.line, allowed: "line \(earlier.line) says it already")
        }
    }

    /// Checks that an issue is listed once and delisted once, in this order.
    private func checkLives() {
        var listed: (fact: InstrumentFact, line: Int)?
        var delisted: (fact: InstrumentFact, line: Int)?
        for row in rows where !row.fact.isProposed {
            guard row.fact.kind == .listed || row.fact.kind == .delisted else { continue }
            if listed?.fact.symbol != row.fact.symbol { listed = nil }
            if delisted?.fact.symbol != row.fact.symbol { delisted = nil }
            let isListed = row.fact.kind == .listed
            if let earlier = isListed ? listed : delisted, earlier.fact.day != row.fact.day {
                add(
                    "\(row.fact.symbol) is \(row.fact.kind.name) again on \(row.fact.day)",
                    row.line, allowed: "line \(earlier.line) says \(earlier.fact.day)")
            }
            if isListed { listed = row } else { delisted = row }
            if isListed, let delisted, delisted.fact.day <= row.fact.day {
                add(
                    "\(row.fact.symbol) is listed on \(row.fact.day)", row.line,
                    allowed: "line \(delisted.line) delists it on \(delisted.fact.day)")
            }
        }
    }

    private func refuse(
        _ row: CSVRow, _ column: Int, _ allowed: String, suggestion: String? = nil
    ) {
        let text = shown(String(decoding: row[column].prefix(100), as: UTF8.self))
        collector.add(
            TextFault(
                file: collector.file, position: TextPosition(line: row.line, column: 0),
                message: "Column '\(InstrumentTable.columns[column])' is "
                    + (text.isEmpty ? "empty" : "'\(text)'"),
                value: text, allowed: allowed, suggestion: suggestion))
    }

    private func add(_ message: String, _ line: Int, allowed: String) {
        collector.add(
            TextFault(
                file: collector.file, position: TextPosition(line: line, column: 0),
                message: message, allowed: allowed))
    }
}
