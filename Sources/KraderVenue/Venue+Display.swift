public import KraderModel

/// How long a display is believed: side by side, level by level, until history contradicts it
/// (semantics.md §4). Levels hold what was displayed less what prints took; what we took is beside
/// them.
extension Venue {
    /// What a symbol's book displays from now on, at exchange time. Books outside continuous
    /// trading are indicative and match nothing.
    public mutating func show(_ book: borrowing Book) {
        if book.time >= wakeup { advance(to: book.time) }
        let symbol = book.symbol.int
        if !states[symbol].hasBook {
            states[symbol].hasBook = true
            orders.lists[symbol].attention |= SymbolOrders.watched
        }
        if !isTrading(symbol, at: book.time) { return endDisplay(symbol) }
        if let ask = book.best(.sell), let bid = book.best(.buy), bid.price >= ask.price {
            // Sides that meet trade: what shows them meeting shows no market.
            crossedDisplays += 1
            return endDisplay(symbol)
        }
        for side in Side.allCases { update(side, symbol, book) }
        books[symbol] = copy book
        if orders.lists[symbol].live > 0 { matchBook(symbol, at: book.time) }
    }

    private mutating func update(_ side: Side, _ symbol: Int, _ book: borrowing Book) {
        let place = DisplayedSide.place(side, symbol)
        // A side that grew too old in between is counted.
        _ = isBelieved(side, symbol, at: book.time)
        if !takings.isEmpty(place) { takings.compare(with: book, on: place, of: side) }
        if sides[place].allowance.lives { meetAgain(side, symbol, book) }
        sides[place].disbelief = nil
        sides[place].confirmedAt = book.time
        if let best = book.best(side), best.quantity > .zero {
            sides[place].first = 0
            sides[place].bestShown = best.price
        } else {
            findFirst(side, place, book)
        }
    }

    /// Finds the first level with shares of a side; it may be empty, or its best levels hold none.
    @inline(never)
    private mutating func findFirst(_ side: Side, _ place: Int, _ book: borrowing Book) {
        var first = 0
        while first < book.count(side), book.level(side, first).quantity <= .zero { first += 1 }
        sides[place].first = Int32(first)
        let isEmpty = first == book.count(side)
        sides[place].bestShown = isEmpty ? Price(0) : book.level(side, first).price
    }

    /// Cuts what is left of the shares that were displayed when the allowance began to what a later
    /// display shows.
    private mutating func meetAgain(_ side: Side, _ symbol: Int, _ book: borrowing Book) {
        let place = DisplayedSide.place(side, symbol)
        let met = sides[place].allowance.met
        var left = InlineArray<10, Shares>(repeating: .zero)
        book.withLevels(side) { after in
            books[symbol].withLevels(side) { before in
                var old = 0
                for index in 0..<after.count {
                    let price = after[index].price
                    while old < before.count,
                        side == .sell ? before[old].price < price : before[old].price > price
                    {
                        old += 1
                    }
                    guard old < before.count else { break }
                    if before[old].price == price {
                        left[index] = min(met[old], after[index].quantity)
                    }
                }
            }
        }
        sides[place].allowance.met = left
    }

    /// Whether what a side displayed is still there, as far as anybody knows.
    @inline(__always)
    mutating func isBelieved(_ side: Side, _ symbol: Int, at moment: Moment) -> Bool {
        let place = DisplayedSide.place(side, symbol)
        return sides[place].disbelief == nil && isStillBelieved(place, at: moment)
    }

    private mutating func isStillBelieved(_ place: Int, at moment: Moment) -> Bool {
        if let end = hours?.continuous.end, moment >= end, sides[place].confirmedAt < end {
            disbelieve(place, .ended)
            return false
        }
        switch configuration.bookCoverage {
        case .full: return true
        case .sampled:
            if moment - sides[place].confirmedAt <= configuration.bookAgeMax { return true }
            disbelieve(place, .aged)
            return false
        }
    }

    private mutating func disbelieve(_ place: Int, _ why: Disbelief) {
        sides[place].disbelief = why
        unbelievedSides.count(why)
    }

