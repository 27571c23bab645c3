import Glibc
import KraderCSV
import KraderJSON
import KraderMarket
import KraderModel

/// What an import did.
public struct ImportReport: Sendable {
    /// The rows that the dataset has of each kind and timeframe.
    public var contents: [DatasetContent] = []
    public var files: [ImportedFile] = []
    public var symbols = 0
    /// The rows that hold data in all files.
    public var rows = 0
    public var kept = 0
    /// The rows that stood against the direction of their file.
    public var outOfOrder = 0
    /// The rows that were left out: candle rows that say again what another says, and prints and
    /// books of two files that overlap in time.
    public var repeated = 0
    public var rejected = 0
    public var rejects: [(code: String, count: Int)] = []
    /// The timeframe, the stamp and the scope, and from what they are known: `timeframe`, `1m`, `8
    /// of 8 steps`.
    public var facts: [(name: String, value: String, origin: String)] = []
    /// What there is to say of the import, in sentences.
    public var notes: [String] = []
    /// What was guessed, mended or rounded, in sentences that runs say again.
    public var guesses: [String] = []
    /// The number of bytes on disk.
    public var bytes = 0
    /// What there is to say of the place where the dataset stands, in sentences.
    public var placement: [String] = []
}

/// An observer of an import, who is told how it goes on and may end it.
public protocol ImportObserver: AnyObject {
    /// Tells that the head of a file was understood, or that the file is left out.
    func began(_ file: ImportedFile)
    /// Tells of progress, some times a megabyte. It ends the import by throwing
    /// `ImportFault.interrupted`.
    /// - Parameters:
    ///   - bytes: the bytes of all files that were read so far.
    ///   - total: the bytes of all files; `nil` when one is a pipe.
    ///   - rows: the rows that were read so far.
    func moved(bytes: Int, of total: Int?, rows: Int) throws(ImportFault)
}

/// Turns files of market data into a dataset: reads all of them into partitions, then writes each
/// partition in order (semantics.md §1, §2). Memory does not grow with the files.
public struct DatasetImport {
    let request: ImportRequest
    let inputs: ImportInputs
    let observer: any ImportObserver
    var report = ImportReport()
    /// The scope of the rows, known once all files are read.
    var scope = MarketScope.unknown
    private let bytesTotal: Int?
    private var bytesDone = 0
    private var seen = SeenFiles()
    private var rowsTold = 0

    /// Prepares an import. Throws `ImportFault` when paths lead nowhere.
    public init(_ request: ImportRequest, observer: any ImportObserver) throws(ImportFault) {
        try self.init(request, ImportInputs(request.paths), observer)
    }

    /// Prepares an import of files with what is said of each.
    init(
        _ files: [ImportInputs.Input], scope: MarketScope, observer: any ImportObserver
    ) throws(ImportFault) {
        var request = ImportRequest(paths: [], place: "")
        request.scope = scope
        try self.init(request, ImportInputs(files), observer)
    }

    private init(
        _ request: ImportRequest, _ inputs: ImportInputs, _ observer: any ImportObserver
    ) throws(ImportFault) {
        var request = request
        self.inputs = inputs
        if let options = inputs.options {
            request.scope = request.scope ?? options.scope
            request.dataLag = request.dataLag ?? options.dataLag
            request.bookCoverage = request.bookCoverage ?? options.bookCoverage
            request.source = request.source ?? options.source
            request.licence = request.licence ?? options.licence
            request.about = request.about ?? options.about
            request.timeframe = request.timeframe ?? options.timeframe
            if request.decimals == 0 { request.decimals = options.decimals ?? 0 }
        }
        if request.decimals > 0, inputs.options == nil, request.board != .index {
            throw .usage(
                "decimals are kept of index levels alone (--board index): shares cost whole won; "
                    + "adjusted prices are rounded with --round-prices")
        }
        guard request.decimals == 0 || !request.roundsPrices else {
            throw .usage("--round-prices is of shares, --decimals of index levels")
        }
        self.request = request
        self.observer = observer
        guard !inputs.inputs.isEmpty else { throw .data("there are no files in the folder") }
        var total: Int? = 0
        for input in inputs.inputs {
            var status = stat()
            if input.path != "-", stat(input.path, &status) == 0,
                status.st_mode & S_IFMT == S_IFREG
            {
                total = total.map { $0 + Int(status.st_size) }
            } else {
                total = nil
            }
        }
        bytesTotal = total
    }

    /// Reads everything and says what was recognised; nothing is written.
    public mutating func recognise() throws(ImportFault) -> ImportReport {
        do {
            var rejects = ImportRejects(path: nil)
            for place in inputs.inputs.indices {
                try read(place, rejects: &rejects, rows: nil)
            }
            try checkUsable()
            try settle()
            report.rejected = rejects.count
            report.rejects = rejects.sortedCounts
            return report
        } catch {
            throw DatasetImport.fault(error)
        }
    }

    /// Makes the dataset. After a fault nothing is left of it.
    public mutating func run() throws(ImportFault) -> ImportReport {
        let writer: DatasetWriter
        do throws(DatasetFault) {
            writer = try DatasetWriter(
                path: request.place, replacing: request.replaces, calls: request.calls)
        } catch {
            throw .dataset(error)
        }
        do {
            let scratch = try writer.scratchFolder()
            var rejects = ImportRejects(path: scratch + "/" + Dataset.rejectsName)
            var rows = ImportedRows(folder: scratch)
            for place in inputs.inputs.indices {
                try withUnsafeMutablePointer(to: &rows) { rows in
                    try read(place, rejects: &rejects, rows: rows)
                }
            }
            try checkUsable()
            try settle()
            try write(rows, &rejects, writer, scratch)
            return report
        } catch {
            writer.discard()
            throw DatasetImport.fault(error)
        }
    }

