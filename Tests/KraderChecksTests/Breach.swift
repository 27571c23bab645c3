import KraderChecks
import Testing

/// Something that can't be, and the clause that must see it.
struct Breach: CustomTestStringConvertible, Sendable {
    let clause: Clause
    let sentence: String
    let show: @Sendable () -> BreachScene

    init(_ clause: Clause, _ sentence: String, _ show: @escaping @Sendable () -> BreachScene) {
        self.clause = clause
        self.sentence = sentence
        self.show = show
    }

    var testDescription: String { "\(clause.invariant): \(sentence)" }

    static let all = ofOrders + ofSends + ofLimits + ofControl + ofMoney + ofTheBroker
}

@Suite("Each check is shown a breach")
struct BreachTests {
    @Test("exactly the clause that is broken says so", arguments: Breach.all)
    func breach(_ breach: Breach) {
        let scene = breach.show()
        let found = scene.checks.breach
        #expect(found?.clause == breach.clause, "\(found?.description ?? "no breach")")
        #expect(found?.description.contains(breach.clause.text) == true)
    }

    @Test("every clause has a breach here, and what is always checked needs no memory")
    func complete() {
        for clause in Clause.allCases {
            #expect(Breach.all.contains { $0.clause == clause }, "\(clause)")
        }
        let always = Set(Clause.allCases.filter(\.isAlwaysChecked).map(\.invariant))
        #expect(always.isSuperset(of: [1, 2, 3, 4, 9, 10, 13, 14, 18, 19, 31, 36, 37, 41]))
    }
}
