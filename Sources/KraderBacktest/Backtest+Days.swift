import KraderMarket
import KraderModel
import KraderVenue

// The venue's days, and the candles of a session.
extension Backtest {
    mutating func showCandle() {
        candles.clipStarting(to: session)
        let (start, end) = (candles.starting.candle.start, candles.starting.candle.end)
        lastMarketTime = max(lastMarketTime ?? end, end)
        // The engine counts what lies outside the session; the venue never sees it.
        if session.contains(start) {
            venue.candle(
                symbol: candles.starting.symbol, timeframe: candles.starting.timeframe,
                candle: candles.starting.candle)
        }
        candles.start()
    }

    mutating func beginVenueDay() {
        let day = CalendarDate(nextDay)
        venueDay = day.midnight
        nextDay = calendar.next(after: day).date.midnight
        guard let trading = calendar.tradingDay(day) else {
            tradingEnd = .distantPast
            return
        }
        let hours = SessionHours.on(day)
        let whole = MomentSpan(start: day.midnight, end: day.midnight + .day)
        session =
            enforcesMarketRules
            ? MomentSpan(start: hours.open, end: hours.auctionEnd) : whole
        tradingEnd = whole.end
        venue.beginDay(
            day, hours: enforcesMarketRules ? hours : nil,
            settlementDay: calendar.settlement(of: trading).date)
        if script.isActive {
            script.beginDay()
            keepLists()
        }
    }
}
