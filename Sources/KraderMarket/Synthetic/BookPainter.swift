import KraderModel

/// One side of a painted book: prices that follow each other on the grid, the best first.
struct Ladder {
    private(set) var count = 0
    private(set) var levels = InlineArray<10, PriceLevel>(
        repeating: PriceLevel(Price(0), .zero))
    let side: Side

    init(_ side: Side) { self.side = side }

    /// Begins at `best`, in up to so many levels inside the band: what was displayed at a price
    /// stays, quantities of other prices are drawn. No best price empties the side.
    @inline(__always)
    mutating func begin(
        at best: Price, depth: Int, band: PriceBand, table: PriceStepTable,
        quantity: (Int) -> Shares
    ) {
        if count > 0, levels[0].price == best { return }
        let (old, oldCount) = (levels, count)
        count = 0
        if best.won == 0 { return }
        var from = 0
        var price = best
        while count < depth, price <= band.upper, price >= band.lower {
            while from < oldCount, isBetter(old[from].price, than: price) { from += 1 }
            if from < oldCount, old[from].price == price {
                levels[count] = old[from]
            } else {
                levels[count] = PriceLevel(price, quantity(count))
            }
            count += 1
            guard let next = side == .sell ? table.up(from: price) : table.down(from: price) else {
                break
            }
            price = next
        }
    }

    @inline(__always)
    private func isBetter(_ a: Price, than b: Price) -> Bool { side == .sell ? a < b : a > b }

    @inline(__always)
    mutating func setQuantity(_ quantity: Shares, at level: Int) {
        levels[level].quantity = quantity
    }

    /// Takes shares from the best price. Once it is empty the next is the best, until somebody
    /// comes back; so many shares stand behind the last.
    mutating func take(
        _ total: Int64, deeper: Shares, depth: Int, band: PriceBand, table: PriceStepTable
    ) {
        let left = levels[0].quantity.count - total
        if left > 0 {
            levels[0].quantity = Shares(left)
        } else if count > 1 {
            begin(at: levels[1].price, depth: depth, band: band, table: table) { _ in deeper }
        } else {
            count = 0
        }
    }

    mutating func clear() { count = 0 }
}

/// Paints what one issue displays on a day, around its prints.
///
/// Invariants: 1. what is displayed last before a print makes it possible: the best price of the
/// side that it takes is its price, with at least the quantity of all prints of its stamp. 2. After
/// a print less is displayed by as much, from the next millisecond on. 3. In auctions nothing is
/// displayed.
struct BookPainter {
    private let symbol: SymbolIndex
    private let depth: Int
    private let size: SyntheticIssue.Size
    /// The spread of displayed quantities around their median; 4,096 draws of it.
    private let factors: BufferView<Double>
    private var generator: SeededGenerator
    private var asks = Ladder(.sell)
    private var bids = Ladder(.buy)

    private var sheet = DaySheet(prints: .empty, marks: .empty)
    private var band = PriceBand(lower: Price(1), upper: Price(1))
    private var table: PriceStepTable
    private var median = 1.0
    /// The begins of call auctions, the closing one included.
    private var auctions: [Moment] = []
    private var nextAuction = 0
    private var next = 0
    private var updated = Moment.distantPast

    init(
        index: Int, issue: SyntheticIssue, depth: Int, factors: BufferView<Double>, seed: UInt64
    ) {
        symbol = SymbolIndex(index)
        self.depth = depth
        size = issue.size
        self.factors = factors
        generator = SeededGenerator(seed: seed, stream: "synthetic books \(issue.code)")
        table = PriceStepTable.table(board: issue.board, on: CalendarDate(dayNumber: 0))
    }

    mutating func begin(
        _ sheet: DaySheet, band: PriceBand, table: PriceStepTable, auctions: [Moment]
    ) {
        self.sheet = sheet
        self.band = band
        self.table = table
        self.auctions = auctions
        (nextAuction, next) = (0, 0)
        asks.clear()
        bids.clear()
        if sheet.prints.count > 0 {
            // The median counts trades of the usual size: 70 million won at a price of a large
            // issue.
            let trades: Double =
                switch size {
                case .large: 40
                case .mid: 8
                case .small: 2
                }
            median = max(1, trades * TradeSizes.median(at: sheet.prints[0].price))
        }
    }

