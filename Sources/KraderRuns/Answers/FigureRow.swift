import KraderJSON
import KraderMarket
import KraderReport

/// A figure of issues of one class, and what krx-market.md §9 says of it.
struct FigureRow {
    /// The figure's key in JSON.
    var name: String
    var label: String
    var known = ""
    var needsStatuses = false
    /// The figure of some issues together, of which there is at least one.
    var value: ([ProfiledIssue]) -> Answer.Value

    static var all: [FigureRow] { activity + spreads + sizes + returns + limits }

    private static var activity: [FigureRow] {
        [
            FigureRow(name: "issues", label: "issues") { .number(Int64($0.count)) },
            FigureRow(
                name: "prints_per_day", label: "prints a day",
                known: "34,000–96,000; 2,000–15,000; 100–2,000"
            ) { .number(Int64(($0.mean(\.printsPerDay) ?? 0).rounded())) },
            FigureRow(
                name: "shared_stamps", label: "prints with the stamp of the one before",
                known: "bursts; several share a second"
            ) { .percent($0.mean(\.sharedStamps)) },
            FigureRow(
                name: "opening_share", label: "opening auction, of volume", known: "2–4 %"
            ) { .percent($0.mean(\.openingShare)) },
            FigureRow(
                name: "closing_share", label: "closing auction, of volume",
                known: "KOSPI large 6–10 %, KOSDAQ 3–5 %"
            ) { .percent($0.mean(\.closingShare)) },
        ]
    }

    private static var spreads: [FigureRow] {
        [
            spread(1...1, "1 step", "large sit at 1"),
            FigureRow(
                name: "spread_1_large_step", label: "the same, steps of 1/700 of the price or more",
                known: "about 60 %, largest steps"
            ) { issues in
                .percent(issues.filter(\.hasLargeStep).mean { $0.spreads.first })
            },
            spread(2...3, "2–3 steps", "mid 1–3"),
            spread(4...6, "4–6 steps", "small 2–6"),
            spread(7...IssueFigures.spreadMax, "7 steps and more", ""),
        ]
    }

    private static func spread(
        _ steps: ClosedRange<Int>, _ label: String, _ known: String
    ) -> FigureRow {
        let name =
            steps.upperBound == IssueFigures.spreadMax
            ? "\(steps.lowerBound)_up"
            : steps.count == 1
                ? "\(steps.lowerBound)" : "\(steps.lowerBound)_\(steps.upperBound)"
        return FigureRow(name: "spread_\(name)", label: "spread of \(label)", known: known) {
            .percent(
                $0.mean { issue in
                    issue.spreads.isEmpty
                        ? nil : steps.reduce(0) { $0 + issue.spreads[$1 - 1] }
                })
        }
    }

    private static var sizes: [FigureRow] {
        let names = ["10", "25", "50", "75", "90", "99"]
        let quantiles = names.indices.map { place in
            FigureRow(
                name: "size_\(names[place])", label: "shares a print, \(names[place]) % quantile",
                known: place == 2 ? "20–50 at 50,000 won" : ""
            ) { issues in .number(issues.median { $0.figures.sizeQuantiles[place] }) }
        }
        return quantiles + [
            FigureRow(
                name: "median_value", label: "won a print, median", known: "1.0–2.5 million"
            ) { issues in
                .number(
                    issues.median {
                        Int64((Double($0.figures.medianSize) * $0.price).rounded())
                    })
            },
            FigureRow(
                name: "ten_or_fewer", label: "prints of 1–10 shares", known: "about 30 %"
            ) { .percent($0.mean(\.tenOrFewer)) },
        ]
    }

    private static var returns: [FigureRow] {
        [
            FigureRow(
                name: "minute_autocorrelation", label: "one-minute returns, autocorrelation"
            ) { .decimal($0.mean(\.minuteAutocorrelation), places: 2) },
            FigureRow(name: "minute_kurtosis", label: "one-minute returns, kurtosis") {
                .decimal($0.mean(\.minuteKurtosis), places: 1)
            },
        ]
    }

    private static var limits: [FigureRow] {
        [
            count("static_vi", "static interruptions", needsStatuses: true, \.staticInterruptions),
            count(
                "dynamic_vi", "dynamic interruptions", needsStatuses: true, \.dynamicInterruptions),
            count("limit_days", "days with a print at a limit", \.limitDays),
            count("limit_closes", "days that closed at a limit", \.closesAtLimit),
            count("locked_days", "days that printed at a limit alone", \.lockedDays),
        ]
    }

    private static func count(
        _ name: String, _ label: String, needsStatuses: Bool = false,
        _ figure: @escaping (IssueFigures) -> Int
    ) -> FigureRow {
        FigureRow(name: name, label: label, needsStatuses: needsStatuses) { issues in
            .number(Int64(issues.reduce(0) { $0 + figure($1.figures) }))
        }
    }
}

extension [ProfiledIssue] {
    /// The mean over the issues that have the figure; `nil` when none has.
    func mean(_ figure: (IssueFigures) -> Double?) -> Double? {
        let found = compactMap { figure($0.figures) }
        return found.isEmpty ? nil : found.reduce(0, +) / Double(found.count)
    }

    /// The median; of two in the middle it is the lower one.
    func median(_ figure: (ProfiledIssue) -> Int64) -> Int64 {
        let sorted = map(figure).sorted()
        return sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 2]
    }
}
