import KraderModel

/// Finds what is wrong with lists before anything is played.
struct FlowCheck {
    let instruments: [Instrument]
    let orders: [FlowOrder]
    let indices: [FlowIndex]
    let halts: [FlowHalt]
    let calendar: TradingCalendar

    /// The symbol of each order, cancels and changes included.
    func symbols() throws(FlowFault) -> [SymbolIndex] {
        var symbols: [SymbolIndex] = []
        symbols.reserveCapacity(orders.count)
        var before: Moment?
        var day: CalendarDate?
        for (number, order) in orders.enumerated() {
            if let before, order.time < before { throw .outOfOrder(order: number) }
            before = order.time
            let today = CalendarDate(order.time)
            if today != day, !calendar.isTradingDay(today) { throw .notATradingDay(order: number) }
            day = today
            symbols.append(try symbol(of: order, number: number, before: symbols))
        }
        return symbols
    }

    private func symbol(
        of order: FlowOrder, number: Int, before: [SymbolIndex]
    ) throws(FlowFault) -> SymbolIndex {
        switch order.action {
        case .enter(let entry):
            try check(entry, number: number)
            return entry.symbol
        case .cancel(let named):
            return try symbol(ofOrder: named, for: number, before: before)
        case .change(let named, let limit, let quantity):
            if limit == nil, quantity == nil { throw .emptyChange(order: number) }
            if let quantity, quantity < Shares(1) { throw .badQuantity(order: number) }
            if let limit, limit < Price(1) { throw .noLimit(order: number) }
            return try symbol(ofOrder: named, for: number, before: before)
        }
    }

    private func symbol(
        ofOrder named: Int, for number: Int, before: [SymbolIndex]
    ) throws(FlowFault) -> SymbolIndex {
        guard before.indices.contains(named), case .enter = orders[named].action else {
            throw .unknownOrder(order: number, names: named)
        }
        return before[named]
    }

    private func check(_ entry: FlowOrder.Entry, number: Int) throws(FlowFault) {
        guard instruments.indices.contains(entry.symbol.int) else {
            throw .unknownSymbol(order: number)
        }
        if !instruments[entry.symbol.int].board.isTradeable { throw .notTradeable(order: number) }
        if entry.quantity < Shares(1) { throw .badQuantity(order: number) }
        if entry.type.hasLimit {
            guard let limit = entry.limit, limit >= Price(1) else {
                throw .noLimit(order: number)
            }
        } else if entry.limit != nil {
            throw .limitNotTaken(order: number)
        }
    }

    /// Checks halts and indices.
    func surroundings() throws(FlowFault) {
        for (place, halt) in halts.enumerated() {
            if !instruments.indices.contains(halt.symbol.int) || halt.span.isEmpty {
                throw .badHalt(place)
            }
        }
        for (place, index) in indices.enumerated() {
            let points = index.points
            let isInOrder = zip(points, points.dropFirst()).allSatisfy { $0.time <= $1.time }
            let isPositive =
                index.previousClose > 0 && points.allSatisfy { $0.hundredths > 0 }
            let isMarket = index.board == .kospi || index.board == .kosdaq
            if !isInOrder || !isPositive || !isMarket { throw .badIndex(place) }
        }
    }
}
