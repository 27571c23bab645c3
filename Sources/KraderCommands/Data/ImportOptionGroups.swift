import ArgumentParser
import KraderCSV
import KraderDatasets
import KraderJSON
import KraderModel
import KraderRuns
import KraderScenario

/// The options for where an imported dataset goes.
struct ImportPlaceOptions: ParsableArguments {
    @Option(help: "The dataset's name, below the folder that the setting data.dir says.")
    var name: String?

    @Option(help: ArgumentHelp("The dataset's folder, in place of --name.", valueName: "path"))
    var into: String?

    @Flag(help: "Replace the dataset that stands there.")
    var replace = false

    /// The path of the new dataset. Throws `ExitFault` with exit code 2.
    func target(_ settings: Settings) throws(ExitFault) -> String {
        switch (name, into) {
        case (nil, nil):
            throw ExitFault(
                status: .usage, message: "Name the dataset with --name, or its folder with --into.")
        case (_?, _?):
            throw ExitFault(
                status: .usage, message: "--name and --into say the same; give one of them.")
        case (nil, let into?):
            guard !into.isEmpty else {
                throw ExitFault(status: .usage, message: "--into is empty; it names a folder.")
            }
            return into
        case (let name?, nil):
            guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
                throw ExitFault(
                    status: .usage,
                    message: "--name is '\(shown(name))'; it must be a name without '/' that does "
                        + "not begin with a point. For a path there is --into.")
            }
            return DatasetPlace.root(settings) + "/" + name
        }
    }
}

/// The options for how files are to be read: everything left out is recognised.
struct ImportReadingOptions: ParsableArguments {
    @OptionGroup var files: MarketFileOptions

    @Option(
        help: ArgumentHelp(
            "What the rows are.", valueName: ImportContent.names.joined(separator: "|")),
        completion: .list(ImportContent.names))
    var kind: String?

    @Option(
        help: ArgumentHelp(
            "The encoding of titles and names.",
            valueName: ImportRequest.Encoding.allCases.map(\.rawValue).joined(separator: "|")),
        completion: .list(ImportRequest.Encoding.allCases.map(\.rawValue)))
    var encoding: String?

    @Option(help: "Decimals of index levels that are kept, mostly 2; only with --board index.")
    var decimals: Int?

    @Flag(help: "Round prices with fractions of a won, as adjusted ones have; runs say it.")
    var roundPrices = false

    /// Puts the options into a request. Throws `ExitFault` with exit code 2.
    func apply(to request: inout ImportRequest) throws(ExitFault) {
        try files.apply(to: &request)
        request.content = try choice(
            kind, "--kind", { ImportContent(rawValue: $0) }, ImportContent.names)
        if let read = try choice(
            encoding?.lowercased(), "--encoding", { ImportRequest.Encoding(rawValue: $0) },
            ImportRequest.Encoding.allCases.map(\.rawValue))
        {
            request.encoding = read
        }
        if let decimals {
            guard (0...4).contains(decimals) else {
                throw wrong("--decimals", "\(decimals)", "between 0 and 4")
            }
            request.decimals = decimals
        } else if request.board == .index {
            // An index level is held in hundredths of a point, as in a scenario's files.
            request.decimals = 2
        }
        request.roundsPrices = roundPrices
    }
}

/// The options for what the dataset says of itself.
struct ImportDescriptionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Which venues' prints they are.",
            valueName: MarketScope.allCases.map(\.rawValue).joined(separator: "|")),
        completion: .list(MarketScope.allCases.map(\.rawValue)))
    var scope: String?

    @Option(help: "How much later than the exchange's stamp the recorder learned of a thing.")
    var dataLagMs: Int?

    @Option(
        help: ArgumentHelp(
            "Whether quotes and books hold every change, full, or looks only, sampled.",
            valueName: BookCoverage.allCases.map(\.rawValue).joined(separator: "|")),
        completion: .list(BookCoverage.allCases.map(\.rawValue)))
    var bookCoverage: String?

    @Option(help: "Who recorded or published the data.")
    var source: String?

    @Option(help: "Under which terms they may be used.")
    var licence: String?

    @Option(help: "What they are, in a sentence.")
    var about: String?

    /// Puts the options into a request. Throws `ExitFault` with exit code 2.
    func apply(to request: inout ImportRequest) throws(ExitFault) {
        request.scope = try choice(
            scope, "--scope", { MarketScope(rawValue: $0) }, MarketScope.allCases.map(\.rawValue))
        if let dataLagMs {
            guard (0...3_600_000).contains(dataLagMs) else {
                throw wrong("--data-lag-ms", "\(dataLagMs)", "between 0 and 3600000")
            }
            request.dataLag = .milliseconds(Int64(dataLagMs))
        }
        request.bookCoverage = try choice(
            bookCoverage, "--book-coverage", { BookCoverage(rawValue: $0) },
            BookCoverage.allCases.map(\.rawValue))
        request.source = source
        request.licence = licence
        request.about = about
    }
}

extension ImportContent {
    fileprivate static var names: [String] { allCases.map(\.rawValue) }
}

/// Reads a text such as `time=체결시간,price=4`.
enum ImportColumns {
    static func read(
        _ text: String, into request: inout ImportRequest
    ) throws(ExitFault) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = part.firstIndex(of: "=") else {
                throw failure("'\(shown(part))' is no 'meaning=column'")
            }
            let meaning = part[..<equals].filter { $0 != " " }
            let column = String(part[part.index(after: equals)...])
            guard !column.isEmpty else { throw failure("'\(shown(part))' names no column") }
            let choice: ColumnChoice =
                column.allSatisfy(\.isNumber) ? .number(Int(column) ?? 0) : .name(column)
            if let known = MarketColumn(rawValue: meaning) {
                guard request.columns.updateValue(choice, forKey: known) == nil else {
                    throw failure("'\(meaning)' stands twice")
                }
            } else if let known = BookColumn.allCases.first(where: { "\($0)" == meaning }) {
                guard request.bookColumns.updateValue(choice, forKey: known) == nil else {
                    throw failure("'\(meaning)' stands twice")
                }
            } else {
                let names =
                    MarketColumn.allCases.map(\.rawValue)
                    + BookColumn.allCases.map(\.description)
                let nearest = nearestSpelling(of: meaning, among: names)
                throw failure(
                    "'\(shown(meaning))' is no meaning of a column"
                        + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
            }
        }
    }

    private static func failure(_ text: String) -> ExitFault {
        let end = text.hasSuffix("?") ? "" : "."
        return ExitFault(status: .usage, message: "--columns: \(text)\(end)")
    }
}
