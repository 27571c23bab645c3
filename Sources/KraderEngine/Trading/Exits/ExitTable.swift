import KraderModel

/// The exits that are armed, at most one a strategy and symbol, found by symbol.
///
/// A print of a symbol without any costs one look at `count`, or one more at the symbol's head.
/// Exits of a symbol are linked in the order of their strategies.
struct ExitTable: ~Copyable {
    struct Slot {
        var exit: ArmedExit
        /// The next of the symbol, −1 at its end; in a free slot the next free one.
        var next: Int32
        var pursuit = ExitPursuit()
        /// What the last record said of the pursuit.
        var told = ExitPursuit()

        /// Whether it is a target that a candle's way has met: it rests at its level, and what its
        /// point doesn't buy waits there again.
        var isRestingTarget: Bool { exit.hit == .target && pursuit.metLevel != nil }

        /// Whether it is a late target: nothing of it is under way, and the point that met it is
        /// over.
        func isLateTarget(at now: Moment) -> Bool {
            isRestingTarget && pursuit.order == nil && pursuit.metAt != now
        }

        /// Whether it is tried again: what was hit is, after a pause; a late target waits for its
        /// level.
        func isTriedAgain(at now: Moment) -> Bool {
            exit.hit != nil && pursuit.order == nil
                && (pursuit.retryAt <= now || isLateTarget(at: now))
        }
    }

    var slots = AppendBuffer<Slot>(capacity: 16)
    let heads: FixedBuffer<Int32>
    private var free: Int32 = -1
    private(set) var count = 0
    /// How many of these were hit and are not sold.
    var hitCount = 0
    /// How many were ever hit.
    private var lastRank: Int64 = 0
    /// The moment at which `Engine.runExitTimers` is due at the latest.
    var nextTimer = Moment.distantFuture
    /// Whether orders are cancelled to make way: what that ends calls for nothing more.
    var isPursuing = false
    /// Whether a candle's way is compared: what it makes us send waits for nothing.
    var isWalking = false
    /// The way that was compared last: limits that fill on it had rested.
    var lastWay: (symbol: SymbolIndex, at: Moment)?
    /// The exits of live buys.
    private var expected: [Expected] = []
    /// Symbols that may have begun or ceased to have exits, each once.
    private var changed: [Int32] = []
    private let isChanged: FixedBuffer<Bool>

    private struct Expected: Hashable {
        var order: OrderReference
        var symbol: Int
        var exits: ProtectiveExits
    }
    /// The millisecond of the last sale and what was sold in it: they name the next exit's signal.
    private var millisecond = Int64.min
    private var named: [(strategy: Int32, symbol: SymbolIndex)] = []

    init(symbols: Int) {
        heads = FixedBuffer(repeating: -1, count: symbols)
        isChanged = FixedBuffer(repeating: false, count: symbols)
    }

    /// Whether exits are armed, or a live buy has some.
    func isWatched(_ symbol: Int) -> Bool {
        heads[symbol] >= 0 || expected.contains { $0.symbol == symbol }
    }

    private mutating func noteChange(_ symbol: Int) {
        if isChanged[symbol] { return }
        isChanged[symbol] = true
        changed.append(Int32(symbol))
    }

    /// Takes out a symbol for which `isWatched` may have changed.
    @inline(__always)
    mutating func nextChange() -> SymbolIndex? {
        guard let symbol = changed.popLast() else { return nil }
        isChanged[Int(symbol)] = false
        return SymbolIndex(Int(symbol))
    }

    /// Whether a fill or the end of an order may mean anything here.
    @inline(__always)
    var isConcerned: Bool { count > 0 || !expected.isEmpty }

    mutating func expect(_ exits: ProtectiveExits, of order: OrderReference, _ symbol: Int) {
        expected.append(Expected(order: order, symbol: symbol, exits: exits))
        noteChange(symbol)
    }

    func expected(of order: OrderReference) -> ProtectiveExits? {
        expected.first { $0.order == order }?.exits
    }

    mutating func forget(_ order: OrderReference) {
        guard let place = expected.firstIndex(where: { $0.order == order }) else { return }
        noteChange(expected[place].symbol)
        expected.remove(at: place)
    }

    func place(_ strategy: Int32, _ symbol: SymbolIndex) -> Int? {
        var place = heads[symbol.int]
        while place >= 0 {
            if slots[Int(place)].exit.strategy == strategy { return Int(place) }
            place = slots[Int(place)].next
        }
        return nil
    }

    mutating func hit(_ place: Int, _ reason: ExitReason) {
        lastRank += 1
        slots[place].pursuit.rank = lastRank
        slots[place].exit.hit = reason
        hitCount += 1
    }

    /// What was hit counts as not hit.
    mutating func miss(_ place: Int) {
        slots[place].exit.hit = nil
        slots[place].pursuit.order = nil
        slots[place].pursuit.timerAt = .distantFuture
        hitCount -= 1
    }

