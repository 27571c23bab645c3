import Foundation

/// The path of a scenario that ships, by its name.
func shipped(_ name: String) -> String {
    URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("scenarios/\(name).json").path
}

/// What a run of one scenario left, in lines that can be worked out by hand.
struct Ran {
    let finished: Finished
    /// The fills, such as `09:01:05 buy 10 70100 through`, with the day in front where there are
    /// several.
    let fills: [String]
    /// The signals that were refused: `09:10:00 buy 20 SELF_CROSS`.
    let refusals: [String]
    /// The orders and their ends: `sell market 0/50 CANCELED EXPIRED`.
    let orders: [String]
    let result: JSON

    init(_ workshop: Workshop, _ name: String, _ more: [String] = []) throws {
        finished = try workshop.backtest([shipped(name), "--out", "out", "-q"] + more)
        result = try workshop.result(name)
        let several = (result.list("days")?.count ?? 0) > 1
        func time(_ text: String?) -> String {
            let text = text ?? ""
            return String(several ? text.prefix(19).dropFirst(5) : text.prefix(19).dropFirst(11))
        }
        func words(_ row: [String: String], _ columns: String...) -> String {
            columns.compactMap { row[$0] }.filter { !$0.isEmpty }.joined(separator: " ")
        }
        fills = try workshop.table("fills", of: name).rows.map {
            time($0["traded"]) + " " + words($0, "side", "quantity", "price", "evidence")
        }
        refusals = try workshop.table("signals", of: name).rows
            .filter { $0["answer"] == "refused" }
            .map { time($0["at"]) + " " + words($0, "side", "quantity", "refusal") }
        orders = try workshop.table("orders", of: name).rows.map {
            let (filled, quantity) = ($0["filled"] ?? "", $0["quantity"] ?? "")
            return words($0, "side", "time_in_force") + " \(filled)/\(quantity) "
                + words($0, "status", "reason")
        }
    }

    var incidents: [String] { result.list("incidents")?.compactMap { $0.text("kind") } ?? [] }
}
