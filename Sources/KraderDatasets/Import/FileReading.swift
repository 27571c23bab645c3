import KraderCSV
import KraderJSON
import KraderMarket
import KraderModel

/// Reads one file: its bytes come in, its rows go to their partitions, its rejects to their list.
struct FileReading: ~Copyable {
    /// The bytes that the reader gets at once, so that their rows stay in the cache.
    private static let pieceBytes = 1 << 17
    /// The most codes of a file that messages name.
    private static let codesKept = 8
    /// The fewest bytes of a row that holds data: `0,1,1` and its line break.
    static let rowBytesMin = 6

    var file: ImportedFile
    private(set) var reader: ImportReader
    let request: ImportRequest
    private let number: Int
    private var batch = ImportBatch()
    /// How many rows of other files were rejected before this file.
    private(set) var rejectsBefore: Int?
    private var outside = RowsOutside()
    /// The scope of the one issue of a file without a column of codes.
    private let symbolScope: MarketScope?

    /// - Parameter isExported: whether the file is one that `krader data export` wrote.
    init(
        _ request: ImportRequest, _ file: ImportedFile, number: Int, isExported: Bool = false
    ) {
        self.request = request
        self.number = number
        let named = FileNameCode(in: file.path)
        let isNamed = request.symbol == nil || named?.code == request.symbol
        let scope = request.symbolScope ?? (isNamed ? named?.scope : nil)
        symbolScope = scope
        var file = file
        file.form = request.form
        if request.symbolScope == nil, let named, let scope {
            file.scopeOfName = "\(named.code) \(scope.rawValue)"
        }
        self.file = file
        let decode: (@Sendable ([UInt8]) -> String?)? =
            request.encoding == .utf8 ? nil : { @Sendable in TitleDecoder.decode($0) }
        reader = ImportReader(
            ImportOptions(
                file: file.path == "-" ? "standard input" : file.path, content: request.content,
                columns: request.columns, bookColumns: request.bookColumns, date: request.date,
                zone: request.zone, decimals: request.decimals,
                venue: scope == .nxt ? .nxt : .unknown,
                roundsPrices: request.roundsPrices,
                widenedMax: request.widenedMax, changes: isExported ? .signed : nil,
                decodeTitle: decode,
                symbol: request.symbol ?? named?.code,
                allowsIndexCodes: request.allowsIndexCodes || request.board == .index
                    || isExported,
                form: request.form, asker: request.asker))
    }

    /// Whether the file was understood as one of rows.
    var hasRows: Bool { reader.recognised != nil && reader.notes.rows > reader.notes.rejected }

    mutating func take(
        _ text: UnsafeRawBufferPointer, _ rows: UnsafeMutablePointer<ImportedRows>?,
        _ rejects: inout ImportRejects, _ observer: any ImportObserver
    ) throws {
        var rest = text
        while !rest.isEmpty, !reader.hasFailed {
            let count = min(rest.count, FileReading.pieceBytes)
            reader.read(UnsafeRawBufferPointer(rebasing: rest[..<count]), into: &batch)
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            try drain(rows, &rejects, observer)
        }
    }

    /// Ends the text.
    mutating func finish(
        _ rows: UnsafeMutablePointer<ImportedRows>?, _ rejects: inout ImportRejects,
        _ observer: any ImportObserver
    ) throws {
        try reader.finish(into: &batch)
        try drain(rows, &rejects, observer)
        file.notes = reader.notes
        noteIssues()
        file.allCodes = reader.codes
        file.codes = Array(reader.codes.prefix(FileReading.codesKept))
        file.hasWanted = reader.codes.isEmpty || !file.issues.isEmpty
        file.ofOthers = rows?.pointee.ofOthers ?? 0
        file.kept -= file.ofOthers
        file.rejected = rejects.count - (rejectsBefore ?? rejects.count)
        file.outsideByStart = outside.count(.start)
        file.outsideByEnd = outside.count(.end)
        file.toldTimeframe = request.timeframe
        file.toldStamp = request.stamp
    }

    /// The scope that the file's name says of an issue that was told.
    private func nameScope(_ code: IssueCode) -> MarketScope? {
        guard let named = FileNameCode(in: file.path), named.code == code else { return nil }
        return named.scope
    }

    private mutating func noteIssues() {
        if let symbol = file.symbol {
            file.issues = [(symbol, symbolScope)]
        } else {
            // The copy is needed: a closure over a value that is not copied breaks the compiler.
            let scopes = reader.scopes
            for (place, code) in reader.codes.enumerated() {
                let scope = scopes[place] ?? nameScope(code)
                if isWanted(code, scope) { file.issues.append((code, scope)) }
            }
        }
        file.symbols = Set(file.issues.map(\.code)).count
    }

    private func isWanted(_ code: IssueCode, _ scope: MarketScope?) -> Bool {
        guard let symbol = request.symbol else { return request.codes?.contains(code) ?? true }
        return code == symbol && (request.symbolScope == nil || scope == request.symbolScope)
    }

