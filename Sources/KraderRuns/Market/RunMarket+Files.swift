import KraderDatasets
import KraderJSON
import KraderModel
import KraderScenario

/// Plays loose files as a run's market.
extension RunMarket {
    mutating func open(
        _ files: [DataFile], _ scenario: Scenario, _ path: String, _ datasets: ScenarioDatasets,
        _ control: RunControl
    ) throws {
        let wanted = files.map { file in
            MarketFile(
                path: datasets.place(of: file.path), name: file.path,
                content: file.content.marketContent,
                rows: file.symbol.map { .of(scenario.instruments[$0.int].code) } ?? .ofAll,
                request: file.request, scope: file.scope)
        }
        do {
            let market = try MarketFiles(
                wanted, of: scenario.instruments, period: scenario.period,
                isInterrupted: { control.cancelled() != nil })
            let sources = { (market: MarketFiles) in
                MarketSources(
                    ticks: market.ticks, candles: market.candles, books: market.books,
                    statuses: market.statuses)
            }
            let first = FirstReading(sources(market))
            opening = { try first.take() ?? sources(market.readAgain()) }
            hashes = market.hashes
            toldByNames = market.toldByNames
            notes = market.notes + files.compactMap { scopeNote($0, scenario) }
            warnings = market.warnings
            days = market.days
            takeSupply(market.series, scenario)
            stampUnit = market.stampUnit
            known = market.known
            // The run has one switch for this: with a file of other scope no open is called an
            // auction.
            opensWithAuction = !files.contains {
                $0.content == .candles && ($0.scope == .nxt || $0.scope == .consolidated)
            }
        } catch {
            if case .interrupted = error {
                try control.checkCancelled("Interrupted while the data were read.")
            }
            throw ExitFault(error, asked: files, by: path)
        }
    }
}

extension DataFile {
    /// The request with which an import would read the file.
    fileprivate var request: ImportRequest {
        var request = ImportRequest(paths: [], place: "")
        request.columns = columns
        request.bookColumns = bookColumns
        request.date = date
        request.zone = zone
        request.decimals = decimals
        request.timeframe = timeframe
        request.stamp = stamp
        request.form = form
        return request
    }
}

extension DataFile.Content {
    fileprivate var marketContent: MarketFile.Content {
        switch self {
        case .ticks: .ticks
        case .candles: .candles
        case .books: .books
        }
    }
}

/// What the scope of a file means for the run, unless it is KRX's alone.
private func scopeNote(_ file: DataFile, _ scenario: Scenario) -> String? {
    let whose = file.symbol.map { "\(scenario.instruments[$0.int].code)" } ?? "many issues"
    let name = "\(file.content.rawValue) of \(whose)"
    switch file.scope {
    case .krx: return nil
    case .nxt: return "\(name): of NXT, so that KRX's orders meet none of them."
    case .consolidated:
        return "\(name): of all venues together; orders meet prints that KRX did not have."
    case .unknown: return "\(name): of an unknown venue, taken for KRX's."
    }
}

extension ExitFault {
    /// The fault of market data that can't be used: exit code 3, with the line of the scenario that
    /// asked for them.
    init(_ fault: MarketFault, asked files: [DataFile], by path: String) {
        func place(_ matches: (DataFile) -> Bool) -> String {
            guard let file = files.first(where: matches) else { return "in \(path)" }
            return "in \(path), line \(file.position.line) (\(file.jsonPath.keys))"
        }
        switch fault {
        case .unreadable(let file):
            let asked = place { file.path.hasSuffix($0.path) }
            self.init(
                status: .data, message: "Can't read '\(file.path)' \(asked): \(file.reason).")
        case .rows(let faults):
            self.init(faults)
            status = .data
        case .noRowsOf(let code, let file, let found):
            let others = found.prefix(5).map(\.description).joined(separator: ", ")
            self.init(
                status: .data,
                message: "\(file) has no rows of \(code) "
                    + "\(place { $0.path == file }); it has rows of \(others).")
        case .repeated(let file, let earlier):
            self.init(
                status: .data,
                message: file == earlier
                    ? "\(file) is given twice \(place { $0.path == file })."
                    : "\(file) holds the same bytes as \(earlier) \(place { $0.path == file }).")
        case .twoKinds(let file, let code):
            self.init(
                status: .data,
                message: "\(file) tells of \(code) "
                    + "\(place { $0.path == file }), as a file of another kind does; one kind of "
                    + "data tells of a symbol.")
        case .twoTimeframes(let file, let timeframe, let earlier):
            self.init(
                status: .data,
                message: "\(file) has candles of \(timeframe) \(place { $0.path == file }); "
                    + "another file has some of \(earlier) of the same symbol.")
        case .nothingInPeriod(let file, let first, let last):
            self.init(
                status: .data,
                message: "\(file) has no rows in the period \(place { $0.path == file }); "
                    + "its rows run from \(first) to \(last).")
        case .unusable(let sentence):
            self.init(
                status: .data, message: sentence.prefix(1).uppercased() + sentence.dropFirst() + "."
            )
        case .interrupted:
            self.init(
                status: .interrupted, message: "Interrupted while the data were read.")
        }
    }
}
