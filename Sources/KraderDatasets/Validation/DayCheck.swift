import KraderModel

/// Checks of the days of one series: whether the exchange was open and the issue listed.
struct DayCheck {
    private let symbol: IssueCode
    private let series: String
    private(set) var days = DaySet()
    private var beforeListing: (days: Int, first: CalendarDate?) = (0, nil)
    private var afterDelisting: (days: Int, first: CalendarDate?) = (0, nil)

    init(_ symbol: IssueCode, series: String) {
        self.symbol = symbol
        self.series = series
    }

    /// Takes a day with rows. Days come in order, each once.
    mutating func see(_ day: CalendarDate, _ facts: IssueFacts, to log: inout FindingLog) {
        days.insert(day)
        if let closure = MarketDays.closure(on: day) {
            log.add(
                Finding(
                    .holiday, .error, symbol: symbol, series: series, day: day,
                    text: "Rows on \(day), when the exchange was closed: \(closure)."))
        }
        if let listed = facts.history.listed, day < listed {
            beforeListing.days += 1
            if beforeListing.first == nil { beforeListing.first = day }
        }
        if let delisted = facts.history.delisted, day >= delisted {
            afterDelisting.days += 1
            if afterDelisting.first == nil { afterDelisting.first = day }
        }
    }

    func finish(_ facts: IssueFacts, to log: inout FindingLog) {
        if let first = beforeListing.first, let listed = facts.history.listed {
            let days = ValidationText.count(beforeListing.days, "day")
            log.add(
                Finding(
                    .listed, .error, symbol: symbol, series: series, day: first,
                    count: beforeListing.days,
                    text: "Rows of \(days) from \(first) on, before the listing on \(listed)."))
        }
        if let first = afterDelisting.first, let delisted = facts.history.delisted {
            let days = ValidationText.count(afterDelisting.days, "day")
            log.add(
                Finding(
                    .listed, .error, symbol: symbol, series: series, day: first,
                    count: afterDelisting.days,
                    text: "Rows of \(days) from \(first) on, after the delisting on \(delisted)."))
        }
    }
}
