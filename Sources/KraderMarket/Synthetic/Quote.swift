import KraderModel

/// A fair value inside the day's band, and the step of the price grid that encloses it.
///
/// Invariant: band.lower ≤ bid ≤ value < ask, and bid ≤ band.upper. At the upper limit the value is
/// the bid, nobody buys at the ask beyond it.
struct Quote {
    private let table: PriceStepTable
    private let lower: Double
    private let upper: Double
    private var value: Double
    private(set) var bid: Price
    private(set) var ask: Price

    /// The quote at the day's base price.
    init(issue: SyntheticIssue, previousClose: Price, on day: CalendarDate) {
        table = PriceStepTable.table(board: issue.board, on: day)
        bid = table.roundedDown(previousClose) ?? table.lowest
        ask = table.up(from: bid)
        value = Double(bid.won)
        let band =
            PriceLimit.band(base: bid, board: issue.board, on: day)
            ?? PriceBand(lower: bid, upper: bid)
        lower = Double(band.lower.won)
        upper = Double(band.upper.won)
    }

    /// Moves the value by a return, no further than the band.
    @inline(__always)
    mutating func move(by change: Double) {
        value = min(max(value * (1 + change), lower), upper)
        while value >= Double(ask.won) {
            bid = ask
            ask = table.up(from: bid)
        }
        while value < Double(bid.won) {
            ask = bid
            bid = table.down(from: bid) ?? table.lowest
        }
    }

    /// Whether a print is at the ask, from a draw of 16 bits.
    @inline(__always)
    func isBought(_ draw: UInt64) -> Bool {
        (value - Double(bid.won)) * 65_536 > Double(draw) * Double(ask.won - bid.won)
    }

    /// The grid price nearest to the value.
    var nearest: Price {
        value - Double(bid.won) > Double(ask.won) - value ? ask : bid
    }
}
