import KraderJSON

/// A change from the previous close, as a row says it.
public struct ImportedChange: Hashable, Sendable {
    public enum Sign: UInt8, Hashable, Sendable, CaseIterable { case none, plus, minus }

    /// The change in won, without its sign; for indices with their decimals.
    public var amount: Int64
    public var sign: Sign
    /// The direction that a column of its own says, one digit; 0 where none does.
    public var code: UInt8

    public init(amount: Int64, sign: Sign = .none, code: UInt8 = 0) {
        self.amount = amount
        self.sign = sign
        self.code = code
    }
}

/// How the directions of changes may be meant: houses number them differently, and some leave the
/// sign away. A sign that stands before a change is obeyed under each of them.
public enum ChangeReading: String, Hashable, Sendable, CaseIterable {
    /// A change without a sign is a rise.
    case signed
    /// FinanceDataReader, marcap and KRX: 1 up, 2 down, 3 flat, 4 upper limit, 5 lower limit.
    case upFirst
    /// KIS and Kiwoom: 1 upper limit, 2 up, 3 flat, 4 lower limit, 5 down.
    case limitFirst

    /// What its codes mean, and who writes them.
    public var houses: String {
        switch self {
        case .signed: "none"
        case .upFirst: "1 up, 2 down (FinanceDataReader, marcap, KRX)"
        case .limitFirst: "2 up, 5 down (KIS, Kiwoom)"
        }
    }

    /// Whether the change is a fall; `nil` where this reading does not know.
    func isFall(_ sign: ImportedChange.Sign, code: UInt8) -> Bool? {
        switch sign {
        case .minus: return true
        case .plus: return false
        case .none: break
        }
        switch (self, code) {
        case (.signed, _): return false
        case (.upFirst, 1), (.upFirst, 4), (.limitFirst, 1), (.limitFirst, 2): return false
        case (.upFirst, 2), (.upFirst, 5), (.limitFirst, 4), (.limitFirst, 5): return true
        default: return nil
        }
    }
}

/// The readings that the rows of a file don't contradict: a row has a base price where all of them
/// agree on it (semantics.md §4). A wrong one is worse than none.
public struct ChangeReadings: Hashable, Sendable {
    public private(set) var possible: [ChangeReading]
    /// Changes that fit the close of the row before when they are read so.
    public private(set) var fitting: Int
    /// Changes that could be compared with the row before.
    public private(set) var compared: Int
    /// Changes other than 0 whose direction, and so whose base price, stays unknown.
    public private(set) var unknown: Int

    public static let none = ChangeReadings(possible: [])

    init(possible: [ChangeReading], fitting: Int = 0, compared: Int = 0, unknown: Int = 0) {
        self.possible = possible
        self.fitting = fitting
        self.compared = compared
        self.unknown = unknown
    }

    /// Whether the direction came from a column of codes, not from signs alone.
    public var isByCodes: Bool { !possible.isEmpty && !possible.contains(.signed) }

    /// The base price: close less change. It is 0 when that is no price or the direction is not
    /// known.
    public func basePrice(close: Int64, _ change: ImportedChange?) -> Int64 {
        guard let change else { return 0 }
        guard change.amount != 0 else { return close }
        guard let isFall = isFall(change.sign, code: change.code) else { return 0 }
        let (base, overflow) = close.subtractingReportingOverflow(
            isFall ? -change.amount : change.amount)
        return !overflow && ValueReader.prices.contains(base) ? base : 0
    }

    /// Whether the change is a fall; `nil` when the readings don't know, or don't agree.
    func isFall(_ sign: ImportedChange.Sign, code: UInt8) -> Bool? {
        var answer: Bool?
        for reading in possible {
            guard let isFall = reading.isFall(sign, code: code) else { continue }
            if let answer, answer != isFall { return nil }
            answer = isFall
        }
        return answer
    }

    /// Sentences without their full stops, where there is something to tell.
    public var sentences: [String] {
        var result: [String] = []
        if isByCodes, fitting > 0 {
            let houses = possible.map(\.houses)
            result.append(
                "codes of direction are \(houses.joined(separator: " or ")): \(fitting) of "
                    + "\(compared) changes fit the row before")
        }
        if unknown > 0 {
            result.append(
                "\(unknown) changes have a direction that neither signs, codes nor the rows before "
                    + "tell surely; those rows have no base price")
        }
        return result
    }
}
