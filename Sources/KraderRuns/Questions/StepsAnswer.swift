import KraderModel
public import KraderReport

/// The price grid of a board on a date, or where one price lies on it.
public enum StepsAnswer {
    public static func of(_ question: MarketQuestion) throws -> Answer {
        let board = try question.board()
        let day = try question.date()
        let table = PriceStepTable.table(board: board, on: day)
        var answer = Answer(title: "Price steps of \(board.rawValue) on \(day)")
        answer.addAsked("board", nil, .text(board.rawValue))
        answer.addAsked("date", nil, .date(day))
        if let price = try question.price("price") {
            answer.addAsked("price", "price", .price(price))
            answer.add("step", "step", .price(table.step(at: price)))
            answer.add("on_grid", "on the grid", .flag(table.isOnGrid(price)))
            answer.add("up", "next above", .price(table.up(from: price)))
            answer.add("down", "next below", .price(table.down(from: price)))
        } else if question.row != nil {
            throw question.missing("price")
        } else {
            answer.tables = [bands(of: table)]
        }
        answer.add("before_first_rule", nil, .flag(table.isBeforeFirstRule))
        if table.isBeforeFirstRule {
            answer.notes.append("The date lies before the first known table, which stands in.")
        }
        return answer
    }

    private static func bands(of table: PriceStepTable) -> Answer.Table {
        Answer.Table(
            name: "bands",
            columns: [("from", "from"), ("below", "below"), ("step", "step")],
            rows: table.bands.map { [.price($0.from), .price($0.below), .price($0.step)] })
    }
}
