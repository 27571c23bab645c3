import KraderModel

/// The quantity that the rules have let through so far, and the one that made it what it is.
struct Sizing {
    private(set) var quantity: Shares
    /// The rule that cut last, with its numbers: the smallest quantity decides, of equal ones the
    /// first (semantics.md §3). It is `nil` while nothing was cut.
    private(set) var cut: Refusal?

    init(_ quantity: Shares) { self.quantity = quantity }

    /// Cuts the quantity to at most so many, by a rule with these numbers.
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
    /// The shares that a rule's numbers are told for where so many fit: the first that doesn't fit.
    /// For a replace, which changes whole or not at all, it is all that is left of the order,
    /// unless no account could hold their value.
    func told(of whole: Shares?, at price: Price) -> Shares {
        let tooMany = max(self, .zero) + Shares(1)
        guard let whole, whole.count <= NumberRange.moneyMax.amount / price.won else {
            return tooMany
        }
        return max(whole, tooMany)
    }
}
