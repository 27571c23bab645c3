import KraderModel

/// The exchange's rules as the checks know them: tables of their own, from krx-market.md, that
/// share nothing with those by which krader trades.
enum ExchangeRules {
    private static let newShareGrid = CalendarDate(2023, 1, 25).dayNumber
    private static let newFundGrid = CalendarDate(2023, 12, 11).dayNumber
    private static let widerBand = CalendarDate(2015, 6, 15).dayNumber

    /// Upper edges and steps, lowest first; the last step has no edge (krx-market.md §2).
    private static let shares: [(below: Int64, step: Int64)] = [
        (2_000, 1), (5_000, 5), (20_000, 10), (50_000, 50), (200_000, 100), (500_000, 500),
        (.max, 1_000),
    ]
    private static let formerKospi: [(below: Int64, step: Int64)] = [
        (1_000, 1), (5_000, 5), (10_000, 10), (50_000, 50), (100_000, 100), (500_000, 500),
        (.max, 1_000),
    ]
    private static let formerKosdaq: [(below: Int64, step: Int64)] = [
        (1_000, 1), (5_000, 5), (10_000, 10), (50_000, 50), (.max, 100),
    ]
    private static let funds: [(below: Int64, step: Int64)] = [(2_000, 1), (.max, 5)]
    private static let five: [(below: Int64, step: Int64)] = [(.max, 5)]
    private static let one: [(below: Int64, step: Int64)] = [(.max, 1)]

    /// The distance between two lines of the grid at a price.
    static func step(_ won: Int64, _ board: Board, _ day: CalendarDate) -> Int64 {
        let table =
            switch board {
            case .kospi: day.dayNumber < newShareGrid ? formerKospi : shares
            case .kosdaq, .konex: day.dayNumber < newShareGrid ? formerKosdaq : shares
            case .etf, .etn: day.dayNumber < newFundGrid ? five : funds
            case .elw: five
            case .index: one
            }
        for row in table where won < row.below { return row.step }
        return 1_000
    }

    /// The day's limits around a base price; `nil` where a board has none (krx-market.md §3.2).
    static func band(
        _ base: Int64, _ board: Board, multiple: Int64, _ day: CalendarDate
    ) -> (lower: Int64, upper: Int64)? {
        let hundredths: Int64 = day.dayNumber < widerBand ? 15 : 30
        let width: Int64
        switch board {
        case .kospi, .kosdaq: width = base * hundredths / 100
        case .konex: width = base * 15 / 100
        case .etf, .etn: width = base * hundredths * abs(multiple) / 100_000
        case .elw, .index: return nil
        }
        let step = step(base, board, day)
        let cut = max(width / step * step, step)
        let top = base + cut
        let topStep = ExchangeRules.step(top, board, day)
        return (max(base - cut, 1), top / topStep * topStep)
    }
}

// Hours and what they take (krx-market.md §1.1, §1.5, §5.1).
extension ExchangeRules {
    /// When the exchange does what on a day, in nanoseconds since 1970 UTC.
    struct Hours {
        var midnight: Moment
        var opening: Moment
        var open: Moment
        var closing: Moment
        var close: Moment
        /// The last moment of the closing cross.
        var cross: Moment
        var preClose: (from: Moment, to: Moment)
        var afterHours: (from: Moment, to: Moment)
        var afterMarket: (from: Moment, to: Moment)

        /// Whether a moment lies on this day.
        @inline(__always)
        func areOf(_ moment: Moment) -> Bool {
            moment >= midnight && moment < midnight + .hours(24)
        }
    }

    private static let firstDays: [(Int, Int, Int)] = [
        (2020, 1, 2), (2021, 1, 4), (2022, 1, 3), (2023, 1, 2), (2024, 1, 2), (2025, 1, 2),
        (2026, 1, 2), (2027, 1, 4),
    ]
    private static let examDays: [(Int, Int, Int)] = [
        (2020, 12, 3), (2021, 11, 18), (2022, 11, 17), (2023, 11, 16), (2024, 11, 14),
        (2025, 11, 13), (2026, 11, 19), (2027, 11, 18),
    ]
    private static let ninetyDay = CalendarDate(2019, 4, 29)
    private static let laterClose = CalendarDate(2016, 8, 1)
    private static let evening = CalendarDate(2026, 9, 14)

