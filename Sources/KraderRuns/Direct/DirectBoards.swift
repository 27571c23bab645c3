import KraderDatasets
import KraderJSON
import KraderModel

/// The issues of files and their boards. A board is what rows say, else what whoever named the
/// files says, else KOSPI, which is the dearest: ETFs pay no tax on sales, and before 2023 KOSDAQ
/// moved in smaller steps.
struct DirectBoards {
    private(set) var all: [(code: IssueCode, board: Board)] = []
    private var assumed: [IssueCode] = []

    init(_ surveys: [FileSurvey], said: Board?) {
        for code in Set(surveys.flatMap(\.codes)).sorted() {
            let told = surveys.lazy.compactMap { $0.boards[code] }.first
            if told == nil && said == nil { assumed.append(code) }
            all.append((code, told ?? said ?? .kospi))
        }
    }

    /// The list `market.instruments`.
    var instruments: JSONValue {
        list(
            all.map { issue in
                [
                    "symbol": JSONValue(.string(issue.code.description)),
                    "board": JSONValue(.string(issue.board.rawValue)),
                ]
            })
    }

    var warning: String? {
        guard let first = assumed.first else { return nil }
        let more = assumed.count > 1 ? " and \(grouped(assumed.count - 1)) more" : ""
        return "Nobody says the board of \(first)\(more): KOSPI is assumed, with its tax and price "
            + "steps; say --board KOSPI, KOSDAQ, ETF …"
    }
}
