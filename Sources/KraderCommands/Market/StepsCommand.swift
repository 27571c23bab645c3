import ArgumentParser
import KraderModel
import KraderReport
import KraderRuns

/// Tells the price grid of a board on a date, or where one price lies on it.
struct StepsCommand: MarketQuestionCommand {
    static let configuration = CommandConfiguration.work(
        "krader market steps",
        abstract: "Price steps of a board: the whole table, or the neighbours of a price.")

    @Option(
        help: "KOSPI, KOSDAQ, KONEX, ETF, ETN, ELW or index.",
        completion: .list(Board.allCases.map(\.rawValue)))
    var board: String?
    @Option(help: "Date in KST, such as 2026-03-03. (default: today)") var date: String?
    @Option(help: "A price in won.") var price: String?
    @OptionGroup var output: MarketOutput

    var flags: [(name: String, text: String?)] {
        [("board", board), ("date", date), ("price", price)]
    }

    static func answer(_ question: MarketQuestion) throws -> Answer {
        try StepsAnswer.of(question)
    }
}
