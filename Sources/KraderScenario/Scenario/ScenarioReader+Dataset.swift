import KraderJSON
import KraderMarket
import KraderModel

/// A dataset in `market.data`: which one, and what is taken of it.
extension ScenarioReader {
    /// A path alone, or an object with one.
    static func readDataset(_ reader: ValueReader) -> DatasetChoice? {
        guard reader.value.object != nil || reader.value.string != nil else {
            reader.expected(
                "the folder of a dataset such as \"../datasets/krx-sample\", or an object with "
                    + "its 'path'")
            return nil
        }
        return reader.object(orUnder: "path") { readDataset(&$0, reader) } ?? nil
    }

    private static func readDataset(
        _ object: inout ObjectReader, _ reader: ValueReader
    ) -> DatasetChoice? {
        let path = object.outsideIdentity { object in
            object.required("path", placeholder: String?.none) { ScenarioReader.path($0) }
        }
        let kinds = object.optional("kinds") { readKinds($0) }
        if kinds == nil {
            let names = RowKind.allCases.map(\.rawValue).sorted()
            object.means("kinds", JSONValue(.array(names.map { JSONValue(.string($0)) })))
        }
        let timeframe = object.optional("timeframe") { ScenarioReader.timeframe($0) }
        if timeframe != nil, let kinds, !kinds.contains(.candles) {
            object.refuse(
                "'timeframe' stands in data without candles", key: "timeframe",
                allowed: "add \"candles\" to 'kinds' or remove it")
        }
        let symbols = object.optional("symbols") { readCodes($0) }
        let scope = object.choiceIfPresent("scope", MarketScope.self)
        guard let path else { return nil }
        return DatasetChoice(
            path: path, kinds: kinds ?? Set(RowKind.allCases), timeframe: timeframe,
            symbols: symbols, scope: scope, position: reader.value.position,
            jsonPath: reader.path)
    }

    private static func readKinds(_ reader: ValueReader) -> Set<RowKind>? {
        let choices = RowKind.allCases.map { ($0.rawValue, $0) }
        var kinds: Set<RowKind> = []
        _ = reader.list(counts: 1...choices.count) { element -> RowKind? in
            guard let kind = element.choice(from: choices) else { return nil }
            if !kinds.insert(kind).inserted { element.refuse("repeats '\(kind.rawValue)'") }
            return kind
        }
        reader.ignoresOrder()
        return kinds.isEmpty ? nil : kinds
    }

    private static func readCodes(_ reader: ValueReader) -> [IssueCode]? {
        var seen: Set<IssueCode> = []
        let codes = reader.list(counts: 1...100_000) { element -> IssueCode? in
            // Only an index has a short code.
            let short = element.value.string.flatMap { try? IssueCode(index: $0) }
            guard let code = short ?? element.issueCode() else { return nil }
            element.means(text: code)
            if !seen.insert(code).inserted { element.refuse("repeats '\(code)'") }
            return code
        }
        reader.ignoresOrder()
        return codes
    }

    /// Boards that `market.instruments` says, read for whoever knows the dataset; what is wrong
    /// there is noted when the list itself is read.
    func saidBoards(_ market: ObjectReader) -> [IssueCode: Board] {
        var boards: [IssueCode: Board] = [:]
        for element in market.object["instruments"]?.array ?? [] {
            guard let code = element["symbol"]?.string.flatMap({ try? IssueCode(index: $0) }),
                let board = element["board"]?.string.flatMap({ Board(rawValue: $0) })
            else { continue }
            boards[code] = board
        }
        return boards
    }

    /// The instruments of the dataset, with what the scenario says of them and those that it adds.
    func withListed(_ listed: SymbolTable?, _ known: [Instrument]) -> SymbolTable {
        guard let listed else { return SymbolTable(known, isComplete: true) }
        let codes = Set(listed.instruments.map(\.code))
        return SymbolTable(
            listed.instruments + known.filter { !codes.contains($0.code) },
            isComplete: listed.isComplete)
    }
}

extension InstrumentHistory {
    /// What a scenario says goes before what its dataset says.
    mutating func say(_ said: InstrumentHistory) {
        if !said.actions.isEmpty { actions = said.actions }
        if let day = said.delisted { delisted = day }
        let days = Set(said.basePrices.map(\.day))
        basePrices = (basePrices.filter { !days.contains($0.day) } + said.basePrices)
            .sorted { $0.day < $1.day }
    }
}
