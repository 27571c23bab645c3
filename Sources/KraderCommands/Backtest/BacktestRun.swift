import Glibc
import KraderBacktest
import KraderDatasets
import KraderEngine
import KraderFiles
import KraderMarket
import KraderModel
import KraderReport
import KraderText
import KraderVenue

/// One scenario on its way from a file to a result folder.
struct BacktestRun {
    let scenario: Scenario
    /// In force for the command: where results go, how progress is shown.
    let settings: Settings
    /// As named on the command line; data files are relative to its folder.
    private let path: String
    private let datasets: ScenarioDatasets
    let market: LoadedMarket
    private let catalog: StrategyCatalog
    /// Whether the run ends where prices contradict what is held.
    private let isStrict: Bool

    /// Reads scenario and data. Throws `CommandFailure`: exit 2 for scenario, settings, 3 for data.
    init(
        path: String, overrides: [String], catalog: StrategyCatalog, isStrict: Bool = false
    ) throws {
        let (ours, theirs) = try BacktestRun.split(overrides)
        try self.init(
            path: path, settings: SettingsInForce.read(overrides: ours), overrides: theirs,
            catalog: catalog, isStrict: isStrict)
    }

    /// The same under settings that are known.
    ///
    /// - Parameter found: where data lie that were looked for, by path as written.
    init(
        path: String, settings: Settings, overrides: [Override] = [],
        found: [String: String] = [:], catalog: StrategyCatalog, isStrict: Bool = false
    ) throws {
        self.path = path
        self.catalog = catalog
        self.isStrict = isStrict
        self.settings = settings
        let bytes = try ScenarioFile.read(path)
        datasets = ScenarioDatasets(path: path, found: found)
        var scenario: Scenario
        do throws(TextFaults) {
            scenario = try Scenario.decode(
                bytes: bytes, file: path, catalog: catalog, settings: settings,
                overrides: overrides, shelf: datasets)
        } catch {
            if error.list.isEmpty, let failure = datasets.failure { throw failure }
            throw CommandFailure(error)
        }
        if let failure = datasets.failure { throw failure }
        market = try LoadedMarket(scenario, path: path, datasets: datasets)
        scenario.complete(with: market.known)
        self.scenario = scenario
    }

    /// Overrides of settings apart from those of the scenario.
    private static func split(_ typed: [String]) throws -> ([String], [Override]) {
        var settings: [String] = []
        var scenario: [Override] = []
        var faults: [TextFault] = []
        for text in typed {
            do throws(TextFaults) {
                let override = try Override(text)
                if Settings.owns(override) {
                    settings.append(text)
                } else {
                    scenario.append(override)
                }
            } catch {
                faults += error.list
            }
        }
        if !faults.isEmpty { throw CommandFailure(TextFaults(faults)) }
        return (settings, scenario)
    }

    /// Plays the scenario and writes its folder below `root`.
    func play(
        into root: String, progress: Progress, calls: FolderCalls = .system
    ) throws -> FinishedRun {
        let began = WallClock.seconds
        let folder = try ResultFolder(root: root, scenario: scenario.name, calls: calls)
        do {
            return try play(into: folder, progress: progress, began: began)
        } catch {
            folder.discard()
            throw error
        }
    }

    private func play(
        into folder: ResultFolder, progress: Progress, began: Double
    ) throws -> FinishedRun {
        let calendar = TradingCalendar.krx.adding(market.days)
        let days = calendar.tradingDays(
            from: CalendarDate(scenario.period.start),
            through: CalendarDate(scenario.period.end - Interval(nanoseconds: 1))
        ).count
        var writeFault: (any Error)?
        let tables = RunTables(
            instruments: scenario.instruments, strategyIDs: scenario.strategies.map(\.id),
            sampling: EquitySampling(tradingDays: days), benchmark: scenario.benchmark
        ) { table, bytes in
            do { try folder.append(bytes, to: table.fileName) } catch { writeFault = error }
        }
        var record = try run(market, scenario.venue, calendar, into: tables, progress) {
            writeFault == nil
        }
        tables.finish()
        if let writeFault { throw writeFault }
        var band = [BacktestRun.band(record, scenario.venue.intrabar)]
        for intrabar in scenario.intrabarRuns.dropFirst() where record.isComplete {
            var venue = scenario.venue
            venue.intrabar = intrabar
            // Sources are read once: the second run reads the data again.
            let market = try LoadedMarket(scenario, path: path, datasets: datasets)
            let other = try run(market, venue, calendar, into: Unheard(), progress) { true }
            band.append(BacktestRun.band(other, intrabar))
            record.isComplete = other.isComplete
        }
        return try write(record, band.count > 1 ? band : [], to: folder, began: began)
    }

