/// Which column of a file is meant: by its name, or by its number, from 1.
public enum ColumnChoice: Hashable, Sendable, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral
{
    case name(String)
    case number(Int)

    public init(stringLiteral name: String) { self = .name(name) }
    public init(integerLiteral number: Int) { self = .number(number) }
}

/// Whether the time of a candle row is the beginning or the end of the candle.
public enum CandleStamp: String, Hashable, Sendable, CaseIterable {
    case start, end
}
