public import KraderModel

/// What a whole-market file says of one issue on one day, as far as instruments are concerned. 0
/// stands for what is not said.
public struct DailyRow: Hashable, Sendable {
    public var day: CalendarDate
    /// The open and the close, in won.
    public var open: Int64
    public var close: Int64
    /// The base price, in won: close less the signed change (semantics.md §4).
    public var basePrice: Int64
    public var listedShares: Int64
    /// Whether the day had no trading: open, high and low are then 0.
    public var isHalted: Bool
    public var board: Board?

    public init(
        day: CalendarDate, open: Int64 = 0, close: Int64, basePrice: Int64 = 0,
        listedShares: Int64 = 0, isHalted: Bool = false, board: Board? = nil
    ) {
        self.day = day
        self.open = open
        self.close = close
        self.basePrice = basePrice
        self.listedShares = listedShares
        self.isHalted = isHalted
        self.board = board
    }
}
