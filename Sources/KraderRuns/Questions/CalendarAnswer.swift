import KraderModel
public import KraderReport

/// Trading days: about a date, between dates, or of a year.
public enum CalendarAnswer {
    private static var calendar: TradingCalendar { .krx }

    public static func of(_ question: MarketQuestion) throws -> Answer {
        if question.row != nil, let field = question.fields.first(where: { $0.name != "date" }) {
            throw question.wrong(field.name, "a batch asks about dates, one a row")
        }
        if let year = try question.year("year") {
            for other in ["date", "from", "to"] where question.has(other) {
                throw question.conflict("year", other)
            }
            return period(
                from: CalendarDate(year, 1, 1), to: CalendarDate(year, 12, 31), name: "\(year)")
        }
        if question.has("from") || question.has("to") {
            for name in ["from", "to"] where !question.has(name) { throw question.missing(name) }
            if question.has("date") { throw question.conflict("from", "date") }
            let (from, to) = (try question.date("from"), try question.date("to"))
            guard from <= to else { throw question.wrong("to", "it lies before 'from', \(from)") }
            return period(from: from, to: to, name: "\(from) … \(to)")
        }
        return about(try question.date())
    }

    private static func about(_ day: CalendarDate) -> Answer {
        let standing = calendar.standing(of: day)
        let trading = calendar.tradingDay(day)
        let verb = trading == nil ? "is not a trading day" : "is a trading day"
        var answer = Answer(
            title: "\(dayName(day)) \(verb)" + (standing == .trading ? "." : ": \(standing.shown).")
        )
        answer.addAsked("date", nil, .date(day))
        answer.add("trading_day", nil, .flag(trading != nil))
        answer.add("reason", nil, standing == .trading ? .missing : .text(standing.shown))
        answer.add("previous", "previous trading day", .date(calendar.previous(before: day).date))
        answer.add("next", "next trading day", .date(calendar.next(after: day).date))
        let settlement = trading.map { calendar.settlement(of: $0).date }
        answer.add("settlement", "settlement (T+2)", .date(settlement))
        answer.add("covered", nil, .flag(calendar.isCovered(day)))
        answer.notes = notes(from: day, to: day)
        return answer
    }

    private static func period(
        from: CalendarDate, to: CalendarDate, name: String
    ) -> Answer {
        let days = calendar.tradingDays(from: from, through: to)
        let closures = calendar.closures.filter { from <= $0.date && $0.date <= to }
        var answer = Answer(title: "KRX trading days in \(name)")
        answer.addAsked("from", nil, .date(from))
        answer.addAsked("to", nil, .date(to))
        answer.add("trading_days", "trading days", .number(Int64(days.count)))
        answer.add("closed_weekdays", "closed weekdays", .number(Int64(closures.count)))
        answer.add("first", "first trading day", .date(days.first?.date))
        answer.add("last", "last trading day", .date(days.last?.date))
        answer.tables = [
            Answer.Table(
                name: "closures",
                columns: [("date", "closed"), ("weekday", ""), ("name", "")],
                rows: closures.map {
                    [.date($0.date), .text(weekdayName($0.date)), .text($0.name)]
                })
        ]
        answer.notes = notes(from: from, to: to)
        return answer
    }

    private static func notes(from: CalendarDate, to: CalendarDate) -> [String] {
        var notes: [String] = []
        if let years = calendar.coverage, !calendar.isCovered(from) || !calendar.isCovered(to) {
            notes.append(
                "Holidays are known for \(years.lowerBound) to \(years.upperBound); "
                    + "outside, Monday to Friday are assumed to trade.")
        }
        if to >= TradingCalendar.projectedFrom, calendar.isCovered(to) || calendar.isCovered(from) {
            let year = TradingCalendar.projectedFrom.year
            notes.append("\(year) is projected from the law; the exchange has not announced it.")
        }
        return notes
    }
}

/// `2026-11-19, Thursday`
func dayName(_ day: CalendarDate) -> String { "\(day), \(weekdayName(day))" }

func weekdayName(_ day: CalendarDate) -> String {
    let names = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    return names[day.weekday - 1]
}

extension TradingCalendar.Standing {
    /// Why, for people.
    var shown: String {
        switch self {
        case .trading: "trading day"
        case .tradingByData: "the data have rows"
        case .tradingAssumed: "assumed, the year's holidays are not known"
        case .weekend: "weekend"
        case .closed(let name): name
        case .closedByData: "the data have no rows"
        }
    }
}
