public import KraderEngine
import KraderModel

/// What the controls of failure-modes.md §3 found (`risk.controls`), by the codes of their rules.
public struct ControlCounts: Hashable, Sendable {
    /// Signals that `live` would have denied, where it was not in force.
    public var denied: [Refusal.Code: Int64] = [:]
    /// Signals that it would have made smaller.
    public var cut: [Refusal.Code: Int64] = [:]
    /// Signals that passed a control which the data left without what it looks at.
    public var unchecked: [String: Int64] = [:]

    public init() {}
}

/// Counts the notes of a run.
struct ControlTally: ~Copyable {
    private let denied = FixedBuffer<Int64>(repeating: 0, count: Refusal.all.count)
    private let cut = FixedBuffer<Int64>(repeating: 0, count: Refusal.all.count)
    private let unchecked = FixedBuffer<Int64>(
        repeating: 0, count: ControlNote.Unchecked.named.count)

    func add(_ notes: borrowing AppendBuffer<ControlNote>) {
        for index in 0..<notes.count {
            if let rule = notes[index].rule {
                if notes[index].isCut { cut[rule.index] += 1 } else { denied[rule.index] += 1 }
            }
            let missing = notes[index].unchecked
            if missing == .nothing { continue }
            for place in 0..<unchecked.count
            where missing.rawValue & 1 << UInt8(place) != 0 {
                unchecked[place] += 1
            }
        }
    }

    var counts: ControlCounts {
        var counts = ControlCounts()
        for code in Refusal.Code.allCodes {
            if denied[code.index] > 0 { counts.denied[code] = denied[code.index] }
            if cut[code.index] > 0 { counts.cut[code] = cut[code.index] }
        }
        for (place, named) in ControlNote.Unchecked.named.enumerated() where unchecked[place] > 0 {
            counts.unchecked[named.code] = unchecked[place]
        }
        return counts
    }
}
