import KraderMarket
import KraderModel

/// Opens what was planned of each scope, as sources that a run reads.
extension MarketFiles {
    mutating func play(
        _ plans: [DatasetPlan], _ symbols: [IssueCode: SymbolIndex]
    ) throws(MarketFault) {
        // Reading memory meets no faults.
        let faults = DatasetFaults()
        let prints = plans.compactMap { $0.ticks(symbols, faults: faults) }
        ticks = prints.count > 1 ? MergedTicks(prints) : prints.first
        let series = plans.compactMap { $0.candles(symbols, faults: faults) }
        candles = series.count > 1 ? MergedCandles(series) : series.first
        let displays = plans.compactMap { $0.books(symbols, faults: faults) }
        books = displays.count > 1 ? MergedBooks(displays) : displays.first
        do throws(OutOfOrder) {
            var changes: [any StatusSource] = []
            for plan in plans {
                if let source = try plan.statuses(symbols, faults: faults) {
                    changes.append(source)
                }
            }
            statuses = changes.count > 1 ? try MarketFiles.merged(changes) : changes.first
        } catch {
            throw .unusable("what halted days say is out of order")
        }
        days = Set(plans.flatMap(\.days)).sorted()
        stampUnit = plans.map(\.dataset.description.stampUnit).max() ?? stampUnit
        known = plans.flatMap { $0.instruments(boards: boards).known }
    }

    /// Merges statuses into one source: they are few.
    private static func merged(
        _ sources: [any StatusSource]
    ) throws(OutOfOrder) -> any StatusSource {
        var changes: [StatusChange] = []
        for source in sources {
            while true {
                let batch = source.nextStatusChanges()
                if batch.count == 0 { break }
                for index in 0..<batch.count { changes.append(batch[index]) }
            }
        }
        // The changes of one symbol and time stay in their order.
        let sorted = changes.enumerated().sorted { a, b in
            (a.element.time, a.element.symbol, a.offset)
                < (b.element.time, b.element.symbol, b.offset)
        }
        return try StatusArray(sorted.map(\.element))
    }
}

/// An observer that tells nobody how reading goes on, and lets somebody end it.
final class Unwatched: ImportObserver {
    private let isInterrupted: () -> Bool

    init(isInterrupted: @escaping () -> Bool) { self.isInterrupted = isInterrupted }

    func began(_ file: ImportedFile) {}

    func moved(bytes: Int, of total: Int?, rows: Int) throws(ImportFault) {
        if isInterrupted() { throw .interrupted }
    }
}
