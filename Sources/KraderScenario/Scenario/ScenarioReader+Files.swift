import KraderCSV
import KraderJSON
import KraderModel

/// The files of `market.data`: what they are called and what must be known to read them.
extension ScenarioReader {
    /// The files of a key, which holds one object or a list of them.
    func readFiles(_ data: inout ObjectReader, _ content: DataFile.Content) -> [DataFile] {
        guard let reader = data.reader(content.rawValue) else { return [] }
        guard reader.value.object != nil || reader.value.array != nil else {
            reader.expected(
                "an object such as { \"path\": \"005930.csv\", \"symbol\": \"005930\" }")
            return []
        }
        return reader.listOrOne(counts: 1...100_000) { element in
            element.object { readFile(&$0, content, element) } ?? nil
        } ?? []
    }

    private func readFile(
        _ file: inout ObjectReader, _ content: DataFile.Content, _ reader: ValueReader
    ) -> DataFile? {
        let path = file.outsideIdentity {
            $0.required("path", placeholder: "") { ScenarioReader.path($0) }
        }
        let symbol = file.optional("symbol") {
            symbols.symbol($0, traded: content == .books)
        }
        var timeframe: Timeframe?
        var stamp: CandleStamp?
        switch content {
        case .candles:
            timeframe = file.optional("timeframe") { ScenarioReader.timeframe($0) }
            stamp = file.choiceIfPresent("stamp", CandleStamp.self)
        case .ticks, .books: break
        }
        let zone = file.optional("timezone") { ScenarioReader.zone($0) } ?? .hours(9)
        file.means("timezone", text: zone.offsetText)
        let date = file.dateIfPresent("date")
        let form = ScenarioReader.form(&file)
        var columns: [MarketColumn: ColumnChoice] = [:]
        var bookColumns: [BookColumn: ColumnChoice] = [:]
        file.objectOrEmpty("columns") { chosen in
            columns = ScenarioReader.choices(
                &chosen, MarketColumn.allCases.map { ($0.rawValue, $0) })
            guard content == .books else { return }
            bookColumns = ScenarioReader.choices(
                &chosen, BookColumn.allCases.map { ($0.description, $0) })
        }
        let scope = file.choice("scope", default: MarketScope.krx)
        if content != .ticks && scope == .nxt {
            file.refuse(
                "scope is 'NXT'", key: "scope",
                allowed:
                    "\(content) of NXT say nothing of KRX's market; prints of it may stand here")
        }
        let isIndex = symbol.map { symbols.instruments[$0.int].board == .index } ?? false
        let decimals = file.integer("decimals", in: 0...4, default: isIndex ? 2 : 0)
        let areIndices =
            symbol == nil ? symbols.instruments.allSatisfy { $0.board == .index } : isIndex
        if decimals > 0, !areIndices {
            file.refuse(
                "decimals is \(decimals)", key: "decimals",
                allowed: "prices of shares are whole won; only an index has decimals")
        }
        // A symbol that is wrong is noted; the file would mean another thing without it.
        if file.has("symbol"), symbol == nil { return nil }
        return DataFile(
            content: content, path: path, symbol: symbol, timeframe: timeframe, stamp: stamp,
            zone: zone, date: date, columns: columns, bookColumns: bookColumns, scope: scope,
            decimals: Int(decimals), form: form, position: reader.value.position,
            jsonPath: reader.path)
    }

    /// Links are followed and folders left only by whoever opens the file; here it must be a path
    /// at all.
    static func path(_ reader: ValueReader) -> String? {
        guard let path = reader.text(lengths: 1...1_000) else { return nil }
        let isPlain = path.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        if isPlain { return path }
        reader.refuse("is '\(shown(path))'", allowed: "a path holds no control characters")
        return nil
    }

    private static func zone(_ reader: ValueReader) -> Interval? {
        guard let text = reader.text() else { return nil }
        if let zone = Interval(zone: text) { return zone }
        reader.refuse(
            "is '\(shown(text))'", allowed: "it must be KST, UTC or an offset such as +09:00")
        return nil
    }

    /// How the file is written, where it doesn't show it.
    private static func form(_ file: inout ObjectReader) -> ImportForm {
        var form = ImportForm()
        let lines = 0...Int64(ImportForm.linesMax)
        form.skipLines = Int(file.integer("skip_lines", in: lines, default: 0))
        form.skipFooter = Int(file.integer("skip_footer", in: lines, default: 0))
        form.dateFormat = file.optional("date_format") { ScenarioReader.dateFormat($0) }
        form.skipsEmpty = file.boolean("skip_empty", default: false)
        return form
    }

    private static func dateFormat(_ reader: ValueReader) -> DateFormat? {
        guard let text = reader.text(lengths: 1...100) else { return nil }
        do throws(DateFormat.Fault) {
            let format = try DateFormat(text)
            reader.means(text: format)
            return format
        } catch {
            reader.refuse("is '\(shown(text))'", allowed: error.reason)
            return nil
        }
    }

    private static func choices<Column: Hashable>(
        _ columns: inout ObjectReader, _ known: [(name: String, column: Column)]
    ) -> [Column: ColumnChoice] {
        var chosen: [Column: ColumnChoice] = [:]
        for (name, column) in known {
            guard let reader = columns.reader(name) else { continue }
            if reader.value.integer != nil {
                if let number = reader.integer(in: 1...1_000) {
                    chosen[column] = .number(Int(number))
                }
            } else if reader.value.string != nil {
                if let title = reader.text(lengths: 1...100) { chosen[column] = .name(title) }
            } else {
                reader.expected("the title of a column, or its number from 1")
            }
        }
        return chosen
    }
}
