import ArgumentParser
import KraderReport
import KraderRuns

/// Tells the hours of a date.
struct SessionCommand: MarketQuestionCommand {
    static let configuration = CommandConfiguration.work(
        "krader market session",
        abstract: "Trading hours of a date (KST), special days included.")

    @Option(help: "Date in KST, such as 2026-03-03. (default: today)") var date: String?
    @OptionGroup var output: MarketOutput

    var flags: [(name: String, text: String?)] { [("date", date)] }

    static func answer(_ question: MarketQuestion) throws -> Answer {
        try SessionAnswer.of(question)
    }
}
