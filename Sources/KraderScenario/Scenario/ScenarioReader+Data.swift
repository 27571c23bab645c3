import KraderJSON
import KraderMarket
import KraderModel

/// The section `market.data`: exactly one family of sources.
extension ScenarioReader {
    private static let families = ["dataset", "synthetic", "inline", "ticks", "candles", "books"]
    /// Files, which combine.
    private static let fileKeys = ["ticks", "candles", "books"]

    mutating func readData(_ data: inout ObjectReader, hasInstruments: Bool) -> MarketData? {
        let present = ScenarioReader.families.filter { data.has($0) }
        guard let family = present.first else {
            data.refuse("data names no source", allowed: ScenarioReader.sources)
            return nil
        }
        let isFiles = ScenarioReader.fileKeys.contains(family)
        for other in present.dropFirst()
        where !(isFiles && ScenarioReader.fileKeys.contains(other)) {
            data.refuse(
                "'\(other)' stands beside '\(family)'", key: other,
                allowed: "data come from one of them")
        }
        switch family {
        case "dataset":
            return data.optional("dataset") { ScenarioReader.readDataset($0) }.map { .dataset($0) }
        case "synthetic":
            return data.objectIfPresent("synthetic") {
                readSynthetic(&$0, hasInstruments: hasInstruments)
            }.flatMap { $0 }.map { .synthetic($0) }
        case "inline":
            return data.objectIfPresent("inline") { .inline(readInline(&$0)) }
        case "ticks", "candles", "books":
            let ticks = readFiles(&data, .ticks)
            let candles = readFiles(&data, .candles)
            let books = readFiles(&data, .books)
            refuseTwoKinds(
                data, ticks: ticks.compactMap(\.symbol),
                candles: candles.compactMap { file in file.symbol.map { ($0, file.timeframe) } })
            return .files(ticks + candles + books)
        default:
            return nil
        }
    }

    /// What `market.data` may hold, as the end of a sentence.
    static let sources =
        "it must hold dataset, synthetic, inline, ticks, candles or books"

    /// One kind of data tells of a symbol: with two, what both tell of would count twice.
    func refuseTwoKinds(
        _ object: ObjectReader, ticks: [SymbolIndex], candles: [(SymbolIndex, Timeframe?)]
    ) {
        let printed = Set(ticks)
        var timeframes: [SymbolIndex: Timeframe] = [:]
        for (symbol, timeframe) in candles {
            let other = timeframe.flatMap { timeframes.updateValue($0, forKey: symbol) }
            let kinds: String
            if printed.contains(symbol) {
                kinds = "ticks and candles"
            } else if let other, let timeframe, other != timeframe {
                kinds = "candles of \(other) and of \(timeframe)"
            } else {
                continue
            }
            object.refuse(
                "\(kinds) both tell of \(symbols.instruments[symbol.int].code)", key: "candles",
                allowed:
                    "one kind of data tells of a symbol; coarser candles are made of finer data")
            return
        }
    }
}
