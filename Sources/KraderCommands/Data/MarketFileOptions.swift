import ArgumentParser
import KraderCSV
import KraderDatasets
import KraderJSON
import KraderModel
import KraderRuns

/// The options for files of market data, whoever reads them: everything left out is recognised.
struct MarketFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Which columns mean what, by name or by number from 1.",
            valueName: "time=체결시간,price=4"))
    var columns: String?

    @Option(help: ArgumentHelp("The zone of times that don't say it.", valueName: "KST|UTC|+09:00"))
    var timezone: String?

    @Option(
        help: ArgumentHelp(
            "The day of files that hold times of day only.", valueName: "2026-09-11"))
    var date: String?

    @Option(help: "Whose rows they are, where no column says it; else only this issue's are taken.")
    var symbol: String?

    @Option(
        help: ArgumentHelp(
            "The board of issues whose rows don't say it.",
            valueName: Board.allCases.map(\.rawValue).joined(separator: "|")),
        completion: .list(Board.allCases.map(\.rawValue)))
    var board: String?

    @Option(
        help: ArgumentHelp(
            "The length of candles.",
            valueName: Timeframe.allCases.map(\.description).joined(separator: "|")),
        completion: .list(Timeframe.allCases.map(\.description)))
    var timeframe: String?

    @Option(
        help: ArgumentHelp("What times of candles are.", valueName: "start|end"),
        completion: .list(CandleStamp.allCases.map(\.rawValue)))
    var stamp: String?

    @OptionGroup var form: ImportFormOptions

    /// The options that are given, by their names.
    var given: [String] {
        [
            ("--columns", columns), ("--timezone", timezone), ("--date", date),
            ("--symbol", symbol), ("--board", board), ("--timeframe", timeframe),
            ("--stamp", stamp),
        ].compactMap { $1 == nil ? nil : $0 } + form.given
    }

    /// Puts the options into a request. Throws `ExitFault` with exit code 2.
    func apply(to request: inout ImportRequest) throws(ExitFault) {
        if let columns { try ImportColumns.read(columns, into: &request) }
        if let timezone {
            guard let zone = Interval(zone: timezone) else {
                throw wrong("--timezone", timezone, "KST, UTC or a distance such as +09:00")
            }
            request.zone = zone
        }
        if let date {
            guard let day = CalendarDate(date) else {
                throw wrong("--date", date, "a date such as 2026-09-11")
            }
            request.date = day
        }
        request.board = try choice(
            board, "--board",
            { text in Board.allCases.first { $0.rawValue.lowercased() == text.lowercased() } },
            Board.allCases.map(\.rawValue))
        if let symbol {
            let code =
                request.board == .index
                ? try? IssueCode(index: symbol) : try? IssueCode(symbol)
            guard let code else {
                throw wrong(
                    "--symbol", symbol,
                    "a code of six digits and capital letters such as 005930; that of an index "
                        + "may be shorter, with --board index")
            }
            request.symbol = code
            request.symbolScope = IssueCode.scope(of: Array(symbol.utf8))
        }
        request.timeframe = try choice(
            timeframe, "--timeframe", { Timeframe($0) }, Timeframe.allCases.map(\.description))
        request.stamp = try choice(
            stamp, "--stamp", { CandleStamp(rawValue: $0) }, CandleStamp.allCases.map(\.rawValue))
        request.form = try form.form()
    }
}

/// Reads an option that has a few values; `nil` when it is not given.
func choice<Value>(
    _ text: String?, _ option: String, _ read: (String) -> Value?, _ names: [String]
) throws(ExitFault) -> Value? {
    guard let text else { return nil }
    if let value = read(text) { return value }
    throw wrong(option, text, alternatives(names))
}

func wrong(_ option: String, _ value: String, _ allowed: String) -> ExitFault {
    ExitFault(
        status: .usage, message: "\(option) is '\(shown(value))'; it must be \(allowed).")
}