    /// A phase, an interruption or a halt ends what is displayed.
    mutating func endDisplay(_ symbol: Int) {
        for side in Side.allCases {
            let place = DisplayedSide.place(side, symbol)
            if sides[place].disbelief == nil { disbelieve(place, .ended) }
            if sides[place].allowance.lives {
                sides[place].allowance.met = InlineArray(repeating: .zero)
            }
        }
    }

    /// Forgets yesterday's displays and what we took from them.
    mutating func forgetDisplay(_ symbol: Int) {
        if !isWatched(symbol) { return }
        orders.lists[symbol].attention &= ~SymbolOrders.watched
        states[symbol].hasBook = false
        for side in Side.allCases {
            let place = DisplayedSide.place(side, symbol)
            if sides[place].disbelief == nil { unbelievedSides.count(.ended) }
            takings.removeAll(on: place)
            sides[place] = DisplayedSide()
        }
        books[symbol] = Book(time: .distantPast, symbol: SymbolIndex(symbol))
    }
}

extension Venue {
    /// A print of continuous trading in a symbol with a book, orders of ours, or both, or one that
    /// carries best prices.
    @usableFromInline mutating func attend(_ print: Tick) {
        let symbol = print.symbol.int
        if states[symbol].hasBook {
            weigh(print)
        } else if !print.quote.isEmpty || isWatched(symbol) {
            followCarried(print)
        }
        if orders.lists[symbol].live > 0 { match(print) }
    }

    /// Weighs what a print says of the display before it. Midpoint orders print between the lines
    /// and say nothing of it.
    private mutating func weigh(_ print: Tick) {
        let symbol = print.symbol.int
        if print.size <= .zero { return }
        if configuration.enforcesMarketRules, !days[symbol].steps.isOnGrid(print.price) { return }
        countForAllowance(print)
        explainTakings(by: print)
        if print.time <= books[symbol].time + stampMargin { return }
        for side in Side.allCases where isBelieved(side, symbol, at: print.time) {
            erode(side, print)
        }
        contradictSpread(print)
        if print.quote.isEmpty { return }
        for side in Side.allCases {
            if let best = carriedPrice(side, of: print, isForOrder: false) {
                improve(side, to: best, by: print)
            }
        }
    }

    func isWatched(_ symbol: Int) -> Bool {
        orders.lists[symbol].attention & SymbolOrders.watched != 0
    }

    /// Follows the best prices that prints carry: without a book they are all that was displayed.
    mutating func followCarried(_ print: Tick) {
        let symbol = print.symbol.int
        if print.size <= .zero { return }
        if configuration.enforcesMarketRules, !days[symbol].steps.isOnGrid(print.price) { return }
        contradictSpread(print)
        for side in Side.allCases {
            if let best = carriedPrice(side, of: print, isForOrder: false) {
                orders.lists[symbol].attention |= SymbolOrders.watched
                sides[DisplayedSide.place(side, symbol)].bestShown = best
            }
        }
    }

    /// The best price that came with a print is the newest best of its side, of unknown quantity:
    /// what was displayed at better prices is gone (semantics.md §4, prints only, aggressive).
    private mutating func improve(_ side: Side, to best: Price, by print: Tick) {
        let symbol = print.symbol.int
        let place = DisplayedSide.place(side, symbol)
        sides[place].bestShown = best
        guard isBelieved(side, symbol, at: print.time) else { return }
        let first = Int(sides[place].first)
        var index = first
        while index < books[symbol].count(side) {
            let level = books[symbol].level(side, index)
            let isLeft = side == .sell ? level.price >= best : level.price <= best
            if isLeft, level.quantity > .zero {
                if level.price == best { sides[place].confirmedAt = print.time }
                break
            }
            sides[place].allowance.met[index] = .zero
            books[symbol].setQuantity(.zero, side, index)
            index += 1
        }
        sides[place].first = Int32(index)
        if index == books[symbol].count(side), index > first { disbelieve(place, .emptied) }
    }