    /// Makes the same dataset in memory.
    mutating func load() -> Result<Dataset, ImportFault> {
        do {
            var rejects = ImportRejects(path: nil)
            var rows = ImportedRows(folder: nil)
            for place in inputs.inputs.indices {
                try withUnsafeMutablePointer(to: &rows) { rows in
                    try read(place, rejects: &rejects, rows: rows)
                }
            }
            try checkUsable()
            try settleEach()
            let storedRows = MemoryRows()
            let facts = try put(rows, &rejects, into: storedRows, disk: nil)
            complete(storedRows.files, rejects)
            return .success(Dataset(storedRows, description(), instruments: facts.bytes))
        } catch {
            return .failure(DatasetImport.fault(error))
        }
    }

    private static func fault(_ error: any Error) -> ImportFault {
        switch error {
        case let fault as ImportFault: fault
        case let fault as DatasetFault: .dataset(fault)
        case let fault as FileFault: .dataset(.unwritable(fault))
        case let faults as TextFaults: .text(faults)
        default: .data("\(error)")
        }
    }

    private func checkUsable() throws(ImportFault) {
        let used = report.files.filter { $0.skipped == nil }
        guard used.contains(where: { $0.notes.first != nil }) else {
            let reason = report.files.first { $0.skipped != nil }.flatMap(\.skipped)
            throw .data(
                used.isEmpty
                    ? "no file has rows that can be used" + (reason.map { ": \($0)" } ?? "")
                    : "there are no rows")
        }
        guard let wanted = request.symbol, !used.contains(where: \.hasWanted) else { return }
        let codes = Set(used.flatMap(\.codes)).sorted().prefix(8).map(\.description)
        let more = used.reduce(0) { $0 + $1.symbols } > codes.count ? " and others" : ""
        throw .data(
            codes.isEmpty
                ? "there are no rows of \(wanted)"
                : "there are no rows of \(wanted); there are rows of "
                    + codes.joined(separator: ", ") + more)
    }

    /// Reads one file. Without a place for rows the file is only looked at.
    private mutating func read(
        _ place: Int, rejects: inout ImportRejects, rows: UnsafeMutablePointer<ImportedRows>?
    ) throws {
        let input = inputs.inputs[place]
        let source: ImportSource
        do throws(FileFault) {
            source = try ImportSource(input.path, isFound: input.isFound)
        } catch {
            let reason = "can't read '\(shown(input.path, charactersMax: 200))': \(error.reason)"
            if input.isFound { return skip(ImportedFile(path: input.path, bytes: nil), reason) }
            throw ImportFault.data(reason)
        }
        var file = ImportedFile(path: input.name, bytes: source.size)
        if input.request == nil, let size = source.size, let twin = try twin(of: input.path, size) {
            bytesDone += size
            return skip(file, "its bytes are those of \(twin)")
        }
        var reading = FileReading(
            inputs.request(request, for: input), file, number: report.files.count,
            isExported: inputs.options != nil)
        do {
            let observer = observer
            let (before, total, rowsBefore) = (bytesDone, bytesTotal, rowsTold)
            reading.file.sha256 = try source.read(
                pause: {
                    try observer.moved(
                        bytes: before + source.bytesRead, of: total,
                        rows: rowsBefore + reading.reader.notes.rows)
                },
                { piece in
                    reading.file.isPacked = source.isPacked
                    try reading.take(piece, rows, &rejects, observer)
                    if let total = source.size, !source.isPacked, source.bytesRead < total {
                        try reading.checkRejects(bytesLeft: total - source.bytesRead, rejects)
                    }
                })
            try reading.finish(rows, &rejects, observer)
        } catch let fault as ImportSource.Fault {
            file = reading.file
            if input.isFound, !reading.hasRows { return skip(file, fault.reason) }
            throw ImportFault.data(
                "can't use '\(shown(input.path, charactersMax: 200))': \(fault.reason)")
        } catch let faults as TextFaults {
            file = reading.file
            if input.isFound, !reading.hasRows { return skip(file, reason(of: faults)) }
            throw ImportFault.text(faults)
        }
        reading.file.bytes = source.bytesRead
        bytesDone += source.bytesRead
        rowsTold += reading.file.notes.rows
        seen.add(reading.file, input.path, bytes: source.bytesRead)
        report.files.append(reading.file)
        try reading.checkRejects(bytesLeft: 0, rejects)
    }

    private mutating func skip(_ file: ImportedFile, _ reason: String) {
        var file = file
        file.skipped = reason
        report.files.append(file)
        observer.began(file)
    }

    private func reason(of faults: TextFaults) -> String {
        guard let first = faults.list.first else { return "it cannot be understood" }
        return first.message + (first.allowed.map { "; \($0)" } ?? "")
    }

    /// The file, read before, that says the same with the same bytes.
    private func twin(of path: String, _ size: Int) throws -> String? {
        try seen.twin(of: path, size) {
            try observer.moved(bytes: bytesDone, of: bytesTotal, rows: rowsTold)
        }
    }
}
