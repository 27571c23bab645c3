extension ImportReject {
    /// Why rows are not taken; the raw values are stable.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A time that cannot be read.
        case badTime = "bad_time"
        case badDate = "bad_date"
        /// A time of day whose date nobody says.
        case noDate = "no_date"
        /// A date where the time of day is needed: in ticks and books.
        case noTime = "no_time"
        case badCode = "bad_code"
        /// More issues than the exchange has ever listed: it is no column of codes.
        case tooManyCodes = "too_many_codes"
        /// A field that is no number, or a number that does not fit 64 bits.
        case badNumber = "bad_number"
        /// A number with more decimals than are kept.
        case notWhole = "not_whole"
        /// A price outside 1…1,000,000,000.
        case badPrice = "bad_price"
        /// Shares or won that are negative or more than can be kept.
        case badAmount = "bad_amount"
        /// Prices that cannot be those of one candle.
        case badCandle = "bad_candle"
        /// A text that is no list of levels, or a list that is longer or shorter than its other
        /// list.
        case badList = "bad_list"
        /// A level of a book that is not worse than the one before it.
        case badLevel = "bad_level"
        /// A row with fewer fields than columns that are looked at.
        case shortRow = "short_row"
        /// A row with more fields than columns: separators inside numbers shift what follows.
        case longRow = "long_row"
    }

    init(line: Int, _ code: Code, column: String, value: String, reason: String) {
        self.init(
            line: Int64(line), code: code.rawValue, column: column, value: value, reason: reason)
    }
}
