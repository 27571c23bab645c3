import KraderModel

/// The quantity that the rules have let through so far, and the one that made it what it is.
struct Sizing {
    private(set) var quantity: Shares
    /// The rule that cut last, with its numbers: the smallest quantity decides, of equal ones the
    /// first (semantics.md §3). `nil` while nothing was cut.
    private(set) var cut: Refusal?

    init(_ quantity: Shares) { self.quantity = quantity }

    /// At most so many, by a rule with these numbers.
    @inline(__always)
    mutating func reduce(to most: Shares, by rule: @autoclosure () -> Refusal) {
        guard most < quantity else { return }
        quantity = most
        cut = rule()
    }

    /// The last cut left nothing: it is a refusal.
    var refusal: Refusal? { quantity <= .zero ? cut : nil }
}

extension Shares {
    /// Where so many fit: the shares that a rule's numbers are told for, the first that doesn't
    /// fit. Of a replace, which changes whole or not at all, all that is left of the order, unless
    /// no account could hold their value.
    func told(of whole: Shares?, at price: Price) -> Shares {
        let tooMany = max(self, .zero) + Shares(1)
        guard let whole, whole.count <= NumberRange.moneyMax.amount / price.won else {
            return tooMany
        }
        return max(whole, tooMany)
    }
}
