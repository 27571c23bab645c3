public import KraderModel

/// What `instruments.csv` says: facts of issues, point in time (semantics.md §6).
///
/// Invariants:
/// 1. Facts are in the order of their keys: symbol, day, name of the fact.
/// 2. No key stands twice.
public struct InstrumentTable: Hashable, Sendable {
    public private(set) var facts: [InstrumentFact]

    /// Makes a table without facts.
    public init() { facts = [] }

    /// Makes a table of facts in any order; of those with the same key the first is kept.
    public init(_ facts: [InstrumentFact]) {
        self.facts = []
        merge(facts)
    }

    /// - Parameter sorted: facts in the order of their keys, none of which stands twice.
    init(sorted: [InstrumentFact]) { facts = sorted }

    /// Adds facts. What is there already stays: a person may have written it.
    ///
    /// - Returns: the added facts that say something else than what stays.
    @discardableResult
    public mutating func merge(_ more: [InstrumentFact]) -> [InstrumentFact] {
        var contested: [InstrumentFact] = []
        let all = (facts + more).enumerated()
            .sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
        facts = []
        facts.reserveCapacity(all.count)
        for (_, fact) in all {
            guard let last = facts.last, last.key == fact.key else {
                facts.append(fact)
                continue
            }
            if last.value != fact.value { contested.append(fact) }
        }
        return contested
    }

    /// The facts about which a person has to decide.
    public var proposals: [InstrumentFact] { facts.filter(\.isProposed) }

    /// Takes proposals as true, or takes them away.
    ///
    /// - Parameter chosen: whether a proposal is meant.
    /// - Returns: the proposals that were meant, as they stood.
    public mutating func decide(
        _ decision: Decision, _ chosen: (InstrumentFact) -> Bool
    ) -> [InstrumentFact] {
        var decided: [InstrumentFact] = []
        var kept: [InstrumentFact] = []
        kept.reserveCapacity(facts.count)
        for var fact in facts {
            if fact.isProposed, chosen(fact) {
                decided.append(fact)
                if decision == .reject { continue }
                fact.isProposed = false
            }
            kept.append(fact)
        }
        facts = kept
        return decided
    }

    public enum Decision: Hashable, Sendable { case confirm, reject }

    /// What runs go by: confirmed facts only, by code. The name is the last one that is said.
    public var histories: [(code: IssueCode, name: String?, history: InstrumentHistory)] {
        var result: [(code: IssueCode, name: String?, history: InstrumentHistory)] = []
        for fact in facts where !fact.isProposed {
            if result.last?.code != fact.symbol {
                result.append((fact.symbol, nil, InstrumentHistory()))
            }
            let place = result.count - 1
            result[place].history.add(fact)
            if case .name(let name) = fact.value { result[place].name = name }
        }
        return result
    }

    /// The issues that are listed on a day and whose board is known by then, by code, as confirmed
    /// facts have them on that day.
    public func instruments(on day: CalendarDate) -> [Instrument] {
        var result: [Instrument] = []
        var start = facts.startIndex
        while start < facts.endIndex {
            let symbol = facts[start].symbol
            var end = start
            while end < facts.endIndex, facts[end].symbol == symbol { end += 1 }
            if let instrument = Instrument(facts[start..<end], on: day) {
                result.append(instrument)
            }
            start = end
        }
        return result
    }
}

extension InstrumentHistory {
    /// Adds a fact. Facts come in the order of days.
    fileprivate mutating func add(_ fact: InstrumentFact) {
        switch fact.value {
        case .board(let board): boards.append(Dated(fact.day, board))
        case .interruptionClass(let value): interruptionClasses.append(Dated(fact.day, value))
        case .listedShares(let shares): listedShares.append(Dated(fact.day, shares))
        case .basePrice(let price): basePrices.append(Dated(fact.day, price))
        case .listed: listed = fact.day
        case .delisted: delisted = fact.day
        case .adjustment: if let action = fact.action { actions.append(action) }
        case .name, .multiple: break
        }
    }
}

extension Instrument {
    /// Makes an instrument; `nil` when it is not listed on the day, or its board is not known by
    /// then.
    ///
    /// - Parameter facts: the facts of one issue, in the order of days.
    fileprivate init?(_ facts: ArraySlice<InstrumentFact>, on day: CalendarDate) {
        guard let code = facts.first?.symbol else { return nil }
        var found = Instrument(code: code, board: .kospi)
        var board: Board?
        for fact in facts where !fact.isProposed {
            if case .listed = fact.value, day < fact.day { return nil }
            guard fact.day <= day else { continue }
            switch fact.value {
            case .board(let value): board = value
            case .interruptionClass(let value): found.interruptionClass = value
            case .multiple(let thousandths): found.multipleThousandths = thousandths
            case .listedShares(let shares): found.listedShares = shares
            case .basePrice(let price): if fact.day == day { found.basePrice = price }
            case .listed(let offerPrice):
                found.listing = offerPrice.map { Listing(day: fact.day, offerPrice: $0) }
            case .delisted: return nil
            case .name, .adjustment: break
            }
        }
        guard let board else { return nil }
        found.board = board
        self = found
    }
}
