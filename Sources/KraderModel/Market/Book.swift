/// One price of a book and the shares displayed there, of all orders at it.
public struct PriceLevel: Hashable, Sendable {
    public var price: Price
    public var quantity: Shares

    @inlinable public init(_ price: Price, _ quantity: Shares) {
        self.price = price
        self.quantity = quantity
    }
}

/// What one symbol's book displays at a moment: up to ten levels a side, the best first. One level
/// a side is a best quote. A side without levels displays nothing: an issue at its limit.
///
/// In a call auction what is displayed is indicative: sides may meet or cross there.
public struct Book: Sendable {
    /// Levels that KRX shows a side in continuous trading (krx-market.md §5.4).
    public static let depthMax = 10

    /// The exchange's stamp.
    public var time: Moment
    public var symbol: SymbolIndex
    @usableFromInline var askCount: Int32 = 0
    @usableFromInline var bidCount: Int32 = 0
    @usableFromInline var askLevels: InlineArray<10, PriceLevel>
    @usableFromInline var bidLevels: InlineArray<10, PriceLevel>

    @inlinable public init(time: Moment, symbol: SymbolIndex) {
        self.time = time
        self.symbol = symbol
        askLevels = InlineArray(repeating: PriceLevel(Price(0), .zero))
        bidLevels = InlineArray(repeating: PriceLevel(Price(0), .zero))
    }

    /// Makes a book of at most `depthMax` levels a side, the best first.
    public init(time: Moment, symbol: SymbolIndex, asks: [PriceLevel], bids: [PriceLevel]) {
        self.init(time: time, symbol: symbol)
        for level in asks { append(level, to: .sell) }
        for level in bids { append(level, to: .buy) }
    }

    /// How many levels a side shows: the asks for orders to sell, the bids for orders to buy.
    @inlinable public func count(_ side: Side) -> Int {
        Int(side == .sell ? askCount : bidCount)
    }

    /// A level of a side; level 0 is the best.
    @inlinable public func level(_ side: Side, _ index: Int) -> PriceLevel {
        precondition(index < count(side), "Only levels that are displayed are asked for")
        // A branch chooses, since a conditional expression copies the whole side first.
        if side == .sell { return askLevels[index] }
        return bidLevels[index]
    }

    /// The displayed levels of a side where they lie, for whoever looks at many of them: reading
    /// them one by one copies the side each time. The pointer ends with the call.
    @inlinable @inline(__always)
    public func withLevels<Result>(
        _ side: Side, _ body: (UnsafeBufferPointer<PriceLevel>) -> Result
    ) -> Result {
        func lend(_ levels: borrowing InlineArray<10, PriceLevel>, _ count: Int) -> Result {
            levels.span.withUnsafeBufferPointer {
                body(UnsafeBufferPointer(rebasing: $0[0..<count]))
            }
        }
        if side == .sell { return lend(askLevels, count(side)) }
        return lend(bidLevels, count(side))
    }

    @inlinable public func best(_ side: Side) -> PriceLevel? {
        switch side {
        case .sell: askCount > 0 ? askLevels[0] : nil
        case .buy: bidCount > 0 ? bidLevels[0] : nil
        }
    }

    /// Adds the next worse level of a side that has fewer than ten.
    @inlinable public mutating func append(_ level: PriceLevel, to side: Side) {
        precondition(count(side) < Book.depthMax, "A book has at most ten levels a side")
        switch side {
        case .sell:
            askLevels[Int(askCount)] = level
            askCount += 1
        case .buy:
            bidLevels[Int(bidCount)] = level
            bidCount += 1
        }
    }

    /// Changes the shares displayed at a level, for whoever takes some of them.
    @inlinable public mutating func setQuantity(_ quantity: Shares, _ side: Side, _ index: Int) {
        precondition(index < count(side), "Only levels that are displayed are changed")
        switch side {
        case .sell: askLevels[index].quantity = quantity
        case .buy: bidLevels[index].quantity = quantity
        }
    }

    /// What a book says wrongly about itself, if anything: for whoever reads one from outside.
    /// Sides that meet are no fault: they do in auctions.
    public var fault: BookFault? {
        for side in Side.allCases {
            for index in 0..<count(side) {
                let level = level(side, index)
                if level.price < Price(1) { return .badPrice(side, level: index) }
                if level.quantity < .zero { return .badQuantity(side, level: index) }
                guard index > 0 else { continue }
                let better = self.level(side, index - 1).price
                if side == .sell ? level.price <= better : level.price >= better {
                    return .outOfOrder(side, level: index)
                }
            }
        }
        return nil
    }
}

/// What is wrong with a book. Levels count from 0, the best.
public enum BookFault: Error, Hashable, Sendable {
    case badPrice(Side, level: Int)
    case badQuantity(Side, level: Int)
    /// A level is not worse than the one before it.
    case outOfOrder(Side, level: Int)
}

extension Book: Equatable {
    public static func == (a: Book, b: Book) -> Bool {
        guard a.time == b.time, a.symbol == b.symbol else { return false }
        return Side.allCases.allSatisfy { side in
            a.count(side) == b.count(side)
                && (0..<a.count(side)).allSatisfy { a.level(side, $0) == b.level(side, $0) }
        }
    }
}
