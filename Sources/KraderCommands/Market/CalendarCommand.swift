import ArgumentParser
import KraderReport
import KraderRuns

/// Lists trading days about a date, between dates, or of a year.
struct CalendarCommand: MarketQuestionCommand {
    static let configuration = CommandConfiguration.work(
        "krader market calendar",
        abstract: "Trading days and holidays of KRX.",
        discussion: "About one date (--date), a period (--from, --to), or a year (--year).")

    @Option(help: "Date in KST, such as 2026-03-03. (default: today)") var date: String?
    @Option(help: "First date of a period.") var from: String?
    @Option(help: "Last date of a period.") var to: String?
    @Option(help: "A year.") var year: String?
    @OptionGroup var output: MarketOutput

    var flags: [(name: String, text: String?)] {
        [("date", date), ("from", from), ("to", to), ("year", year)]
    }

    static func answer(_ question: MarketQuestion) throws -> Answer {
        try CalendarAnswer.of(question)
    }
}