    /// Writes the next books, as many as there is room for, two at least.
    /// Returns: how many; none when the day is over.
    mutating func paint(into out: BufferView<Book>) -> Int {
        var written = 0
        while written + 2 <= out.count, next < sheet.prints.count {
            let print = sheet.prints[next]
            if nextAuction < auctions.count, auctions[nextAuction] <= print.time {
                asks.clear()
                bids.clear()
                written += write(at: auctions[nextAuction], into: out, written)
                nextAuction += 1
                continue
            }
            var end = next
            var total: Int64 = 0
            while end < sheet.prints.count, sheet.prints[end].time == print.time {
                total += sheet.prints[end].size.count
                end += 1
            }
            let mark = sheet.marks[next]
            let isCross = print.taker == .unknown
            if !isCross {
                show(mark)
                wander()
                offer(total, to: print.taker)
                written += write(at: before(print.time), into: out, written)
                take(total, by: print.taker)
            }
            next = end
            let after = print.time + .milliseconds(1)
            updated = print.time
            let isInTime = nextAuction >= auctions.count || after < auctions[nextAuction]
            if isInTime, next < sheet.prints.count, sheet.prints[next].time > after {
                if isCross { show(mark) }
                written += write(at: after, into: out, written)
            }
        }
        return written
    }

    @inline(__always)
    private func write(at time: Moment, into out: BufferView<Book>, _ place: Int) -> Int {
        var book = Book(time: time, symbol: symbol)
        for level in 0..<asks.count { book.append(asks.levels[level], to: .sell) }
        for level in 0..<bids.count { book.append(bids.levels[level], to: .buy) }
        out[place] = book
        return 1
    }

    /// Some moment after the last update; the print's own is the latest.
    private mutating func before(_ time: Moment) -> Moment {
        let room = (time - updated).nanoseconds / 1_000_000 - 1
        if room < 1 { return time }
        return time - .milliseconds(Int64(generator.next() & 0xFFFF) * min(room, 60_000) >> 16)
    }

    private mutating func show(_ mark: QuoteMark) {
        let isLocked = mark.bid.won == 0 || mark.ask.won == 0
        var generator = generator
        let (factors, median) = (factors, median)
        func quantity(_ level: Int) -> Shares {
            let factor = factors[Int(generator.next() >> 52)]
            // Most of it stands a few steps away; in a lock a queue stands at the limit.
            let shape = isLocked && level == 0 ? 30 : 0.7 + 0.1 * Double(min(level, 5))
            return Shares(max(1, Int64(median * factor * shape)))
        }
        asks.begin(at: mark.ask, depth: depth, band: band, table: table, quantity: quantity)
        bids.begin(at: mark.bid, depth: depth, band: band, table: table, quantity: quantity)
        self.generator = generator
    }

    /// Lets orders come and go somewhere on each side.
    private mutating func wander() {
        let draw = generator.next()
        let factor = factors[Int(draw >> 52)]
        let quantity = Shares(max(1, Int64(median * factor)))
        if asks.count > 0, bids.count > 0 {
            let pick = Int(draw & 0xFFFF)
            asks.setQuantity(quantity, at: pick * asks.count >> 16)
            let other = Shares(max(1, Int64(median * factors[Int(draw >> 40 & 0xFFF)])))
            bids.setQuantity(other, at: Int(draw >> 16 & 0xFFFF) * bids.count >> 16)
        }
    }

    /// Displays at least what the next order takes.
    private mutating func offer(_ total: Int64, to taker: Tick.Taker) {
        let more = Int64(generator.next() & 0x3F) * total >> 6
        switch taker {
        case .buyer:
            if asks.levels[0].quantity.count < total {
                asks.setQuantity(Shares(total + more), at: 0)
            }
        case .seller:
            if bids.levels[0].quantity.count < total {
                bids.setQuantity(Shares(total + more), at: 0)
            }
        case .unknown: break
        }
    }

    private mutating func take(_ total: Int64, by taker: Tick.Taker) {
        let deeper = Shares(max(1, Int64(median)))
        switch taker {
        case .buyer: asks.take(total, deeper: deeper, depth: depth, band: band, table: table)
        case .seller: bids.take(total, deeper: deeper, depth: depth, band: band, table: table)
        case .unknown: break
        }
    }
}