    private mutating func drain(
        _ rows: UnsafeMutablePointer<ImportedRows>?, _ rejects: inout ImportRejects,
        _ observer: any ImportObserver
    ) throws {
        if file.table == nil, let table = reader.recognised {
            rejectsBefore = rejects.count
            try begin(table, rows)
            observer.began(file)
        }
        if let rows {
            if file.symbol == nil, rows.pointee.knownSeries < reader.codes.count {
                let scopes = reader.scopes
                for (place, code) in reader.codes.enumerated()
                    .dropFirst(rows.pointee.knownSeries)
                {
                    let isWanted = isWanted(code, scopes[place] ?? nameScope(code))
                    rows.pointee.addSeries(isWanted ? code : nil)
                }
            }
            for name in batch.names { rows.pointee.add(name) }
            try rows.pointee.add(batch.ticks)
            try rows.pointee.add(batch.candles)
            try rows.pointee.add(batch.books)
            file.kept += batch.ticks.count + batch.candles.count + batch.books.count
            if let period = request.period { outside.add(batch, of: rows, period) }
        }
        file.firstReject = file.firstReject ?? batch.rejects.first
        for reject in batch.rejects { try rejects.add(reject, of: file.path) }
        batch.removeAll()
    }

    /// Begins once the first row is there: finds to which issue the rows belong.
    private mutating func begin(
        _ table: RecognisedTable, _ rows: UnsafeMutablePointer<ImportedRows>?
    ) throws {
        file.table = table
        if table.tickerCode != nil { file.symbolOrigin = .titles }
        if !table.hasCodes {
            if let ticker = table.ticker, request.symbol == nil {
                throw ImportFault.data(
                    "the titles of '\(shown(file.path, charactersMax: 200))' name the ticker "
                        + "'\(shown(ticker))', which is no Korean issue; say "
                        + "\(request.asker.name("symbol"))")
            }
            if let told = request.symbol {
                file.symbol = told
                file.symbolOrigin = .told
            } else if let found = FileNameCode(in: file.path),
                request.codes?.contains(found.code) ?? true
            {
                file.symbol = found.code
                file.symbolOrigin = found.isOfFolder ? .folderName : .fileName
            } else {
                guard request.asker == .command else { throw noCodes(table) }
                throw ImportFault.data(
                    "of which issue the rows of '\(shown(file.path, charactersMax: 200))' are is "
                        + "neither in a column nor in the file's name; say --symbol, or which "
                        + "column has the codes with --columns code=…")
            }
        }
        let kind: RowKind =
            switch table.content {
            case .ticks: .ticks
            case .candles: .candles
            case .quotes: .quotes
            case .books: .books
            }
        rows?.pointee.begin(file: number, kind: kind)
        if let symbol = file.symbol { rows?.pointee.addSeries(symbol) }
    }

    /// The fault of a scenario's file that is of all instruments and doesn't say to which each row
    /// belongs.
    private func noCodes(_ table: RecognisedTable) -> TextFaults {
        let titles = (table.columns.map(\.title) + table.ignored).map { "'\(shown($0))'" }
        return TextFaults([
            TextFault(
                file: file.path, position: TextPosition(line: 1, column: 0),
                message: "No column is known as code",
                allowed:
                    "the first row is \(titles.joined(separator: ", ")); say which one is code, "
                    + "or of which symbol the file is")
        ])
    }
}

/// Counts the rows of a file that lie outside a period.
private struct RowsOutside {
    private var byStart = 0
    private var byEnd = 0

    /// - Parameter stamp: what the times of candles are.
    func count(_ stamp: CandleStamp) -> Int { stamp == .start ? byStart : byEnd }

    mutating func add(
        _ batch: borrowing ImportBatch, of rows: UnsafeMutablePointer<ImportedRows>,
        _ period: MomentSpan
    ) {
        for index in 0..<batch.ticks.count where rows.pointee.isWanted(batch.ticks[index].series) {
            add(batch.ticks[index].time, period)
        }
        for index in 0..<batch.books.count
        where rows.pointee.isWanted(batch.books[index].book.symbol.value) {
            add(batch.books[index].book.time.nanoseconds, period)
        }
        for index in 0..<batch.candles.count
        where rows.pointee.isWanted(batch.candles[index].series) {
            let time = batch.candles[index].time
            if batch.candles[index].isDate {
                // A daily candle counts as the session of its date.
                let day = CalendarDate(Moment(nanoseconds: time))
                add(SessionHours.on(day).open.nanoseconds, period)
            } else {
                add(time, period)
            }
        }
    }

    private mutating func add(_ time: Int64, _ period: MomentSpan) {
        if !period.contains(Moment(nanoseconds: time)) { byStart += 1 }
        // A candle that ends at the period's beginning lies before it.
        if !period.contains(Moment(nanoseconds: time - 1)) { byEnd += 1 }
    }
}
