import KraderModel

extension Engine {
    /// The engine's invariants, recomputed from scratch; debug builds look after each step.
    var invariantsHold: Bool {
        var reserved = Won.zero
        var offered = Shares.zero
        var bids = Shares.zero
        for slot in 0..<orders.usedSlots where orders.isAlive(slot) {
            reserved += orders.slots[slot].reserved
            switch orders.slots[slot].side {
            case .buy: bids += orders.slots[slot].machine.leaves
            case .sell: offered += orders.slots[slot].machine.leaves
            }
        }
        var holdings = Won.zero
        var offeredHeld = Shares.zero
        var bidsHeld = Shares.zero
        for symbol in 0..<ledger.positions.count {
            let position = ledger.positions[symbol]
            guard position.quantity >= .zero, position.offered <= position.quantity,
                position.cost >= .zero
            else { return false }
            holdings += position.value
            offeredHeld += position.offered
            bidsHeld += position.bidFor
        }
        return reserved == ledger.totals[0].reserved && offered == offeredHeld && bids == bidsHeld
            && holdings == ledger.totals[0].holdings
    }
}
