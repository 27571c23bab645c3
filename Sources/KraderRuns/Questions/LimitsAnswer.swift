import KraderJSON
import KraderModel
public import KraderReport

/// The prices between which an issue may trade on a date.
public enum LimitsAnswer {
    public static func of(_ question: MarketQuestion) throws -> Answer {
        let board = try question.board()
        let day = try question.date()
        guard let base = try question.price("base") else { throw question.missing("base") }
        let multiple = try question.multipleThousandths("multiple")
        let isFund = board == .etf || board == .etn
        if multiple != nil, !isFund {
            throw question.wrong("multiple", "only an ETF or ETN has one, not \(board.rawValue)")
        }
        let isListingDay = try question.isSet("listing-day")
        if isListingDay, board != .kospi, board != .kosdaq {
            throw question.wrong(
                "listing-day", "only KOSPI and KOSDAQ have a rule for it, not \(board.rawValue)")
        }
        try check(base, on: PriceStepTable.table(board: board, on: day), question)
        let basis: PriceLimit.Basis = isListingDay ? .offerPrice : .previousClose
        let width = PriceLimit.width(
            board: board, multipleThousandths: multiple ?? 1_000, basis: basis, on: day)
        let band = PriceLimit.band(
            base: base, board: board, multipleThousandths: multiple ?? 1_000, basis: basis, on: day)

        var answer = Answer(title: "Price limits of \(board.rawValue) on \(day)")
        answer.addAsked("board", nil, .text(board.rawValue))
        answer.addAsked("date", nil, .date(day))
        answer.addAsked("base", "base", .price(base))
        if isFund {
            answer.addAsked("multiple_thousandths", nil, .number(Int64(multiple ?? 1_000)))
        }
        answer.addAsked("listing_day", nil, .flag(isListingDay))
        answer.add("lower", "lower", .price(band?.lower))
        answer.add("upper", "upper", .price(band?.upper))
        answer.add("width_down_ppm", nil, width.map { .number($0.down) } ?? .missing)
        answer.add("width_up_ppm", nil, width.map { .number($0.up) } ?? .missing)
        answer.add("before_first_rule", nil, .flag(PriceLimit.isBeforeFirstRule(day)))
        answer.notes = notes(board: board, day: day, hasLimits: band != nil, isListingDay)
        return answer
    }

    /// A base off the grid can't be right: the exchange publishes none.
    private static func check(
        _ base: Price, on table: PriceStepTable, _ question: MarketQuestion
    ) throws {
        guard !table.isOnGrid(base) else { return }
        let above = grouped(table.up(from: base).won)
        let nearest =
            table.down(from: base).map { "ones are \(grouped($0.won)) and \(above)" }
            ?? "one is \(above)"
        throw question.wrong(
            "base",
            "prices there move in steps of \(grouped(table.step(at: base).won)) won, "
                + "the nearest valid \(nearest)")
    }

    private static func notes(
        board: Board, day: CalendarDate, hasLimits: Bool, _ isListingDay: Bool
    ) -> [String] {
        var notes: [String] = []
        if !hasLimits { notes.append("\(board.rawValue) has no daily price limits.") }
        if isListingDay, day < CalendarDate(2023, 6, 26) {
            notes.append("These bound the opening auction; its price is then the day's base.")
        }
        if hasLimits, PriceLimit.isBeforeFirstRule(day) {
            notes.append("The date lies before the first known rule, which stands in.")
        }
        return notes
    }
}
