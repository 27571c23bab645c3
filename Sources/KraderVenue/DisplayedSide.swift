import KraderModel

/// What is known of one side of a symbol's display, beside its levels; and what our orders of the
/// opposite side, which take from it, may still have.
struct DisplayedSide {
    /// `nil` while the side is believed.
    var disbelief: Disbelief? = .neverCame
    /// Levels before this one are gone: prints took them or went beyond them.
    var first: Int32 = 0
    /// The side's last update, or the last print at a price that it still shows.
    var confirmedAt = Moment.distantPast
    /// The best price of the last update; 0 when it had none, or when a print outside that
    /// display's spread has contradicted it.
    var bestShown = Price(0)
    /// When our orders last took from it, or for want of it from a print.
    var takenAt = Moment.distantPast
    var allowance = Allowance()

    /// Where a symbol's side stands among all sides.
    static func place(_ side: Side, _ symbol: Int) -> Int { symbol * 2 + (side == .sell ? 1 : 0) }
}

/// What the account's orders of one side may have beyond what they met: a share of what is printed
/// (semantics.md §4, books and quotes).
struct Allowance {
    /// So long after a taking it lives, and as long as an order that took is open.
    static let life = Interval.seconds(60)

    var lives = false
    var printed = Shares.zero
    var used = Shares.zero
    /// The best price at which our orders have taken since it began.
    var best = Price(0)
    /// By level, what is left of the shares that were displayed when it began: they are ours to
    /// take without it.
    var met: InlineArray<10, Shares> = InlineArray(repeating: .zero)

    func left(_ participation: Rate?) -> Shares {
        guard let participation else { return Shares(.max) }
        return max(Shares(participation.floored(of: Won(printed.count)).amount) - used, .zero)
    }
}
