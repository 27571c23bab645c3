import KraderMarket
import KraderModel
public import KraderReport
public import KraderScenario

/// Sets the figures of a market beside those of KRX (krx-market.md §9).
public struct MarketComparison {
    /// The market that is compared.
    public struct Subject {
        var name: String
        var instruments: [Instrument]
        /// The first day, whose price steps hold.
        var date: CalendarDate
        /// The facts that people are told first.
        var facts: [(name: String, label: String?, value: Answer.Value)]
    }

    private let subject: Subject
    private let notes: [String]
    private let books: Int64
    /// Whether anything says when trading was interrupted.
    private let knowsStatuses: Bool
    private let days: Int
    private let cross: CrossFigures
    let issues: [ProfiledIssue]

    /// Reads the market through.
    ///
    /// Throws `ExitFault` with exit code 3 when there is neither a print of KRX's regular session
    /// nor a candle of KOSPI or KOSDAQ.
    public init(
        _ subject: Subject, notes: [String], _ reading: inout MarketReading
    ) throws(ExitFault) {
        self.subject = subject
        var profile = MarketProfile(instruments: subject.instruments)
        var books: Int64 = 0
        reading.candles { profile.add($0) }
        reading.ticks { profile.add($0) }
        reading.books {
            profile.add($0)
            books += 1
        }
        reading.statuses { profile.add($0) }
        let figures = profile.figures()
        issues = zip(subject.instruments, figures.issues).filter { $0.1.days > 0 }.map {
            ProfiledIssue($0.0, $0.1, on: subject.date)
        }
        cross = figures.cross
        guard !issues.isEmpty || cross.issues > 0 else {
            throw ExitFault(
                status: .data,
                message: "\(subject.name) has no prints of KRX's regular session and no candles of "
                    + "KOSPI or KOSDAQ, which a profile is made of.")
        }
        self.books = books
        knowsStatuses = reading.knowsStatuses
        days = figures.days
        self.notes = notes
    }

    /// - Parameter withIssues: whether the figures of each issue are wanted as well.
    public func answer(withIssues: Bool) -> Answer {
        var answer = Answer(title: "Profile of \(subject.name)")
        for fact in subject.facts { answer.add(fact.name, fact.label, fact.value) }
        if issues.isEmpty {
            answer.add("symbols", "symbols with candles", .number(Int64(cross.issues)))
        } else {
            answer.add("days", "days with prints", .number(Int64(days)))
            answer.add("symbols", "symbols with prints", .number(Int64(issues.count)))
            let prints = issues.reduce(0) { $0 + $1.figures.prints }
            answer.add("prints", "prints", .number(prints))
            answer.add("books", "books", .number(books))
            answer.tables = [byBoard, bySize]
        }
        if cross.issues > 0 { answer.tables.append(CrossRow.table(of: cross)) }
        if withIssues { answer.tables.append(each) }
        answer.notes = notes
        answer.notes += CrossRow.notes(of: cross)
        if issues.isEmpty { return answer }
        answer.notes.append(
            "KRX, §9: krx-market.md §9; half hours are parts of turnover, fitted by eye to what "
                + "was measured in 2015: the first 15.4 % on KOSPI and 19.8 % on KOSDAQ, the last "
                + "13.6 % and 9.9 %.")
        answer.notes.append(
            "Figures are means of the issues' own, but for counts, which are sums; large issues "
                + "have 15,000 prints a day or more, mid ones 2,000.")
        return answer
    }

