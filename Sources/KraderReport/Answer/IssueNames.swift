import KraderJSON
public import KraderModel

/// What issues are called, where the data say it: people know names better than codes.
public struct IssueNames: Sendable {
    private let names: [IssueCode: String]

    public init(_ names: [IssueCode: String] = [:]) { self.names = names }

    public subscript(code: IssueCode) -> String? { names[code] }

    /// `005930 삼성전자`, or the code alone.
    public func shown(_ code: IssueCode) -> String {
        names[code].map { "\(code) \(KraderJSON.shown($0))" } ?? "\(code)"
    }
}
