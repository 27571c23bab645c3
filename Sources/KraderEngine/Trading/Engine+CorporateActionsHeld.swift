import KraderModel

// What becomes of signals that wait for a price or an auction when a corporate action changes both.
extension Engine {
    /// Signals that wait for an auction ask for the same: new shares for old ones, at prices of
    /// new ones. A buy asks for no more and pays no more than before, a sale for no less; a buy of
    /// no whole share is refused.
    mutating func adjustHeldSignals(
        _ symbol: Int, _ action: CorporateAction, _ out: inout OutputBuffer
    ) {
        guard !held.isEmpty else { return }
        let steps = market[symbol].steps
        var refused: [SignalRecord] = []
        for place in held.indices where held[place].signal.key.symbol.int == symbol {
            held[place].signal.order = held[place].signal.order.adjusted(by: action, steps)
            if held[place].signal.order.quantity == .zero { refused.append(held[place].signal) }
        }
        held.removeAll { $0.signal.key.symbol.int == symbol && $0.signal.order.quantity == .zero }
        for var signal in refused {
            signal.at = now
            answer(.refused(.zeroQuantity(nil)), &signal, &out)
        }
    }

    mutating func adjustExits(
        _ symbol: Int, _ action: CorporateAction, _ out: inout OutputBuffer
    ) {
        let steps = market[symbol].steps
        var next = exits.heads[symbol]
        while next >= 0 {
            let place = Int(next)
            next = exits.slots[place].next
            let strategy = Int(exits.slots[place].exit.strategy)
            let own = books.position(of: strategy, symbol).quantity
            exits.slots[place].exit.adjust(by: action, held: own, steps)
            if exits.slots[place].exit.quantity == .zero {
                emit(ExitRecord(at: now, event: .done, exit: exits.slots[place].exit), &out)
                exits.remove(place)
            } else {
                emit(ExitRecord(at: now, event: .adjusted, exit: exits.slots[place].exit), &out)
            }
        }
    }
}

extension Engine {
    /// The table of price steps may be another than yesterday's: levels stay on the grid.
    mutating func putExitsOnGrid(_ out: inout OutputBuffer) {
        guard exits.count > 0 else { return }
        for symbol in 0..<exits.heads.count {
            var next = exits.heads[symbol]
            while next >= 0 {
                let place = Int(next)
                next = exits.slots[place].next
                guard exits.slots[place].exit.putOnGrid(market[symbol].steps) else { continue }
                emit(ExitRecord(at: now, event: .adjusted, exit: exits.slots[place].exit), &out)
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
