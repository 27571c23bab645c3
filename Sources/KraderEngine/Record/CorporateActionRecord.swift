public import KraderModel

/// A corporate action changed what is held, or the price at which it is valued. It is the only way
/// beside fills in which positions change.
public struct CorporateActionRecord: Hashable, Sendable {
    public var at: Moment
    public var symbol: SymbolIndex
    /// The strategy whose shares changed, `nil` for the account: the account's record comes first,
    /// then those of each strategy that holds some. What is left belongs to nobody.
    public var strategy: Int32?
    public var action: CorporateAction
    public var before: Shares
    /// The shares after it, ⌊before × share factor⌋ for the account. What a fraction is paid out
    /// with isn't known: it is written off. Strategies share the account's whole shares in their
    /// order.
    public var after: Shares
    /// What all of them cost together, afterwards: the same, or zero when no whole share is left.
    public var cost: Won
    /// The cost of a holding of which no whole share is left: a loss.
    public var writtenOff: Won
    /// What a share is valued at before the day's first print; `nil` when nothing is known.
    public var mark: Price?
    /// The part of `after` that belongs to nobody, in the account's record.
    public var unownedAfter = Shares.zero

    /// Whether a part of a share was lost.
    public var losesFraction: Bool { action.shareFactor.leavesFraction(of: before.count) }
}
