import ArgumentParser
import KraderModel
import KraderReport
import KraderRuns

/// Tells the commission and tax of one order.
struct CostsCommand: MarketQuestionCommand {
    static let configuration = CommandConfiguration.work(
        "krader market costs",
        abstract: "Commission and sell tax of an order on a date.",
        discussion: "The commission is cut down to 10 won, each part of the tax to 1 won.")

    @Option(
        help: "KOSPI, KOSDAQ, KONEX, ETF, ETN or ELW.",
        completion: .list(Board.allCases.map(\.rawValue)))
    var board: String?
    @Option(help: "Trade date in KST, such as 2026-03-03. (default: today)") var date: String?
    @Option(help: "buy or sell.", completion: .list(["buy", "sell"])) var side: String?
    @Option(help: "What was executed, in won; or give price and quantity.") var amount: String?
    @Option(help: "Execution price in won.") var price: String?
    @Option(help: "Executed shares.") var quantity: String?
    @Option(help: "Such as 0.015% or 0.00015. (default: 0.015%, Kiwoom online)")
    var commissionRate: String?
    @OptionGroup var output: MarketOutput

    var flags: [(name: String, text: String?)] {
        [
            ("board", board), ("date", date), ("side", side), ("amount", amount),
            ("price", price), ("quantity", quantity), ("commission-rate", commissionRate),
        ]
    }

    static func answer(_ question: MarketQuestion) throws -> Answer {
        try CostsAnswer.of(question)
    }
}
