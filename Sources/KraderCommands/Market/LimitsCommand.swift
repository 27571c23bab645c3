import ArgumentParser
import KraderModel
import KraderReport
import KraderRuns

/// Tells the prices between which an issue may trade on a date.
struct LimitsCommand: MarketQuestionCommand {
    static let configuration = CommandConfiguration.work(
        "krader market limits",
        abstract: "Daily price limits around a base price.")

    @Option(
        help: "KOSPI, KOSDAQ, KONEX, ETF, ETN, ELW or index.",
        completion: .list(Board.allCases.map(\.rawValue)))
    var board: String?
    @Option(help: "Date in KST, such as 2026-03-03. (default: today)") var date: String?
    @Option(help: "The base price: the previous official close, or as announced.")
    var base: String?
    @Option(
        parsing: .unconditional, help: "Multiple of an ETF or ETN, such as 2 or -1. (default: 1)")
    var multiple: String?
    @Flag(help: "It is a share's listing day and the base is its offer price.")
    var listingDay = false
    @OptionGroup var output: MarketOutput

    var flags: [(name: String, text: String?)] {
        [
            ("board", board), ("date", date), ("base", base), ("multiple", multiple),
            ("listing-day", listingDay ? "true" : nil),
        ]
    }

    static func answer(_ question: MarketQuestion) throws -> Answer {
        try LimitsAnswer.of(question)
    }
}
