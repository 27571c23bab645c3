import KraderCSV
public import KraderModel

/// Makes the facts of `instruments.csv` from rows of the whole market, day by day.
///
/// What the rows say is confirmed: boards, listed shares, base prices; the day of a listing or
/// delisting too where the data keep the rows of halted issues, so that a code that is missing was
/// not there. What must be concluded is proposed, with the numbers it rests on, for a person to
/// confirm: splits, reductions, bonus issues.
public struct InstrumentBuilder {
    /// The codes by place, and the place of each.
    private var codes: [IssueCode] = []
    private var places: [IssueCode: Int] = [:]
    private var rows: [PlacedRow] = []
    private var names: [(place: Int, day: CalendarDate, name: String)] = []
    private var listings: [IssueCode: CalendarDate] = [:]
    private var delistings: [IssueCode: CalendarDate] = [:]
    private let calendar: TradingCalendar

    private struct PlacedRow {
        var place: Int32
        var row: DailyRow
    }

    public init(calendar: TradingCalendar = .krx) { self.calendar = calendar }

    /// Adds a row. Rows may come in any order.
    public mutating func add(_ code: IssueCode, _ row: DailyRow) {
        rows.append(PlacedRow(place: Int32(place(of: code)), row: row))
    }

    /// What an issue is called from a day on, or at least on it.
    public mutating func name(_ code: IssueCode, _ name: String, on day: CalendarDate) {
        guard let place = places[code] else { return }
        names.append((place, day, name))
    }

    /// Adds the days that a list of issues says: that of its first trading and that of its removal.
    public mutating func life(
        _ code: IssueCode, listed: CalendarDate? = nil, delisted: CalendarDate? = nil
    ) {
        if let listed { listings[code] = max(listed, listings[code] ?? listed) }
        if let delisted { delistings[code] = max(delisted, delistings[code] ?? delisted) }
    }

    /// The first day with rows.
    public var firstDay: CalendarDate? { rows.lazy.map(\.row.day).min() }

    private mutating func place(of code: IssueCode) -> Int {
        if let place = places[code] { return place }
        places[code] = codes.count
        codes.append(code)
        return codes.count - 1
    }

    /// The facts that the rows say.
    ///
    /// - Parameters:
    ///   - board: the board of codes for which no row says one.
    ///   - known: the codes that are no news: their first row is no listing.
    public mutating func finish(
        board: Board? = nil, known: Set<IssueCode> = []
    ) -> InstrumentFindings {
        rows.sort { a, b in
            a.place != b.place ? a.place < b.place : a.row.day < b.row.day
        }
        var findings = InstrumentFindings(days: DaysWithRows(rows.map(\.row), calendar))
        findings.rows = rows.count
        findings.issues = codes.count
        var start = 0
        while start < rows.count {
            let place = rows[start].place
            var end = start
            var history: [DailyRow] = []
            while end < rows.count, rows[end].place == place {
                let row = rows[end].row
                if history.last?.day != row.day {
                    history.append(row)
                } else if history.last == row {
                    findings.repeated += 1
                } else {
                    findings.contradicting += 1
                }
                end += 1
            }
            add(codes[Int(place)], history, board, known, &findings)
            start = end
        }
        addNames(&findings)
        findings.withoutBoard.sort()
        findings.unexplained.sort { ($0.symbol, $0.day) < ($1.symbol, $1.day) }
        return findings
    }

    private func add(
        _ code: IssueCode, _ rows: [DailyRow], _ board: Board?, _ known: Set<IssueCode>,
        _ findings: inout InstrumentFindings
    ) {
        addChanges(code, rows, board, &findings)
        addLife(code, rows, isKnown: known.contains(code), &findings)
        var search = CorporateActionSearch(
            code: code, rows: rows, days: findings.days, board: board)
        search.run()
        findings.facts += search.proposals
        findings.unexplained += search.unexplained
    }

    /// Adds boards, listed shares and base prices.
    private func addChanges(
        _ code: IssueCode, _ rows: [DailyRow], _ board: Board?, _ findings: inout InstrumentFindings
    ) {
        var current: Board?
        var shares: Int64 = 0
        var close: Int64 = 0
        func fact(_ day: CalendarDate, _ value: InstrumentFact.Value) {
            findings.facts.append(InstrumentFact(symbol: code, day: day, value: value))
        }
        for row in rows {
            if let said = row.board ?? (current == nil ? board : nil), said != current {
                current = said
                fact(row.day, .board(said))
            }
            if row.listedShares > 0, row.listedShares != shares {
                shares = row.listedShares
                fact(row.day, .listedShares(Shares(shares)))
            }
            if row.basePrice > 0, row.basePrice != close {
                fact(row.day, .basePrice(Price(row.basePrice)))
            }
            close = row.close
        }
        if current == nil { findings.withoutBoard.append(code) }
    }

    /// Adds when an issue came and went.
    private func addLife(
        _ code: IssueCode, _ rows: [DailyRow], isKnown: Bool, _ findings: inout InstrumentFindings
    ) {
        guard let first = rows.first, let last = rows.last, let start = findings.days.first,
            let end = findings.days.last
        else { return }
        let days = findings.days
        func fact(
            _ day: CalendarDate, _ value: InstrumentFact.Value, isProposed: Bool = false,
            _ note: String = ""
        ) {
            findings.facts.append(
                InstrumentFact(
                    symbol: code, day: day, value: value, isProposed: isProposed, note: note))
        }
        if let listed = listings[code], listed <= first.day {
            fact(listed, .listed(offerPrice: listed == first.day ? first.offerPrice : nil))
        } else if first.day > start, !isKnown, !days.hasHole(before: first.day) {
            let isSure = days.keepsHaltedRows(in: first.day.year)
            fact(
                first.day, .listed(offerPrice: first.offerPrice), isProposed: !isSure,
                isSure ? "" : "first row; the data leave out days without trading")
        }
        guard last.day < end else { return }
        let next = days.next(after: last.day)
        if let delisted = delistings[code], delisted > last.day, delisted <= end {
            fact(delisted, .delisted)
        } else if let next {
            let isSure = days.keepsHaltedRows(in: last.day.year) && !days.hasHole(before: next)
            fact(
                next, .delisted, isProposed: !isSure,
                isSure
                    ? ""
                    : days.hasHole(before: next)
                        ? "last row on \(last.day); the data have no days until \(next)"
                        : "last row on \(last.day); the data leave out days without trading")
        }
    }

    /// Adds the last name of each issue, from the day on which it is first seen.
    private func addNames(_ findings: inout InstrumentFindings) {
        var last: [Int: (first: CalendarDate, name: String)] = [:]
        for (place, day, name) in names.sorted(by: { ($0.place, $0.day) < ($1.place, $1.day) })
        where last[place]?.name != name {
            last[place] = (day, name)
        }
        for place in codes.indices {
            guard let (day, name) = last[place] else { continue }
            findings.facts.append(
                InstrumentFact(symbol: codes[place], day: day, value: .name(name)))
        }
    }
}

extension DailyRow {
    /// The offer price. From 2023-06-26 the base of the listing day is the offer price
    /// (krx-market.md §3.1). Where the opening price is the base, a relisting found it in its
    /// auction (krx-market.md §3.3).
    fileprivate var offerPrice: Price? {
        guard day >= CalendarDate(2023, 6, 26), board == .kospi || board == .kosdaq,
            basePrice > 0, basePrice != open
        else { return nil }
        return Price(basePrice)
    }
}
