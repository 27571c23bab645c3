import KraderBacktest
import KraderJSON
import KraderModel

/// A value that was read as its key's kind says.
indirect enum GrammarValue {
    /// Of integers, durations and times.
    case integer(Int64)
    case boolean(Bool)
    /// Of texts, digits and choices.
    case text(String)
    case price(Price)
    case symbol(SymbolIndex)
    case moment(Moment)
    case count(Bounds<Int64>)
    case figure(Bounds<Double>)
    case object(GrammarValues)
    case bySymbol([(symbol: SymbolIndex, value: GrammarValue)])
}

/// What was read of an object, by key. Keys that nobody said hold nothing, those with a default
/// their default.
struct GrammarValues {
    private var values: [String: GrammarValue] = [:]
    /// The keys that were said, in the order of the table.
    private(set) var said: [String] = []

    subscript(key: String) -> GrammarValue? { values[key] }

    mutating func set(_ key: String, _ value: GrammarValue, isSaid: Bool) {
        values[key] = value
        if isSaid { said.append(key) }
    }

    func integer(_ key: String) -> Int64? {
        if case .integer(let value)? = values[key] { value } else { nil }
    }

    func interval(_ key: String) -> Interval? { integer(key).map { .milliseconds($0) } }

    func boolean(_ key: String) -> Bool {
        if case .boolean(let value)? = values[key] { value } else { false }
    }

    func text(_ key: String) -> String? {
        if case .text(let value)? = values[key] { value } else { nil }
    }

    func choice<Choice: RawRepresentable<String>>(_ key: String, _ type: Choice.Type) -> Choice? {
        text(key).flatMap { Choice(rawValue: $0) }
    }

    func price(_ key: String) -> Price? {
        if case .price(let value)? = values[key] { value } else { nil }
    }

    func shares(_ key: String) -> Shares? { integer(key).map { Shares($0) } }

    func symbol(_ key: String) -> SymbolIndex? {
        if case .symbol(let value)? = values[key] { value } else { nil }
    }

    func moment(_ key: String) -> Moment? {
        if case .moment(let value)? = values[key] { value } else { nil }
    }

    func count(_ key: String) -> Bounds<Int64>? {
        if case .count(let value)? = values[key] { value } else { nil }
    }

    func figure(_ key: String) -> Bounds<Double>? {
        if case .figure(let value)? = values[key] { value } else { nil }
    }

    func object(_ key: String) -> GrammarValues? {
        if case .object(let value)? = values[key] { value } else { nil }
    }

    func bySymbol(_ key: String) -> [(symbol: SymbolIndex, value: GrammarValue)] {
        if case .bySymbol(let value)? = values[key] { value } else { [] }
    }
}
