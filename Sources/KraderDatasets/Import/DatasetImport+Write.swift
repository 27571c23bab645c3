import KraderCSV
import KraderJSON
import KraderMarket
import KraderModel

extension DatasetImport {
    /// Writes partition by partition once all files are read, then what the dataset says of itself.
    mutating func write(
        _ rows: borrowing ImportedRows, _ rejects: inout ImportRejects, _ writer: DatasetWriter,
        _ scratch: String
    ) throws {
        let facts = try put(rows, &rejects, into: writer, disk: (writer, scratch))
        complete(writer.files, rejects)
        try writer.writeInstruments(try instruments(facts))
        let rejectsHash = try rejects.finish()
        if rejectsHash != nil {
            try writer.adopt(scratch: Dataset.rejectsName, as: Dataset.rejectsName)
        }
        try writer.writeText(
            ImportText(report: report, rejectsHash: rejectsHash).bytes,
            to: Dataset.provenanceName)
        report.placement = writer.notes + (try writer.publish(description()))
    }

    /// Gives the rows their places, partition by partition. Answers what they say of the issues.
    mutating func put(
        _ rows: borrowing ImportedRows, _ rejects: inout ImportRejects,
        into sink: any RowSink, disk: (writer: DatasetWriter, scratch: String)?
    ) throws -> ImportedFacts {
        let description = description()
        // No row is left when all were rejected, or are of issues that nobody asked for.
        guard let symbol = rows.symbols.first else {
            throw ImportFault.data("no row is left that can be used")
        }
        var header = RowHeader(
            kind: .candles, symbol: symbol, decimals: request.decimals,
            scope: description.scope, stampUnit: description.stampUnit, source: description.source)
        let isNewestFirst = report.files.map(\.notes.isNewestFirst)
        let readings = report.files.map { file -> PooledCandles.Reading? in
            guard let timeframe = file.timeframe, let stamp = file.stamp else { return nil }
            let title = file.table?.columns.first { $0.meaning == MarketColumn.time.rawValue }?
                .title
            return PooledCandles.Reading(
                timeframe: timeframe, stamp: stamp, isNewestFirst: file.notes.isNewestFirst,
                changes: file.notes.changes, valueUnit: file.notes.valueUnit,
                timeTitle: title ?? "time")
        }
        var facts = ImportedFacts(board: request.board)
        for place in order(of: rows) {
            try observer.moved(bytes: 0, of: 0, rows: 0)
            header.kind = rows.partitions[place].kind
            header.symbol = rows.symbols[Int(rows.partitions[place].symbol)]
            header.decimals = inputs.options?.decimalsOf[header.symbol] ?? request.decimals
            if header.kind == .candles {
                let candles = PooledCandles(
                    symbol: header.symbol, sink: sink, header: header, readings: readings,
                    names: report.files.map(\.path))
                let outcome = try candles.write(rows, place)
                add(outcome.rows, outcome.outOfOrder, outcome.repeated)
                for (file, reject) in outcome.rejects {
                    report.files[file].rejected += 1
                    try rejects.add(reject, of: report.files[file].path)
                }
                facts.add(header.symbol, outcome)
            } else {
                header.day = rows.partitions[place].day
                let day = DayRows(
                    header: header, sink: sink, disk: disk, isNewestFirst: isNewestFirst)
                let outcome = try day.write(rows, place)
                add(outcome.rows, outcome.outOfOrder, outcome.repeated)
                facts.add(header.symbol, from: rows.partitions[place].day)
            }
        }
        for (code, day, name) in rows.lastNames { facts.add(code, name: name, from: day) }
        for file in report.files where file.rejected > 0 {
            try FileReading.check(
                file.rejected, of: file.notes.rows, file.path, request.rejectsMax, rejects)
        }
        guard report.kept > 0 else { throw ImportFault.data("no row is left that can be used") }
        return facts
    }

