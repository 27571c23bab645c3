import KraderModel
import Testing

@testable import KraderStrategies

@Suite("buy_and_hold")
struct BuyAndHoldTests {
    let first = SymbolIndex(0)
    let second = SymbolIndex(1)
    let outsider = SymbolIndex(2)

    @Test("each symbol of the universe is bought once, for an equal share")
    func shares() throws {
        var plan = try #require(
            BuyAndHoldPlan([true, true, false], share: 0.95, of: Won(10_000_000)))
        #expect(plan.budget == Won(4_750_000))
        #expect(plan.take(outsider, at: Price(1_000)) == .nothing)
        #expect(plan.take(first, at: Price(70_000)) == .buy(Shares(67)))
        #expect(plan.take(first, at: Price(70_000)) == .nothing)
        #expect(!plan.isDone)
        #expect(plan.take(second, at: Price(4_750_000)) == .buy(Shares(1)))
        #expect(plan.isDone)
    }

    @Test("a share that costs more than its part is not bought, now or later")
    func tooDear() throws {
        var plan = try #require(BuyAndHoldPlan([true], share: 1, of: Won(69_999)))
        #expect(plan.take(first, at: Price(70_000)) == .tooDear)
        #expect(plan.take(first, at: Price(60_000)) == .nothing)
    }

    @Test("there is no plan before there is a universe, and none on credit")
    func noPlan() throws {
        #expect(BuyAndHoldPlan([false, false], share: 1, of: Won(1_000)) == nil)
        var broke = try #require(BuyAndHoldPlan([true], share: 1, of: Won(-1_000)))
        #expect(broke.take(first, at: Price(1)) == .tooDear)
    }
}