    private func run(
        _ market: LoadedMarket, _ venue: VenueConfiguration, _ calendar: TradingCalendar,
        into sink: any RunSink, _ progress: Progress, while mayGoOn: () -> Bool
    ) throws -> RunRecord {
        var venue = venue
        venue.latency.data = venue.latency.data.later(by: market.dataLag)
        venue.bookCoverage = scenario.settings.bookCoverage ?? market.bookCoverage
        var engine = try scenario.engineConfiguration(calendar: calendar, dataLag: market.dataLag)
        engine.hookMark = TrapReport.mark(
            strategies: scenario.strategies.map(\.id), instruments: scenario.instruments)
        var backtest = Backtest(
            BacktestConfiguration(
                engine: engine, venue: venue, seed: scenario.seed,
                end: scenario.period.end - Interval(nanoseconds: 1),
                stampUnit: market.stampUnit, opensWithAuction: market.opensWithAuction,
                benchmark: scenario.benchmark, commands: scenario.commands, isStrict: isStrict),
            ticks: market.ticks, candles: market.candles, books: market.books,
            statuses: market.statuses, sink: sink)
        var shown = progress
        let terminal = Terminal()
        backtest.run { moment, events in
            let whole = Double((scenario.period.end - scenario.period.start).nanoseconds)
            let share = Double((moment - scenario.period.start).nanoseconds) / whole
            shown.show(
                share: min(max(share, 0), 1), at: moment, events: events,
                terminal: terminal)
            return !Interruption.isRequested && mayGoOn()
        }
        shown.finish(terminal)
        if let failure = market.readingFailure() { throw failure }
        if let breach = backtest.rangeBreach { throw failure(breach) }
        return backtest.finish()
    }

    private func failure(_ breach: RangeBreach) -> CommandFailure {
        let code = scenario.instruments[breach.symbol.int].code
        let said =
            switch breach.number {
            case .shares: "a holding would be of too many shares"
            case .price: "corporate actions would make a price too high"
            case .holdings: "all holdings together would be worth too much"
            case .cash: "cash would become too much"
            case .sums: "the sums over all fills would become too large"
            }
        return CommandFailure(
            status: .data,
            message: "\(shown(path, charactersMax: 200)): \(code) at \(breach.at): \(said). "
                + "Numbers go to \(grouped(NumberRange.moneyMax.amount)) won, "
                + "\(grouped(NumberRange.sharesMax.count)) shares of an issue and "
                + "\(grouped(NumberRange.priceMax.won)) won a share; the run ended there and "
                + "left no result. Check quantities, prices and factors of actions.")
    }

    private static func band(_ record: RunRecord, _ intrabar: Intrabar) -> RunSummary.IntrabarRun {
        RunSummary.IntrabarRun(
            path: intrabar.rawValue, net: record.account.equity - record.openingEquity,
            maxDrawdown: record.account.maxDrawdown, trades: record.trades.count,
            digest: hexadecimal(record.digest.prefix(6)))
    }

    private func write(
        _ record: RunRecord, _ band: [RunSummary.IntrabarRun], to folder: ResultFolder,
        began: Double
    ) throws -> FinishedRun {
        let status = status(of: record)
        var summary = summary(of: record, status)
        summary.intrabar = band
        summary.endedStrictly = status == .expectationFailed
        let played = scenario.playedText(catalog: catalog, shelf: datasets)
        try folder.append(Array(played.utf8), to: ToldResult.scenarioName)
        try folder.append(ResultFile.bytes(record, summary), to: ToldResult.resultName)
        try folder.append(ReportPage.bytes(record, summary), to: "report.html")
        let seconds = WallClock.seconds - began
        let scenarioFolder = path.lastIndex(of: "/").map { String(path[..<$0]) + "/" } ?? "."
        try folder.append(
            timing(record, seconds, folder.way(to: scenarioFolder)), to: ToldResult.timingName)
        let placed = try folder.publish(as: summary.identity.runID)
        return FinishedRun(
            record: record, summary: summary, folder: placed.path, status: status,
            notes: folder.notes + placed.notes)
    }

