/// The price grid of a board on a day: which prices an order may carry (krx-market.md §2).
///
/// A step table is one byte of data; look it up once a day and keep it. Bands are half-open, every
/// band edge is a multiple of both neighbours' steps, and prices from 1 won up are expected. Orders
/// are checked against the grid, prints never are: midpoint orders trade between its lines (§2.4).
public struct PriceStepTable: Hashable, Sendable {
    @usableFromInline let rule: Rule

    /// Whether the day lies before the first date whose rules are known; the earliest table stands
    /// in.
    public let isBeforeFirstRule: Bool

    @usableFromInline enum Rule: UInt8, Sendable {
        /// KOSPI, KOSDAQ and KONEX from 2023-01-25 (§2.1).
        case shares
        /// KOSPI from 2010-10-04 to 2023-01-24 (§2.2).
        case kospiBefore2023
        /// KOSDAQ and KONEX from 2010-10-04 to 2023-01-24 (§2.2).
        case kosdaqBefore2023
        /// ETF and ETN from 2023-12-11 (§2.3; the day itself is marked C there).
        case funds
        /// ETF and ETN before, ELW at all times (§2.3).
        case five
        /// Index levels: no grid.
        case one
    }

    @usableFromInline init(rule: Rule, isBeforeFirstRule: Bool) {
        self.rule = rule
        self.isBeforeFirstRule = isBeforeFirstRule
    }

    static let firstRule = CalendarDate(2010, 10, 4)
    static let oneTableForShares = CalendarDate(2023, 1, 25)
    static let finerFunds = CalendarDate(2023, 12, 11)

    /// The table in force for a board on a KST date. Does not allocate.
    public static func table(board: Board, on day: CalendarDate) -> PriceStepTable {
        let rule: Rule =
            switch board {
            case .kospi: day < oneTableForShares ? .kospiBefore2023 : .shares
            case .kosdaq, .konex: day < oneTableForShares ? .kosdaqBefore2023 : .shares
            case .etf, .etn: day < finerFunds ? .five : .funds
            case .elw: .five
            case .index: .one
            }
        return PriceStepTable(rule: rule, isBeforeFirstRule: day < firstRule)
    }

    /// The distance from this price to the next line of the grid above it, when it lies on the
    /// grid.
    @inlinable public func step(at price: Price) -> Price { Price(step(at: price.won)) }

    @inlinable func step(at won: Int64) -> Int64 {
        switch rule {
        case .shares:
            if won < 20_000 { return won < 2_000 ? 1 : won < 5_000 ? 5 : 10 }
            if won < 200_000 { return won < 50_000 ? 50 : 100 }
            return won < 500_000 ? 500 : 1_000
        case .kospiBefore2023, .kosdaqBefore2023:
            if won < 10_000 { return won < 1_000 ? 1 : won < 5_000 ? 5 : 10 }
            if won < 100_000 { return won < 50_000 ? 50 : 100 }
            if rule == .kosdaqBefore2023 { return 100 }
            return won < 500_000 ? 500 : 1_000
        case .funds:
            return won < 2_000 ? 1 : 5
        case .five:
            return 5
        case .one:
            return 1
        }
    }

    /// The lowest price on the grid.
    @inlinable public var lowest: Price { step(at: Price(1)) }

    /// Whether an order may carry this price.
    @inlinable public func isOnGrid(_ price: Price) -> Bool {
        price.won > 0 && price.won % step(at: price.won) == 0
    }

    /// The next grid price above; from a price off the grid, the line just above it.
    @inlinable public func up(from price: Price) -> Price {
        let step = step(at: price.won)
        return Price(price.won - price.won % step + step)
    }

    /// The next grid price below; from a price off the grid, the line just below it. It is `nil`
    /// below the lowest grid price, since a price is at least 1: callers that want to stay there
    /// write `table.down(from: price) ?? table.lowest`.
    @inlinable public func down(from price: Price) -> Price? {
        // One won less finds the band below an edge, and cuts a grid price down by a whole step.
        roundedDown(Price(price.won - 1))
    }

    /// The highest grid price that is not above this one, `nil` when there is none.
    @inlinable public func roundedDown(_ price: Price) -> Price? {
        let line = price.won - price.won % step(at: price.won)
        return line > 0 ? Price(line) : nil
    }

    /// The lowest grid price that is not below this one.
    @inlinable public func roundedUp(_ price: Price) -> Price {
        isOnGrid(price) ? price : up(from: price)
    }

    /// The line of the grid that is nearest, the upper one of two.
    @inlinable public func nearest(_ price: Price) -> Price {
        let above = roundedUp(price)
        guard let below = roundedDown(price) else { return above }
        return above.won - price.won <= price.won - below.won ? above : below
    }

    /// The price so many steps up, or down when negative; it stops at the lowest grid price. From a
    /// price off the grid the first step goes to the line just above or below.
    @inlinable public func moved(_ price: Price, steps: Int) -> Price {
        var result = price
        var left = steps
        while left > 0 {
            result = up(from: result)
            left -= 1
        }
        while left < 0 {
            guard let lower = down(from: result) else { return lowest }
            result = lower
            left += 1
        }
        return result
    }
}

extension PriceStepTable {
    /// One row of the table as people print it.
    public struct Band: Hashable, Sendable {
        public var from: Price
        /// The price below which the band ends; `nil` for the last band, which has no end.
        public var below: Price?
        public var step: Price
    }

    /// The table's rows, lowest first. They are for people: this allocates.
    public var bands: [Band] {
        // Every edge of every table; neighbours with the same step are one band.
        let edges: [Int64] = [
            1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
        ]
        var bands = [Band(from: lowest, below: nil, step: lowest)]
        for edge in edges.map({ Price($0) }) where step(at: edge) != bands[bands.count - 1].step {
            bands[bands.count - 1].below = edge
            bands.append(Band(from: edge, below: nil, step: step(at: edge)))
        }
        return bands
    }
}
