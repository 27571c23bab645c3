public import KraderModel

/// One line of `instruments.csv`: what is said of an issue from a day on (semantics.md §6).
public struct InstrumentFact: Hashable, Sendable {
    public var symbol: IssueCode
    /// The day (KST) from whose opening on the fact holds; a base price holds on this day only.
    public var day: CalendarDate
    public var value: Value
    /// Whether the fact is only proposed: runs pass it over until a person confirms it.
    public var isProposed: Bool
    /// The evidence in one line, for people.
    public var note: String

    public init(
        symbol: IssueCode, day: CalendarDate, value: Value, isProposed: Bool = false,
        note: String = ""
    ) {
        self.symbol = symbol
        self.day = day
        self.value = value
        self.isProposed = isProposed
        self.note = note
    }

    public enum Value: Hashable, Sendable {
        case board(Board)
        case name(String)
        case interruptionClass(Instrument.InterruptionClass)
        /// The multiple of the underlying's daily return, in thousandths.
        case multiple(thousandths: Int)
        case listedShares(Shares)
        /// The issue was first traded on that day, at this offer price where it is known.
        case listed(offerPrice: Price?)
        /// The issue is no longer traded from that day on.
        case delisted
        case basePrice(Price)
        /// The factor is that of shares; with rights and a spin-off it is that of the price.
        case adjustment(Adjustment, factor: Ratio, sellableFrom: CalendarDate? = nil)
    }

    /// What changes holdings or their price.
    public enum Adjustment: Hashable, Sendable, CaseIterable {
        case bonus, reverseSplit, rights, spinOff, split
    }

    /// What a fact is about. The order is that of the file, which is that of the names.
    public enum Kind: UInt8, Hashable, Comparable, Sendable, CaseIterable {
        case basePrice, board, bonus, delisted, interruptionClass, listed, listedShares
        case multiple, name, reverseSplit, rights, spinOff, split

        public static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
    }

    public var kind: Kind { value.kind }

    /// The key of a fact: no two facts of a table share one, and the table is in the order of its
    /// keys.
    public struct Key: Hashable, Comparable, Sendable {
        public var symbol: IssueCode
        public var day: CalendarDate
        public var kind: Kind

        public static func < (a: Key, b: Key) -> Bool {
            (a.symbol.packed, a.day.dayNumber, a.kind.rawValue)
                < (b.symbol.packed, b.day.dayNumber, b.kind.rawValue)
        }
    }

    public var key: Key { Key(symbol: symbol, day: day, kind: kind) }

    /// What the fact does to holdings; `nil` for facts that do nothing.
    public var action: CorporateAction? {
        guard case .adjustment(let adjustment, let factor, let sellable) = value else { return nil }
        return CorporateAction(
            kind: adjustment.actionKind, day: day,
            shareFactor: adjustment.changesShares ? factor : .one,
            priceFactor: adjustment.changesShares ? factor.inverse : factor,
            sellableFrom: sellable)
    }
}

extension InstrumentFact.Adjustment {
    /// Whether its factor is that of shares, and the price's is the inverse.
    var changesShares: Bool {
        switch self {
        case .bonus, .reverseSplit, .split: true
        case .rights, .spinOff: false
        }
    }

    var actionKind: CorporateAction.Kind {
        switch self {
        case .bonus: .bonus
        case .reverseSplit: .reverseSplit
        case .rights: .rights
        case .spinOff: .spinOff
        case .split: .split
        }
    }
}

extension InstrumentFact.Kind {
    /// The name that files use: `base_price`.
    public var name: String {
        switch self {
        case .basePrice: "base_price"
        case .board: "board"
        case .bonus: "bonus"
        case .delisted: "delisted"
        case .interruptionClass: "interruption_class"
        case .listed: "listed"
        case .listedShares: "listed_shares"
        case .multiple: "multiple"
        case .name: "name"
        case .reverseSplit: "reverse_split"
        case .rights: "rights"
        case .spinOff: "spin_off"
        case .split: "split"
        }
    }

    public init?(name: some StringProtocol) {
        guard let kind = InstrumentFact.Kind.allCases.first(where: { $0.name == name }) else {
            return nil
        }
        self = kind
    }

    /// The adjustment that changes holdings; `nil` for other facts.
    public var adjustment: InstrumentFact.Adjustment? {
        switch self {
        case .bonus: .bonus
        case .reverseSplit: .reverseSplit
        case .rights: .rights
        case .spinOff: .spinOff
        case .split: .split
        case .basePrice, .board, .delisted, .interruptionClass, .listed, .listedShares, .multiple,
            .name:
            nil
        }
    }
}

extension InstrumentFact.Value {
    public var kind: InstrumentFact.Kind {
        switch self {
        case .board: .board
        case .name: .name
        case .interruptionClass: .interruptionClass
        case .multiple: .multiple
        case .listedShares: .listedShares
        case .listed: .listed
        case .delisted: .delisted
        case .basePrice: .basePrice
        case .adjustment(let adjustment, _, _):
            switch adjustment {
            case .bonus: .bonus
            case .reverseSplit: .reverseSplit
            case .rights: .rights
            case .spinOff: .spinOff
            case .split: .split
            }
        }
    }

    /// The text of the column `value`; empty where the fact says all.
    public var text: String {
        switch self {
        case .board(let board): board.rawValue
        case .name(let name): name
        case .interruptionClass(let interruptionClass): interruptionClass.rawValue
        case .multiple(let thousandths): multipleText(thousandths)
        case .listedShares(let shares): shares.description
        case .listed(let price): price?.description ?? ""
        case .delisted: ""
        case .basePrice(let price): price.description
        case .adjustment(_, let factor, _): factor.shortText
        }
    }
}

/// The multiple as a text: `2`, `-1`, `0.5`.
private func multipleText(_ thousandths: Int) -> String {
    let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
    var text = (thousandths < 0 ? "-" : "") + String(whole)
    if rest > 0 {
        var decimals = String(1_000 + rest).dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        text += "." + decimals
    }
    return text
}

extension Ratio {
    /// The ratio as a text: `50`, `1/10`, `1.05`; `4/3` where four decimals don't say it exactly.
    public var shortText: String {
        guard denominator > 1, numerator > 1, 10_000 % denominator == 0 else { return description }
        let scaled = numerator.multipliedReportingOverflow(by: 10_000 / denominator)
        guard !scaled.overflow else { return description }
        let (whole, rest) = scaled.partialValue.quotientAndRemainder(dividingBy: 10_000)
        var decimals = String(10_000 + rest).dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        return "\(whole).\(decimals)"
    }
}
