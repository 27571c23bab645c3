import KraderModel

/// IOC and FOK orders without a book: they look at prints, or at points of candles, for a moment
/// (semantics.md §4).
extension Venue {
    /// The moment from which prints are too late for the order. Two units of their stamps come on
    /// top: a print of the next second may have been made in this one. Points of candles have no
    /// unit (§1).
    private mutating func end(ofImmediate slot: Int32, forPoints: Bool) -> Moment {
        let margin = forPoints ? Interval.zero : stampMargin + stampMargin
        // Prints of the last moment still count.
        return orders[slot].enteredAt + configuration.immediateWait + margin
            + Interval(nanoseconds: 1)
    }

    /// Whether candles alone tell of a symbol: whoever waits has nothing with a stamp unit to wait
    /// for.
    private func isOfPoints(_ symbol: Int) -> Bool {
        !states[symbol].hasPrints && !states[symbol].hasBook
            && paths[symbol].start != .distantPast
    }

    /// Whether a point comes too late for an immediate order, which may wait longer for prints.
    mutating func isTooLate(_ point: Moment, for slot: Int32) -> Bool {
        orders[slot].timeInForce != .day
            && point > orders[slot].enteredAt + configuration.immediateWait
    }

    /// Lets an order wait for prints: whatever its limit, it takes what comes until then.
    mutating func waitForPrints(_ slot: Int32) {
        let symbol = orders[slot].symbol.int
        if !orders[slot].isAggressive {
            if orders.lists[symbol].aggressive == VenueOrders.none {
                states[symbol].carriedParts = 0
            }
            orders.hunt(slot)
        }
        orders.wait(orders[slot].number, forPoints: isOfPoints(symbol))
        setWakeup(min(wakeup, nextImmediateEnd()))
    }

    mutating func nextImmediateEnd() -> Moment {
        min(nextEnd(forPoints: true), nextEnd(forPoints: false))
    }

    private mutating func nextEnd(forPoints: Bool) -> Moment {
        let slot = orders.nextToEnd(forPoints: forPoints)
        guard slot != VenueOrders.none else { return .distantFuture }
        return end(ofImmediate: slot, forPoints: forPoints)
    }

    mutating func endImmediates(at moment: Moment) {
        while true {
            let (points, prints) = (nextEnd(forPoints: true), nextEnd(forPoints: false))
            if min(points, prints) > moment { return }
            var forPoints = points < prints
            if points == prints {
                // The first number comes first where both are of one moment.
                let slots = (
                    orders.nextToEnd(forPoints: true), orders.nextToEnd(forPoints: false)
                )
                forPoints = orders[slots.0].number < orders[slots.1].number
            }
            expire(orders.nextToEnd(forPoints: forPoints), at: min(points, prints))
        }
    }
}