    /// 7 and 4 until expectations can name them (design.md §7).
    private func status(of record: RunRecord) -> ExitStatus {
        guard record.isComplete else {
            return Interruption.isRequested ? Interruption.status : .expectationFailed
        }
        if record.incidents.contains(where: { $0.kind == .killSwitchEngaged }) {
            return .killSwitch
        }
        return record.strategies.contains(where: \.isPaused) ? .strategyFault : .ok
    }

    private func summary(of record: RunRecord, _ status: ExitStatus) -> RunSummary {
        let scenarioHash = SHA256.hash(Array(scenario.normalisedText.utf8))
        var hasher = SHA256()
        hasher.update(Array("krader \(KraderProgram.version)\n".utf8))
        hasher.update(scenarioHash)
        for file in market.hashes { hasher.update(Array(file.hash.utf8)) }
        for told in market.toldByNames { hasher.update(Array("\n\(told)".utf8)) }
        let runID = hexadecimal(hasher.finish().prefix(6))
        var summary = RunSummary(
            identity: RunIdentity(
                engineVersion: KraderProgram.version,
                runID: record.isComplete ? runID : runID + ".partial", scenario: scenario.name,
                scenarioHash: hexadecimal(scenarioHash),
                data: market.hashes.map {
                    RunIdentity.DataHash(
                        name: $0.name, hash: $0.hash, verified: market.verified)
                },
                seed: scenario.seed),
            about: scenario.about ?? "", from: scenario.period.start, to: scenario.period.end)
        // Where a value was said is not part of results: the same run has the same bytes.
        let standard = Settings()
        summary.settings = SettingDeclaration.all.filter(\.changesResults).map { declaration in
            let value = scenario.settings.effective(declaration.path)
            return RunSummary.Setting(
                path: declaration.path, value: value.json,
                source: value == standard.effective(declaration.path) ? "default" : "set")
        }
        summary.dataNotes = market.notes + unknownFactsNotes + lostPointsNotes(record)
        summary.strategies = scenario.strategies.map { strategy in
            RunSummary.Strategy(
                id: strategy.id, kind: strategy.kind.name,
                parameters: strategy.toldParameters.map { .init(name: $0.name, value: $0.value) },
                budget: strategy.budget)
        }
        summary.warmUps = record.warmUps.map {
            RunSummary.WarmUp(
                strategyID: scenario.strategies[$0.strategy].id, timeframe: $0.timeframe,
                needed: $0.needed, seen: $0.seen, canBeBuilt: $0.canBeBuilt)
        }
        summary.warnings = warnings(record)
        summary.exitCode = status.rawValue
        return summary
    }

    /// What differs from run to run of the same scenario.
    /// - Parameter scenarioFolder: seen from the result: paths of `scenario.json` stand against it.
    private func timing(
        _ record: RunRecord, _ seconds: Double, _ scenarioFolder: String?
    ) -> [UInt8] {
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", 1)
            $0.member("seconds", JSONValue(number: seconds))
            $0.member("events", JSONValue(.integer(record.events)))
            if let scenarioFolder {
                $0.member("scenario_folder", JSONValue(.string(scenarioFolder)))
            }
        }
        return writer.finished()
    }
}

extension VenueConfiguration.Delay {
    fileprivate func later(by lag: Interval) -> VenueConfiguration.Delay {
        switch self {
        case .constant(let interval): .constant(interval + lag)
        case .uniform(let from, let to): .uniform(from: from + lag, to: to + lag)
        }
    }
}

/// A sink for a run of which only the totals are wanted.
private final class Unheard: RunSink {
    func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable) {}
    func minute(_ line: DigestLine, _ engine: borrowing Engine) {}
    func trade(_ trade: Trade) {}
}
