/// A value that holds from a day on (KST), until the next one of its list.
public struct Dated<Value: Hashable & Sendable>: Hashable, Sendable {
    public var day: CalendarDate
    public var value: Value

    public init(_ day: CalendarDate, _ value: Value) {
        self.day = day
        self.value = value
    }
}

extension Array {
    /// The value that holds on a day: the last one that is not later. The list is in order of days.
    public func value<Value>(on day: CalendarDate) -> Value? where Element == Dated<Value> {
        let later = partitioningIndex { $0.day > day }
        return later > 0 ? self[later - 1].value : nil
    }
}

/// What is known of an issue over time (semantics.md §6). Each list is in order of days, no day
/// twice.
public struct InstrumentHistory: Hashable, Sendable {
    public var boards: [Dated<Board>]
    public var interruptionClasses: [Dated<Instrument.InterruptionClass>]
    public var listedShares: [Dated<Shares>]
    /// The prices from which the limits of their one day are computed; days without one follow the
    /// previous official close.
    public var basePrices: [Dated<Price>]
    public var actions: [CorporateAction]
    /// The first day on which it traded; `nil`: before all that is known.
    public var listed: CalendarDate?
    /// The first day on which it no longer trades.
    public var delisted: CalendarDate?

    public init(
        boards: [Dated<Board>] = [],
        interruptionClasses: [Dated<Instrument.InterruptionClass>] = [],
        listedShares: [Dated<Shares>] = [], basePrices: [Dated<Price>] = [],
        actions: [CorporateAction] = [], listed: CalendarDate? = nil, delisted: CalendarDate? = nil
    ) {
        self.boards = boards
        self.interruptionClasses = interruptionClasses
        self.listedShares = listedShares
        self.basePrices = basePrices
        self.actions = actions
        self.listed = listed
        self.delisted = delisted ?? actions.first { $0.kind == .delisting }?.day
    }

    /// Whether it is on the exchange's list that day.
    public func isListed(on day: CalendarDate) -> Bool {
        (listed.map { $0 <= day } ?? true) && (delisted.map { day < $0 } ?? true)
    }

    /// The fact of that very day.
    public func basePrice(on day: CalendarDate) -> Price? {
        let place = basePrices.partitioningIndex { $0.day >= day }
        return place < basePrices.count && basePrices[place].day == day
            ? basePrices[place].value : nil
    }

    /// The actions that take effect after one day and until another, in order.
    public func actions(after last: CalendarDate, through day: CalendarDate) -> [CorporateAction] {
        actions.filter { last < $0.day && $0.day <= day && $0.kind != .delisting }
    }

    /// What stands for the last price when a day begins: the fact of the day; else the close, and
    /// where actions took effect since then, that times their price factors, on the line of the
    /// grid that is nearest, the upper one of two (the exchange publishes such bases, krx-market.md
    /// §3.3: without the fact this is a guess). `nil` when neither is known.
    public func basePrice(
        on day: CalendarDate, close: Price?, actions: [CorporateAction], steps: PriceStepTable
    ) -> Price? {
        if let fact = basePrice(on: day) { return fact }
        guard let close, !actions.isEmpty else { return close }
        return steps.nearest(actions.reduce(close) { $1.priceFactor.scaled($0) })
    }
}
