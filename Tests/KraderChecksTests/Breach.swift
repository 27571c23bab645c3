import KraderChecks
import KraderModel
import Testing

@testable import KraderEngine

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
        // What finds something had something to look at.
        let looks = scene.checks.evaluations[breach.clause]
        #expect(looks > 0)
    }

    @Test("nothing is wished any more of an order that is absent for sure")
    func absentWish() {
        let scene = BreachScene()
        scene.place()
        scene.right([
            scene.told(.inDoubt, 1, .pendingNew), scene.told(.cancelRequested, 1, .pendingNew),
        ])
        for time in ["10:00:20", "10:00:40", "10:01:00"] {
            scene.time = time
            scene.hear(.executions, .executions([], hasMore: false))
        }
        scene.time = "10:01:10"
        let id = scene.nextRequest()
        scene.right(
            [scene.told(.notFound, 1, .rejected)],
            of: scene.answer(id, BrokerQuery(.executions), .executions([], hasMore: false)))
        scene.checkCalm()
        let breach = scene.checks.breach
        #expect(breach == nil)
    }

    @Test("as many shares as the broker tells of may be other ones: one lost, two in another order")
    func overtaken() {
        let scene = BreachScene()
        scene.work()
        // A share at 69,000 is never told; the third, at 70,000, comes before the second.
        scene.right(
            [scene.filled(1, 1, at: 70_000, .buy, .partialFill, cumulative: 3, amount: 208_500)],
            of: BreachScene.push)
        scene.right(
            [scene.filled(1, 1, at: 69_500, .buy, .partialFill, cumulative: 2, amount: 138_500)],
            of: BreachScene.push)
    }

    @Test("an engine that was made again counts what it sets aside from zero")
    func counting() {
        let scene = BreachScene()
        scene.work()
        scene.right([], of: BreachScene.reply, setAside: 1)
        scene.right([.run(RunRecord(at: scene.moment, number: 2, strategies: ["a"], symbols: []))])
        scene.right([], of: BreachScene.reply, setAside: 1)
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
