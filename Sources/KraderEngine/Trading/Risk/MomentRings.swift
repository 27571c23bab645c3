import KraderModel

/// The last moments of something, a fixed number a row: a rate is reached while the oldest of them
/// is recent.
struct MomentRings: ~Copyable {
    private let times: FixedBuffer<Moment>
    private let next: FixedBuffer<Int32>
    private let length: Int

    init(rows: Int, length: Int) {
        self.length = length
        times = FixedBuffer(repeating: .distantPast, count: rows * length)
        next = FixedBuffer(repeating: 0, count: rows)
    }

    /// Puts a moment in the place of the oldest.
    @inline(__always)
    func add(_ moment: Moment, to row: Int) {
        let place = next[row]
        times[row * length + Int(place)] = moment
        next[row] = Int(place) + 1 == length ? 0 : place + 1
    }

    /// The oldest that is kept; `.distantPast` while there were fewer than are kept.
    @inline(__always)
    func oldest(of row: Int) -> Moment { times[row * length + Int(next[row])] }

    func clear(_ row: Int) {
        for place in 0..<length { times[row * length + place] = .distantPast }
    }

    func agrees(with other: borrowing MomentRings) -> Bool {
        (0..<times.count).allSatisfy { times[$0] == other.times[$0] }
            && (0..<next.count).allSatisfy { next[$0] == other.next[$0] }
    }
}
