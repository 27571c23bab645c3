import KraderDatasets
import KraderJSON
public import KraderReport

/// How an order came to be and what became of it, step by step, from a result folder alone: what
/// the market showed, the signal, the rules with their numbers, requests, replies, fills.
public struct OrderStory {
    /// One step of the story.
    struct Step {
        /// KST, as the tables write it.
        var at: String
        /// In which order steps of one moment are told.
        var rank: Int
        var what: String
        var how: String
    }

    let order: KeptTable.Row
    private(set) var steps: [Step] = []
    private var notes: [String] = []

    /// Reads the folder of a run.
    ///
    /// - Parameters:
    ///   - folder: the run's folder
    ///   - asked: the order's id, the first digits of it, or its number in the run
    /// - Throws: `ExitFault`: exit 10 when there is no such order, 2 when there are several, 3 when
    ///   the folder is damaged
    public init(of asked: String, in folder: String) throws {
        let told = try ToldResult(folder, toBe: "explained", takesUnfinished: true)
        order = try OrderStory.find(asked, in: told.folder)
        try addSignal(told.folder)
        addOrder()
        try addEvents(told.folder)
        try addFills(told.folder)
        try addExits(told.folder)
        steps.sort { ($0.at, $0.rank) < ($1.at, $1.rank) }
        foldQueries()
    }

    /// Questions that follow each other are one step.
    private mutating func foldQueries() {
        var folded: [Step] = []
        for step in steps {
            if let last = folded.last, last.what == step.what, step.what == OrderStory.asked {
                folded[folded.count - 1].how += "; " + step.how
            } else {
                folded.append(step)
            }
        }
        steps = folded
    }

    private static let asked = "asked"

    private static func find(_ asked: String, in folder: String) throws -> KeptTable.Row {
        let isNumber = asked.count < 10 && !asked.isEmpty && asked.allSatisfy(\.isNumber)
        let table = try KeptTable(.orders, in: folder) {
            $0["order_id"].hasPrefix(asked) || (isNumber && $0["number_in_run"] == asked)
        }
        let exact = table.rows.filter {
            $0["order_id"] == asked || (isNumber && $0["number_in_run"] == asked)
        }
        let found = exact.isEmpty ? table.rows : exact
        if let only = found.first, found.count == 1, !asked.isEmpty { return only }
        let name = shown(asked, charactersMax: 100)
        guard found.isEmpty || asked.isEmpty else {
            throw ExitFault(
                status: .usage,
                message: "\(found.count) orders of this run begin with '\(name)': "
                    + found.prefix(3).map { $0["order_id"] }.joined(separator: ", ")
                    + (found.count > 3 ? " …" : "") + ". More digits, or the order's number in "
                    + "the run, say which.")
        }
        throw ExitFault(
            status: .notFound,
            message: "This run has no order '\(name)'. The ids stand in orders.csv, in the columns "
                + "order_id and number_in_run.")
    }

    private mutating func add(_ at: String, _ rank: Int, _ what: String, _ how: [String]) {
        let how = how.filter { !$0.isEmpty }.joined(separator: ", ")
        steps.append(Step(at: at, rank: rank, what: what, how: how))
    }

    /// A part of a sentence about a field; nothing where the field is empty.
    private func said(_ before: String, _ value: String, _ after: String = "") -> String {
        value.isEmpty ? "" : before + value + after
    }
}

// What led to it.
extension OrderStory {
    /// What kinds of hook signals come from, by the remainder of their sequence (`SignalKeys`).
    private static let hooks = [
        "a candle closed", "a print", "a timer", "a fill", "all candles of an instant closed",
        "a book",
    ]

    private mutating func addSignal(_ folder: String) throws {
        let id = order["signal_id"]
        let table = try KeptTable(.signals, in: folder) {
            $0["signal_id"] == id && $0["leg"] == order["leg"] && $0["action"] == "order"
        }
        if table.rows.isEmpty {
            notes.append("signals.csv has no row of its signal.")
        }
        for row in table.rows {
            let kind = (Int(row["sequence"]) ?? 0) % OrderStory.hooks.count
            let isExit = row["reason"].hasPrefix("exit_")
            if !isExit, row["answer"] != "held" || table.rows.count == 1 {
                add(row["event_time"], 0, OrderStory.hooks[max(kind, 0)], [row["symbol"]])
            }
            let size = row["quantity"].isEmpty ? "as many as the rules give" : row["quantity"]
            add(
                row["at"], 1, "signal",
                [
                    (isExit ? "an exit of " : "") + "\(row["strategy"]) wants to "
                        + "\(row["side"]) \(size)",
                    said("at ", row["limit"]), row["type"], row["time_in_force"],
                    said("because ", row["reason"]), said("confidence ", row["confidence"]),
                    row["notes"],
                ])
            add(row["at"], 2, "rules", [answer(row)])
        }
    }

