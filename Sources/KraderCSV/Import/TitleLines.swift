import KraderJSON

/// The titles of a table, which may stand on more lines than one.
///
/// yfinance writes three, as pandas does for columns of two levels: what a column holds, of which
/// ticker it is, and what the first column is. The third is left out where the index has no name.
struct TitleLines {
    /// The titles, one for each column.
    let titles: [String]
    /// How many rows of the file they take.
    let count: Int
    /// The ticker of all columns, where a line says one: `005930.KS`.
    let ticker: String?

    private static let prices: [MarketColumn] = [.open, .high, .low, .close]
    /// What the levels are called at the beginning of their lines.
    private static let priceLevels: Set<String> = ["", "price", "prices", "attributes"]
    private static let tickerLevels: Set<String> = ["", "ticker", "tickers", "symbols"]

    /// - Parameter rows: the first rows of the file, of which the very first holds titles.
    init(_ rows: [[String]]) throws(ImportPlan.Fault) {
        guard let levels = TitleLines.levels(rows) else {
            (titles, count, ticker) = (rows[0], 1, nil)
            return
        }
        let tickers = levels.tickers.dropFirst()
        let other = tickers.first { $0 != tickers.first }
        guard other == nil else { throw TitleLines.severalTickers(Array(tickers)) }
        let hasIndexLine =
            rows.count > 2 && !TitleLines.isBlank(rows[2][0])
            && rows[2].dropFirst().allSatisfy(TitleLines.isBlank)
        titles = [hasIndexLine ? rows[2][0] : ""] + levels.prices.dropFirst()
        count = hasIndexLine ? 3 : 2
        ticker = tickers.first
    }

    /// The two lines that say prices and tickers, in either order; `nil` for other files.
    private static func levels(_ rows: [[String]]) -> (prices: [String], tickers: [String])? {
        guard rows.count > 1, rows[0].count > 4, rows[0].count == rows[1].count else { return nil }
        let (first, second) = (rows[0], rows[1])
        if arePrices(first), areTickers(second) { return (first, second) }
        return arePrices(second) && areTickers(first) ? (second, first) : nil
    }

    private static func arePrices(_ cells: [String]) -> Bool {
        let names = Set(cells.dropFirst().map(ColumnMap.normal))
        return priceLevels.contains(ColumnMap.normal(cells[0]))
            && prices.allSatisfy { $0.names.contains(where: names.contains) }
    }

    private static func areTickers(_ cells: [String]) -> Bool {
        tickerLevels.contains(ColumnMap.normal(cells[0])) && !arePrices(cells)
            && cells.dropFirst().allSatisfy { $0.contains(where: \.isLetter) }
    }

    static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

    private static func severalTickers(_ all: [String]) -> ImportPlan.Fault {
        var tickers: [String] = []
        for ticker in all where !tickers.contains(ticker) { tickers.append(ticker) }
        let named = tickers.prefix(5).map { shown($0) }.joined(separator: ", ")
        let more = tickers.count > 5 ? " and \(tickers.count - 5) more" : ""
        return ImportPlan.Fault(
            message: "The titles name \(tickers.count) tickers side by side (\(named)\(more))",
            allowed: "write them one below the other, in Python with "
                + "frame.stack(\"Ticker\", future_stack=True).to_csv(\"all.csv\"), or a file each, "
                + "with frame.xs(\"\(shown(tickers[0]))\", axis=1, level=\"Ticker\")")
    }
}
