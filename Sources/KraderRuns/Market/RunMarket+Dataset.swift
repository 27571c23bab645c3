import KraderDatasets
import KraderMarket
import KraderModel
import KraderReport
import KraderScenario

/// Plays a dataset as a run's market.
extension RunMarket {
    mutating func play(
        _ choice: DatasetChoice, _ scenario: Scenario, _ datasets: ScenarioDatasets
    ) throws {
        let plan = try datasets.plan(choice, in: scenario.period)
        let about = plan.dataset.description
        // Decoding has seen to it that no code stands twice.
        let symbols = Dictionary(
            uniqueKeysWithValues: scenario.instruments.enumerated().map {
                ($0.element.code, SymbolIndex($0.offset))
            })
        hashes = [("dataset", plan.dataset.hash)]
        verified = plan.dataset.isProvable ? .atImport : .never
        days = plan.days
        names = IssueNames(plan.table.names)
        takeSupply(plan.series, scenario)
        stampUnit = about.stampUnit
        dataLag = about.dataLag
        bookCoverage = about.bookCoverage
        switch plan.selection.scope {
        case .krx, .unknown: opensWithAuction = true
        case .nxt, .consolidated: opensWithAuction = false
        }
        let open = {
            let faults = DatasetFaults()
            var sources = MarketSources(
                ticks: plan.ticks(symbols, faults: faults),
                candles: plan.candles(symbols, faults: faults),
                books: plan.books(symbols, faults: faults),
                statuses: try plan.statuses(symbols, faults: faults))
            sources.readingFault = { faults.first.map { datasets.fault($0, choice) } }
            if let fault = sources.readingFault() { throw fault }
            return sources
        }
        let sources = try open()
        let first = FirstReading(sources)
        opening = { try first.take() ?? open() }
        try checkLag(scenario, plan.dataset)
        note(plan, scenario, hasBooks: sources.books != nil)
    }

    /// Checks that candles close soon after their end, or strategies would hear of them in another
    /// session.
    private func checkLag(_ scenario: Scenario, _ dataset: Dataset) throws {
        guard scenario.closeDelay(dataLag: dataLag) > Scenario.closeDelayMax else { return }
        throw ExitFault(
            status: .data,
            message: "The data of '\(dataset.path)' came \(dataLag.nanoseconds / 1_000_000) ms "
                + "late (data_lag_ms); with venue.latency_ms.data that may be at most "
                + "\(Scenario.closeDelayMax.nanoseconds / 1_000_000) ms.")
    }

    private mutating func note(
        _ plan: DatasetPlan, _ scenario: Scenario, hasBooks: Bool
    ) {
        switch plan.selection.scope {
        case .krx: break
        case .nxt:
            notes.append(
                "dataset: of NXT, so that KRX's orders meet none of its prints; its books and "
                    + "candles are left out.")
        case .consolidated:
            notes.append(
                "dataset: of all venues together; orders meet prints that KRX did not have.")
        case .unknown: notes.append("dataset: of an unknown venue, taken for KRX's.")
        }
        warnings += plan.dataset.guesses.map { "dataset: \($0)." }
        if dataLag > .zero {
            notes.append(
                "dataset: its data came \(dataLag.nanoseconds / 1_000_000) ms late; so much is "
                    + "added to venue.latency_ms.data, and close_delay_ms is never less than both.")
        }
        if hasBooks, scenario.settings.bookCoverage == nil {
            switch bookCoverage {
            case .full:
                notes.append(
                    "dataset: its quotes and books hold every change (book_coverage full).")
            case .sampled:
                notes.append(
                    "dataset: its quotes and books are looks (book_coverage sampled), each "
                        + "believed for venue.book_age_max at most.")
            }
        }
        notes.append(
            plan.dataset.isProvable
                ? "dataset: its identity is the SHA-256 of its import; this run compared what it "
                    + "read with quick hashes, 'krader verify' compares every byte."
                : "dataset: its identity is unverified: of the old version, it has quick hashes "
                    + "alone.")
        if let halts = plan.haltNote { notes.append("dataset: \(halts).") }
        let waiting = plan.proposedActions
        proposals = scenario.instruments.enumerated().compactMap { index, instrument in
            waiting[instrument.code].map { (SymbolIndex(index), $0) }
        }
        let proposed = waiting.values.reduce(0, +)
        if proposed > 0 {
            notes.append(
                "dataset: \(proposed) proposed \(proposed == 1 ? "action waits" : "actions wait") "
                    + "for a person's word in instruments.csv and \(proposed == 1 ? "is" : "are") "
                    + "passed over.")
        }
        let missing = scenario.instruments.count - plan.series.count
        if missing > 0 {
            notes.append(
                "dataset: \(missing) of \(scenario.instruments.count) instruments have no rows.")
        }
    }
}
