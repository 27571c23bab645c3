import KraderModel

extension Digest {
    /// What a person or a driver told the engine.
    mutating func add(_ command: Command, at moment: Moment) {
        switch command {
        case .engage(let cause): add(0, Int64(cause.rawValue), at: moment)
        case .rearmKillSwitch(let note, let isReducing):
            add(1, isReducing ? 1 : 0, at: moment)
            add(note)
        case .pause: add(2, 0, at: moment)
        case .resume: add(3, 0, at: moment)
        case .reconcile: add(4, 0, at: moment)
        case .acceptDifference: add(5, 0, at: moment)
        case .invariantBroken: add(8, 0, at: moment)
        case .acknowledge(let note):
            add(6, 0, at: moment)
            add(note)
        case .flatten(let symbol, let note):
            add(7, symbol.map { code($0) } ?? Digest.absent, at: moment)
            add(note)
        }
    }

    private mutating func add(_ command: Int64, _ detail: Int64, at moment: Moment) {
        hash.add(6, moment.nanoseconds, command, detail)
    }

    mutating func add(_ note: OperatorNote) {
        add(text: note.name)
        add(text: note.reason)
    }
}
