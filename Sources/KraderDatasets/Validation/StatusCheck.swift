import KraderMarket
import KraderModel

/// Reads the recorded statuses of one issue: they explain holes that prints have.
struct StatusCheck {
    private var days: DayCheck

    init(_ symbol: IssueCode) { days = DayCheck(symbol, series: RecordKind.statuses.rawValue) }

    /// Reads a day's file through. Throws when a record can't be what was written.
    mutating func read(
        _ records: inout OpenRecords, _ facts: inout IssueFacts, to log: inout FindingLog
    ) throws(DatasetFault) {
        let header = records.header
        guard let day = header.day else { return }
        let bytes = try records.bytes(of: 0..<header.count)
        guard let base = bytes.baseAddress else { return }
        days.see(day, facts, to: &log)
        var changes: [StatusChange] = []
        for index in 0..<header.count {
            let change = StatusRecord.read(
                base + index * header.recordLength, midnight: day.midnight, symbol: SymbolIndex(0))
            guard let change else { throw records.fault(.impossible, record: index) }
            guard change.time >= changes.last?.time ?? .distantPast else {
                throw records.fault(.outOfOrder, record: index)
            }
            changes.append(change)
        }
        facts.add(changes)
    }

    func finish(_ facts: IssueFacts, to log: inout FindingLog) {
        days.finish(facts, to: &log)
    }
}
