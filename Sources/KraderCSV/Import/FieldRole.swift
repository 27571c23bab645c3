/// What is done with the fields of a column.
struct FieldRole {
    enum Kind: UInt8 {
        case ignored
        case time, date, code
        /// A time or a date that `ImportForm.dateFormat` reads.
        case timeByFormat, dateByFormat
        /// A price whose sign only shows the side of the previous close; 0 is looked at later.
        case price
        /// A price of the same kind, which may be empty or 0: then there is none.
        case optionalPrice
        case levelQuantity
        /// Shares or won traded, which are never negative.
        case amount
        case optionalAmount
        case size, change, changeCode
        case taker, venue, board, name
        case quantities, prices
    }

    var kind: Kind
    /// The place of the field among the numbers of a row (`NumberSlot`).
    var slot: Int

    var isByFormat: Bool { kind == .timeByFormat || kind == .dateByFormat }

    static let ignored = FieldRole(kind: .ignored, slot: 0)
}

/// Where the numbers of a row go.
enum NumberSlot {
    static let open = 0
    static let high = 1
    static let low = 2
    static let close = 3
    static let volume = 4
    static let value = 5
    static let listedShares = 8
    static let price = 9
    static let size = 10
    static let ask = 11
    static let bid = 12
    /// The first of ten places for each list of a book, the best level first.
    static let askPrices = 13
    static let askQuantities = 23
    static let bidPrices = 33
    static let bidQuantities = 43
    static let count = 53
}

extension MarketColumn {
    /// What is done with its fields.
    var role: FieldRole {
        switch self {
        case .time: FieldRole(kind: .time, slot: 0)
        case .date: FieldRole(kind: .date, slot: 0)
        case .code: FieldRole(kind: .code, slot: 0)
        case .open: FieldRole(kind: .price, slot: NumberSlot.open)
        case .high: FieldRole(kind: .price, slot: NumberSlot.high)
        case .low: FieldRole(kind: .price, slot: NumberSlot.low)
        case .close: FieldRole(kind: .price, slot: NumberSlot.close)
        case .price: FieldRole(kind: .price, slot: NumberSlot.price)
        case .volume: FieldRole(kind: .amount, slot: NumberSlot.volume)
        case .value: FieldRole(kind: .optionalAmount, slot: NumberSlot.value)
        case .size: FieldRole(kind: .size, slot: NumberSlot.size)
        case .change: FieldRole(kind: .change, slot: 0)
        case .changeCode: FieldRole(kind: .changeCode, slot: 0)
        case .ask: FieldRole(kind: .optionalPrice, slot: NumberSlot.ask)
        case .bid: FieldRole(kind: .optionalPrice, slot: NumberSlot.bid)
        case .taker: FieldRole(kind: .taker, slot: 0)
        case .venue: FieldRole(kind: .venue, slot: 0)
        case .listedShares: FieldRole(kind: .optionalAmount, slot: NumberSlot.listedShares)
        case .board: FieldRole(kind: .board, slot: 0)
        case .name: FieldRole(kind: .name, slot: 0)
        case .quantities: FieldRole(kind: .quantities, slot: 0)
        case .prices: FieldRole(kind: .prices, slot: 0)
        }
    }
}
