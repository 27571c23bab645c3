import KraderCSV
import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
import KraderRuns
import KraderScenario

/// Synthetic markets on their way into a dataset: a day of prints or books, or a part of the
/// candles, is in memory.
struct Generation {
    private let parts: [(scenario: Scenario, settings: SyntheticSettings)]
    private var facts: InstrumentTable
    /// Of all records.
    private let source: String
    private(set) var seconds = 0.0

    /// - Parameter facts: told by the user; those of the scenarios come to them.
    /// Throws: `ExitFault` with exit code 2 for facts that cannot be carried out.
    init(_ scenarios: [Scenario], _ facts: InstrumentTable, source: String) throws(ExitFault) {
        parts = scenarios.compactMap { scenario in
            guard case .synthetic(let settings) = scenario.data else { return nil }
            return (scenario, settings)
        }
        self.facts = facts
        self.source = source
        for (scenario, settings) in parts where settings.candles == nil {
            for instrument in scenario.instruments {
                guard IssueEvents(instrument.code, facts).areNone else {
                    throw ExitFault(
                        status: .usage,
                        message: "\(instrument.code) has prints; splits and delistings are carried "
                            + "out on candles alone.")
                }
            }
        }
    }

    /// Writes records and instruments.
    mutating func write(
        to writer: DatasetWriter, _ progress: Progress, _ terminal: Terminal
    ) throws {
        let began = WallClock.seconds
        var shown = ShownProgress(progress, terminal, whole: parts.count)
        for (scenario, settings) in parts {
            if settings.candles != nil {
                var candles = GeneratedCandles(scenario, settings, facts, source)
                try candles.write(to: writer, &shown)
                facts.merge(candles.basePrices)
            } else {
                try write(scenario, settings, to: writer, &shown)
            }
            facts.merge(scenario.instruments.flatMap { $0.facts(settings) })
            shown.partDone()
        }
        shown.finish()
        try writer.writeInstruments(facts.text)
        seconds = WallClock.seconds - began
    }

    /// Prints, then what was displayed beside them, then interruptions: each is drawn anew, as a
    /// run does.
    private func write(
        _ scenario: Scenario, _ settings: SyntheticSettings, to writer: DatasetWriter,
        _ shown: inout ShownProgress
    ) throws {
        let codes = scenario.instruments.map(\.code)
        let seed = scenario.seed
        func header(_ kind: RecordKind, depth: Int = 0) -> RecordHeader {
            RecordHeader(
                kind: kind, symbol: codes[0], depth: depth, scope: .krx, source: source)
        }
        let ticks = SyntheticMarket(settings: settings, seed: seed)
        var prints = GeneratedDays<Tick>(header(.ticks), codes, scenario.period)
        while try prints.add(ticks.nextTicks(), to: writer, &shown) {}
        if settings.books != .none {
            let depth = settings.books == .quotes ? 1 : Book.depthMax
            let displays = SyntheticBooks(settings: settings, seed: seed)
            var books = GeneratedDays<Book>(
                header(depth == 1 ? .quotes : .books, depth: depth), codes, scenario.period)
            while try books.add(displays.nextBooks(), to: writer, &shown) {}
        }
        guard settings.interruptions else { return }
        let statuses = SyntheticStatuses(settings: settings, seed: seed)
        var changes = GeneratedDays<StatusChange>(header(.statuses), codes, scenario.period)
        while try changes.add(statuses.nextStatusChanges(), to: writer, &shown) {}
    }
}

/// How far the parts of a generation are.
struct ShownProgress {
    private var progress: Progress
    private let terminal: Terminal
    private let whole: Int
    private var done = 0
    private var events: Int64 = 0

    init(_ progress: Progress, _ terminal: Terminal, whole: Int) {
        self.progress = progress
        self.terminal = terminal
        self.whole = max(1, whole)
    }

    /// Throws: `ExitFault` when somebody asked to stop.
    mutating func show(rows: Int, at moment: Moment, of period: MomentSpan) throws(ExitFault) {
        events += Int64(rows)
        let length = Double((period.end - period.start).nanoseconds)
        let share = Double((moment - period.start).nanoseconds) / max(length, 1)
        progress.show(
            share: (Double(done) + min(max(share, 0), 1)) / Double(whole), at: moment,
            events: events, terminal: terminal)
        guard !Interruption.isRequested else {
            progress.finish(terminal)
            throw ExitFault(
                status: Interruption.status, message: "Interrupted; nothing was written.")
        }
    }

    mutating func partDone() { done += 1 }

    func finish() { progress.finish(terminal) }
}
