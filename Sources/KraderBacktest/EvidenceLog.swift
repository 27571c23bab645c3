import KraderModel

/// What each of the venue's executions rests on, by its number: the venue says it beside its
/// message, the engine never hears of it, and the result joins the two again (semantics.md §4).
///
/// Numbers are given one after the other and begin again with each day of the venue. A push may be
/// under way over midnight, so the day before is kept too.
struct EvidenceLog: ~Copyable {
    private var today = AppendBuffer<Evidence>(capacity: 1_024)
    private var yesterday = AppendBuffer<Evidence>(capacity: 1_024)
    /// Midnight at which the day of `today` began.
    private var midnight = Moment.distantPast

    mutating func note(_ evidence: Evidence, of execution: Execution) {
        if execution.number.value == 1 {
            swap(&today, &yesterday)
            today.removeAll()
            midnight = CalendarDate(execution.time).midnight
        }
        precondition(
            execution.number.value == Int64(today.count) + 1, "Executions are numbered in order")
        today.append(evidence)
    }

    /// What an execution rests on; `nil` for what the venue never said.
    func evidence(of execution: Execution) -> Evidence? {
        execution.time < midnight
            ? EvidenceLog.evidence(of: execution, yesterday)
            : EvidenceLog.evidence(of: execution, today)
    }

    private static func evidence(
        of execution: Execution, _ day: borrowing AppendBuffer<Evidence>
    ) -> Evidence? {
        let index = Int(execution.number.value) - 1
        return index >= 0 && index < day.count ? day[index] : nil
    }
}
