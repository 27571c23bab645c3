public import KraderModel

/// The interruptions of a `SyntheticMarket` of the same settings and seed (krx-market.md §4.2): a
/// call auction from each, and the resumption with the cross that ends it. One that lasts into the
/// closing auction ends with that one's start and has no cross of its own.
///
/// It draws the days a second time, which costs as much as the prints do.
public final class SyntheticStatuses: StatusSource {
    private let days: SyntheticDays
    private var batch = FixedBuffer<StatusChange>(count: 0) { _ in blank }

    private static let blank = StatusChange(
        time: .distantPast, symbol: SymbolIndex(0), status: .normal, cause: .resumption)

    /// The settings must be in their ranges: `settings.faults` is empty.
    public init(settings: SyntheticSettings, seed: UInt64) {
        days = SyntheticDays(settings: settings, seed: seed, isMarked: false)
    }

    /// All changes of the next day that has any.
    public func nextStatusChanges() -> BufferView<StatusChange> {
        guard days.settings.interruptions else { return batch.view }
        while days.drawNext() {
            let changes = days.statuses()
            if changes.isEmpty { continue }
            batch = FixedBuffer(count: changes.count) { changes[$0] }
            return batch.view
        }
        batch = FixedBuffer(repeating: SyntheticStatuses.blank, count: 0)
        return batch.view
    }
}
