import KraderJSON
public import KraderMarket
public import KraderModel

/// Market data of the loose files that a scenario names, ready to be played. They are imported into
/// memory, so that a file gives the same run as the dataset that `krader data import` makes of it.
public struct MarketFiles {
    public internal(set) var ticks: (any TickSource)?
    public internal(set) var candles: (any CandleSource)?
    public internal(set) var books: (any BookSource)?
    public internal(set) var statuses: (any StatusSource)?
    /// The SHA-256 of each file's bytes in hex, by what the file holds: where it lies changes
    /// nothing.
    public internal(set) var hashes: [(name: String, hash: String)] = []
    /// The issue and the venue that a file's name or folder told, not its bytes: the same bytes
    /// under another name are another run.
    public internal(set) var toldByNames: [String] = []
    /// What a reader of the results should know about the data.
    public internal(set) var notes: [String] = []
    /// What whoever runs the scenario should know at once: rejected rows.
    public internal(set) var warnings: [String] = []
    /// The dates on which there are rows.
    public internal(set) var days: [CalendarDate] = []
    /// What the stamps of prints, quotes and books are cut to.
    public internal(set) var stampUnit = Interval(nanoseconds: 1)
    /// What the rows say of the instruments, with the boards that the scenario says.
    public internal(set) var known: [Instrument] = []

    private let period: MomentSpan
    /// The plans of what is played, one for each scope.
    private var plans: [DatasetPlan] = []
    private let symbols: [IssueCode: SymbolIndex]
    let boards: [IssueCode: Board]

    /// What is played of each issue.
    public var series: [DatasetPlan.Series] { plans.flatMap(\.series) }

    /// Reads all files. Rows outside the period are left out, and their number is noted.
    ///
    /// - Parameters:
    ///   - instruments: the run's instruments, whose rows are wanted, under their places in the
    ///     list.
    ///   - period: the period of the rows, without its end.
    ///   - isInterrupted: is asked now and then; reading ends when it answers true.
    /// - Throws: `MarketFault` of the first file that can't be used.
    public init(
        _ files: [MarketFile], of instruments: [Instrument], period: MomentSpan,
        isInterrupted: @escaping () -> Bool = { false }
    ) throws(MarketFault) {
        self.period = period
        boards = Dictionary(instruments.map { ($0.code, $0.board) }) { first, _ in first }
        symbols = Dictionary(
            instruments.enumerated().map { ($0.element.code, SymbolIndex($0.offset)) }
        ) { first, _ in first }
        var read: [(file: MarketFile, found: ImportedFile)] = []
        // A dataset has one scope, so that each scope makes its own.
        var scopes: [MarketScope] = []
        for file in files where !scopes.contains(file.scope) { scopes.append(file.scope) }
        for scope in scopes {
            let own = files.filter { $0.scope == scope }
            let (plan, report) = try plan(own, scope, Unwatched(isInterrupted: isInterrupted))
            plans.append(plan)
            read += zip(own, report.files).map { (file: $0, found: $1) }
            note(own, report, plan)
        }
        try checkTogether(read)
        hashes = read.map { ($0.file.label, $0.found.sha256) }
        toldByNames = read.enumerated().flatMap { $1.found.toldByName($0) }
        try play(plans, symbols)
    }

    /// The same data for another reading. Nothing is parsed again.
    public func readAgain() throws(MarketFault) -> MarketFiles {
        var again = self
        try again.play(plans, symbols)
        return again
    }

    /// Plans the files of one scope, as a dataset in memory.
    private func plan(
        _ files: [MarketFile], _ scope: MarketScope, _ observer: Unwatched
    ) throws(MarketFault) -> (DatasetPlan, ImportReport) {
        for file in files {
            do throws(FileFault) {
                _ = try FileReader.size(of: file.path)
            } catch {
                throw .unreadable(error)
            }
        }
        let loaded: Result<Dataset, ImportFault>
        var report = ImportReport()
        do throws(ImportFault) {
            var work = try DatasetImport(
                files.map { $0.input(boards, in: period) }, scope: scope, observer: observer)
            loaded = work.load()
            report = work.report
        } catch {
            loaded = .failure(error)
        }
        switch loaded {
        case .failure(.text), .failure(.rejected), .failure(.interrupted): break
        case .success, .failure:
            // A file that has nothing to give says so better than the import does.
            for (file, found) in zip(files, report.files) { try check(file, found) }
        }
        let dataset: Dataset
        do throws(ImportFault) { dataset = try loaded.get() } catch { throw MarketFault(error) }
        do throws(DatasetFault) {
            let selection = DatasetSelection(symbols: Set(boards.keys), scope: scope)
            return (try DatasetPlan(dataset, selection, in: period), report)
        } catch {
            throw .unusable("\(error)")
        }
    }
}
