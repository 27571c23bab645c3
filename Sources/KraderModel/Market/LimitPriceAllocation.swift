/// Who gets how much at a daily limit: when the opening price, or the first price after a halt or a
/// circuit breaker, is the upper (lower) limit, the buys (sells) there are treated as simultaneous
/// and served by size, not by time (krx-market.md §5.4, step 5).
public enum LimitPriceAllocation {
    /// What an order has got at most after each of the first rounds grows by so many shares.
    static let rounds: [Int64] = [100, 500, 1_000, 2_000]

    /// The shares that each order gets, in the order in which they were given. From the largest to
    /// the smallest (of equals the earlier first), each is given up to 100, then 500, 1,000 and
    /// 2,000 more, then half of what it still wants, then the rest, as long as there are some.
    ///
    /// - Parameters:
    ///   - quantities: what each order wants, in the order of arrival.
    ///   - available: what there is to give; what is left when all have theirs is not given.
    public static func allocate(_ quantities: [Shares], available: Shares) -> [Shares] {
        let largestFirst = quantities.indices.sorted {
            (quantities[$1], $0) < (quantities[$0], $1)
        }
        var given = quantities.map { _ in Shares.zero }
        var left = available
        func give(_ share: (_ wanted: Int64) -> Int64) {
            for order in largestFirst {
                let wanted = (quantities[order] - given[order]).count
                let part = Shares(min(share(wanted), wanted, left.count))
                given[order] = given[order] + part
                left = left - part
            }
        }
        for round in rounds { give { _ in round } }
        // A lot is one share; half a share counts as one.
        give { ($0 + 1) / 2 }
        give { $0 }
        return given
    }
}
