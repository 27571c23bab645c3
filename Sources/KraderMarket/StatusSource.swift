public import KraderModel

/// Changes of how issues trade, in the order of exchange time, then symbol index.
public protocol StatusSource: AnyObject {
    /// The next changes; none when there are no more. The view is valid until the next call and as
    /// long as the source lives.
    func nextStatusChanges() -> BufferView<StatusChange>
}

/// Changes that are all in memory, handed over in one batch.
public final class StatusArray: StatusSource {
    private let changes: FixedBuffer<StatusChange>
    private var isRead = false

    /// Copies the changes.
    /// Throws: `OutOfOrder` unless they ascend by time, then symbol index.
    public init(_ changes: [StatusChange]) throws(OutOfOrder) {
        for index in changes.indices.dropFirst() {
            let (before, change) = (changes[index - 1], changes[index])
            if (change.time, change.symbol) < (before.time, before.symbol) {
                throw OutOfOrder(index: index)
            }
        }
        self.changes = FixedBuffer(count: changes.count) { changes[$0] }
    }

    public func nextStatusChanges() -> BufferView<StatusChange> {
        defer { isRead = true }
        return isRead ? changes.view(of: 0..<0) : changes.view
    }
}