    /// The share of volume in each half hour and in the auctions, by board.
    private var byBoard: Answer.Table {
        let boards = Board.allCases.filter { board in issues.contains { $0.board == board } }
        var columns: [Answer.Table.Column] = [("volume", "volume")]
        var rows: [[Answer.Value]] = (0..<13).map { [.text(MarketComparison.halfHour($0))] }
        rows += [[.text("opening auction")], [.text("closing auction")]]
        for board in boards {
            let mine = issues.filter { $0.board == board }
            columns.append((board.rawValue, board.rawValue))
            for place in 0..<13 {
                rows[place].append(
                    .percent(mine.mean { $0.halfHours.isEmpty ? nil : $0.halfHours[place] }))
            }
            rows[13].append(.percent(mine.mean(\.openingShare)))
            rows[14].append(.percent(mine.mean(\.closingShare)))
            guard let known = KnownFigures.halfHours[board] else { continue }
            columns.append(("\(board.rawValue), KRX", "KRX, §9"))
            for place in 0..<13 { rows[place].append(.percent(known[place])) }
            rows[13].append(.text("2–4 %"))
            rows[14].append(.text(board == .kospi ? "large 6–10 %" : "3–5 %"))
        }
        return Answer.Table(name: "by_board", columns: columns, rows: rows)
    }

    private static func halfHour(_ place: Int) -> String {
        func clock(_ halves: Int) -> String {
            let hour = 9 + halves / 2
            return (hour < 10 ? "0\(hour)" : "\(hour)") + (halves % 2 == 0 ? ":00" : ":30")
        }
        return "\(clock(place))–\(clock(place + 1))"
    }

    private var bySize: Answer.Table {
        let classes = SyntheticIssue.Size.allCases.filter { size in
            issues.contains { $0.size == size }
        }
        let rows = FigureRow.all.filter { knowsStatuses || !$0.needsStatuses }.map { row in
            [.text(row.label)]
                + classes.map { size in row.value(issues.filter { $0.size == size }) }
                + [.text(row.known)]
        }
        return Answer.Table(
            name: "by_size",
            columns: [("figure", "figure")] + classes.map { ($0.rawValue, $0.rawValue) }
                + [("krx", "KRX, §9")],
            rows: rows)
    }

    /// A table for machines, with a row for each issue.
    private var each: Answer.Table {
        let rows = FigureRow.all.filter { knowsStatuses || !$0.needsStatuses }
        return Answer.Table(
            name: "issues",
            columns: [("symbol", ""), ("board", ""), ("size", "")] + rows.map { ($0.name, "") },
            rows: issues.map { issue in
                [
                    .text("\(issue.code)"), .text(issue.board.rawValue),
                    .text(issue.size.rawValue),
                ] + rows.map { $0.value([issue]) }
            })
    }
}

extension MarketComparison.Subject {
    public init(_ scenario: Scenario) {
        var answer = Answer(title: "")
        answer.addScenario(scenario)
        self.init(
            name: scenario.name, instruments: scenario.instruments,
            date: CalendarDate(scenario.period.start),
            facts: answer.facts.map { ($0.name, $0.label, $0.value) })
    }
}

/// An issue that printed, and how it did.
struct ProfiledIssue {
    let code: IssueCode
    let board: Board
    let figures: IssueFigures
    let size: SyntheticIssue.Size
    /// The mean price of what was traded, in won.
    let price: Double
    /// Whether a step is a seventh of a per cent of the price or more, as 100 won at 70,000 are.
    let hasLargeStep: Bool

    /// - Parameter date: the day whose price steps hold.
    init(_ instrument: Instrument, _ figures: IssueFigures, on date: CalendarDate) {
        code = instrument.code
        board = instrument.board
        self.figures = figures
        size = SyntheticIssue.Size(printsPerDay: Int(figures.printsPerDay.rounded()))
        price = figures.volumePerDay > 0 ? figures.valuePerDay / figures.volumePerDay : 0
        let table = PriceStepTable.table(board: instrument.board, on: date)
        let step = table.step(at: Price(Int64(price)))
        hasLargeStep = Double(step.won) * 700 >= price
    }
}

/// The figures that krx-market.md §9 says in numbers.
enum KnownFigures {
    /// The parts of a day's turnover in each half hour from 09:00 on.
    static let halfHours: [Board: [Double]] = [
        .kospi: [
            0.150, 0.095, 0.078, 0.068, 0.062, 0.055, 0.047, 0.049, 0.053, 0.058, 0.065, 0.080,
            0.140,
        ],
        .kosdaq: [
            0.195, 0.110, 0.085, 0.070, 0.060, 0.052, 0.046, 0.046, 0.049, 0.053, 0.060, 0.072,
            0.102,
        ],
    ]
}
