import KraderModel
import KraderVenue

/// One side of a symbol's display, read plainly from semantics.md §4: prices and shares in
/// dictionaries, everything looked for anew.
struct NaiveSide {
    /// The shares that the last update showed at each price, less what prints took since.
    var shares: [Int64: Int64] = [:]
    /// Every price that the last update named, and how many there were.
    var prices: [Int64] = []
    var shownAt = Int64.min / 2
    var confirmedAt = Int64.min / 2
    var why: Disbelief? = .neverCame
    var best: Int64?
    /// The shares that we took at each price, and when last.
    var taken: [Int64: Int64] = [:]
    var takenAt = Int64.min / 2
    /// The allowance, `nil` while none lives: what was printed, what we used, and what is left of
    /// what the first of us met.
    var allowance: (printed: Int64, used: Int64, met: [Int64: Int64])?
    /// The best price at which we took since the allowance began.
    var bestTaken: Int64?
}

/// Keeps displays, and does what one print or update does to them.
extension NaiveVenue {
    static let minute: Int64 = 60_000_000_000

    func side(_ symbol: Int, asks: Bool) -> NaiveSide {
        (asks ? asksOf : bidsOf)[symbol] ?? NaiveSide()
    }

    func change(_ symbol: Int, asks: Bool, _ body: (inout NaiveSide) -> Void) {
        var side = side(symbol, asks: asks)
        body(&side)
        if asks { asksOf[symbol] = side } else { bidsOf[symbol] = side }
    }

    func show(_ book: Book) {
        let time = book.time.nanoseconds
        let symbol = book.symbol.int
        advance(to: time)
        hasBook.insert(symbol)
        if !isTrading(symbol, time) { return endDisplay(symbol) }
        if let ask = book.best(.sell), let bid = book.best(.buy), bid.price >= ask.price {
            return endDisplay(symbol)
        }
        for asks in [true, false] {
            _ = isBelieved(symbol, asks: asks, time)
            let levels = (0..<book.count(asks ? .sell : .buy)).map {
                let level = book.level(asks ? .sell : .buy, $0)
                return (level.price.won, level.quantity.count)
            }
            change(symbol, asks: asks) { update(&$0, levels, asks: asks, time) }
        }
        matchDisplay(symbol, time)
    }

    func update(
        _ side: inout NaiveSide, _ levels: [(Int64, Int64)], asks: Bool, _ time: Int64
    ) {
        let shares = Dictionary(uniqueKeysWithValues: levels)
        for price in side.taken.keys {
            let isBeyondAll = levels.allSatisfy { asks ? $0.0 < price : $0.0 > price }
            if shares[price] == nil, levels.isEmpty || !isBeyondAll { side.taken[price] = nil }
        }
        if let allowance = side.allowance {
            side.allowance?.met = allowance.met.reduce(into: [:]) { met, entry in
                met[entry.key] = min(entry.value, shares[entry.key] ?? 0)
            }
        }
        side.shares = shares
        side.prices = levels.map(\.0)
        (side.shownAt, side.confirmedAt, side.why) = (time, time, nil)
        side.best = levels.first { $0.1 > 0 }?.0
    }

    func endDisplay(_ symbol: Int) {
        for asks in [true, false] {
            change(symbol, asks: asks) {
                if $0.why == nil {
                    $0.why = .ended
                    unbelievedSides[.ended, default: 0] += 1
                }
                $0.allowance?.met = [:]
            }
        }
    }

    func forgetDisplays() {
        for side in asksOf.values.map({ $0 }) + bidsOf.values where side.why == nil {
            unbelievedSides[.ended, default: 0] += 1
        }
        (asksOf, bidsOf, hasBook) = ([:], [:], [])
    }

    func isBelieved(_ symbol: Int, asks: Bool, _ time: Int64) -> Bool {
        let now = side(symbol, asks: asks)
        if now.why != nil { return false }
        if let end = hours?.continuous.end.nanoseconds, time >= end, now.confirmedAt < end {
            change(symbol, asks: asks) { $0.why = .ended }
            unbelievedSides[.ended, default: 0] += 1
            return false
        }
        if settings.bookCoverage == .full { return true }
        if time - now.confirmedAt <= settings.bookAgeMax.nanoseconds { return true }
        change(symbol, asks: asks) { $0.why = .aged }
        unbelievedSides[.aged, default: 0] += 1
        return false
    }

