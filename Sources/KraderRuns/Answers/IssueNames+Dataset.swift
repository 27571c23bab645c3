import KraderCSV
public import KraderDatasets
import KraderModel
public import KraderReport

extension IssueNames {
    /// The last confirmed ones of a dataset; none where what it says of its issues is damaged, for
    /// names are a courtesy.
    public init(of dataset: Dataset) {
        self.init((try? dataset.instrumentTable())?.names ?? [:])
    }
}

extension InstrumentTable {
    /// The last confirmed name of each issue that has one.
    var names: [IssueCode: String] {
        var names: [IssueCode: String] = [:]
        for fact in facts where !fact.isProposed {
            if case .name(let name) = fact.value { names[fact.symbol] = name }
        }
        return names
    }
}
