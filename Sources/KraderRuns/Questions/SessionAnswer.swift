import KraderModel
public import KraderReport

/// The hours of a date.
public enum SessionAnswer {
    public static func of(_ question: MarketQuestion) throws -> Answer {
        let day = try question.date()
        let standing = TradingCalendar.krx.standing(of: day)
        let hours = TradingCalendar.krx.isTradingDay(day) ? SessionHours.on(day) : nil
        let reason =
            switch hours?.special {
            case .firstTradingDayOfYear: ": first trading day of the year, opens one hour late"
            case .examDay: ": college entrance exam day, one hour later"
            case .some(.none), nil: ""
            }
        let title =
            hours == nil
            ? "KRX is closed on \(dayName(day)): \(standing.shown). "
                + "It opens again on \(TradingCalendar.krx.next(after: day))."
            : "KRX session on \(dayName(day))\(reason)"

        var answer = Answer(title: title)
        answer.addAsked("date", nil, .date(day))
        answer.add("trading_day", nil, .flag(hours != nil))
        answer.add("special", nil, hours.map { .text($0.special.name) } ?? .missing)
        for (name, span) in hours?.spans ?? SessionHours.on(day).spans.map({ ($0.name, nil) }) {
            answer.add("\(name)_start", nil, span.map { .text(clock($0.start)) } ?? .missing)
            answer.add("\(name)_end", nil, span.map { .text(clock($0.end)) } ?? .missing)
        }
        if let hours {
            answer.tables = [phases(of: hours)]
            if !hours.areSpecialDaysKnown {
                answer.notes.append("The year's special days are not known: ordinary hours.")
            }
        }
        return answer
    }

    private static func phases(of hours: SessionHours) -> Answer.Table {
        let remarks = [
            "opening_auction": "ends at random within 30 s",
            "closing_auction": "ends at random within 30 s",
            "closing_price": "matched from \(clock(hours.closingPriceMatching))",
        ]
        let labels = [
            "pre_open_closing_price": "pre-open closing-price session",
            "opening_auction": "opening auction", "continuous": "continuous trading",
            "closing_auction": "closing auction", "closing_price": "closing-price session",
            "off_hours_single_price": "off-hours single price", "after_market": "after-market",
        ]
        let rows = hours.spans.compactMap { name, span -> [Answer.Value]? in
            guard let span else { return nil }
            return [
                .text(labels[name] ?? name), .text("\(clock(span.start)) – \(clock(span.end))"),
                .text(remarks[name] ?? ""),
            ]
        }
        return Answer.Table(
            name: nil, columns: [("phase", ""), ("hours", ""), ("remark", "")], rows: rows)
    }
}

/// `09:00`, or with seconds when there are any.
private func clock(_ moment: Moment) -> String {
    let text = TimeOfDay(moment).description
    return text.hasSuffix(":00") ? String(text.dropLast(3)) : text
}

extension SessionHours {
    /// Its phases in the order of the day, `nil` for one that the day does not have.
    fileprivate var spans: [(name: String, span: MomentSpan?)] {
        let all: [(SessionPhase, MomentSpan)] = [
            (.preOpenClosingPrice, preOpenClosingPrice), (.openingAuction, openingAuction),
            (.continuous, continuous), (.closingAuction, closingAuction),
            (.closingPrice, closingPrice), (.offHoursSinglePrice, offHoursSinglePrice),
            (.afterMarket, afterMarket),
        ]
        return all.map { ($0.description, $1.isEmpty ? nil : $1) }
    }
}

extension SessionHours.Special {
    fileprivate var name: String {
        switch self {
        case .none: "none"
        case .firstTradingDayOfYear: "first_trading_day_of_year"
        case .examDay: "exam_day"
        }
    }
}
