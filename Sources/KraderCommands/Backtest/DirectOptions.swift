import ArgumentParser
import KraderDatasets
import KraderEngine
import KraderJSON
import KraderModel
import KraderReport
import KraderRuns
import KraderScenario

/// What is said of files of market data that are played without a scenario file.
struct DirectOptions: ParsableArguments {
    @Option(
        name: .customLong("strategy"),
        help: ArgumentHelp(
            "Plays files of market data with this strategy, whose parameters --set takes by "
                + "their names, such as fast=5; repeatable.", valueName: "name"))
    var strategies: [String] = []

    @Option(
        help: ArgumentHelp(
            "Of files of market data: the first day or moment that is played.",
            valueName: "2026-03-03"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "Of files of market data: the last day that is played.", valueName: "2026-03-31"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "Of files of market data: won in the account (default: 10,000,000).", valueName: "won")
    )
    var cash: Int64?

    @Option(
        help: ArgumentHelp(
            "Of files of market data: saves the scenario that is made of them.",
            valueName: "x.json"), completion: .file(extensions: ["json"]))
    var save: String?

    @OptionGroup var reading: MarketFileOptions

    /// The options that are given, by their names.
    var given: [String] {
        (strategies.isEmpty ? [] : ["--strategy"])
            + [("--from", from), ("--to", to), ("--cash", cash.map { "\($0)" }), ("--save", save)]
            .compactMap { $1 == nil ? nil : $0 } + reading.given
    }

    /// What is asked of the files.
    ///
    /// Throws `ExitFault` with exit code 2.
    func request(_ files: [String], _ catalog: StrategyCatalog) throws(ExitFault) -> DirectRequest {
        try checkStrategies(files, catalog)
        for (option, value) in [("--from", from), ("--to", to)] {
            guard let value, CalendarDate(value) == nil, Moment(text: value) == nil else {
                continue
            }
            throw wrong(option, value, "a date such as 2026-03-03, or a time on one")
        }
        if let cash, !DirectOptions.cashRange.contains(cash) {
            throw wrong(
                "--cash", "\(cash)",
                "won, between 0 and \(grouped(DirectOptions.cashRange.upperBound))")
        }
        if let save, !save.hasSuffix(".json") {
            throw wrong("--save", save, "the name of a scenario file, which ends in .json")
        }
        var request = DirectRequest(files: files, strategies: strategies)
        try reading.apply(to: &request.reading)
        if request.reading.board == .index {
            throw wrong(
                "--board", "index",
                "that of something that is traded; an "
                    + "index is not, and 'krader help index-filter' shows a scenario that has one")
        }
        request.from = from
        request.to = to
        request.cash = cash
        return request
    }

    /// The cash that a scenario's account may hold, in won.
    private static let cashRange: ClosedRange<Int64> = 0...10_000_000_000_000

    private func checkStrategies(
        _ files: [String], _ catalog: StrategyCatalog
    ) throws(ExitFault) {
        let names = catalog.kinds.map(\.name)
        guard !strategies.isEmpty else {
            let file = shown(files[0], charactersMax: 200)
            let table = TextTable(
                columns: [("", .left), ("", .left)],
                rows: catalog.kinds.map { [$0.name, $0.summary] })
            throw ExitFault(
                status: .usage,
                message: "Say with --strategy what plays '\(file)':\n"
                    + table.lines(.plain).joined(separator: "\n"))
        }
        for name in strategies where catalog[name] == nil {
            let nearest = nearestSpelling(of: name, among: names)
            throw ExitFault(
                status: .usage,
                message: "--strategy is '\(shown(name))'; it must be \(alternatives(names))."
                    + (nearest.map { " Did you mean '\($0)'?" } ?? ""))
        }
    }

    /// The overrides of the scenario that is made. A parameter of the only strategy may stand there
    /// by its name alone.
    ///
    /// - Parameter typed: the overrides as typed after `--set`.
    /// Throws `ExitFault` with exit code 2.
    func overrides(_ typed: [String], _ catalog: StrategyCatalog) throws(ExitFault) -> [String] {
        var whole: [String] = []
        for text in typed {
            // A text that is no override at all is told when all are read.
            guard let override = try? Override(text), override.path.steps.count == 1,
                case .key(let key)? = override.path.steps.first, !Settings.owns(override),
                !Scenario.keys.contains(key)
            else {
                whole.append(text)
                continue
            }
            whole.append("strategies[0].parameters." + text)
            let parameters = catalog[strategies[0]]?.parameters.map(\.name) ?? []
            if strategies.count > 1 {
                throw ExitFault(
                    status: .usage,
                    message: "--set \(shown(text)): there are \(strategies.count) strategies; say "
                        + "strategies[id=\(strategies[0])].parameters.\(shown(text)).")
            }
            guard !parameters.contains(key) else { continue }
            let nearest = nearestSpelling(of: key, among: parameters)
            throw ExitFault(
                status: .usage,
                message: "--set \(shown(text)): \(strategies[0]) has no parameter '\(shown(key))'; "
                    + (parameters.isEmpty ? "it has none" : "it has \(alternatives(parameters))")
                    + "." + (nearest.map { " Did you mean '\($0)'?" } ?? ""))
        }
        return whole
    }
}
