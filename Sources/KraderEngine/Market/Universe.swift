public import KraderModel

/// The symbols that strategies may buy, by rank, and what a ranking is made from: the value traded
/// today and on the trading day before (semantics.md §7).
///
/// Before anything has traded a ranked universe is empty. A symbol without traded value is never a
/// member.
///
/// Invariants:
/// 1. `members[0..<count]` are different symbols, the highest ranked first.
/// 2. Nothing here comes from later than the engine's time: values are added up as prints and
///    candles arrive.
struct Universe: ~Copyable {
    /// How long after the open the previous trading day's values still decide.
    static let openingSpan = Interval.minutes(30)

    /// Whether the universe is ranked. It is read at each print: values are added up for a ranking
    /// only.
    let isRanked: Bool
    let members: FixedBuffer<SymbolIndex>
    /// The members of the ranking before.
    let formerMembers: FixedBuffer<SymbolIndex>
    var formerCount = 0
    let counter: FixedBuffer<Int>
    private let refresh: Interval
    /// The symbols that may be ranked, by index; the first `candidateCount` are listed today.
    let candidates: FixedBuffer<Int32>
    var candidateCount: Int
    /// The symbols as planned, listed or not: those that may be ranked, or the members of a fixed
    /// one.
    let planned: [Int32]
    /// The place of each symbol in a fixed universe, by symbol: 1 for the first, 0 for others.
    private let plannedRanks: FixedBuffer<Int32>
    /// Traded value in won, by symbol.
    let today: FixedBuffer<Int64>
    let before: FixedBuffer<Int64>
    private let wasMember: FixedBuffer<Bool>
    /// The day on which each symbol is first listed, by symbol, where that is known.
    let listingDays: FixedBuffer<CalendarDate?>
    let isHalted: FixedBuffer<Bool>
    /// Whether anything that a ranking is made from has changed since the last one, and which day's
    /// values that one was to use.
    var isStale = true
    var usedToday = false

    init(_ plan: UniversePlan, instruments: [Instrument]) {
        var fixed: [SymbolIndex] = []
        var eligible: [Int32] = []
        var places = 0
        switch plan {
        case .symbols(let symbols):
            var isTaken = [Bool](repeating: false, count: instruments.count)
            for symbol in symbols where !isTaken[symbol.int] {
                isTaken[symbol.int] = true
                fixed.append(symbol)
            }
            places = fixed.count
            isRanked = false
            refresh = .zero
        case .ranked(let ranking):
            for (index, instrument) in instruments.enumerated()
            where ranking.admits(instrument) {
                eligible.append(Int32(index))
            }
            places = min(ranking.count, eligible.count)
            isRanked = true
            refresh = ranking.refresh
        }
        let (listed, given) = (eligible, fixed)
        var ranks = [Int32](repeating: 0, count: instruments.count)
        for (place, symbol) in given.enumerated() { ranks[symbol.int] = Int32(place + 1) }
        let fixedRanks = ranks
        plannedRanks = FixedBuffer(count: ranks.count) { fixedRanks[$0] }
        let valued = isRanked ? instruments.count : 0
        candidates = FixedBuffer(count: listed.count) { listed[$0] }
        candidateCount = listed.count
        planned = given.isEmpty ? listed : given.map { Int32($0.int) }
        members = FixedBuffer(count: places) { given.isEmpty ? SymbolIndex(0) : given[$0] }
        formerMembers = FixedBuffer(repeating: SymbolIndex(0), count: isRanked ? places : 0)
        counter = FixedBuffer(repeating: given.count, count: 1)
        today = FixedBuffer(repeating: 0, count: valued)
        before = FixedBuffer(repeating: 0, count: valued)
        wasMember = FixedBuffer(repeating: false, count: valued)
        listingDays = FixedBuffer(count: valued) { instruments[$0].listingDay }
        isHalted = FixedBuffer(repeating: false, count: valued)
    }

    var count: Int { counter[0] }
    var view: UniverseView { UniverseView(members: members.view, counter: counter.view) }

    /// A value traded in scope has become known.
    @inline(__always)
    mutating func add(_ value: Won, of symbol: Int) {
        today[symbol] = Won(today[symbol]).saturatedSum(value).amount
        isStale = true
    }

    /// Today's values become those of the day before, unless nothing was traded. No halt outlives
    /// its day unless it is said again.
    mutating func beginDay() {
        isStale = true
        for symbol in 0..<isHalted.count { isHalted[symbol] = false }
        guard (0..<today.count).contains(where: { today[$0] > 0 }) else { return }
        for symbol in 0..<today.count {
            before[symbol] = today[symbol]
            today[symbol] = 0
        }
    }

    /// The day's first ranking: at the open or, in a run that begins later, at the next of the
    /// day's times. A fixed universe has none.
    func firstRefresh(open: Moment, now: Moment) -> Moment {
        guard isRanked else { return .distantFuture }
        if now <= open { return open }
        let step = refresh.nanoseconds
        let steps = ((now - open).nanoseconds + step - 1) / step
        return open + Interval(nanoseconds: steps * step)
    }

    /// The ranking after that of `moment`: each period before the close, then when the day's last
    /// candles close, then none on this day.
    func nextRefresh(after moment: Moment, close: Moment, lastCandles: Moment) -> Moment {
        if moment >= lastCandles { return .distantFuture }
        let next = moment + refresh
        return next < close ? next : lastCandles
    }

    /// The place in a fixed universe as it was planned, 1 for the first; 0 for others.
    func plannedRank(of symbol: Int) -> Int { Int(plannedRanks[symbol]) }

    /// Whether it is the first time that the symbol joins.
    func notesMember(_ symbol: Int) -> Bool {
        defer { wasMember[symbol] = true }
        return !wasMember[symbol]
    }
}

/// The members of the universe as strategies see them: the highest ranked first, without a copy. It
/// can't outlive the hook that asked for it.
public struct UniverseView: ~Copyable {
    @usableFromInline let members: BufferView<SymbolIndex>
    @usableFromInline let counter: BufferView<Int>

    /// A universe without members.
    static var empty: UniverseView { UniverseView(members: .empty, counter: .empty) }

    @usableFromInline init(members: BufferView<SymbolIndex>, counter: BufferView<Int>) {
        self.members = members
        self.counter = counter
    }

    @inlinable public var count: Int { counter.count > 0 ? counter[0] : 0 }
    @inlinable public var isEmpty: Bool { count == 0 }

    /// The member at a place: 0 is the one with the highest traded value or, in a fixed universe,
    /// the first one given.
    @inlinable public subscript(place: Int) -> SymbolIndex {
        precondition(place >= 0 && place < count, "Index outside the universe")
        return members[place]
    }
}