    /// The partitions' places in order of kind, symbol and day.
    private func order(of rows: borrowing ImportedRows) -> [Int] {
        let keys = (0..<rows.partitions.count).map { place in
            (
                kind: rows.partitions[place].kind,
                symbol: rows.symbols[Int(rows.partitions[place].symbol)],
                day: rows.partitions[place].day
            )
        }
        return keys.indices.sorted { a, b in
            (keys[a].kind, keys[a].symbol, keys[a].day)
                < (keys[b].kind, keys[b].symbol, keys[b].day)
        }
    }

    private mutating func add(_ kept: Int, _ outOfOrder: Int, _ repeated: Int) {
        report.kept += kept
        report.outOfOrder += outOfOrder
        report.repeated += repeated
    }

    func description() -> DatasetDescription {
        // The unit is that of recorded prints, quotes and books (semantics.md §1). Where files
        // differ the coarsest holds: later must be surely later.
        let recorded = report.files.filter {
            $0.skipped == nil && $0.notes.first != nil && $0.table?.content != .candles
        }
        let unit = recorded.map(\.notes.stampUnit).max() ?? Interval(nanoseconds: 1)
        return DatasetDescription(
            scope: scope, stampUnit: inputs.options?.stampUnit ?? unit,
            dataLag: request.dataLag ?? .zero, bookCoverage: request.bookCoverage ?? .sampled,
            source: request.source ?? "", licence: request.licence ?? "",
            about: request.about ?? "")
    }

    mutating func complete(_ files: [RowFile], _ rejects: borrowing ImportRejects) {
        report.contents = DatasetContent.of(files)
        report.symbols = Set(files.map(\.symbol)).count
        report.bytes = files.reduce(0) { $0 + $1.bytes }
        report.rows = report.files.reduce(0) { $0 + $1.notes.rows }
        report.rejected = rejects.count
        report.rejects = rejects.sortedCounts
        report.notes = notes()
        report.guesses = guesses()
    }

    private func instruments(_ facts: ImportedFacts) throws(ImportFault) -> [UInt8] {
        guard let path = inputs.instruments else { return facts.bytes }
        do throws(FileFault) {
            return try MappedFile.contents(of: path)
        } catch {
            throw .data("can't read '\(error.path)': \(error.reason)")
        }
    }

    /// What a reader of the dataset should know of all files together.
    private func notes() -> [String] {
        var result: [String] = []
        func tell(_ count: Int, _ what: String) {
            if count > 0 { result.append("\(count) \(what)") }
        }
        let files = report.files.filter { $0.skipped == nil }
        func sum(_ value: (ImportedFile) -> Int) -> Int { files.reduce(0) { $0 + value($1) } }
        tell(report.files.count - files.count, "of \(report.files.count) files left out")
        tell(
            files.count { $0.notes.isNewestFirst },
            "of \(files.count) files newest first: turned round")
        result += report.placingSentences
        tell(sum(\.ofOthers), "rows of other issues were left out")
        tell(sum(\.notes.linesBefore), "lines before the table were skipped")
        tell(sum(\.notes.linesAfter), "lines after the table were skipped")
        tell(sum(\.notes.blank), "blank rows were skipped")
        tell(sum(\.notes.withoutPrices), "rows without prices were left out")
        tell(sum(\.notes.halted), "rows of halted days were kept as such")
        tell(sum(\.notes.emptyDays), "rows of zeros only were left out")
        tell(sum(\.notes.withoutSize), "rows of no shares were left out")
        tell(sum(\.notes.withoutLevels), "books displayed nothing")
        tell(sum(\.notes.withoutVolume), "candles traded nothing")
        tell(sum(\.notes.unknownTakers), "fields named no taker that is known")
        tell(sum(\.notes.unknownVenues), "fields named no venue that is known")
        tell(sum(\.notes.unknownBoards), "fields named no board that is known")
        return result + guesses()
    }

