import KraderCSV
import KraderJSON
import KraderMarket
public import KraderModel

/// Reads a whole dataset, every byte compared with its quick hash and every file with its SHA-256
/// before it is believed, and says what whoever backtests on it should know.
///
/// It goes issue by issue: statuses, then daily candles, whose closes are the base prices of all
/// else, then finer candles, prints, quotes and books. One file is in memory at a time.
public struct DatasetValidation {
    private let dataset: Dataset
    private let files: [RowFile]
    private var log = FindingLog()
    private var table = InstrumentTable()
    private var series: [MarketDays] = []
    private var unknownBoards: [IssueCode] = []
    private var rows = 0
    private var identities: [String: ContentHash] = [:]

    /// - Parameter symbols: the issues to look at; `nil` for all.
    public init(_ dataset: Dataset, symbols: Set<IssueCode>? = nil) {
        self.dataset = dataset
        files =
            symbols.map { wanted in
                dataset.files.filter { wanted.contains($0.symbol) }
            } ?? dataset.files
    }

    /// The number of rows of all files that are looked at.
    public var rowsOfAll: Int { files.reduce(0) { $0 + $1.rows } }

    /// - Parameter progress: is told now and then how many rows were read.
    public mutating func run(_ progress: (_ rows: Int) -> Void) -> ValidationReport {
        checkTexts()
        var facts: [IssueCode: ArraySlice<InstrumentFact>] = [:]
        var start = 0
        while start < table.facts.count {
            let symbol = table.facts[start].symbol
            var end = start
            while end < table.facts.count, table.facts[end].symbol == symbol { end += 1 }
            facts[symbol] = table.facts[start..<end]
            start = end
        }
        let bySymbol = Dictionary(grouping: files, by: \.symbol)
        for symbol in bySymbol.keys.sorted() {
            check(
                IssueFacts(symbol, facts[symbol] ?? []), bySymbol[symbol] ?? [], progress)
        }
        for days in series.sorted(by: { $0.series < $1.series }) {
            days.report({ symbol in facts[symbol].map { IssueFacts(symbol, $0) } }, to: &log)
        }
        reportBoards(of: bySymbol.count)
        return ValidationReport(
            findings: log.findings.sorted(by: ValidationReport.precedes), counts: log.counts,
            symbols: bySymbol.count, files: files.count, rows: rows, identities: identities)
    }

    /// Checks the text files beside the rows.
    private mutating func checkTexts() {
        do throws(DatasetFault) {
            let bytes = try dataset.instrumentBytes()
            let name = dataset.path + "/" + Dataset.instrumentsName
            do throws(TextFaults) {
                table = try InstrumentTable(bytes, file: name)
            } catch {
                throw DatasetFault.text(error)
            }
        } catch {
            noteDamage(error, symbol: nil, file: Dataset.instrumentsName)
        }
        let provenance = dataset.path + "/" + Dataset.provenanceName
        if let bytes = try? MappedFile.contents(of: provenance), !DatasetSeal.isWhole(bytes) {
            noteDamage(.altered(file: provenance), symbol: nil, file: Dataset.provenanceName)
        }
    }

    private mutating func check(
        _ known: IssueFacts, _ files: [RowFile], _ progress: (Int) -> Void
    ) {
        var facts = known
        if facts.history.boards.isEmpty { unknownBoards.append(facts.symbol) }
        for proposal in facts.proposals {
            log.add(
                Finding(
                    .unconfirmed, .note, symbol: facts.symbol, day: proposal.day,
                    text: "\(proposal.kind.name) \(proposal.value.text) from \(proposal.day) on is "
                        + "proposed: confirm or reject it."))
        }
        readStatuses(of: files, &facts)
        let candles = files.filter { $0.kind == .candles }.sorted { a, b in
            // Daily candles come first.
            (a.timeframe ?? .m1) > (b.timeframe ?? .m1)
        }
        for file in candles { check(candles: file, &facts, progress) }
        let scope = dataset.description.scope
        let prints = files.filter { $0.kind == .ticks }
        if !prints.isEmpty {
            var check = TickCheck(facts, scope: scope)
            for file in prints {
                read(file) { (storedRows, log) throws(DatasetFault) in
                    try check.read(&storedRows, to: &log, progress)
                }
            }
            note(check.finish(to: &log), facts.symbol, "ticks")
        }
        for kind in [RowKind.quotes, .books] {
            let books = files.filter { $0.kind == kind }
            guard !books.isEmpty else { continue }
            var check = BookCheck(facts, kind: kind, scope: scope)
            for file in books {
                read(file) { (storedRows, log) throws(DatasetFault) in
                    try check.read(&storedRows, to: &log, progress)
                }
            }
            note(check.finish(to: &log), facts.symbol, kind.rawValue)
        }
    }

