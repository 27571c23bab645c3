import KraderModel

/// What is known of one side of a symbol's display, beside its levels; and what our orders of the
/// opposite side, which take from it, may still have.
struct DisplayedSide {
    /// Why the side is not believed, `nil` while it is.
    var disbelief: Disbelief? = .neverCame
    /// The first level that is there: prints took those before it or went beyond them.
    var first: Int32 = 0
    /// The side's last update, or the last print at a price that it still shows.
    var confirmedAt = Moment.distantPast
    /// The best price of the last update; 0 when it had none, or when a print outside that
    /// display's spread has contradicted it.
    var bestShown = Price(0)
    /// The moment at which our orders last took from it, or from a print because it had nothing.
    var takenAt = Moment.distantPast
    var allowance = Allowance()

    /// The place of a symbol's side among all sides.
    static func place(_ side: Side, _ symbol: Int) -> Int { symbol * 2 + (side == .sell ? 1 : 0) }
}

/// What the account's orders of one side may have beyond what they met: a share of what is printed
/// (semantics.md §4, books and quotes).
struct Allowance {
    /// How long after a taking it lives; it also lives as long as an order that took is open.
    static let life = Interval.seconds(60)

    var lives = false
    var printed = Shares.zero
    var used = Shares.zero
    /// The best price at which our orders have taken since it began.
    var best = Price(0)
    /// What is left at each level of the shares that were displayed when it began: they are ours to
    /// take without it.
    var met: InlineArray<10, Shares> = InlineArray(repeating: .zero)

    func left(_ participation: Rate?) -> Shares {
        guard let participation else { return Shares(.max) }
        return max(Shares(participation.floored(of: Won(printed.count)).amount) - used, .zero)
    }
}
