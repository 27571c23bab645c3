import KraderCSV
import KraderDatasets
import KraderJSON
import KraderModel

/// The section `market.data` of files: each with its path, its issue and what is said of it.
struct DirectData {
    private let files: [(survey: FileSurvey, path: String)]
    private let reading: ImportRequest

    init(_ files: [(FileSurvey, String)], _ reading: ImportRequest) {
        self.files = files.map { (survey: $0.0, path: $0.1) }
        self.reading = reading
    }

    var json: JSONValue {
        let contents: [MarketFile.Content] = [.ticks, .candles, .books]
        return object(
            contents.compactMap { content in
                let own = files.filter { $0.survey.content == content }.map(json)
                guard !own.isEmpty else { return nil }
                return (content.rawValue, own.count == 1 ? own[0] : list(own))
            })
    }

    private func json(_ file: (survey: FileSurvey, path: String)) -> JSONValue {
        let survey = file.survey
        var members: [(String, JSONValue)] = [("path", text(file.path))]
        // A column says whose rows they are, unless all that are wanted are of one issue.
        if survey.codes.count == 1 { members.append(("symbol", text(survey.codes[0]))) }
        if survey.content == .candles {
            if let timeframe = reading.timeframe { members.append(("timeframe", text(timeframe))) }
            if let stamp = reading.stamp { members.append(("stamp", text(stamp.rawValue))) }
        }
        if reading.zone != .hours(9) { members.append(("timezone", text(zone))) }
        if let date = reading.date { members.append(("date", text(date))) }
        if !columns.isEmpty { members.append(("columns", object(columns))) }
        let form = reading.form
        if form.skipLines > 0 { members.append(("skip_lines", number(form.skipLines))) }
        if form.skipFooter > 0 { members.append(("skip_footer", number(form.skipFooter))) }
        if let format = form.dateFormat { members.append(("date_format", text(format))) }
        if form.skipsEmpty { members.append(("skip_empty", JSONValue(.boolean(true)))) }
        if let scope = survey.scope { members.append(("scope", text(scope.rawValue))) }
        return object(members)
    }

    private var columns: [(String, JSONValue)] {
        let known =
            MarketColumn.allCases.map { ($0.rawValue, reading.columns[$0]) }
            + BookColumn.allCases.map { ("\($0)", reading.bookColumns[$0]) }
        return known.compactMap { name, choice in
            switch choice {
            case .name(let title): (name, text(title))
            case .number(let place): (name, number(place))
            case nil: nil
            }
        }
    }

    /// The file's zone as a scenario says it: `UTC`, `-05:30`.
    private var zone: String {
        let minutes = reading.zone.nanoseconds / 60_000_000_000
        if minutes == 0 { return "UTC" }
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (minutes < 0 ? "-" : "+") + two(abs(minutes) / 60) + ":" + two(abs(minutes) % 60)
    }

    private func text(_ value: some CustomStringConvertible) -> JSONValue {
        JSONValue(.string(value.description))
    }

    private func number(_ value: Int) -> JSONValue { JSONValue(.integer(Int64(value))) }

    private func object(_ members: [(String, JSONValue)]) -> JSONValue {
        JSONValue(.object(JSONObject(members.map { .init(key: $0.0, value: $0.1) })))
    }
}