    /// What was guessed because the files don't say it themselves.
    private func guesses() -> [String] {
        let files = report.files.filter { $0.skipped == nil }
        var result: [String] = []
        func tell(_ count: Int, _ what: String) {
            if count > 0 { result.append("\(count) \(what)") }
        }
        func sum(_ value: (ImportedFile) -> Int) -> Int { files.reduce(0) { $0 + value($1) } }
        tell(sum(\.notes.widened), "candles were widened: high or low did not reach open and close")
        tell(
            sum(\.notes.rounded),
            "prices had fractions and were rounded to won (--round-prices)")
        tell(
            files.count { $0.notes.hasAssumedColumns },
            "of \(files.count) files have no header: their rows told what the columns are")
        tell(
            sum(\.notes.changes.unknown),
            "changes have a direction that neither signs, codes nor the rows before tell surely; "
                + "those rows have no base price")
        tell(sum(\.notes.unreadChanges), "changes could not be read; those rows have no base price")
        let early = files.compactMap(\.notes.timesOutsideHours)
        tell(
            early.count,
            "of \(files.count) files begin and end outside trading hours (\(early.first ?? "")): "
                + "say timezone if they are of another zone than was taken")
        let candles = files.filter { $0.table?.content == .candles }
        if !candles.isEmpty, sum(\.notes.traded) == 0, sum(\.notes.withoutVolume) > 0 {
            result.append("no candle traded anything: the volume of all rows is 0")
        }
        for unit in ValueUnit.allCases where unit != .won {
            tell(
                files.count { $0.notes.valueUnit == unit },
                "of \(files.count) files: traded values taken as \(unit.name), as volume × price "
                    + "shows")
        }
        for reading in [ChangeReading.upFirst, .limitFirst] {
            tell(
                files.count {
                    $0.notes.changes.isByCodes && $0.notes.changes.possible == [reading]
                },
                "of \(files.count) files: codes of direction read as \(reading.houses), which "
                    + "fits the rows before")
        }
        return result
    }
}

extension ImportReport {
    /// What was found when rows were put in their places, in sentences.
    var placingSentences: [String] {
        var result: [String] = []
        if outOfOrder > 0 {
            result.append("\(outOfOrder) rows were out of order (out_of_order) and were sorted in")
        }
        if repeated > 0 {
            result.append("\(repeated) rows that say again what another says were left out")
        }
        return result
    }
}

/// Gathers what rows say of the issues themselves: lines of `instruments.csv`.
struct ImportedFacts {
    static let columns = "symbol,day,fact,value,sellable,status,note"

    /// The board of all issues whose rows do not say it.
    let board: Board?
    private var lines: [(symbol: IssueCode, day: CalendarDate, fact: String, value: String)] = []
    private var firstDays: [IssueCode: CalendarDate] = [:]
    private var withBoard: Set<IssueCode> = []

    init(board: Board?) { self.board = board }

    mutating func add(_ symbol: IssueCode, _ outcome: PooledCandles.Outcome) {
        if let day = outcome.firstDay { add(symbol, from: day) }
        for board in outcome.boards {
            withBoard.insert(symbol)
            lines.append((symbol, board.day, "board", board.value.rawValue))
        }
        for shares in outcome.listedShares {
            lines.append((symbol, shares.day, "listed_shares", "\(shares.value.count)"))
        }
    }

    mutating func add(_ symbol: IssueCode, name: String, from day: CalendarDate) {
        lines.append((symbol, day, "name", SpreadsheetText.field(SpreadsheetText.guarded(name))))
    }

    mutating func add(_ symbol: IssueCode, from day: CalendarDate) {
        firstDays[symbol] = firstDays[symbol].map { min($0, day) } ?? day
    }

    /// The lines in order of symbol, day and fact.
    var bytes: [UInt8] {
        var all = lines
        if let board {
            for (symbol, day) in firstDays where !withBoard.contains(symbol) {
                all.append((symbol, day, "board", board.rawValue))
            }
        }
        all.sort { ($0.symbol, $0.day, $0.fact) < ($1.symbol, $1.day, $1.fact) }
        let texts = all.map { "\($0.symbol),\($0.day),\($0.fact),\($0.value),,," }
        return Array(([ImportedFacts.columns] + texts).joined(separator: "\n").utf8) + [0x0A]
    }
}
