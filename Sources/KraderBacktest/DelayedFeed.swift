import KraderModel

/// What the exchange stamps.
protocol Stamped {
    var time: Moment { get }
}

extension Book: Stamped {}
extension StatusChange: Stamped {}

/// Market data on their two ways: to the venue at their stamps, to the engine a latency later.
struct DelayedFeed<Element: Stamped>: ~Copyable {
    private let refill: (() -> BufferView<Element>)?
    private var batch: BufferView<Element>
    private var index = 0
    private var delayed = Fifo<Element>()
    /// How many the venue was shown.
    private(set) var count: Int64 = 0
    /// The moment at which the venue is shown the next; `distantFuture` when there is none.
    private(set) var nextShown: Moment

    /// - Parameter refill: What gives the next elements, by time; `nil` for a feed without any.
    init(_ refill: (() -> BufferView<Element>)?) {
        self.refill = refill
        batch = refill?() ?? BufferView.empty
        nextShown = batch.count > 0 ? batch[0].time : .distantFuture
    }

    /// The moment at which the engine is told the next.
    var nextTold: Moment { delayed.next }

    /// Whether the venue will be shown such a one, as far as it is known.
    func hasNext(where isWanted: (borrowing Element) -> Bool) -> Bool {
        for place in index..<max(index, batch.count) where isWanted(batch[place]) { return true }
        return false
    }

    var isOver: Bool { nextShown == .distantFuture && delayed.isEmpty }

    /// Shows what the venue is shown next.
    @inline(__always)
    func withNextShown(_ body: (borrowing Element) -> Void) { body(batch[index]) }

    /// The next was shown: it is on its way to the engine.
    @inline(__always)
    mutating func send(arriving moment: Moment) {
        delayed.append(batch[index], at: moment)
        skip()
    }

    /// The next is shown to nobody.
    @inline(__always)
    mutating func skip() {
        index += 1
        count += 1
        if index >= batch.count, let refill {
            batch = refill()
            index = 0
        }
        nextShown = index < batch.count ? batch[index].time : .distantFuture
    }

    @inline(__always)
    mutating func takeTold() -> Element { delayed.removeFirst() }

    /// How many the engine has not been told yet.
    var underWay: Int { delayed.count }

    /// Puts back one of several that were taken at once, behind those that are left: it goes on its
    /// way.
    mutating func putBack(_ element: Element, arriving moment: Moment) {
        delayed.append(element, at: moment)
    }
}
