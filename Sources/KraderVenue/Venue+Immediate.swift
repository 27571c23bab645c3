import KraderModel

/// IOC and FOK orders without a book: they look at prints for a moment (semantics.md §4).
extension Venue {
    /// From here on prints are too late for the order. Its own stamp units come on top: a print of
    /// the next second may have been made in this one.
    private mutating func end(ofImmediate slot: Int32) -> Moment {
        // Prints of the last moment still count.
        orders[slot].enteredAt + configuration.immediateWait + stampMargin + stampMargin
            + Interval(nanoseconds: 1)
    }

    /// Whatever its limit, it takes what comes until then.
    mutating func waitForPrints(_ slot: Int32) {
        if !orders[slot].isAggressive {
            let symbol = orders[slot].symbol.int
            if orders.lists[symbol].aggressive == VenueOrders.none {
                states[symbol].carriedParts = 0
            }
            orders.hunt(slot)
        }
        orders.wait(orders[slot].number)
        setWakeup(min(wakeup, nextImmediateEnd()))
    }

    mutating func nextImmediateEnd() -> Moment {
        let slot = orders.nextToEnd()
        return slot == VenueOrders.none ? .distantFuture : end(ofImmediate: slot)
    }

    mutating func endImmediates(at moment: Moment) {
        var slot = orders.nextToEnd()
        while slot != VenueOrders.none {
            let end = end(ofImmediate: slot)
            if end > moment { return }
            expire(slot, at: end)
            slot = orders.nextToEnd()
        }
    }
}
