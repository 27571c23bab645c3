import KraderJSON
import KraderModel

extension InstrumentTable {
    public static let nameCharactersMax = 100
    static let noteCharactersMax = 500
    static let priceMax: Int64 = 1_000_000_000
    static let sharesMax: Int64 = 1_000_000_000_000_000
}

/// Why a text is no value of its fact.
struct ValueFault: Error {
    /// What is allowed, as a part of a sentence: "it must be between 1 and 1000000000".
    var allowed: String
    var suggestion: String?
}

extension InstrumentFact.Value {
    /// Reads the column `value`.
    init(_ kind: InstrumentFact.Kind, _ text: String) throws(ValueFault) {
        switch kind {
        case .board: self = .board(try chosen(text, Board.allCases.map { ($0.rawValue, $0) }))
        case .interruptionClass:
            let classes = Instrument.InterruptionClass.allCases
            self = .interruptionClass(try chosen(text, classes.map { ($0.rawValue, $0) }))
        case .name:
            let text = SpreadsheetText.restored(text)
            guard !text.isEmpty, isOneLine(text, charactersMax: InstrumentTable.nameCharactersMax)
            else {
                let most = InstrumentTable.nameCharactersMax
                throw ValueFault(allowed: "it must be one line of 1 to \(most) characters")
            }
            self = .name(text)
        case .multiple: self = .multiple(thousandths: try thousandths(text))
        case .listedShares: self = .listedShares(Shares(try whole(text, InstrumentTable.sharesMax)))
        case .basePrice: self = .basePrice(Price(try whole(text, InstrumentTable.priceMax)))
        case .listed:
            self = .listed(
                offerPrice: text.isEmpty ? nil : Price(try whole(text, InstrumentTable.priceMax)))
        case .delisted:
            guard text.isEmpty else { throw ValueFault(allowed: "it must be empty") }
            self = .delisted
        case .bonus, .reverseSplit, .rights, .spinOff, .split:
            guard let adjustment = kind.adjustment else { throw ValueFault(allowed: "") }
            self = .adjustment(adjustment, factor: try factor(text, of: adjustment))
        }
    }
}

private func chosen<Choice>(
    _ text: String, _ choices: [(name: String, value: Choice)]
) throws(ValueFault) -> Choice {
    if let choice = choices.first(where: { $0.name == text }) { return choice.value }
    let names = choices.map(\.name)
    throw ValueFault(
        allowed: "it must be \(alternatives(names))",
        suggestion: nearestSpelling(of: text, among: names))
}

private func whole(_ text: String, _ most: Int64) throws(ValueFault) -> Int64 {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int64(text), (1...most).contains(number)
    else { throw ValueFault(allowed: "it must be a whole number between 1 and \(most)") }
    return number
}

/// The multiple in thousandths, from `2`, `-1` or `0.5`; it is not 0.
private func thousandths(_ text: String) throws(ValueFault) -> Int {
    let isNegative = text.utf8.first == 0x2D
    let parts = text.dropFirst(isNegative ? 1 : 0)
        .split(separator: ".", omittingEmptySubsequences: false)
    let allDigits = parts.allSatisfy { part in
        !part.isEmpty && part.utf8.count <= 3
            && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    guard allDigits, (1...2).contains(parts.count), let above = Int(parts[0]),
        let below = Int(
            parts.count == 1
                ? "0" : parts[1] + String(repeating: "0", count: 3 - parts[1].utf8.count)),
        (1...10_000).contains(above * 1_000 + below)
    else {
        throw ValueFault(
            allowed: "it must lie between -10 and 10, not at 0, with at most three decimals")
    }
    return (above * 1_000 + below) * (isNegative ? -1 : 1)
}

private func factor(
    _ text: String, of adjustment: InstrumentFact.Adjustment
) throws(ValueFault) -> Ratio {
    let mustGrow: Bool
    let allowed: String
    switch adjustment {
    case .split:
        (mustGrow, allowed) = (true, "shares after ÷ before must be above 1, such as 50 or 5/2")
    case .bonus:
        (mustGrow, allowed) = (true, "shares after ÷ before must be above 1, such as 2 or 1.05")
    case .reverseSplit:
        (mustGrow, allowed) = (false, "shares after ÷ before must be below 1, such as 1/10")
    case .rights, .spinOff:
        (mustGrow, allowed) = (false, "price after ÷ before must be below 1, such as 0.93")
    }
    // Beyond these limits holdings and prices would not fit what counts them.
    guard let ratio = Ratio(text), ratio.numerator <= 1_000_000_000,
        ratio.denominator <= 1_000_000_000,
        mustGrow ? ratio.numerator > ratio.denominator : ratio.numerator < ratio.denominator
    else { throw ValueFault(allowed: allowed) }
    return ratio
}

extension InstrumentTable {
    /// A name as files have it, as the table can hold it: a space for each character that shows
    /// nothing or breaks the line, none at its ends or twice in a row, and no more than fits.
    static func plainName(_ name: String) -> String {
        let shown = name.unicodeScalars.map { $0.isInvisible ? " " : $0 }
        let words = shown.split(separator: " ")
        var plain = String.UnicodeScalarView()
        for word in words {
            if !plain.isEmpty { plain.append(" ") }
            plain.append(contentsOf: word)
        }
        return String(String.UnicodeScalarView(plain.prefix(nameCharactersMax)))
    }
}

func isOneLine(_ text: String, charactersMax: Int) -> Bool {
    text.unicodeScalars.count <= charactersMax
        && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
}