    /// The next of a symbol's exits that were hit, in the order of meeting; `rank` begins at 0.
    func nextHit(_ symbol: Int, after rank: inout Int64) -> Int? {
        guard hitCount > 0 else { return nil }
        var found: Int?
        var place = heads[symbol]
        while place >= 0 {
            let here = Int(place)
            place = slots[here].next
            guard slots[here].exit.hit != nil, slots[here].pursuit.rank > rank else { continue }
            if let found, slots[found].pursuit.rank < slots[here].pursuit.rank { continue }
            found = here
        }
        if let found { rank = slots[found].pursuit.rank }
        return found
    }

    /// Whether an exit of the symbol has been hit and not sold.
    func isHit(_ symbol: Int) -> Bool {
        var place = heads[symbol]
        while place >= 0 {
            if slots[Int(place)].exit.hit != nil { return true }
            place = slots[Int(place)].next
        }
        return false
    }

    mutating func insert(_ exit: ArmedExit) -> Int {
        let place: Int
        if free >= 0 {
            place = Int(free)
            free = slots[place].next
            slots[place] = Slot(exit: exit, next: -1)
        } else {
            place = slots.count
            slots.append(Slot(exit: exit, next: -1))
        }
        count += 1
        noteChange(exit.symbol.int)
        let before = last(before: exit.strategy, exit.symbol)
        slots[place].next = before.map { slots[$0].next } ?? heads[exit.symbol.int]
        link(Int32(place), after: before, exit.symbol)
        return place
    }

    mutating func remove(_ place: Int) {
        let exit = slots[place].exit
        if exit.hit != nil { hitCount -= 1 }
        count -= 1
        noteChange(exit.symbol.int)
        link(slots[place].next, after: last(before: exit.strategy, exit.symbol), exit.symbol)
        slots[place].next = free
        free = Int32(place)
    }

    private func last(before strategy: Int32, _ symbol: SymbolIndex) -> Int? {
        var found: Int?
        var place = heads[symbol.int]
        while place >= 0, slots[Int(place)].exit.strategy < strategy {
            found = Int(place)
            place = slots[Int(place)].next
        }
        return found
    }

    private mutating func link(_ place: Int32, after before: Int?, _ symbol: SymbolIndex) {
        if let before {
            slots[before].next = place
        } else {
            heads[symbol.int] = place
        }
    }

    /// The next number, −1, −2 …, for the exits of a strategy and symbol in one millisecond of
    /// engine time, which never goes back.
    func nextSequence(_ exit: ArmedExit, at now: Moment) -> Int32 {
        if now.milliseconds != millisecond { return -1 }
        let count = named.count { $0.strategy == exit.strategy && $0.symbol == exit.symbol }
        return Int32(-count - 1)
    }

    /// A sale of an exit has its number.
    mutating func note(_ key: SignalKey) {
        if key.milliseconds != millisecond {
            millisecond = key.milliseconds
            named.removeAll(keepingCapacity: true)
        }
        named.append((key.strategy, key.symbol))
    }

    /// The moment at which the next timer of an exit is due, by all of them.
    mutating func findNextTimer() {
        nextTimer = .distantFuture
        for symbol in 0..<heads.count {
            var place = heads[symbol]
            while place >= 0 {
                let slot = slots[Int(place)]
                nextTimer = min(
                    nextTimer, slot.exit.hit == nil ? slot.exit.due : slot.pursuit.timerAt)
                place = slot.next
            }
        }
    }

    /// Takes the whole state of an exit from its record; after `done` there is none.
    mutating func take(_ record: ExitRecord) {
        let place = place(record.exit.strategy, record.exit.symbol)
        if record.event == .done {
            if let place { remove(place) }
            return
        }
        let taken = place ?? insert(record.exit)
        if slots[taken].exit.hit != nil, place != nil { hitCount -= 1 }
        if record.exit.hit != nil { hitCount += 1 }
        slots[taken].exit = record.exit
        slots[taken].pursuit = record.pursuit
        slots[taken].told = record.pursuit
        lastRank = max(lastRank, record.pursuit.rank)
    }

    /// The first difference from another table, in words; `nil` when there is none.
    func difference(from other: borrowing ExitTable) -> String? {
        if all != other.all { return "armed exits \(all), not \(other.all)" }
        for exit in all {
            guard let here = place(exit.strategy, exit.symbol),
                let there = other.place(exit.strategy, exit.symbol)
            else { return "an exit of \(exit.symbol)" }
            let (mine, theirs) = (slots[here].pursuit, other.slots[there].pursuit)
            if mine != theirs { return "pursuit \(mine), not \(theirs)" }
        }
        if hitCount != other.hitCount { return "hit \(hitCount), not \(other.hitCount)" }
        if expected != other.expected { return "expected \(expected), not \(other.expected)" }
        if lastRank != other.lastRank { return "last rank \(lastRank), not \(other.lastRank)" }
        if millisecond != other.millisecond || named.count != other.named.count {
            return "names of sales"
        }
        return nil
    }

    /// The armed exits, by symbol, then strategy.
    var all: [ArmedExit] {
        var found: [ArmedExit] = []
        guard count > 0 else { return found }
        for symbol in 0..<heads.count {
            var place = heads[symbol]
            while place >= 0 {
                found.append(slots[Int(place)].exit)
                place = slots[Int(place)].next
            }
        }
        return found
    }
}
