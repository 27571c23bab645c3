import KraderCSV
import KraderJSON
import KraderModel
import Testing

@Suite("What the distances of days tell") struct CandleStepsTests {
    private func spacing(_ steps: [Int], newestFirst: Bool = false) -> CandleSteps.Spacing {
        var day = CalendarDate(2026, 3, 3)
        var days = [day]
        for step in steps {
            day = day.advanced(by: step)
            days.append(day)
        }
        if newestFirst { days.reverse() }
        let rows = days.map { "\($0),700,710,690,705,9\n" }.joined()
        return imported("date,open,high,low,close,volume\n" + rows).notes.steps.spacing
    }

    @Test(
        "days of an issue that hardly trades are days",
        arguments: [
            // The first case has rows on 3, 4, 10, 16 and 23 March.
            [1, 6, 6, 7], [1, 6, 6, 7, 7], [1, 7, 7], [6, 1, 13, 7, 7], [30, 1, 28, 31],
            [7, 6, 9, 1, 6, 7, 7, 14, 8, 7], [3, 11, 25, 6], [6, 8, 5, 9, 10], [7, 40, 13, 90],
            // These are the market's own days around a holiday.
            [1, 5, 1], [5, 1], [1, 5],
        ])
    func thin(steps: [Int]) {
        #expect(spacing(steps) == .days)
        #expect(spacing(steps, newestFirst: true) == .days)
    }

    /// The last Fridays before holidays, and a week that is not over.
    @Test(
        "rows of weeks are no days, whatever holidays shift and however the last week ends",
        arguments: [
            [7, 7], [7, 7, 6, 8, 7, 7, 7], [7, 7, 7, 2], [7, 7, 6, 8, 7, 7, 1],
            [7, 7, 7, 7, 14, 7, 7, 7, 7, 7, 3], [6, 6, 6, 7], [7, 7, 5, 9, 7, 7],
        ])
    func weeks(steps: [Int]) {
        #expect(spacing(steps) != .days)
        #expect(spacing(steps, newestFirst: true) != .days)
    }

    @Test(
        "nor are rows of months, quarters and years",
        arguments: [
            [31, 28, 31, 30], [30, 29, 33, 28, 2], [91, 90, 92], [365, 366, 365], [14, 14, 13, 15],
        ])
    func months(steps: [Int]) {
        #expect(spacing(steps) != .days)
        #expect(spacing(steps, newestFirst: true) != .days)
    }

    @Test("a stray row among many of weeks changes nothing")
    func stray() {
        var steps = [Int](repeating: 7, count: 60)
        steps.insert(contentsOf: [2, 5], at: 30)
        #expect(spacing(steps) == .weeks)
    }

    @Test("of many issues one that trades daily is enough")
    func mixed() {
        var rows: [String] = []
        for (code, step) in [("005930", 1), ("000660", 7), ("035720", 7)] {
            for place in 0..<10 {
                let day = CalendarDate(2026, 3, 2).advanced(by: place * step)
                rows.append("\(day),\(code),700,710,690,705,9\n")
            }
        }
        let all = imported("date,code,open,high,low,close,volume\n" + rows.joined())
        #expect(all.notes.steps.spacing == .days)
    }
}
