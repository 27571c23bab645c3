import KraderModel

/// What can be merged: an element that knows its place.
protocol MergeElement {
    associatedtype Place: MergePlace
    func place(source: Int) -> Place
}

extension Tick: MergeElement {
    @inline(__always)
    func place(source: Int) -> TickPlace { TickPlace(self, source: source) }
}

extension Book: MergeElement {
    @inline(__always)
    func place(source: Int) -> TickPlace { TickPlace(time, symbol, source: source) }
}

extension CandleEvent: MergeElement {
    func place(source: Int) -> CandlePlace { CandlePlace(self, source: source) }
}

/// Merges the heads of sorted runs into batches. Runs are views of plain memory: an element costs
/// one copy and one path through the tree, and touches no reference count.
final class Merge<Element: MergeElement> {
    /// Elements in a batch.
    static var batch: Int { 4_096 }

    private let runs: FixedBuffer<Run>
    private let tree: MergeTree<Element.Place>

    private struct Run {
        var view: BufferView<Element>
        var next = 0
    }

    /// The first run of each source; an empty one is a source without elements.
    init(_ views: [BufferView<Element>]) {
        runs = FixedBuffer(count: views.count) { Run(view: views[$0]) }
        tree = MergeTree(
            views.enumerated().map { source, view in
                view.count == 0 ? .end : view[0].place(source: source)
            })
    }

    /// Fills a batch in order; when a source's run is read to its end, `refill` gives its next, or
    /// an empty one.
    /// Returns: how many elements were written; fewer than fit when all sources have ended.
    func fill(
        _ batch: borrowing FixedBuffer<Element>, refill: (Int) -> BufferView<Element>
    ) -> Int {
        var count = 0
        var winner = tree.winner
        while count < batch.count, winner != .end {
            let source = winner.source
            let next = runs[source].next
            batch[count] = runs[source].view[next]
            count += 1
            let place: Element.Place
            if next + 1 < runs[source].view.count {
                runs[source].next = next + 1
                place = runs[source].view[next + 1].place(source: source)
            } else {
                let view = refill(source)
                runs[source] = Run(view: view)
                place = view.count == 0 ? .end : view[0].place(source: source)
            }
            winner = tree.winner(after: source, at: place)
        }
        tree.winner = winner
        return count
    }
}
