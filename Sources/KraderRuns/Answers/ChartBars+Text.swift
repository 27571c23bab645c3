import Glibc
public import KraderDatasets
import KraderJSON
import KraderMarket
public import KraderModel
import KraderReport
import KraderScenario

extension ChartBars {
    /// One line: how prices went.
    public var summary: String {
        guard let first = bars.first?.bar, let last = bars.last?.bar else { return "" }
        let high = bars.map(\.bar.high).max() ?? 0
        let low = bars.map(\.bar.low).min() ?? 0
        let volume = bars.reduce(Shares.zero) { $0.saturatedSum(Shares($1.bar.volume)) }.count
        let change = (Double(last.close) / Double(first.open) - 1) * 100
        return "open \(grouped(first.open))  high \(grouped(high))  low \(grouped(low))  "
            + "close \(grouped(last.close))  \(change < 0 ? "" : "+")\(decimal(change, 2)) %  "
            + "volume \(grouped(volume))"
    }

    public func json(of dataset: Dataset, _ symbol: IssueCode) -> String {
        func number(_ value: Int64) -> JSONValue { JSONValue(.integer(value)) }
        return Answer.json(command: "data inspect") {
            $0.member("dataset", JSONValue(.string(dataset.name)))
            $0.member("symbol", JSONValue(.string("\(symbol)")))
            $0.member("of", JSONValue(.string(title)))
            $0.member("columns") { writer in
                writer.array {
                    for (_, bar) in bars {
                        $0.element { writer in
                            writer.object {
                                $0.member("from", JSONValue(.string("\(bar.from)")))
                                $0.member("open", number(bar.open))
                                $0.member("high", number(bar.high))
                                $0.member("low", number(bar.low))
                                $0.member("close", number(bar.close))
                                $0.member("volume", number(bar.volume))
                            }
                        }
                    }
                }
            }
        }
    }
}