    func says(_ dot: Dot) -> Bool {
        !settings.enforcesMarketRules || grid(dot.symbol).isOnGrid(Price(dot.price))
    }

    func isSurelyLater(_ time: Int64, _ before: Int64) -> Bool {
        time > before + (stampUnit > 1 ? stampUnit : 0)
    }

    /// Notes what a print says of what we may take and of what we took.
    private func explain(_ dot: Dot) {
        for asks in [true, false] {
            change(dot.symbol, asks: asks) { side in
                side.allowance?.printed += dot.size
                if !isSurelyLater(dot.time, side.takenAt) { return }
                for (price, shares) in side.taken {
                    let isThrough = asks ? dot.price > price : dot.price < price
                    let rest = price == dot.price ? shares - dot.size : isThrough ? 0 : shares
                    side.taken[price] = rest > 0 ? rest : nil
                }
            }
        }
    }

    /// Takes a print of continuous trading.
    func weigh(_ dot: Dot) {
        guard dot.size > 0, says(dot) else { return }
        guard hasBook.contains(dot.symbol) else { return followCarried(dot) }
        explain(dot)
        for asks in [true, false]
        where isSurelyLater(dot.time, side(dot.symbol, asks: asks).shownAt)
            && isBelieved(dot.symbol, asks: asks, dot.time)
        {
            change(dot.symbol, asks: asks) { contradict(&$0, dot, asks: asks) }
        }
        leaveSpread(dot)
        for asks in [true, false] {
            guard let best = shownTo(asks, dot),
                isSurelyLater(dot.time, side(dot.symbol, asks: asks).shownAt)
            else { continue }
            change(dot.symbol, asks: asks) { $0.best = best }
            if isBelieved(dot.symbol, asks: asks, dot.time) {
                change(dot.symbol, asks: asks) { follow(&$0, best, dot.time, asks: asks) }
            }
        }
    }

    /// Follows what prints carry, which without a book is all that was displayed.
    func followCarried(_ dot: Dot) {
        leaveSpread(dot)
        for asks in [true, false] {
            if let best = shownTo(asks, dot) { change(dot.symbol, asks: asks) { $0.best = best } }
        }
    }

    /// Follows the best price that came with a print: what was better is gone.
    func follow(_ side: inout NaiveSide, _ best: Int64, _ time: Int64, asks: Bool) {
        let before = side.shares.values.filter { $0 > 0 }.count
        for price in side.shares.keys where asks ? price < best : price > best {
            side.shares[price] = 0
            side.allowance?.met[price] = 0
        }
        if side.shares[best] ?? 0 > 0 { side.confirmedAt = time }
        if before > 0, side.shares.values.allSatisfy({ $0 <= 0 }) {
            side.why = .emptied
            unbelievedSides[.emptied, default: 0] += 1
        }
    }

    func contradict(_ side: inout NaiveSide, _ dot: Dot, asks: Bool) {
        let before = side.shares.values.filter { $0 > 0 }.count
        for (price, shares) in side.shares where shares > 0 {
            if asks ? dot.price > price : dot.price < price {
                side.shares[price] = 0
                side.allowance?.met[price] = 0
            } else if dot.price == price {
                side.shares[price] = max(0, shares - dot.size)
                let met = side.allowance?.met[price] ?? 0
                side.allowance?.met[price] = max(0, met - dot.size)
                if shares > dot.size { side.confirmedAt = dot.time }
            }
        }
        if before > 0, side.shares.values.allSatisfy({ $0 <= 0 }) {
            side.why = .emptied
            unbelievedSides[.emptied, default: 0] += 1
        }
    }

    func weighCross(_ dot: Dot) {
        guard hasBook.contains(dot.symbol) else {
            if dot.size > 0, says(dot) { followCarried(dot) }
            return
        }
        endDisplay(dot.symbol)
        guard says(dot) else { return }
        explain(dot)
        leaveSpread(dot)
    }

    func leaveSpread(_ dot: Dot) {
        let (ask, bid) = (side(dot.symbol, asks: true), side(dot.symbol, asks: false))
        guard isSurelyLater(dot.time, ask.shownAt) else { return }
        if dot.price > ask.best ?? .max || dot.price < bid.best ?? .min {
            for asks in [true, false] { change(dot.symbol, asks: asks) { $0.best = nil } }
        }
    }
}
