import KraderModel

// A person wants all that is held sold, or all of an issue. Exits do the work: each strategy's
// shares are covered by one that counts as hit, and it is pursued until they are gone.
extension Engine {
    /// Cancels the open orders of a symbol, or of all, and sells what can be sold of it. Only sells
    /// leave until a person resumes trading. While the kill switch is engaged this is refused:
    /// arming it again, reducing, comes first.
    mutating func flatten(
        _ symbol: SymbolIndex?, _ note: OperatorNote, _ out: inout OutputBuffer
    ) {
        if let symbol, symbol.int < 0 || symbol.int >= market.count { return }
        let isRefused = trading.session[0].isKillSwitchEngaged
        tell(
            IncidentRecord(
                at: now, kind: isRefused ? .flattenRefused : .flattening, strategy: nil,
                symbol: symbol, note: note), &out)
        guard !isRefused else { return }
        cancelForbidden(&out)
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            let order = trading.orders.slots[slot]
            guard !order.isExternal, order.type != .market,
                trading.flattening?.covers(order.symbol) ?? false
            else { continue }
            requestCancel(order.reference, .riskChanged, &out)
        }
        for index in 0..<market.count where symbol.map({ $0.int == index }) ?? true {
            coverToFlatten(index, &out)
        }
    }

    /// Covers what each strategy holds of a symbol by an exit that counts as hit. What belongs to
    /// nobody the first strategy's sells.
    mutating func coverToFlatten(_ symbol: Int, _ out: inout OutputBuffer) {
        guard trading.books.positions[symbol].quantity > .zero else { return }
        for strategy in 0..<trading.books.strategies {
            var own = trading.books.position(of: strategy, symbol)
            if strategy == 0 {
                own.quantity += trading.books.unowned(symbol).quantity
                own.cost += trading.books.unowned(symbol).cost
            }
            guard own.quantity > .zero else { continue }
            let index = SymbolIndex(symbol)
            let place =
                trading.exits.place(Int32(strategy), index)
                ?? trading.exits.insert(
                    ArmedExit(
                        strategy: Int32(strategy), symbol: index, rules: ProtectiveExits(),
                        firstFill: now))
            if trading.exits.slots[place].exit.hit == nil { trading.exits.hit(place, .flatten) }
            trading.exits.slots[place].exit.hit = .flatten
            trading.exits.slots[place].exit.quantity = own.quantity
            trading.exits.slots[place].exit.cost = own.cost
            trading.exits.slots[place].pursuit.metLevel = nil
            trading.exits.slots[place].pursuit.failures = 0
            record(.hit, place, &out)
            pursue(place, isFromTick: false, &out)
        }
    }

    /// A person has resumed trading: what is left is guarded as before, by its own exits or none.
    mutating func endFlattening(_ out: inout OutputBuffer) {
        for symbol in 0..<trading.exits.heads.count {
            var next = trading.exits.heads[symbol]
            while next >= 0 {
                let place = Int(next)
                next = trading.exits.slots[place].next
                guard trading.exits.slots[place].exit.hit == .flatten else { continue }
                trading.exits.miss(place)
                let exit = trading.exits.slots[place].exit
                let held = coverable(exit)
                if exit.rules == ProtectiveExits() || held == .zero {
                    record(.done, place, &out)
                    trading.exits.remove(place)
                } else {
                    if exit.quantity > held {
                        trading.exits.slots[place].exit.lower(by: exit.quantity - held)
                    }
                    record(.armed, place, &out)
                }
            }
        }
    }

    /// What was on its way when a person wanted all sold is sold too.
    @inline(__always)
    mutating func flattenFill(_ fill: StrategyFill, _ out: inout OutputBuffer) {
        guard let flattening = trading.flattening, fill.side == .buy,
            flattening.covers(fill.symbol)
        else { return }
        coverToFlatten(fill.symbol.int, &out)
    }

    /// The most shares that an exit may cover.
    @inline(__always)
    func coverable(_ exit: ArmedExit) -> Shares {
        let own = trading.books.position(of: Int(exit.strategy), exit.symbol.int).quantity
        guard exit.hit == .flatten, exit.strategy == 0 else { return own }
        return own + trading.books.unowned(exit.symbol.int).quantity
    }
}

/// What a person wants sold: everything, or some issues.
enum Flattening: Hashable {
    case all
    case symbols([SymbolIndex])

    /// What was wanted before, and a symbol or all beside it.
    init(_ before: Flattening?, adding symbol: SymbolIndex?) {
        switch (before, symbol) {
        case (.all?, _), (_, nil): self = .all
        case (nil, let symbol?): self = .symbols([symbol])
        case (.symbols(let known)?, let symbol?):
            self = .symbols(known.contains(symbol) ? known : known + [symbol])
        }
    }

    func covers(_ symbol: SymbolIndex) -> Bool {
        switch self {
        case .all: true
        case .symbols(let symbols): symbols.contains(symbol)
        }
    }
}
