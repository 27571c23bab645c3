import KraderDatasets
import KraderJSON
import KraderModel
import KraderScenario

/// The scenario of files that have none: what they say of themselves, what whoever named them said
/// beside, and for the rest what is usual. It is a scenario like any other, and plays as its text
/// does when it is saved.
public struct DirectScenario {
    /// The scenario as a text.
    public let text: String
    /// The path by which messages call the text.
    public let path: String
    /// What was read and taken, a sentence each.
    public private(set) var notes: [String] = []
    /// What was assumed and can change results, a sentence each.
    public private(set) var warnings: [String] = []

    private let request: DirectRequest
    private let surveys: [FileSurvey]

    /// Reads the files.
    ///
    /// - Parameter saved: where the text will be saved: paths in it are relative to that place.
    /// - Throws: `ExitFault`: exit 2 for what is said, 3 for data.
    public init(
        _ request: DirectRequest, saved: String? = nil, control: RunControl = RunControl()
    ) throws {
        self.request = request
        surveys = try request.files.map { file in
            do throws(MarketFault) {
                return try FileSurvey(
                    file, request.reading, isInterrupted: { control.cancelled() != nil })
            } catch {
                if case .interrupted = error {
                    try control.checkCancelled("Interrupted while the data were read.")
                }
                throw ExitFault(ofNamed: error)
            }
        }
        path = saved ?? "the scenario of \(request.files.map(lastName).joined(separator: ", "))"
        let boards = DirectBoards(surveys, said: request.reading.board)
        let days = surveys.dropFirst().reduce(surveys[0].days) { days, survey in
            min(
                days.lowerBound, survey.days.lowerBound)...max(
                    days.upperBound, survey.days.upperBound)
        }
        let home = saved.map(folder)
        let files = try surveys.map { survey in
            try (survey, DirectScenario.way(to: survey.path, from: home))
        }
        let root: JSONValue = [
            "schema": JSONValue(.integer(Scenario.schema)),
            "name": JSONValue(.string(DirectScenario.name(request, boards.all.map(\.code)))),
            "market": [
                "from": JSONValue(.string(request.from ?? "\(days.lowerBound)")),
                "to": JSONValue(.string(request.to ?? "\(days.upperBound)")),
                "instruments": boards.instruments, "data": DirectData(files, request.reading).json,
            ],
            "account": ["cash": JSONValue(.integer(request.cash ?? DirectRequest.cashDefault))],
            "strategies": DirectScenario.strategies(request.strategies),
        ]
        text = root.text(.pretty)
        notes = surveys.map(\.sentence)
        if request.cash == nil {
            notes.append(
                "The account has \(grouped(DirectRequest.cashDefault)) won: --cash says another "
                    + "amount.")
        }
        warnings = boards.warning.map { [$0] } ?? []
        for survey in surveys where !survey.hasCodes {
            guard let named = survey.named, let told = request.reading.symbol, named != told else {
                continue
            }
            warnings.append(
                "'\(shown(survey.path, charactersMax: 200))' is taken as \(told), though its name "
                    + "says \(named).")
        }
    }

    /// The name of issue and strategies: the same file elsewhere is the same scenario.
    private static func name(_ request: DirectRequest, _ codes: [IssueCode]) -> String {
        let whose =
            codes.count == 1 ? codes[0].description.lowercased() : "\(codes.count)-issues"
        let whole = ([whose] + request.strategies).joined(separator: "-")
        // The names of strategies are allowed names, but many of them make a long one.
        return String(whole.prefix(100))
    }

    /// The list of strategies: the second one of a kind, and each after it, has an id of its own.
    private static func strategies(_ names: [String]) -> JSONValue {
        var counts: [String: Int] = [:]
        return list(
            names.map { name in
                counts[name, default: 0] += 1
                let count = counts[name] ?? 1
                let named = JSONObject.Member(key: "name", value: JSONValue(.string(name)))
                let id = JSONObject.Member(key: "id", value: JSONValue(.string("\(name)-\(count)")))
                return JSONValue(.object(JSONObject(count > 1 ? [named, id] : [named])))
            })
    }

    /// The way from the scenario's folder to a file, or the path as typed where nobody saves the
    /// scenario.
    private static func way(to file: String, from home: String?) throws -> String {
        guard let home, home != ".", !file.hasPrefix("/") else { return file }
        guard let from = FolderPath.real(home) else {
            throw ExitFault(
                status: .usage,
                message: "--save: there is no folder '\(shown(home, charactersMax: 200))'.")
        }
        guard let to = FolderPath.real(folder(file)) else { return file }
        let way = FolderPath.way(from: from, to: to)
        return way == "." ? lastName(file) : way + "/" + lastName(file)
    }
}

func list(_ values: [JSONValue]) -> JSONValue { JSONValue(.array(values)) }

/// The folder of a path; `.` when it has none.
func folder(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

private func lastName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
}

extension FileSurvey {
    /// A sentence on the file: `005930.csv: candles of 1d of 005930, 2021-01-04 to 2021-02-22.`
    fileprivate var sentence: String {
        let what = timeframe.map { "candles of \($0)" } ?? content.rawValue
        let whose = codes.count == 1 ? codes[0].description : "\(grouped(codes.count)) issues"
        let when =
            days.lowerBound == days.upperBound
            ? "\(days.lowerBound)" : "\(days.lowerBound) to \(days.upperBound)"
        return "\(shown(path, charactersMax: 200)): \(what) of \(whose), \(when)."
    }
}