    private func answer(_ row: KeptTable.Row) -> String {
        switch row["answer"] {
        case "held": return "held for the next opening auction"
        case "refused": return "\(row["refusal"]) refused: \(row["refusal_numbers"])"
        case _ where row["cut_by"].isEmpty:
            return "all passed, \(row["approved_quantity"]) shares"
        case _:
            return "\(row["cut_by"]) cut it to \(row["approved_quantity"]): "
                + row["cut_numbers"]
        }
    }
}

// What became of it.
extension OrderStory {
    private mutating func addOrder() {
        add(
            order["created"], 3, "order",
            [
                "\(order["side"]) \(order["quantity"]) \(order["symbol"])",
                said("at ", order["limit"]), order["type"], order["time_in_force"],
            ])
        if !order["sent"].isEmpty { add(order["sent"], 4, "sent", ["its request left"]) }
        if !order["acknowledged"].isEmpty {
            add(
                order["acknowledged"], 6, "acknowledged",
                [said("the broker has it as ", order["broker_numbers"])])
        }
        guard !order["ended"].isEmpty else {
            notes.append("It was still open when the run ended: \(order["status"]).")
            return
        }
        add(
            order["ended"], 9, "ended",
            [
                order["status"], order["reason"], order["rejection"],
                "\(order["filled"]) of \(order["quantity"]) filled",
                said("on average at ", order["average_price"]),
            ])
    }

    /// Changes, doubts and finds; and, while it lived, what was asked and went wrong.
    private mutating func addEvents(_ folder: String) throws {
        let (from, to) = (order["created"], order["ended"])
        let table = try KeptTable(.events, in: folder) {
            if !$0["order_id"].isEmpty { return $0["order_id"] == order["order_id"] }
            return $0["at"] >= from && (to.isEmpty || $0["at"] <= to)
                && ($0["symbol"].isEmpty || $0["symbol"] == order["symbol"])
        }
        for row in table.rows {
            if row["event"] == "query" {
                add(row["at"], 5, OrderStory.asked, [row["code"]])
                continue
            }
            add(
                row["at"], 5, row["event"].replacing("_", by: " "),
                [
                    row["code"], said("request ", row["request"]),
                    said("broker's number ", row["broker_number"]), said("at ", row["price"]),
                    said("left ", row["order_id"].isEmpty ? "" : row["quantity"]),
                    row["details"],
                ])
        }
    }

    private mutating func addFills(_ folder: String) throws {
        let table = try KeptTable(.fills, in: folder) { $0["order_id"] == order["order_id"] }
        for row in table.rows {
            add(
                row["learned"], 7, "fill",
                [
                    "\(row["quantity"]) at \(row["price"])",
                    said("by ", row["evidence"]), said("traded ", row["traded"]),
                    said("commission ", row["commission"]),
                    row["tax"] == "0" ? "" : said("tax ", row["tax"]),
                    "then \(row["position_after"]) held, cash \(row["cash_after"])",
                ])
        }
    }

    /// Exits that its fills armed, or that it sold for.
    private mutating func addExits(_ folder: String) throws {
        let (from, to) = (order["created"], order["ended"])
        let table = try KeptTable(.exits, in: folder) {
            $0["strategy"] == order["strategy"] && $0["symbol"] == order["symbol"]
                && $0["at"] >= from && (to.isEmpty || $0["at"] <= to)
        }
        for row in table.rows {
            add(
                row["at"], 8, "exit \(row["event"])",
                [
                    row["reason"], said("", row["quantity"], " shares"),
                    said("stop ", row["stop"]), said("target ", row["target"]),
                    said("trailing ", row["trailing_stop"]), said("due ", row["due"]),
                ])
        }
    }
}

// As an answer.
extension OrderStory {
    /// The most steps that are shown: an order of a thousand fills has more.
    private static let stepsMax = 200

    public var answer: Answer {
        var answer = Answer(
            title: "Order \(order["number_in_run"]): \(order["side"]) \(order["quantity"]) "
                + "\(order["symbol"]), \(order["status"])")
        answer.add("order_id", "order", .text(order["order_id"]))
        answer.add("signal_id", "signal", .text(order["signal_id"]))
        answer.add("strategy", "strategy", .text(order["strategy"]))
        answer.tables = [
            Answer.Table(
                name: "steps", columns: [("at", "when"), ("what", "what"), ("how", "how")],
                rows: steps.prefix(OrderStory.stepsMax).map {
                    [.text($0.at), .text($0.what), .text($0.how)]
                })
        ]
        answer.notes = notes
        if steps.count > OrderStory.stepsMax {
            answer.notes.append(
                "\(steps.count - OrderStory.stepsMax) further steps are not shown: fills.csv and "
                    + "events.csv have all.")
        }
        return answer
    }
}

extension String {
    fileprivate func replacing(_ old: Character, by new: Character) -> String {
        String(map { $0 == old ? new : $0 })
    }
}
