import KraderMarket
import KraderModel

/// Reads the recorded statuses of one issue: they explain holes that prints have.
struct StatusCheck {
    private var days: DayCheck

    init(_ symbol: IssueCode) { days = DayCheck(symbol, series: RowKind.statuses.rawValue) }

    /// Reads a day's file through. Throws when a row can't be what was written.
    mutating func read(
        _ rows: inout OpenRows, _ facts: inout IssueFacts, to log: inout FindingLog
    ) throws(DatasetFault) {
        let header = rows.header
        guard let day = header.day else { return }
        let bytes = try rows.bytes(of: 0..<header.count)
        guard let base = bytes.baseAddress else { return }
        days.see(day, facts, to: &log)
        var changes: [StatusChange] = []
        for index in 0..<header.count {
            let change = StatusRow.read(
                base + index * header.rowLength, midnight: day.midnight, symbol: SymbolIndex(0))
            guard let change else { throw rows.fault(.impossible, row: index) }
            guard change.time >= changes.last?.time ?? .distantPast else {
                throw rows.fault(.outOfOrder, row: index)
            }
            changes.append(change)
        }
        facts.add(changes)
    }

    func finish(_ facts: IssueFacts, to log: inout FindingLog) {
        days.finish(facts, to: &log)
    }
}
