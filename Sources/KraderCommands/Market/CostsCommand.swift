import ArgumentParser
import KraderModel

/// Tells the commission and tax of one order.
struct CostsCommand: MarketQuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "costs",
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

    static func answer(_ question: MarketQuestion) throws -> MarketAnswer {
        let board = try question.board()
        if !board.isTradeable { throw question.wrong("board", "an index is not traded") }
        let day = try question.date()
        let side = try question.side()
        let amount = try executed(question)
        var schedule = CostSchedule.kiwoom
        if let rate = try question.rate("commission-rate") { schedule.commissionRate = rate }
        let rates = side == .sell ? schedule.taxRates(board: board, on: day) : .none
        let commission = schedule.commission(onCumulative: amount)
        let tax = rates.tax(onCumulative: amount)
        let costs = commission + tax

        var answer = MarketAnswer(title: "Costs of a \(board.rawValue) \(side) on \(day)")
        answer.addAsked("board", nil, .text(board.rawValue))
        answer.addAsked("date", nil, .date(day))
        answer.addAsked("side", nil, .text(side.description))
        let isAsked = question.has("amount")
        answer.facts.append(
            MarketAnswer.Fact(
                name: "amount", label: "amount", value: .won(amount), isAsked: isAsked))
        answer.add("commission", "commission", .won(commission))
        answer.add(
            "transaction_tax", "transaction tax", .won(rates.transaction.floored(of: amount)))
        answer.add("rural_tax", "rural tax", .won(rates.rural.floored(of: amount)))
        answer.add("tax", nil, .won(tax))
        answer.add("costs", "costs", .won(costs))
        answer.add(
            "net", side == .buy ? "to pay" : "to receive",
            .won(side == .buy ? amount + costs : amount - costs))
        answer.add("before_first_rule", nil, .flag(TransactionTax.isBeforeFirstRule(day)))
        if TransactionTax.isBeforeFirstRule(day) {
            answer.notes.append("The date lies before the first known tax, which stands in.")
        }
        return answer
    }

    /// The amount in won: as said, or price × quantity.
    private static func executed(_ question: MarketQuestion) throws -> Won {
        if let amount = try question.amount("amount") {
            for other in ["price", "quantity"] where question.has(other) {
                throw question.conflict("amount", other)
            }
            return amount
        }
        guard let price = try question.price("price") else {
            throw question.missing("amount", or: "price")
        }
        guard let quantity = try question.shares("quantity") else {
            throw question.missing("quantity")
        }
        let (product, overflow) = price.won.multipliedReportingOverflow(by: quantity.count)
        guard !overflow, product <= MarketQuestion.amountMax else {
            throw question.wrong(
                "quantity", "price × quantity must not exceed \(MarketQuestion.amountMax) won")
        }
        return Won(product)
    }
}
