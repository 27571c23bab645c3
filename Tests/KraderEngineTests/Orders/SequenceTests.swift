import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Whatever happens to one order, in whatever order it happens")
struct SequenceTests {
    /// Plays every sequence that goes on from one, each from its beginning, and lets each end in a
    /// calm.
    private struct Explorer {
        let manner: TruthfulBroker.Manner
        let longest: Int
        /// Of the longest sequences one in so many is played.
        let oneIn: UInt64
        /// How many shorter ones, and how many of the longest.
        private(set) var played = 0
        private(set) var longestPlayed = 0
        private(set) var breaches: [String] = []

        init(_ manner: TruthfulBroker.Manner, longest: Int, oneIn: UInt64 = 1) {
            (self.manner, self.longest, self.oneIn) = (manner, longest, oneIn)
            explore([])
        }

        private mutating func explore(_ sequence: [OrderHappening]) {
            guard breaches.count < 20, sequence.count < longest || isChosen(sequence) else {
                return
            }
            let play = OneOrderPlay(manner)
            for happening in sequence { play.play(happening) }
            let next = OrderHappening.allCases.filter { play.can($0) }
            play.calm()
            if sequence.count < longest { played += 1 } else { longestPlayed += 1 }
            if let first = play.breaches.first { breaches.append("\(sequence): \(first)") }
            guard sequence.count < longest else { return }
            for happening in next { explore(sequence + [happening]) }
        }

        private func isChosen(_ sequence: [OrderHappening]) -> Bool {
            guard oneIn > 1 else { return true }
            let place = sequence.reduce(UInt64(7)) {
                ($0 ^ UInt64($1.rawValue)) &* 0x9E37_79B9_7F4A_7C15
            }
            return (place >> 32) % oneIn == 0
        }
    }

    @Test(
        "every sequence of up to five happenings, and some of six, ends in the broker's books",
        arguments: TruthfulBroker.Manner.all)
    func sequences(_ manner: TruthfulBroker.Manner) {
        let explorer = Explorer(manner, longest: 6, oneIn: Proof.isLong ? 1 : 50)
        #expect(explorer.breaches == [])
        #expect(explorer.played >= (manner.takesOrder ? 4_000 : 150), "Sequences of up to five")
        #expect(explorer.longestPlayed >= explorer.played / 40, "Sequences of six")
        if Proof.isLong { print(manner, explorer.played, explorer.longestPlayed) }
    }

    @Test("a broker that has executed what it never said, and lists it nowhere, is found out")
    func breach() {
        let play = OneOrderPlay(TruthfulBroker.Manner())
        play.play(.acknowledged)
        play.play(.firstFill)
        #expect(play.breaches == [])
        play.broker.cheat()
        play.calm()
        #expect(!play.breaches.isEmpty)
    }
}
