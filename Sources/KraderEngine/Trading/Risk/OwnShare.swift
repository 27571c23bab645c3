import KraderModel

/// What a strategy may call its own when it asks for an order: its book and its budget, beside the
/// account's rules.
struct OwnShare {
    /// Its own shares of the symbol and those that belong to nobody.
    var held: Shares
    /// The part of those that open orders offer already.
    var offered: Shares
    /// The most that its holdings and open buys may be worth; `nil`: what the account allows.
    var budget: Won?
    /// The worth of these in won now; it is looked up for strategies with a budget.
    var value: Won

    /// The last of the rules for a buy: holdings at their marks, open buys and the order stay
    /// within the budget.
    @inline(__always)
    func reduceToBudget(_ sizing: inout Sizing, _ valuation: Price, whole: Shares? = nil) {
        guard let budget else { return }
        let most = Shares((budget - value).amount / valuation.won)
        sizing.reduce(
            to: most,
            by: .strategyBudget(
                value: value + valuation * most.told(of: whole, at: valuation), allowed: budget))
    }
}
