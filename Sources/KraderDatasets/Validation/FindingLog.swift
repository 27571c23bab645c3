import KraderModel

/// Keeps findings as they are made. The first few of each code about one series of one issue are
/// kept and the rest are counted, so that memory does not grow with what is wrong.
struct FindingLog {
    static let ofOneSeriesMax = 20
    static let ofOneCodeMax = 20_000

    private struct Key: Hashable {
        var code: FindingCode
        var symbol: IssueCode?
        var series: String
    }

    private(set) var findings: [Finding] = []
    private(set) var counts: [FindingGroup: FindingCount] = [:]
    private var ofSeries: [Key: Int] = [:]

    mutating func add(_ finding: Finding) {
        let group = FindingGroup(severity: finding.severity, code: finding.code)
        var count = counts[group] ?? FindingCount()
        defer { counts[group] = count }
        count.findings += 1
        count.rows += finding.count
        let key = Key(code: finding.code, symbol: finding.symbol, series: finding.series)
        let before = ofSeries[key] ?? 0
        ofSeries[key] = before + 1
        let isKept =
            count.kept < FindingLog.ofOneCodeMax
            && (finding.symbol == nil || before < FindingLog.ofOneSeriesMax)
        guard isKept else { return }
        count.kept += 1
        findings.append(finding)
    }
}

/// Findings of one code and severity.
public struct FindingGroup: Hashable, Comparable, Sendable {
    public var severity: Finding.Severity
    public var code: FindingCode

    /// The order of groups: errors first, then the order of the codes.
    public static func < (a: FindingGroup, b: FindingGroup) -> Bool {
        a.severity != b.severity ? a.severity < b.severity : a.code < b.code
    }
}

/// How much of a group was found.
public struct FindingCount: Hashable, Sendable {
    public var findings = 0
    /// The number of rows or days in all findings together.
    public var rows = 0
    /// The number of findings that the report holds.
    public var kept = 0
}
