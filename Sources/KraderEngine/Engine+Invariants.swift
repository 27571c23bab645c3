import KraderModel

extension Engine {
    /// The engine's invariants, recomputed from scratch; debug builds look after each step.
    var invariantsHold: Bool { ordersAreSound && booksAgree && strategiesAgree }

    /// Whether strategies and nobody hold together what the account holds; exits cover what is
    /// held.
    private var strategiesAgree: Bool {
        trading.books.agree
            && trading.exits.all.allSatisfy { exit in
                exit.quantity > .zero && exit.quantity <= coverable(exit)
            }
    }

    /// Whether live orders can still do something, reserve what their leaves need, expire when they
    /// should and are on their way out where the mode does not allow them.
    private var ordersAreSound: Bool {
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            let order = trading.orders.slots[slot]
            let needed =
                order.side == .sell
                ? .zero
                : configuration.costs.reservation(
                    filled: order.filledAmount, leaves: order.machine.leaves,
                    price: order.reservingPrice)
            let goes = order.isCancelRequested || trading.killSwitch.nextRetry < .distantFuture
            guard !order.machine.isDone, order.reserved == needed,
                order.side == .sell || order.isExternal || countsAtItsDearest(order),
                order.isCancelRequested || order.expiresAt >= nextExpiry,
                !trading.forbids(order) || goes || order.isExternal
            else { return false }
        }
        return true
    }

    /// A buy with a limit counts at it, or at the one that it is on its way to.
    private func countsAtItsDearest(_ order: Order) -> Bool {
        guard let limit = order.limit else { return true }
        let dearest = max(limit, order.pendingLimit ?? limit)
        return order.valuation == dearest && order.reservingPrice >= dearest
    }

    /// Whether sums over live orders and positions are those that the books keep.
    private var booksAgree: Bool {
        var reserved = Won.zero
        var offered = Shares.zero
        var bids = Shares.zero
        var buyValue = Won.zero
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            reserved += trading.orders.slots[slot].reserved
            switch trading.orders.slots[slot].side {
            case .buy:
                bids += trading.orders.slots[slot].machine.leaves
                buyValue +=
                    trading.orders.slots[slot].valuation * trading.orders.slots[slot].machine.leaves
            case .sell: offered += trading.orders.slots[slot].machine.leaves
            }
        }
        var holdings = Won.zero
        var offeredHeld = Shares.zero
        var bidsHeld = Shares.zero
        for symbol in 0..<trading.books.positions.count {
            let position = trading.books.positions[symbol]
            guard position.quantity >= .zero,
                position.sellable >= .zero || trading.books.isDisturbed,
                position.unlisted >= .zero, position.offered >= .zero, position.bidFor >= .zero,
                position.cost >= .zero
            else { return false }
            holdings += position.value
            offeredHeld += position.offered
            bidsHeld += position.bidFor
        }
        return reserved == trading.books.totals[0].reserved && offered == offeredHeld
            && bids == bidsHeld
            && buyValue == trading.books.openBuys
            && holdings == trading.books.totals[0].holdings
    }
}
