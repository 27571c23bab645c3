public import KraderBacktest
import KraderJSON
public import KraderModel

/// A series whose data begin later or end earlier than those of the run, or have holes.
public struct CutShort: Hashable, Sendable {
    public var symbol: SymbolIndex
    /// The days with data; `nil` when there are none, and all days then count as missing before.
    public var days: DataDays?
    /// The number of trading days of the run before its first and after its last day with data.
    public var missingBefore: Int
    public var missingAfter: Int
    /// The number of trading days without data between its first and its last one.
    public var missingBetween: Int
}

extension RunResult {
    /// The most trading days that may be missing at an end, or between, before anybody is told.
    public static let daysMissingMax = 5

    /// The symbols that miss more trading days than that at either end or between, by code. Days
    /// before a listing and after a delisting that are known are not missing.
    ///
    /// - Parameter calendar: the calendar by which the run's days are counted, see `tradingDays`.
    public func cutShort(_ calendar: TradingCalendar = .krx) -> [CutShort] {
        guard let run = dataDays else { return [] }
        return dataDaysBySymbol.indices.compactMap { symbol in
            let history = instruments[symbol].history
            let first = max(run.first, instruments[symbol].listingDay ?? run.first)
            let end = history?.delisted.map { $0.advanced(by: -1) } ?? run.last
            let last = min(run.last, end)
            guard first <= last else { return nil }
            let own = dataDaysBySymbol[symbol]
            let begin = own.map { $0.first.advanced(by: -1) } ?? last
            let cut = CutShort(
                symbol: SymbolIndex(symbol), days: own,
                missingBefore: tradingDays(after: first.advanced(by: -1), through: begin, calendar),
                missingAfter: own.map { tradingDays(after: $0.last, through: last, calendar) } ?? 0,
                missingBetween: own.map { days in
                    let all = tradingDays(
                        after: days.first.advanced(by: -1), through: days.last, calendar)
                    return max(0, all - dataDayCounts[symbol])
                } ?? 0)
            let most = max(cut.missingBefore, cut.missingAfter, cut.missingBetween)
            return most > RunResult.daysMissingMax ? cut : nil
        }
    }
}

extension RunResult {
    /// The number of trading days after one day and until another. In years that the calendar
    /// doesn't know they are those on which any symbol had data: nobody knows the holidays.
    public func tradingDays(
        after day: CalendarDate, through last: CalendarDate, _ calendar: TradingCalendar = .krx
    ) -> Int {
        guard day < last else { return 0 }
        return calendar.tradingDays(from: day.advanced(by: 1), through: last)
            .count { calendar.isCovered($0.date) }
            + datesBeyondCalendar.count { day < $0 && $0 <= last }
    }
}

extension ResultFile {
    static func cutShort(_ series: CutShort, _ result: RunResult) -> JSONValue {
        .members([
            ("symbol", .text(result.code(series.symbol))),
            ("first_day", .day(series.days?.first)), ("last_day", .day(series.days?.last)),
            ("missing_before", .integer(Int64(series.missingBefore))),
            ("missing_after", .integer(Int64(series.missingAfter))),
            ("missing_between", .integer(Int64(series.missingBetween))),
        ])
    }
}
