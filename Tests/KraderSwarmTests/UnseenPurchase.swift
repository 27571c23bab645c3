import KraderBacktest
import KraderEngine
import KraderModel
import KraderSwarm

extension World {
    /// A quiet world in which a person buys behind the last reading of lists: books must differ.
    ///
    /// - Parameter others: what happens beside it
    static func unseenPurchase(beside others: [ScriptedEvent] = []) -> World {
        var world = World(seed: 1, symbols: 2)
        world.kind = .none
        world.twist = nil
        world.faults = FaultPlan(
            others + [
                ScriptedEvent(
                    .at(world.end - .milliseconds(10)),
                    .order(
                        BrokerRequest.NewOrder(
                            symbol: SymbolIndex(0), side: .buy, quantity: Shares(1), limit: nil))),
                ScriptedEvent(
                    .at(world.end - .milliseconds(5)),
                    .fill(.manual(1), Shares(1), at: world.market.issues[0].base)),
            ])
        return world
    }
}
