import KraderModel

/// What a held issue's first price of the day is compared with.
struct AwaitedPrice {
    /// The close before, or what obeyed actions made of it; `nil`: nothing is awaited.
    var expected: Price?
    /// The close before, where an action was obeyed.
    var unadjusted: Price?
    /// Whether the opening auction finds the base price, as after a reduction (krx-market.md §3.3).
    var opensFreely = false
}

/// What the day's first price of each held symbol is compared with, by symbol.
struct AwaitedPrices: ~Copyable {
    private let prices: FixedBuffer<AwaitedPrice>
    /// How many are awaited still.
    var count = 0

    init(symbols: Int) { prices = FixedBuffer(repeating: AwaitedPrice(), count: symbols) }

    subscript(symbol: Int) -> AwaitedPrice {
        @inline(__always) get { prices[symbol] }
        nonmutating set { prices[symbol] = newValue }
    }

    @inline(__always)
    func has(_ symbol: Int) -> Bool { count > 0 && prices[symbol].expected != nil }
}

// A held issue whose prices change their base and no action that the run obeys says why: the
// holding then counts for something that it is not worth (semantics.md §6). The engine looks for it
// when a day begins, and at its first price.
extension Engine {
    /// Notes the closes of what is held, before the day's base prices take their place.
    mutating func awaitFirstPrices(on day: CalendarDate) {
        awaited.count = 0
        guard configuration.enforcesMarketRules else { return }
        for symbol in 0..<market.count {
            // Where no price has come since then, what was awaited is awaited still.
            let former = awaited[symbol]
            awaited[symbol] = AwaitedPrice()
            guard trading.books.positions[symbol].quantity > .zero,
                configuration.instruments[symbol].listing?.day != day
            else { continue }
            if former.expected != nil { awaited[symbol] = former }
            awaited[symbol].expected = market[symbol].base
            if awaited[symbol].expected != nil { awaited.count += 1 }
        }
    }

    /// Compares a symbol's close, the one before, with what its history says of the day's base
    /// price.
    mutating func compareBase(
        _ history: InstrumentHistory, _ symbol: Int, _ day: CalendarDate, close: Price?,
        _ actions: [CorporateAction], _ out: inout OutputBuffer
    ) {
        guard awaited.has(symbol) else { return }
        guard actions.isEmpty else {
            awaited[symbol].expected = market[symbol].base
            awaited[symbol].unadjusted = close
            awaited[symbol].opensFreely = actions.contains { $0.kind == .reverseSplit }
            return
        }
        guard let close, let stated = history.basePrice(on: day) else { return }
        let steps = market[symbol].steps
        let step = max(steps.step(at: close).won, steps.step(at: stated).won)
        guard abs(stated.won - close.won) > step else { return }
        awaited[symbol] = AwaitedPrice()
        awaited.count -= 1
        tellChange(.baseChanged, symbol, from: close, to: stated, &out)
    }

    /// Compares the day's first price with what was awaited, before it becomes the last price.
    @inline(never)
    mutating func compareFirstPrice(_ symbol: Int, _ price: Price, _ out: inout OutputBuffer) {
        let former = awaited[symbol]
        awaited[symbol] = AwaitedPrice()
        awaited.count -= 1
        guard let expected = former.expected, !isWithinLimits(price, of: expected, symbol) else {
            if let expected = former.expected, former.unadjusted == nil,
                sharesMoved(symbol, against: price, expected)
            {
                tellChange(.baseChanged, symbol, from: expected, to: price, &out)
            }
            return
        }
        if let close = former.unadjusted, isWithinLimits(price, of: close, symbol) {
            tellChange(.actionAgainstPrices, symbol, from: close, to: price, &out)
        } else if !former.opensFreely {
            tellChange(.baseChanged, symbol, from: expected, to: price, &out)
        }
    }

    /// Whether a price lies within the day's limits around a base; true where there are no limits.
    private func isWithinLimits(_ price: Price, of base: Price, _ symbol: Int) -> Bool {
        PriceLimit.band(
            base: base, board: market[symbol].board,
            multipleThousandths: market[symbol].multipleThousandths, on: trading.session[0].day
        )?.contains(price) ?? true
    }

    /// Whether the number of listed shares moved against the price since the last price.
    private func sharesMoved(_ symbol: Int, against price: Price, _ close: Price) -> Bool {
        guard market[symbol].lastTime != .distantPast else { return false }
        return configuration.instruments[symbol].sharesMoved(
            from: CalendarDate(market[symbol].lastTime), to: trading.session[0].day, against: price,
            close)
    }

    private mutating func tellChange(
        _ kind: IncidentRecord.Kind, _ symbol: Int, from close: Price, to price: Price,
        _ out: inout OutputBuffer
    ) {
        if isReplayed { return }
        tell(
            IncidentRecord(
                at: now, kind: kind, strategy: nil, symbol: SymbolIndex(symbol),
                prices: IncidentRecord.Prices(before: close, after: price)), &out)
    }
}
