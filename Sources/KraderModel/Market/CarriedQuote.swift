/// The best prices that came with a print, as they stood just after it, in two bytes: a print has
/// room for no more, and carries them through the whole run at no cost to those that have none.
///
/// Each is a distance from the print's price: so many times 1, 5, 10, 50, 100, 500, 1,000 or
/// 5,000 won, which are all the price steps that KRX ever had (krx-market.md §2). No table is
/// needed to read it, and a print between the lines of the grid carries its neighbours exactly. An
/// ask up to 23 steps above the print or 6 below has a place, where an edge of the table lies
/// between at least four, a bid the other way round; what has none is kept as said but out of
/// reach.
public struct CarriedQuote: Hashable, Sendable {
    /// The distance in one byte: bits 5–7 name the unit, bits 0–4 are how many of them, plus 8.
    @usableFromInline var askCode: UInt8
    @usableFromInline var bidCode: UInt8

    private static let unsaid: UInt8 = 0
    private static let outOfReach: UInt8 = 1
    private static let offset: Int64 = 8
    /// The codes of -8 and -7 won say that there is no price.
    private static let distances: ClosedRange<Int64> = -6...23

    /// Nothing was said.
    @inlinable public static var none: CarriedQuote { CarriedQuote(askCode: 0, bidCode: 0) }

    @inlinable init(askCode: UInt8, bidCode: UInt8) {
        self.askCode = askCode
        self.bidCode = bidCode
    }

    /// Packs the best prices that came with a print.
    /// - Parameters:
    ///   - ask: The ask in won, `nil` or below 1 when it wasn't said.
    ///   - bid: The bid, likewise.
    ///   - price: The price of the print.
    public init(ask: Price?, bid: Price?, at price: Price) {
        askCode = CarriedQuote.unsaid
        bidCode = CarriedQuote.unsaid
        if let ask, ask.won > 0 { askCode = CarriedQuote.code(ask.won &- price.won) }
        if let bid, bid.won > 0 { bidCode = CarriedQuote.code(price.won &- bid.won) }
    }

    /// Whether nothing was said of either side.
    @inlinable public var isEmpty: Bool { askCode | bidCode == 0 }

    /// What is said of a side.
    public enum Best: Hashable, Sendable {
        case unsaid
        /// The price lies further from the print than two bytes can say.
        case outOfReach
        case price(Price)
    }

    /// The best price to buy at, for `.sell`, or to sell at, for `.buy`.
    public func best(_ side: Side, at price: Price) -> Best {
        let code = side == .sell ? askCode : bidCode
        if code == CarriedQuote.unsaid { return .unsaid }
        if code == CarriedQuote.outOfReach { return .outOfReach }
        let distance =
            (Int64(code & 31) - CarriedQuote.offset) * CarriedQuote.unit(code >> 5)
        return .price(Price(side == .sell ? price.won + distance : price.won - distance))
    }

    private static func unit(_ place: UInt8) -> Int64 {
        switch place {
        case 0: 1
        case 1: 5
        case 2: 10
        case 3: 50
        case 4: 100
        case 5: 500
        case 6: 1_000
        case _: 5_000
        }
    }

    private static func code(_ distance: Int64) -> UInt8 {
        for place in 0..<8 as Range<UInt8> {
            let unit = unit(place)
            let isNear =
                place == 0
                ? distances.contains(distance)
                : distance >= -offset * unit && distance <= 23 * unit && distance % unit == 0
            if isNear { return place << 5 | UInt8(distance / unit + offset) }
        }
        return outOfReach
    }
}