    private mutating func explainTakings(by print: Tick) {
        for side in Side.allCases {
            let place = DisplayedSide.place(side, print.symbol.int)
            if !takings.isEmpty(place), print.time > sides[place].takenAt + stampMargin {
                takings.explain(by: print, on: place, of: side)
            }
        }
    }

    /// An auction's print: what was displayed before it is over.
    mutating func weighCross(_ print: Tick) {
        let symbol = print.symbol.int
        endDisplay(symbol)
        if configuration.enforcesMarketRules, !days[symbol].steps.isOnGrid(print.price) { return }
        countForAllowance(print)
        explainTakings(by: print)
        if print.time > books[symbol].time + stampMargin { contradictSpread(print) }
    }

    private mutating func contradictSpread(_ print: Tick) {
        let symbol = print.symbol.int
        if isOutsideSpread(print.price, symbol) {
            sides[DisplayedSide.place(.sell, symbol)].bestShown = Price(0)
            sides[DisplayedSide.place(.buy, symbol)].bestShown = Price(0)
        }
    }

    /// Whether a price lies outside the spread that was displayed last.
    mutating func isOutsideSpread(_ price: Price, _ symbol: Int) -> Bool {
        let ask = sides[DisplayedSide.place(.sell, symbol)].bestShown
        let bid = sides[DisplayedSide.place(.buy, symbol)].bestShown
        return (ask > Price(0) && price > ask) || (bid > Price(0) && price < bid)
    }

    /// A print beyond a level removes it, a print at a level takes its size.
    private mutating func erode(_ side: Side, _ print: Tick) {
        let symbol = print.symbol.int
        let place = DisplayedSide.place(side, symbol)
        let count = books[symbol].count(side)
        let first = Int(sides[place].first)
        var index = first
        while index < count {
            let level = books[symbol].level(side, index)
            if level.price == print.price, level.quantity > print.size {
                books[symbol].setQuantity(level.quantity - print.size, side, index)
                let met = sides[place].allowance.met[index]
                sides[place].allowance.met[index] = max(met - print.size, .zero)
                sides[place].confirmedAt = print.time
                break
            }
            let isLeft = side == .sell ? level.price > print.price : level.price < print.price
            if isLeft, level.quantity > .zero { break }
            sides[place].allowance.met[index] = .zero
            books[symbol].setQuantity(.zero, side, index)
            index += 1
        }
        sides[place].first = Int32(index)
        if index == count, index > first { disbelieve(place, .emptied) }
    }

    /// Whether a display, not prints, serves an order that takes (semantics.md §4): that of a
    /// believed side, though it came empty.
    mutating func isServedByDisplay(_ slot: Int32, at moment: Moment) -> Bool {
        let symbol = orders[slot].symbol.int
        return states[symbol].hasBook && isBelieved(orders[slot].side.other, symbol, at: moment)
    }

    /// Counts the shares of a print that go to an order that takes, because no display has them.
    mutating func countTaking(
        _ quantity: Shares, _ slot: Int32, at moment: Moment, of printed: Shares
    ) {
        let symbol = orders[slot].symbol.int
        if !states[symbol].hasBook { return }
        if !allowanceLives(orders[slot].side, symbol, at: moment) {
            beginAllowance(orders[slot].side, symbol, printed: printed, at: moment)
        }
        orders[slot].hasTaken = true
        spend(quantity, slot, at: moment)
        let place = DisplayedSide.place(orders[slot].side.other, symbol)
        if let why = sides[place].disbelief { unbelievedFills.count(why) }
    }

    /// The least that an order by prints pays, or the most that it gets: the opposite best that was
    /// displayed last, until a print outside that display's spread.
    mutating func noBetterThanDisplayed(_ price: Price, _ side: Side, _ symbol: Int) -> Price {
        let best = sides[DisplayedSide.place(side.other, symbol)].bestShown
        if best == Price(0) { return price }
        switch side {
        case .buy: return min(max(price, best), days[symbol].upper)
        case .sell: return max(min(price, best), days[symbol].lower)
        }
    }
}