    private mutating func readStatuses(of files: [RowFile], _ facts: inout IssueFacts) {
        var check = StatusCheck(facts.symbol)
        for file in files where file.kind == .statuses {
            read(file) { (storedRows, log) throws(DatasetFault) in
                try check.read(&storedRows, &facts, to: &log)
            }
        }
        check.finish(facts, to: &log)
    }

    private mutating func check(
        candles file: RowFile, _ facts: inout IssueFacts, _ progress: (Int) -> Void
    ) {
        guard let timeframe = file.timeframe else { return }
        var check = CandleSeriesCheck(
            facts.symbol, timeframe, scope: dataset.description.scope)
        read(file) { (storedRows, log) throws(DatasetFault) in
            try check.read(&storedRows, &facts, to: &log, progress)
        }
        note(check.finish(facts, to: &log), facts.symbol, "candles \(timeframe)")
    }

    /// Opens a file and reads it; a damaged one is a finding, and the others go on.
    private mutating func read(
        _ file: RowFile,
        _ body: (inout OpenRows, inout FindingLog) throws(DatasetFault) -> Void
    ) {
        do throws(DatasetFault) {
            var storedRows = try dataset.open(file)
            identities[file.path] = try dataset.prove(file, &storedRows)
            try body(&storedRows, &log)
            rows += file.rows
        } catch {
            noteDamage(error, symbol: file.symbol, file: file.path)
        }
    }

    private mutating func noteDamage(_ fault: DatasetFault, symbol: IssueCode?, file: String) {
        var offset: Int?
        if case .rows(_, let reason) = fault { offset = reason.offset }
        let text = fault.description
        log.add(
            Finding(
                .damaged, .error, symbol: symbol, text: text.hasSuffix(".") ? text : text + ".",
                file: file, offset: offset))
    }

    private mutating func note(_ days: DaySet, _ symbol: IssueCode, _ name: String) {
        if let place = series.firstIndex(where: { $0.series == name }) {
            series[place].add(symbol, days)
        } else {
            var new = MarketDays(series: name)
            new.add(symbol, days)
            series.append(new)
        }
    }

    private mutating func reportBoards(of symbols: Int) {
        guard !unknownBoards.isEmpty else { return }
        let some = unknownBoards.prefix(5).map(\.description).joined(separator: ", ")
        let rest = unknownBoards.count > 5 ? " and others" : ""
        log.add(
            Finding(
                .unknownBoard, .note, count: unknownBoards.count,
                text: "instruments.csv says no board of \(unknownBoards.count) of "
                    + "\(ValidationText.count(symbols, "issue")) (\(some)\(rest)): price steps "
                    + "weren't checked, limits roughly."))
    }
}

/// What was found in a dataset.
public struct ValidationReport: Sendable {
    /// The findings: errors first, then by code, symbol and day.
    public let findings: [Finding]
    public let counts: [FindingGroup: FindingCount]
    public let symbols: Int
    public let files: Int
    /// The number of rows that were read and found whole.
    public let rows: Int
    /// The SHA-256 of each file that was found whole, by path.
    public let identities: [String: ContentHash]

    /// The number of findings of a severity, with those that were only counted.
    public func count(_ severity: Finding.Severity) -> Int {
        counts.reduce(0) { $0 + ($1.key.severity == severity ? $1.value.findings : 0) }
    }

    public var isDamaged: Bool { counts.keys.contains { $0.code == .damaged } }

    static func precedes(_ a: Finding, _ b: Finding) -> Bool {
        let (first, second) = (a.group, b.group)
        if first != second { return first < second }
        if a.symbol != b.symbol { return (a.symbol?.packed ?? 0) < (b.symbol?.packed ?? 0) }
        if a.series != b.series { return a.series < b.series }
        if a.day != b.day { return (a.day?.dayNumber ?? 0) < (b.day?.dayNumber ?? 0) }
        return (a.file ?? "") < (b.file ?? "")
    }
}

extension Finding {
    public var group: FindingGroup { FindingGroup(severity: severity, code: code) }
}
