public import KraderModel

/// Which symbols strategies may buy (semantics.md §7).
public enum UniversePlan: Hashable, Sendable {
    /// The symbols that are given, for the whole run.
    case symbols([SymbolIndex])
    /// The symbols with the highest traded value, ranked again and again.
    case ranked(Ranking)

    public struct Ranking: Hashable, Sendable {
        /// The number of members, 1 or more.
        public var count: Int
        /// The boards whose issues are ranked.
        public var boards: Set<Board>
        /// The time from one ranking to the next, from the open on; above zero.
        public var refresh: Interval
        /// Whether preferred shares are ranked beside common ones.
        public var includesPreferred: Bool

        public init(
            count: Int = 20, boards: Set<Board> = [.kospi, .kosdaq],
            refresh: Interval = .minutes(30), includesPreferred: Bool = true
        ) {
            precondition(count > 0 && refresh > .zero, "A ranking has places and a period")
            self.count = count
            self.boards = boards
            self.refresh = refresh
            self.includesPreferred = includesPreferred
        }

        /// Whether an issue may ever be a member.
        public func admits(_ instrument: Instrument) -> Bool {
            instrument.board.isTradeable && boards.contains(instrument.board)
                && (includesPreferred || !instrument.isPreferred)
        }
    }
}
