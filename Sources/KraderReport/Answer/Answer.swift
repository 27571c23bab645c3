import KraderJSON
public import KraderModel

/// An answer as data; people, JSON and CSV each get their own rendering of it.
public struct Answer {
    public enum Value: Hashable {
        case number(Int64)
        /// A number that is no whole one, for people and for machines.
        case measure(shown: String, plain: String)
        case text(String)
        case flag(Bool)
        case missing
    }

    /// A named value. `name` is its key in JSON and CSV, `label` is for people.
    public struct Fact {
        public var name: String
        /// `nil`: not shown to people, because the title or a table says it.
        public var label: String?
        public var value: Value
        /// Part of the question: a batch row has it already.
        public var isAsked: Bool

        public init(name: String, label: String?, value: Value, isAsked: Bool = false) {
            self.name = name
            self.label = label
            self.value = value
            self.isAsked = isAsked
        }
    }

    public struct Table {
        /// `name` is the key in JSON and CSV, `label` the title for people; `nil` where the one or
        /// the others don't see the column.
        public typealias Column = (name: String?, label: String?)

        /// `nil`: shown to people only.
        public var name: String?
        public var columns: [Column]
        public var rows: [[Value]]
        /// Of a cell, by row and column; for people.
        public var ink: (Int, Int) -> TextStyle.Ink? = { _, _ in nil }

        public init(name: String?, columns: [Column], rows: [[Value]]) {
            self.name = name
            self.columns = columns
            self.rows = rows
        }
    }

    /// One line for people.
    public var title: String
    public var facts: [Fact] = []
    public var tables: [Table] = []
    /// What people should know about the answer, a sentence each.
    public var notes: [String] = []

    public init(title: String) { self.title = title }

    public mutating func add(_ name: String, _ label: String?, _ value: Value) {
        facts.append(Fact(name: name, label: label, value: value))
    }

    public mutating func addAsked(_ name: String, _ label: String?, _ value: Value) {
        facts.append(Fact(name: name, label: label, value: value, isAsked: true))
    }
}

extension Answer.Value {
    public static func price(_ price: Price?) -> Self { price.map { .number($0.won) } ?? .missing }
    public static func won(_ won: Won) -> Self { .number(won.amount) }
    public static func count(_ count: Int) -> Self { .number(Int64(count)) }
    public static func date(_ date: CalendarDate?) -> Self {
        date.map { .text($0.description) } ?? .missing
    }

    /// A part of 1: `15.0 %` for people, 0.1503 for machines.
    public static func percent(_ share: Double?, places: Int = 1) -> Self {
        guard let share, let percent = plainDecimal(share * 100, places),
            let plain = plainDecimal(share, places + 3)
        else { return .missing }
        return .measure(shown: percent + " %", plain: plain)
    }

    public static func decimal(_ value: Double?, places: Int) -> Self {
        guard let value, let text = plainDecimal(value, places), let plain = plainDecimal(value, 4)
        else { return .missing }
        return .measure(shown: text, plain: plain)
    }

    public var isNumber: Bool {
        switch self {
        case .number, .measure: true
        case .text, .flag, .missing: false
        }
    }
}
