import KraderDatasets
public import KraderEngine
import KraderJSON
import KraderModel
import KraderReport
import KraderScenario

/// Why nothing happened with a symbol at a moment of a run, or what did: the run's scenario is
/// played again up to then, its digest compared on the way with the folder's, and every gate is
/// told with its numbers.
public struct SymbolStory {
    /// What is asked.
    public struct Question {
        public var symbol: String
        /// `2026-03-03T09:05:00`, KST unless it says otherwise; of a run of one day the time alone.
        public var at: String
        /// The id of the only strategy that is told of; `nil`: all.
        public var strategy: String?
        /// Folders to look for data in, by their hash.
        public var folders: [String]

        public init(symbol: String, at: String, strategy: String?, folders: [String]) {
            self.symbol = symbol
            self.at = at
            self.strategy = strategy
            self.folders = folders
        }
    }

    let code: String
    let moment: Moment
    let part: PlayedPart
    let plan: RunPlan
    /// The strategies told of, by their places in the run.
    let strategies: [Int]
    /// The run's own rows of the symbol up to the moment, in their order.
    let signals: [KeptTable.Row]
    let openOrders: [KeptTable.Row]
    /// How many whole minutes have the folder's digest.
    let minutesCompared: Int
    let isComplete: Bool

    /// Reads the folder and plays its scenario. Throws `ExitFault`: exit 2 for what is asked
    /// wrongly, 3 where the folder or its data are missing or damaged, 6 where another run comes
    /// out, 10 where there is no such symbol or strategy.
    public init(
        of question: Question, in folder: String, catalog: StrategyCatalog, control: RunControl
    ) throws {
        let told = try ToldResult(folder, toBe: "explained", takesUnfinished: true)
        isComplete = told.isComplete
        plan = try SymbolStory.plan(of: told, question.folders, catalog, control)
        let scenario = plan.scenario
        let symbol = try SymbolStory.place(
            of: question.symbol, among: scenario.instruments.map(\.code.description),
            named: "symbol", in: "the scenario's instruments")
        code = scenario.instruments[symbol].code.description
        moment = try SymbolStory.moment(question.at, in: scenario.period)
        try SymbolStory.checkReached(moment, told)
        strategies =
            try question.strategy.map {
                [
                    try SymbolStory.place(
                        of: $0, among: scenario.strategies.map(\.id), named: "strategy",
                        in: "the scenario's strategies")
                ]
            } ?? Array(scenario.strategies.indices)
        part = try plan.play(through: moment, watching: SymbolIndex(symbol), control)
        minutesCompared = try SymbolStory.compare(part.digest, told)
        let (code, moment) = (code, moment)
        func isUntilThen(_ text: String) -> Bool {
            Moment(text: text).map { $0 <= moment } ?? false
        }
        signals = try KeptTable(.signals, in: told.folder) {
            $0["symbol"] == code && isUntilThen($0["at"])
        }.rows
        openOrders = try KeptTable(.orders, in: told.folder) {
            $0["symbol"] == code && isUntilThen($0["created"]) && !isUntilThen($0["ended"])
        }.rows
    }

    private static func plan(
        of told: ToldResult, _ folders: [String], _ catalog: StrategyCatalog,
        _ control: RunControl
    ) throws -> RunPlan {
        guard told.engineVersion == EngineVersion.current else {
            throw ExitFault(
                status: .digestDiffers,
                message: "The run was played by krader \(shown(told.engineVersion)), this is "
                    + "\(EngineVersion.current): another engine may decide otherwise.")
        }
        try Verification.checkStrategies(of: told, catalog)
        var search = InputSearch(told, folders: folders, control)
        var found: [String: String] = [:]
        for input in told.inputs {
            let outcome = try search.find(input)
            guard let place = outcome.place, outcome.status == .ok else {
                throw ExitFault(
                    status: outcome.status,
                    message: "The run's data '\(shown(input.path, charactersMax: 200))' are "
                        + "\(outcome.word): without them it can't be played again. --data names "
                        + "a folder to look in.")
            }
            found[input.path] = place
        }
        return try RunPlan(
            path: told.scenarioPath, settings: Settings(), found: found, catalog: catalog,
            control: control)
    }

    private static func place(
        of name: String, among names: [String], named kind: String, in whose: String
    ) throws(ExitFault) -> Int {
        if let place = names.firstIndex(of: name) { return place }
        let nearest = nearestSpelling(of: name, among: names)
        throw ExitFault(
            status: .notFound,
            message: "This run has no \(kind) '\(shown(name, charactersMax: 100))'."
                + (nearest.map { " Did you mean '\($0)'?" }
                    ?? " They are listed in \(whose) (scenario.json)."))
    }

    private static func moment(
        _ text: String, in period: MomentSpan
    ) throws(ExitFault) -> Moment {
        let first = CalendarDate(period.start)
        let isOfOneDay = first == CalendarDate(period.end - Interval(nanoseconds: 1))
        let time = isOfOneDay ? TimeOfDay(text).map { first.at($0) } : nil
        guard let moment = Moment(text: text) ?? time else {
            throw ExitFault(
                status: .usage,
                message: "--at '\(shown(text, charactersMax: 100))' is no moment: write it like "
                    + "\(CalendarDate(period.start))T09:05:00"
                    + (isOfOneDay ? " or 09:05:00." : "; the run is of several days."))
        }
        guard period.contains(moment) else {
            throw ExitFault(
                status: .usage,
                message: "--at \(moment) lies outside the run, which goes from \(period.start) "
                    + "until \(period.end).")
        }
        return moment
    }

    /// Nothing is known of what comes after the end of a run that was stopped.
    private static func checkReached(_ moment: Moment, _ told: ToldResult) throws(ExitFault) {
        guard !told.isComplete else { return }
        let last = told.result["period"]?["last"]?.string
        guard let last, let end = Moment(text: last), moment <= end else {
            throw ExitFault(
                status: .usage,
                message: "The run did not come to its end: it was stopped after "
                    + "\(shown(last ?? "nothing")), and nothing is known of what comes after.")
        }
    }

    /// Compares the minutes that were played with the folder's. Returns how many there are.
    private static func compare(_ played: [Substring], _ told: ToldResult) throws -> Int {
        let names = try ResultFiles.names(in: told.folder)
        let kept = try ResultFiles.lines(Table.digest.fileName, in: told.folder, names)
        for (place, line) in played.enumerated() where place >= kept.count || kept[place] != line {
            throw ExitFault(
                status: .digestDiffers,
                message: "Played again, the run is another one: digest.csv differs first in the "
                    + "minute \(line.prefix { $0 != "," }). 'krader verify' says what else does.")
        }
        return max(0, played.count - 1)
    }
}
