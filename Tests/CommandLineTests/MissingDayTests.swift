import Foundation
import KraderModel
import Testing

@Suite("Which days a run misses") struct MissingDayTests {
    private func scenario(_ from: String, _ to: String) -> String {
        """
        { "schema": 1, "name": "s",
          "market": { "from": "\(from)", "to": "\(to)", "instruments": [
            { "symbol": "005930", "board": "KOSPI" } ],
            "data": { "candles": { "path": "d.csv", "symbol": "005930" } } },
          "account": { "cash": 100000000 },
          "strategies": [ { "name": "buy_and_hold", "parameters": { "timeframe": "1d" } } ] }
        """
    }

    private func played(
        _ days: [CalendarDate], halted: Range<Int> = 0..<0, from: String, to: String
    ) throws -> (out: String, result: JSON) {
        let workshop = try Workshop()
        let rows = days.enumerated().map { place, day in
            halted.contains(place)
                ? "\(day),0,0,0,70000,0\n" : "\(day),70000,70100,69900,70000,1000\n"
        }
        try workshop.write("date,open,high,low,close,volume\n" + rows.joined(), to: "d.csv")
        try workshop.write(scenario(from, to), to: "s.json")
        let done = try workshop.backtest("s.json --out out")
        #expect(done.exit == 0, "\(done.err)")
        return (done.out, try workshop.result("s"))
    }

    private static let march = TradingCalendar.krx.tradingDays(
        from: CalendarDate(2026, 3, 3), through: CalendarDate(2026, 3, 31)
    ).map(\.date)

    @Test("halted days miss nothing and end nothing early", arguments: [3..<11, 13..<21, 0..<8])
    func halts(halted: Range<Int>) throws {
        #expect(Self.march.count == 21)
        let (out, result) = try played(
            Self.march, halted: halted, from: "2026-03-03", to: "2026-03-31")
        for word in [" miss ", " late", " early", "The data begin", "The data end"] {
            #expect(!out.contains(word), "\(out)")
        }
        #expect(result.text("period.first_day") == "2026-03-03")
        #expect(result.text("period.last_day") == "2026-03-31")
        #expect(result.integer("period.trading_days") == 21)
        #expect(result.list("data.cut_short")?.isEmpty == true)
    }

    @Test("before the calendar's years a weekday without rows is a holiday")
    func beforeCalendar() throws {
        let holidays = [
            (1, 1), (1, 2), (1, 30), (1, 31), (2, 1), (3, 1), (4, 5), (5, 5), (6, 6), (6, 27),
            (7, 17), (8, 15), (9, 8), (9, 9), (10, 3), (12, 25), (12, 28), (12, 29),
        ].map { CalendarDate(1995, $0, $1) }
        var days: [CalendarDate] = []
        var day = CalendarDate(1995, 1, 1)
        while day <= CalendarDate(1995, 12, 31) {
            if !day.isWeekend, !holidays.contains(day) { days.append(day) }
            day = day.advanced(by: 1)
        }
        let (out, result) = try played(days, from: "1995-01-01", to: "1995-12-31")
        #expect(!out.contains("The data"), "\(out)")
        #expect(result.list("data.cut_short")?.isEmpty == true)
        #expect(result.integer("period.trading_days") == days.count)
    }
}
