import KraderEngine
import KraderModel

/// A store that a script troubles, around one that keeps. A commit waits up to five seconds for a
/// store that is busy or full (failure-modes.md §1, J01), and throws where that isn't enough.
final class FaultyRecordStore: RecordStore {
    struct Trouble: Error, CustomStringConvertible {
        var description: String
    }
    /// How long a commit waits for the store.
    static let patience = Interval.seconds(5)

    private let base: any RecordStore
    /// The run's time: a simulated store has no clock.
    var now = Moment.distantPast
    /// Nothing can be written before this moment, and why.
    var closedUntil = Moment.distantPast
    var trouble = ""
    /// How long each commit takes.
    var pace = Interval.zero
    var isCorrupt = false
    var failsMarks = false
    private var waited = Interval.zero

    init(around base: any RecordStore) { self.base = base }

    func commit(_ output: inout OutputBuffer) throws {
        guard closedUntil <= now + FaultyRecordStore.patience,
            max(closedUntil, now) - now + pace <= FaultyRecordStore.patience
        else { throw Trouble(description: trouble) }
        try base.commit(&output)
        waited = max(waited, max(closedUntil, now) - now + pace)
    }

    func records() throws -> [Record] {
        if isCorrupt { throw Trouble(description: "The records can't be read") }
        return try base.records()
    }

    func markKill(_ cause: StopCause?) throws {
        if failsMarks { throw Trouble(description: "The mark of a kill can't be written") }
        try base.markKill(cause)
    }

    func killMark() throws -> StopCause? { try base.killMark() }

    /// How long the longest of the commits since the last call took.
    func takeWaited() -> Interval {
        defer { waited = .zero }
        return waited
    }

    /// Takes over what troubles it from now on.
    func undergo(_ troubles: [(line: Int, fault: StoreFault, until: Moment)]) {
        (closedUntil, pace, isCorrupt, failsMarks) = (.distantPast, .zero, false, false)
        for (_, fault, until) in troubles {
            switch fault {
            case .busy: close(until, "The store is busy")
            case .full: close(until, "The store is full")
            case .corrupt: isCorrupt = true
            case .slow(let interval):
                pace = max(pace, interval)
                trouble = "The store is too slow"
            case .markFails: failsMarks = true
            }
        }
    }

    private func close(_ until: Moment, _ why: String) {
        closedUntil = max(closedUntil, until)
        trouble = why
    }
}
