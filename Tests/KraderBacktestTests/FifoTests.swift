import KraderModel
import Support
import Testing

@testable import KraderBacktest

@Suite("What a backtest is made of")
struct PartsTests {
    @Test("a fifo gives back what it took, in order, through growth and reuse")
    func fifo() {
        var generator = SeededGenerator(seed: 5, stream: "fifo")
        var fifo = Fifo<String>()
        var plain: [(Moment, String)] = []
        for step in 0..<20_000 {
            // It grows in the first half and shrinks in the second.
            let grows = generator.next(below: 10) < (step < 10_000 ? 6 : 4)
            if grows || plain.isEmpty {
                let at = Moment(nanoseconds: Int64(step))
                fifo.append("\(step)", at: at)
                plain.append((at, "\(step)"))
            } else {
                let (_, expected) = plain.removeFirst()
                let first = fifo.removeFirst()
                #expect(first == expected)
            }
            let next = fifo.next
            #expect(next == plain.first?.0 ?? .distantFuture)
        }
    }

    @Test("the first of none is a programmer's error")
    func fifoEmpty() async {
        await #expect(processExitsWith: .failure) {
            var fifo = Fifo<Int>()
            _ = fifo.removeFirst()
        }
    }

    @Test(
        "a thinned curve keeps first and newest, stays within its length, and is evenly thin",
        arguments: [4, 5, 16])
    func thinned(most: Int) {
        var curve = ThinnedCurve<Int>(most: most)
        for point in 0..<500 {
            curve.add(point)
            let complete = curve.complete
            #expect(complete.first == 0 && complete.last == point)
            #expect(complete.count <= most)
            #expect(complete.count > min(point, most / 2 - 1))
            #expect(complete == complete.sorted() && Set(complete).count == complete.count)
            let kept = curve.points
            let distances = Set(zip(kept, kept.dropFirst()).map { $1 - $0 })
            #expect(distances.count <= 1, "\(kept)")
        }
    }
}
