public import KraderModel

/// What the first row of a file says the file is. It is shown before anything is imported.
public struct RecognisedTable: Hashable, Sendable {
    /// A column that is used.
    public struct Column: Hashable, Sendable {
        /// What it holds, as options call it: `price`, `ask_price_1`.
        public var meaning: String
        /// What the file calls it; its number where there is no header.
        public var title: String
        /// The number of the column, from 1.
        public var number: Int

        public init(meaning: String, title: String, number: Int) {
            self.meaning = meaning
            self.title = title
            self.number = number
        }
    }

    public enum Encoding: String, Hashable, Sendable {
        case utf8 = "UTF-8"
        case utf8WithMark = "UTF-8 with a byte order mark"
        /// The encoding of a first row that is not UTF-8 and was read by
        /// `ImportOptions.decodeTitle`.
        case told = "CP949"
    }

    public var content: ImportContent
    public var encoding: Encoding
    public var delimiter: Character
    public var hasHeader: Bool
    /// Whether the file has no header and its columns were taken to be time, open, high, low,
    /// close, volume.
    public var hasAssumedColumns: Bool
    /// The levels a side of books and quotes; 0 for ticks and candles.
    public var depth: Int
    /// The columns that are used, in the order of the file.
    public var columns: [Column]
    /// Titles of the columns that are not looked at, in the order of the file.
    public var ignored: [String]
    /// What else the file's form is, each as a part of a sentence: "3 lines of titles".
    public var form: [String]
    /// The ticker of all rows, where lines of titles say it: `005930.KS`.
    public var ticker: String?

    public init(
        content: ImportContent, encoding: Encoding, delimiter: Character, hasHeader: Bool,
        hasAssumedColumns: Bool, depth: Int, columns: [Column], ignored: [String],
        form: [String] = [], ticker: String? = nil
    ) {
        self.content = content
        self.encoding = encoding
        self.delimiter = delimiter
        self.hasHeader = hasHeader
        self.hasAssumedColumns = hasAssumedColumns
        self.depth = depth
        self.columns = columns
        self.ignored = ignored
        self.form = form
        self.ticker = ticker
    }

    /// The issue that the ticker is; `nil` without a ticker, and for one that is no Korean issue.
    public var tickerCode: IssueCode? { ticker.flatMap { try? IssueCode($0) } }

    /// Whether the file says to which issue each row belongs.
    public var hasCodes: Bool {
        tickerCode != nil || columns.contains { $0.meaning == MarketColumn.code.rawValue }
    }
}