    static func hours(_ day: CalendarDate) -> Hours {
        let civil = day.civil
        func isOne(of days: [(Int, Int, Int)]) -> Bool {
            days.contains { $0 == (civil.year, civil.month, civil.day) }
        }
        let isExam = isOne(of: examDays)
        let late: Int64 = isExam || isOne(of: firstDays) ? 60 : 0
        let end: Int64 = (isExam ? 60 : 0) - (day < laterClose ? 30 : 0)
        func minute(_ hour: Int64, _ minute: Int64, _ later: Int64) -> Moment {
            day.midnight + .minutes(hour * 60 + minute + later)
        }
        let isOld = day < ninetyDay
        let afterMarket =
            day < evening
            ? (minute(16, 0, end), minute(16, 0, end)) : (minute(16, 0, end), minute(20, 0, 0))
        return Hours(
            midnight: day.midnight, opening: minute(8, isOld ? 0 : 30, late),
            open: minute(9, 0, late),
            closing: minute(15, 20, end), close: minute(15, 30, end),
            cross: minute(15, 30, end) + .seconds(30),
            preClose: isOld
                ? (minute(7, 30, late), minute(8, 30, late))
                : (minute(8, 30, late), minute(8, 40, late)),
            afterHours: (minute(15, 30, end), minute(16, 0, end)), afterMarket: afterMarket)
    }

    /// Whether a new order of the type may be entered now.
    static func takes(
        _ type: OrderType, _ timeInForce: TimeInForce, at moment: Moment, _ hours: Hours,
        usesAfterMarket: Bool, _ board: Board
    ) -> Bool {
        if type == .closingPrice {
            return timeInForce == .day
                && (hours.preClose.from <= moment && moment < hours.preClose.to
                    || hours.afterHours.from <= moment && moment < hours.afterHours.to)
        }
        let isImmediate = timeInForce != .day
        if hours.open <= moment && moment < hours.closing {
            return !isImmediate || type == .limit || type == .market
                || type == .immediatelyExecutableLimit
        }
        if hours.opening <= moment && moment < hours.open {
            return !isImmediate && isForOpening(type)
        }
        if hours.closing <= moment && moment < hours.close {
            return !isImmediate && (type == .limit || type == .market)
        }
        guard usesAfterMarket, board == .kospi || board == .kosdaq,
            hours.afterMarket.from <= moment, moment < hours.afterMarket.to
        else { return false }
        return type == .limit || type == .immediatelyExecutableLimit
            || (type == .bestLimit && !isImmediate)
    }

    /// Whether a call auction before continuous trading takes the type.
    static func isForOpening(_ type: OrderType) -> Bool {
        type == .limit || type == .market || type == .conditionalLimit
    }
}

// Tax and commission (krx-market.md §6; semantics.md §5).
extension ExchangeRules {
    /// First trade dates with KOSPI's, KOSDAQ's and KONEX's own tax in parts per 100,000, the
    /// newest first. KOSPI's shares pay 150 more for rural development.
    private static let taxes: [(from: CalendarDate, kospi: Int64, kosdaq: Int64, konex: Int64)] = [
        (CalendarDate(2025, 12, 29), 50, 200, 100), (CalendarDate(2024, 12, 27), 0, 150, 100),
        (CalendarDate(2023, 12, 27), 30, 180, 100), (CalendarDate(2022, 12, 28), 50, 200, 100),
        (CalendarDate(2020, 12, 29), 80, 230, 100), (CalendarDate(2019, 5, 30), 100, 250, 100),
    ]

    /// The tax on sales of an order that amount to so much, in won.
    static func tax(
        on amount: Int64, _ board: Board, _ day: CalendarDate, _ costs: CostSchedule
    ) -> Int64 {
        switch costs.tax {
        case .none: return 0
        case .fixed(let rate): return part(amount, rate.parts)
        case .dated: break
        }
        let row = taxes.first { $0.from <= day }
        return switch board {
        case .kospi: amount * (row?.kospi ?? 150) / 100_000 + amount * 150 / 100_000
        case .kosdaq: amount * (row?.kosdaq ?? 300) / 100_000
        case .konex: amount * (row?.konex ?? 300) / 100_000
        case .etf, .etn, .elw, .index: 0
        }
    }

    /// The commission of an order whose fills amount to so much, in won.
    static func commission(on amount: Int64, _ costs: CostSchedule) -> Int64 {
        let exact = part(amount, costs.commissionRate.parts)
        return exact / costs.commissionUnit.amount * costs.commissionUnit.amount
    }

    private static func part(_ amount: Int64, _ parts: Int64) -> Int64 {
        Int64(Int128(amount) * Int128(parts) / 1_000_000_000)
    }
}
