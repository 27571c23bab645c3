public import KraderEngine
public import KraderModel

/// Hears what a run leaves, passes it on, and says at the end which expectations were met.
///
/// It keeps what its expectations ask for and no more: the state of orders, positions and the kill
/// switch, and of each expectation the last events about it.
public final class ExpectationJudge: RunSink {
    private let sink: any RunSink
    private let instruments: [Instrument]
    private var run: WatchedRun
    private var watched: [Watched]
    /// The places of expectations at a moment, by moment; how many of them are past.
    private let timed: [(at: Moment, place: Int)]
    private var timedDone = 0
    private var now = Moment.distantPast
    /// How many requests of the next commit leave.
    private var leaving = Int.max

    /// One expectation, and what is kept for it.
    private struct Watched {
        let expectation: Expectation
        var chain = WatchedChain()
        /// What was found at the moment of an expectation at a moment.
        var found: Found?
        /// What was found and from when on, of an expectation after a line of the script.
        var history: [(at: Moment, found: Found)] = []

        init(_ expectation: Expectation) { self.expectation = expectation }
    }

    /// - Parameter sink: hears all that this one hears.
    public init(
        _ expectations: [Expectation], engine: EngineConfiguration, into sink: any RunSink
    ) {
        self.sink = sink
        instruments = engine.instruments
        run = WatchedRun(symbols: engine.instruments.count, opening: engine.account)
        watched = expectations.map { Watched($0) }
        timed = expectations.enumerated().compactMap { place, expectation in
            if case .at(let moment) = expectation.time { (moment, place) } else { nil }
        }.sorted { ($0.at, $0.place) < ($1.at, $1.place) }
        for place in watched.indices { noteHistory(of: place) }
    }

    public func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable) {
        if output.records.count > 0 {
            let moment = output.records[0].at
            noteTimed(before: moment)
            now = max(now, moment)
        }
        for index in 0..<output.records.count { take(output.records[index]) }
        for index in 0..<min(leaving, output.requests.count) { take(output.requests[index]) }
        leaving = .max
        for place in watched.indices { noteHistory(of: place) }
        sink.commit(&output, reasons)
    }

    public func minute(_ line: DigestLine, _ market: MarketView) { sink.minute(line, market) }

    public func trade(_ trade: Trade) { sink.trade(trade) }

    public func evidence(_ evidence: borrowing AppendBuffer<Evidence?>) { sink.evidence(evidence) }

    public func holdsBack(after count: Int) {
        leaving = count
        sink.holdsBack(after: count)
    }

    private func take(_ record: Record) {
        run.take(record)
        let symbol = run.symbolOfOrder(changedBy: record)
        for place in watched.indices {
            let claim = watched[place].expectation.claim
            var order: OrderReference?
            if case .order(let choice, _) = claim { order = run.order(choice)?.reference }
            if claim.concerns(record, order: order, symbol: symbol) {
                watched[place].chain.add(.record(record), at: record.at)
            }
        }
    }

    private func take(_ request: NumberedRequest) {
        run.take(request)
        for place in watched.indices where watched[place].expectation.claim.concerns(request) {
            watched[place].chain.add(.request(request), at: now)
        }
    }

    /// Looks at expectations whose moment is past once something happens behind it.
    private func noteTimed(before moment: Moment) {
        while timedDone < timed.count, timed[timedDone].at < moment {
            let place = timed[timedDone].place
            watched[place].found = watched[place].expectation.claim.found(in: run)
            timedDone += 1
        }
    }

    private func noteHistory(of place: Int) {
        guard case .after = watched[place].expectation.time,
            let found = watched[place].expectation.claim.found(in: run),
            watched[place].history.last?.found != found
        else { return }
        watched[place].history.append((now, found))
    }

    /// Judges a run that is over.
    ///
    /// - Parameters:
    ///   - script: what each line of the script does, in words, by its place in the plan
    ///   - end: the end of the run's period: a moment behind it never comes
    public func verdicts(
        _ result: RunResult, script: [String] = [], until end: Moment = .distantFuture
    ) -> [Verdict] {
        noteTimed(before: .distantFuture)
        run.cash = result.account.cash.amount
        for symbol in result.symbols { run.setPosition(symbol.symbol, symbol.position.quantity) }
        let acts = result.script.enumerated().flatMap { line, outcome in
            outcome.done.map { (at: $0, line: line) }
        }
        return watched.map { watched in
            let claim = watched.expectation.claim
            let found = found(watched, result, until: end)
            var verdict = Verdict(
                watched.expectation.path, isMet: claim.isMet(by: found),
                expected: claim.words(instruments), found: claim.words(found, instruments))
            guard !verdict.isMet else { return verdict }
            let ending = watched.chain.ending(with: acts)
            verdict.chain = ending.links.map {
                "\($0.at) \($0.link.words(instruments, script: script))"
            }
            verdict.omitted = ending.omitted
            return verdict
        }
    }

    private func found(_ watched: Watched, _ result: RunResult, until end: Moment) -> Found {
        let claim = watched.expectation.claim
        switch watched.expectation.time {
        case .end: return claim.found(in: run) ?? claim.found(in: result)
        case .at(let moment) where moment > end: return .nothing("its moment never came")
        case .at: return watched.found ?? .nothing("its moment never came")
        case .after(let line, let delay):
            guard line < result.script.count, let done = result.script[line].done.first else {
                return .nothing("the line of the script that it follows was never done")
            }
            let moment = done + delay
            if moment > end { return .nothing("its moment never came") }
            return watched.history.last { $0.at <= moment }?.found
                ?? .nothing("its moment never came")
        }
    }
}
