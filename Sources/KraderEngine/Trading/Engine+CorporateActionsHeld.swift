import KraderModel

// What becomes of signals that wait for a price or an auction when a corporate action changes both.
extension Engine {
    /// Signals that wait for an auction ask for the same: new shares for old ones, at prices of
    /// new ones. A buy asks for no more and pays no more than before, a sale for no less; a buy of
    /// no whole share is refused.
    mutating func adjustHeldSignals(
        _ symbol: Int, _ action: CorporateAction, _ out: inout OutputBuffer
    ) {
        let steps = market[symbol].steps
        for waiting in trading.held where waiting.key.symbol.int == symbol {
            var adjusted = waiting
            adjusted.order = waiting.order.adjusted(by: action, steps)
            if adjusted.order.quantity == .zero {
                var signal = adjusted.record(at: now)
                answer(.refused(.zeroQuantity(nil)), &signal, &out)
            } else {
                tell(HeldSignalRecord(at: now, signal: adjusted), &out)
            }
        }
    }

    mutating func adjustExits(
        _ symbol: Int, _ action: CorporateAction, _ out: inout OutputBuffer
    ) {
        let steps = market[symbol].steps
        var next = trading.exits.heads[symbol]
        while next >= 0 {
            let place = Int(next)
            next = trading.exits.slots[place].next
            let held = coverable(trading.exits.slots[place].exit)
            trading.exits.slots[place].exit.adjust(by: action, held: held, steps)
            if trading.exits.slots[place].exit.quantity == .zero {
                record(.done, place, &out)
                trading.exits.remove(place)
            } else {
                record(.adjusted, place, &out)
            }
        }
    }
}

extension Engine {
    /// The table of price steps may be another than yesterday's: levels stay on the grid.
    mutating func putExitsOnGrid(_ out: inout OutputBuffer) {
        guard trading.exits.count > 0 else { return }
        for symbol in 0..<trading.exits.heads.count {
            var next = trading.exits.heads[symbol]
            while next >= 0 {
                let place = Int(next)
                next = trading.exits.slots[place].next
                guard trading.exits.slots[place].exit.putOnGrid(market[symbol].steps) else {
                    continue
                }
                record(.adjusted, place, &out)
            }
        }
    }
}

extension OrderSignal {
    fileprivate func adjusted(
        by action: CorporateAction, _ steps: PriceStepTable
    ) -> OrderSignal {
        var order = self
        let factor = action.priceFactor
        switch side {
        case .buy:
            order.quantity = quantity.map(action.shareFactor.floor)
            order.limit = limit.map { steps.roundedDown(factor.floor($0)) ?? steps.lowest }
        case .sell:
            order.quantity = quantity.map(action.shareFactor.ceiling)
            order.limit = limit.map { steps.roundedUp(factor.ceiling($0)) }
        }
        order.exits = exits?.adjusted(by: factor)
        return order
    }
}
