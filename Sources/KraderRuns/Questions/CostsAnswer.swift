import KraderModel
public import KraderReport

/// Commission and tax of one order.
public enum CostsAnswer {
    public static func of(_ question: MarketQuestion) throws -> Answer {
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

        var answer = Answer(title: "Costs of a \(board.rawValue) \(side) on \(day)")
        answer.addAsked("board", nil, .text(board.rawValue))
        answer.addAsked("date", nil, .date(day))
        answer.addAsked("side", nil, .text(side.description))
        let isAsked = question.has("amount")
        answer.facts.append(
            Answer.Fact(
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

    /// The amount, or price × quantity.
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
