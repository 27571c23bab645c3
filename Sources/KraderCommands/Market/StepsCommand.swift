import ArgumentParser
import KraderModel

/// Tells the price grid of a board on a date, or where one price lies on it.
struct StepsCommand: MarketQuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
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

    static func answer(_ question: MarketQuestion) throws -> MarketAnswer {
        let board = try question.board()
        let day = try question.date()
        let table = PriceStepTable.table(board: board, on: day)
        var answer = MarketAnswer(title: "Price steps of \(board.rawValue) on \(day)")
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

    private static func bands(of table: PriceStepTable) -> MarketAnswer.Table {
        MarketAnswer.Table(
            name: "bands",
            columns: [("from", "from"), ("below", "below"), ("step", "step")],
            rows: table.bands.map { [.price($0.from), .price($0.below), .price($0.step)] })
    }
}
