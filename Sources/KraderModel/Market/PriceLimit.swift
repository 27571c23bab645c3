/// The prices between which an issue may trade on a day, both ends included and on the grid.
public struct PriceBand: Hashable, Sendable {
    public var lower: Price
    public var upper: Price

    @inlinable public init(lower: Price, upper: Price) {
        self.lower = lower
        self.upper = upper
    }

    @inlinable public func contains(_ price: Price) -> Bool { lower <= price && price <= upper }

    /// The nearest price inside the band.
    @inlinable public func clamped(_ price: Price) -> Price {
        price < lower ? lower : price > upper ? upper : price
    }
}

/// Daily price limits by board and date, computed as KRX does (krx-market.md §3).
public enum PriceLimit {
    /// What the base price is.
    public enum Basis: UInt8, Hashable, Sendable, CaseIterable {
        /// The previous official close, or an adjusted base that the exchange published.
        case previousClose
        /// The offer price of a share on its listing day. From 2023-06-26 the band is 60 %..400 %
        /// of it all day. Before, 90 %..200 % bounds the opening auction, whose price is the base
        /// of an ordinary band for the rest of the day (§3.1).
        case offerPrice
    }

    /// How far prices may go from the base, in millionths of it.
    public struct Width: Hashable, Sendable {
        public var down: Int64
        public var up: Int64
    }

    static let firstRule = CalendarDate(1998, 12, 7)
    static let thirtyPerCent = CalendarDate(2015, 6, 15)
    static let widerListingDay = CalendarDate(2023, 6, 26)

    /// Whether the day lies before the first known rule; its ±15 % stands in.
    public static func isBeforeFirstRule(_ day: CalendarDate) -> Bool { day < firstRule }

    /// Whether the opening cross of a listing day sets the base of an ordinary band (§3.1).
    public static func isBaseFoundInAuction(on day: CalendarDate) -> Bool { day < widerListingDay }

    /// The widths in force, `nil` where a board has no limits (ELW, indices).
    ///
    /// - Parameter multipleThousandths: The multiple of an ETF's or ETN's underlying in
    ///   thousandths; its sign does not matter; other boards ignore it.
    public static func width(
        board: Board, multipleThousandths: Int = 1_000, basis: Basis = .previousClose,
        on day: CalendarDate
    ) -> Width? {
        let era: Int64 = day < thirtyPerCent ? 150_000 : 300_000
        switch board {
        case .kospi, .kosdaq:
            switch basis {
            case .previousClose:
                return Width(down: era, up: era)
            case .offerPrice:
                return day < widerListingDay
                    ? Width(down: 100_000, up: 1_000_000) : Width(down: 400_000, up: 3_000_000)
            }
        case .konex:
            return Width(down: 150_000, up: 150_000)
        case .etf, .etn:
            let scaled = era * Int64(multipleThousandths.magnitude) / 1_000
            return Width(down: scaled, up: scaled)
        case .elw, .index:
            return nil
        }
    }

    /// The band around a base price, `nil` where a board has no limits.
    ///
    /// The two sides are not symmetric: each width is cut down on the grid of the *base*, the upper
    /// limit again on the grid of the *result* (§3.2). A base off the grid, which the exchange
    /// never publishes, still gives limits on the grid.
    public static func band(
        base: Price, board: Board, multipleThousandths: Int = 1_000,
        basis: Basis = .previousClose, on day: CalendarDate
    ) -> PriceBand? {
        guard
            let width = width(
                board: board, multipleThousandths: multipleThousandths, basis: basis, on: day)
        else { return nil }
        let table = PriceStepTable.table(board: board, on: day)
        return band(base: base, width: width, table: table)
    }

    /// The band of an instrument around a day's base price.
    public static func band(
        base: Price, instrument: Instrument, basis: Basis = .previousClose, on day: CalendarDate
    ) -> PriceBand? {
        band(
            base: base, board: instrument.board,
            multipleThousandths: instrument.multipleThousandths, basis: basis, on: day)
    }

    static func band(base: Price, width: Width, table: PriceStepTable) -> PriceBand {
        precondition(base.won > 0, "A base price is at least 1")
        let step = table.step(at: base).won
        /// ⌊base × width⌋ cut down to whole steps, at least one: below 4 won it would be none.
        func cut(_ millionths: Int64) -> Int64 {
            let exact = base.won * millionths / 1_000_000
            return max(exact - exact % step, step)
        }
        let lower = base.won - cut(width.down)
        let upper = Price(base.won + cut(width.up))
        return PriceBand(
            lower: lower > 0 ? table.roundedUp(Price(lower)) : table.lowest,
            upper: table.roundedDown(upper) ?? table.lowest)
    }
}
