import KraderModel

/// Draws from a seed: choices, times, and amounts whose logarithm is uniform.
struct Draw {
    private var generator: SeededGenerator

    init(seed: UInt64, stream: String) { generator = SeededGenerator(seed: seed, stream: stream) }

    mutating func seed() -> UInt64 { generator.next() }

    mutating func below(_ count: Int) -> Int { Int(generator.next(below: UInt64(count))) }

    mutating func isOne(of count: Int) -> Bool { below(count) == 0 }

    mutating func one<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// A time between two others, in whole milliseconds.
    mutating func interval(_ from: Interval, _ to: Interval) -> Interval {
        let milliseconds = max((to - from).nanoseconds / 1_000_000, 0)
        return from + .milliseconds(Int64(below(Int(milliseconds) + 1)))
    }

    mutating func moment(_ from: Moment, _ to: Moment) -> Moment {
        from + interval(.zero, to - from)
    }

    /// A number from `from` up to `to`, both above zero, smaller ones as likely as larger ones by
    /// their factor: by halves of powers of two, without a logarithm that differs between machines.
    mutating func logarithmic(_ from: Int, _ to: Int) -> Int {
        var octaves = 0
        while from << (octaves + 1) <= to { octaves += 1 }
        let low = from << below(octaves + 1)
        return min(low + below(low), to)
    }
}
