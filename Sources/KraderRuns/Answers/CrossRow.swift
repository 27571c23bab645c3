import KraderJSON
import KraderMarket
import KraderReport

/// A figure of all issues and days together, and what the second table of krx-market.md §9 says of
/// it.
struct CrossRow {
    private var label: String
    private var known: String
    private var value: (CrossFigures) -> Answer.Value

    private static var all: [CrossRow] {
        [
            CrossRow(label: "issues", known: "") { .number(Int64($0.issues)) },
            CrossRow(label: "issue-days", known: "") { .number(Int64($0.issueDays)) },
            CrossRow(label: "standard deviation of daily returns", known: "2.9–3.4 %") {
                .percent($0.deviation, places: 2)
            },
            CrossRow(label: "kurtosis of daily returns", known: "24–30") {
                .decimal($0.kurtosis, places: 1)
            },
            CrossRow(label: "moves of 29 % and more, of issue-days", known: "0.17–0.23 %") {
                .percent($0.limitMoves, places: 2)
            },
            CrossRow(label: "unchanged closes, of issue-days", known: "6–7 %") {
                .percent($0.unchanged)
            },
            CrossRow(label: "common part of variance, ordinary days", known: "6–7 %") {
                .percent($0.common)
            },
            CrossRow(label: "days that are not ordinary", known: "a few") {
                .number(Int64($0.extraordinaryDays))
            },
            CrossRow(label: "traded value, 99 % by 10 % quantile", known: "800–2,600") { figures in
                figures.valueRatio.map { .number(Int64(min($0, 1e15).rounded())) } ?? .missing
            },
        ]
    }

    static func table(of figures: CrossFigures) -> Answer.Table {
        Answer.Table(
            name: "across_issues",
            columns: [
                ("figure", "across issues and days"), ("market", "market"), ("krx", "KRX, §9"),
            ],
            rows: all.map { [.text($0.label), $0.value(figures), .text($0.known)] })
    }

    static func notes(of figures: CrossFigures) -> [String] {
        guard figures.issues > 0 else { return [] }
        var notes = [
            "Across issues and days: returns of KOSPI and KOSDAQ from close to close, all "
                + "together; the common part is the mean product of two issues' returns of one "
                + "day over the mean square; a day is ordinary whose mean return is at most "
                + "five times the median day's; traded value is that of an issue's mean day."
        ]
        if figures.issues < CrossFigures.issuesMin {
            notes.append(
                "\(CrossFigures.issuesMin) issues are the fewest of which common part and traded "
                    + "value are told.")
        }
        if figures.beyondLimits > 0 {
            notes.append(
                "\(grouped(Int64(figures.beyondLimits))) closes lie beyond the limits of the one "
                    + "before: first days and changed base prices, which are no returns.")
        }
        return notes
    }
}
