import KraderCSV
import KraderJSON
import KraderModel

/// Looks through the days of one issue for splits, reductions and bonus issues.
///
/// A split or reduction changes the listed shares and, the other way, the base price: on the same
/// day, or while the issue was halted. A bonus issue lowers the base price on its ex-day, and the
/// new shares are listed some weeks later (krx-market.md §3.3, §8). A rights issue lowers it too,
/// by a factor that its price decides; shares that come without any fall in price are no action.
struct CorporateActionSearch {
    let code: IssueCode
    let rows: [DailyRow]
    let days: DaysWithRows
    /// The board where no row says one.
    let board: Board?
    private(set) var proposals: [InstrumentFact] = []
    private(set) var unexplained: [UnexplainedMove] = []

    /// The most days with rows after which the shares of a bonus issue are listed.
    private static let listingDaysMax = 60
    /// The most by which the product of price and shares may differ from 1 where they agree.
    private static let agreement = 0.03
    /// The widest daily limit: a larger move cannot be trading on the day that is missing.
    private static let limit = 0.31

    init(code: IssueCode, rows: [DailyRow], days: DaysWithRows, board: Board?) {
        self.code = code
        self.rows = rows
        self.days = days
        self.board = board
    }

    /// A row and what is compared with it.
    private struct Step {
        var row: DailyRow
        /// The close of the day before in the data.
        var close: Int64
        var closeDay: CalendarDate
        /// The listed shares when the issue last traded.
        var sharesBefore: Int64
        var wasHalted: Bool
        var changedBoard: Bool
        var hasGap: Bool
        var place: Int

        var price: Double { Double(row.basePrice) / Double(close) }
        var shares: Double { Double(row.listedShares) / Double(sharesBefore) }
    }

    mutating func run() {
        // The listed shares of the last day with trading: shares change while an issue is halted.
        var tradedShares: Int64 = 0
        for place in rows.indices.dropFirst() {
            let (previous, row) = (rows[place - 1], rows[place])
            if !previous.isHalted || tradedShares == 0 { tradedShares = previous.listedShares }
            guard row.basePrice > 0, previous.close > 0, !days.hasHole(before: row.day) else {
                tradedShares = 0
                continue
            }
            let wasAbsent =
                days.next(after: previous.day) != row.day && !days.hasGap(before: row.day)
            let step = Step(
                row: row, close: previous.close, closeDay: previous.day,
                sharesBefore: tradedShares, wasHalted: previous.isHalted || wasAbsent,
                changedBoard: row.board != previous.board, hasGap: days.hasGap(before: row.day),
                place: place)
            // A change that is accounted for is no news when trading goes on.
            if look(at: step) { tradedShares = row.listedShares }
        }
    }

    /// Looks at a step, and answers whether there was anything to tell.
    private mutating func look(at step: Step) -> Bool {
        if step.changedBoard { return false }
        let hasShares = step.sharesBefore > 0 && step.row.listedShares > 0
        let shares = hasShares ? step.shares : 1
        let isWithinLimit = abs(step.price - 1) <= CorporateActionSearch.limit
        // Trading on the day that is missing may have moved the price as far.
        let mayBeTrading = step.hasGap && isWithinLimit
        if !mayBeTrading, abs(shares - 1) > 0.02, abs(step.price - 1) > 0.02,
            (shares > 1) == (step.price < 1), addSplit(step, shares)
        {
            return true
        }
        if !mayBeTrading, step.price < 0.97,
            addBonus(step, hasSameShares: abs(shares - 1) <= 0.02)
        {
            return true
        }
        let isMoved = abs(step.price - 1) > 0.1 && !mayBeTrading
        let isReduced = shares < 0.9 && (!step.row.isHalted || rows.count == step.place + 1)
        let isBoth = abs(shares - 1) > 0.1 && abs(step.price - 1) > 0.02 && !step.hasGap
        guard isMoved || isReduced || isBoth else { return false }
        unexplained.append(
            UnexplainedMove(symbol: code, day: step.row.day, evidence: evidence(of: step)))
        return true
    }

