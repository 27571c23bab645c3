import KraderModel

/// How the issues of a market compare with each other, day by day: the second table of
/// krx-market.md §9. Only KOSPI and KOSDAQ count, as there.
///
/// An issue's day is that of its candles, the coarsest that it has; else of its prints. A return
/// is from one close to the next that is there; one beyond the limits is none: the issue was
/// listed, or its base price changed.
struct CrossSection {
    private var issues: [Issue]
    private var days: [CalendarDate: Day] = [:]
    private var moments = InlineArray<4, Double>(repeating: 0)
    private var returns = 0
    private var unchanged = 0
    private var limitMoves = 0
    private var beyondLimits = 0

    private struct Issue {
        var board: Board
        var hasCandles = false
        /// The day that goes on, made of candles of one length.
        var date: CalendarDate?
        var timeframe = Timeframe.m1
        var close: Int64 = 0
        /// The traded value of the day in won; sums of outside data do not trap as a `Double`.
        var value = 0.0
        /// The close of the day before in won; 0: none.
        var closeBefore: Int64 = 0
        var days = 0
        var allValue = 0.0
    }

    /// Returns of one day.
    private struct Day {
        var count = 0.0
        var sum = 0.0
        var squares = 0.0
    }

    init(boards: [Board]) { issues = boards.map { Issue(board: $0) } }

    mutating func add(_ candle: Candle, _ timeframe: Timeframe, of symbol: Int) {
        guard isCounted(issues[symbol].board), candle.volume > .zero else { return }
        let date = CalendarDate(candle.start)
        if issues[symbol].date != date {
            endDay(of: symbol)
            issues[symbol].date = date
            issues[symbol].timeframe = timeframe
            issues[symbol].hasCandles = true
        }
        if timeframe < issues[symbol].timeframe { return }
        if timeframe > issues[symbol].timeframe {
            issues[symbol].timeframe = timeframe
            issues[symbol].value = 0
        }
        issues[symbol].close = candle.close.won
        issues[symbol].value += Double(candle.value.amount)
    }

    /// A day of prints.
    mutating func add(close: Price, value: Int64, of symbol: Int, on date: CalendarDate) {
        guard isCounted(issues[symbol].board), !issues[symbol].hasCandles else { return }
        issues[symbol].date = date
        issues[symbol].close = close.won
        issues[symbol].value = Double(value)
        endDay(of: symbol)
    }

    private func isCounted(_ board: Board) -> Bool { board == .kospi || board == .kosdaq }

    private mutating func endDay(of symbol: Int) {
        let issue = issues[symbol]
        guard let date = issue.date, issue.close > 0 else { return }
        issues[symbol].days += 1
        issues[symbol].allValue += issue.value
        issues[symbol].closeBefore = issue.close
        issues[symbol].value = 0
        issues[symbol].date = nil
        guard issue.closeBefore > 0 else { return }
        let (change, base) = (Double(issue.close - issue.closeBefore), Double(issue.closeBefore))
        if let width = PriceLimit.width(board: issue.board, on: date),
            change.magnitude * 1_000_000 > Double(change > 0 ? width.up : width.down) * base
        {
            beyondLimits += 1
            return
        }
        let move = change / base
        var power = 1.0
        for place in 0..<4 {
            power *= move
            moments[place] += power
        }
        returns += 1
        if change == 0 { unchanged += 1 }
        if move.magnitude >= 0.29 { limitMoves += 1 }
        var day = days[date] ?? Day()
        day.count += 1
        day.sum += move
        day.squares += move * move
        days[date] = day
    }

    mutating func figures() -> CrossFigures {
        for symbol in issues.indices { endDay(of: symbol) }
        let traded = issues.filter { $0.days > 0 }
        var figures = CrossFigures()
        figures.issues = traded.count
        figures.issueDays = traded.reduce(0) { $0 + $1.days }
        figures.returns = returns
        figures.beyondLimits = beyondLimits
        figures.valueRatio = CrossSection.ratio(
            traded.map { $0.allValue / Double($0.days) }.sorted())
        guard returns > 0 else { return figures }
        let count = Double(returns)
        figures.unchanged = Double(unchanged) / count
        figures.limitMoves = Double(limitMoves) / count
        let mean = moments[0] / count
        let (second, third, fourth) = (moments[1] / count, moments[2] / count, moments[3] / count)
        let variance = second - mean * mean
        guard variance > 0 else { return figures }
        figures.deviation = variance.squareRoot()
        let centred =
            fourth - 4 * mean * third + 6 * mean * mean * second - 3 * mean * mean * mean * mean
        figures.kurtosis = centred / (variance * variance)
        common(&figures)
        return figures
    }

    /// The mean product of two issues' returns of one day over the mean square. A sum's square is
    /// the squares and all products of pairs, so that no pair has to be looked at.
    private func common(_ figures: inout CrossFigures) {
        let days = days.sorted { $0.key < $1.key }.map(\.value)
            .filter { $0.count >= Double(CrossFigures.issuesMin) }
        guard !days.isEmpty else { return }
        let sizes = days.map { ($0.sum / $0.count).magnitude }
        let ordinary = CrossFigures.ordinaryMost * sizes.sorted()[sizes.count / 2]
        var (products, squares) = (0.0, 0.0)
        for (day, size) in zip(days, sizes) where size <= ordinary {
            let pairs = day.count * (day.count - 1)
            products += (day.sum * day.sum - day.squares) / pairs
            squares += day.squares / day.count
        }
        figures.extraordinaryDays = sizes.count { $0 > ordinary }
        if squares > 0 { figures.common = products / squares }
    }

    /// The 99 % quantile by the 10 % quantile, between neighbours in proportion.
    private static func ratio(_ sorted: [Double]) -> Double? {
        guard sorted.count >= CrossFigures.issuesMin else { return nil }
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
        }
        let low = quantile(0.1)
        return low > 0 ? quantile(0.99) / low : nil
    }
}

/// What `MarketProfile` found across issues and days, of KOSPI and KOSDAQ. Shares are parts of 1.
public struct CrossFigures: Hashable, Sendable {
    /// The fewest issues: fewer say nothing of what they have in common, or how wide they are
    /// spread.
    public static let issuesMin = 10
    /// A day is ordinary on which the mean return is at most so many times the median day's.
    static let ordinaryMost = 5.0

    public var issues = 0
    /// Days of issues that traded, and the returns between them.
    public var issueDays = 0
    public var returns = 0
    /// Closes beyond the limits around the one before, which are no returns.
    public var beyondLimits = 0
    /// The standard deviation of all daily returns together, and the fourth moment over its square.
    public var deviation: Double?
    public var kurtosis: Double?
    /// The parts of all returns that are 29 % and more, either way, and that are 0.
    public var limitMoves: Double?
    public var unchanged: Double?
    /// The part of variance that all issues have in common, on ordinary days.
    public var common: Double?
    /// Days that were not ordinary.
    public var extraordinaryDays = 0
    /// Won traded on an issue's mean day: the 99 % quantile of the issues by the 10 % quantile.
    public var valueRatio: Double?

    public init() {}
}
