/// How often there was something to look at, by clause: a clause that never had anything before it
/// holds, and proves nothing.
public struct Evaluations: Hashable, Sendable {
    private var counts = [Int64](repeating: 0, count: Clause.allCases.count)

    public init() {}

    public subscript(clause: Clause) -> Int64 { counts[Int(clause.rawValue)] }

    /// How often the clauses of an invariant had something to look at.
    public subscript(invariant invariant: Int) -> Int64 {
        Clause.allCases.reduce(0) { $1.invariant == invariant ? $0 + self[$1] : $0 }
    }

    /// The invariants of which no clause had anything to look at, by number.
    public var invariantsNeverLookedAt: [Int] {
        Clause.invariants.filter { self[invariant: $0] == 0 }
    }

    mutating func count(_ clause: Clause) { counts[Int(clause.rawValue)] += 1 }

    mutating func count(_ clauses: Clause...) { for clause in clauses { count(clause) } }

    public mutating func add(_ other: Evaluations) {
        for place in counts.indices { counts[place] += other.counts[place] }
    }
}

extension Clause {
    /// The numbers of the invariants that the checks look at.
    public static let invariants = Set(allCases.map(\.invariant)).sorted()
}