    /// Proposes a split where shares and price moved against each other.
    private mutating func addSplit(_ step: Step, _ shares: Double) -> Bool {
        let product = shares * step.price
        let agrees = abs(product - 1) <= CorporateActionSearch.agreement
        // After a reduction the opening auction finds the base price (krx-market.md §3.3).
        let isReduction = step.wasHalted && shares < 1 && (0.5...2).contains(product)
        guard agrees || isReduction,
            let (factor, isExact) = SimpleFactor.ofShares(
                step.sharesBefore, step.row.listedShares)
        else { return false }
        let note =
            evidence(of: step)
            + (isExact ? "" : "; \(factor.shortText) is the nearest simple factor")
            + (agrees ? "" : "; the base was found in the opening auction")
        propose(
            step.row.day,
            .adjustment(
                factor.numerator > factor.denominator ? .split : .reverseSplit,
                factor: factor), note)
        return true
    }

    /// Proposes a bonus issue where the price fell without new shares that day.
    private mutating func addBonus(_ step: Step, hasSameShares: Bool) -> Bool {
        let tolerance = step.hasGap ? CorporateActionSearch.limit : CorporateActionSearch.agreement
        var best: (place: Int, factor: Ratio, off: Double)?
        for place in rows.indices[(step.place + 1)...] {
            let (before, row) = (rows[place - 1], rows[place])
            if days.distance(from: step.row.day, to: row.day) > CorporateActionSearch.listingDaysMax
                || days.hasHole(before: row.day)
            {
                break
            }
            guard before.listedShares > 0, row.listedShares > before.listedShares else { continue }
            let growth = Double(row.listedShares) / Double(before.listedShares)
            let off = abs(growth * step.price - 1)
            guard off <= tolerance, off < best?.off ?? .infinity,
                let factor = SimpleFactor.ofBonus(growth: growth)
            else { continue }
            best = (place, factor, off)
        }
        if let best {
            let (before, row) = (rows[best.place - 1], rows[best.place])
            propose(
                step.row.day,
                .adjustment(.bonus, factor: best.factor, sellableFrom: row.day),
                priceEvidence(of: step) + "; "
                    + sharesText(before.listedShares, row.listedShares) + " on \(row.day)")
            return true
        }
        guard !step.hasGap, hasSameShares,
            let factor = SimpleFactor.ofPrice(
                close: step.close, base: step.row.basePrice, step: priceStep(step.row))
        else { return false }
        propose(
            step.row.day, .adjustment(.bonus, factor: factor),
            priceEvidence(of: step) + "; the new shares are not in the data")
        return true
    }

    private func priceStep(_ row: DailyRow) -> Int64 {
        PriceStepTable.table(board: row.board ?? board ?? .kospi, on: row.day)
            .step(at: Price(row.basePrice)).won
    }

    private mutating func propose(
        _ day: CalendarDate, _ value: InstrumentFact.Value, _ note: String
    ) {
        proposals.append(
            InstrumentFact(symbol: code, day: day, value: value, isProposed: true, note: note))
    }

    /// The evidence: `listed shares 1,000,000 → 2,000,000; base 10,000 after close 20,000`.
    private func evidence(of step: Step) -> String {
        let hasMoved = step.sharesBefore > 0 && step.sharesBefore != step.row.listedShares
        return hasMoved
            ? sharesText(step.sharesBefore, step.row.listedShares) + "; " + priceEvidence(of: step)
            : priceEvidence(of: step)
    }

    private func sharesText(_ before: Int64, _ after: Int64) -> String {
        "listed shares \(grouped(before)) → \(grouped(after))"
    }

    private func priceEvidence(of step: Step) -> String {
        let text = "base \(grouped(step.row.basePrice)) after close \(grouped(step.close))"
        let isNext = days.next(after: step.closeDay) == step.row.day && !step.hasGap
        return isNext ? text : text + " on \(step.closeDay)"
    }
}
