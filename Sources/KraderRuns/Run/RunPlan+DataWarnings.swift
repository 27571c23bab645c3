import KraderBacktest
import KraderJSON
import KraderModel
import KraderReport
import KraderScenario

/// Compares where a run's data begin and end with what was asked for, and with each other.
extension RunPlan {
    /// The most symbols that are warned of one by one; the others are counted.
    private static let namedMax = 10

    func dataSpanWarnings(_ result: RunResult) -> [String] {
        periodWarnings(result) + benchmarkWarnings(result) + cutShortWarnings(result)
    }

    private func periodWarnings(_ result: RunResult) -> [String] {
        guard let data = result.dataDays else { return [] }
        let calendar = TradingCalendar.krx
        let first = CalendarDate(scenario.period.start)
        let last = CalendarDate(scenario.period.end - Interval(nanoseconds: 1))
        let before = calendar.tradingDays(from: first, through: data.first.advanced(by: -1)).count
        let after = calendar.tradingDays(from: data.last.advanced(by: 1), through: last).count
        var warnings: [String] = []
        if before > RunResult.daysMissingMax {
            warnings.append(
                "The data begin on \(data.first), \(times(Int64(before), "trading day")) after "
                    + "the period does: statistics begin there too.")
        }
        if after > RunResult.daysMissingMax {
            warnings.append(
                "The data end on \(data.last), \(times(Int64(after), "trading day")) before "
                    + "the period does: statistics end there too.")
        }
        return warnings
    }

    private func benchmarkWarnings(_ result: RunResult) -> [String] {
        guard let symbol = scenario.benchmark, let own = result.dataDays else { return [] }
        let code = scenario.instruments[symbol.int].code
        guard let benchmark = result.benchmark else {
            return ["The benchmark \(code) has no data on any day of the run: nothing is compared."]
        }
        let days = benchmark.days
        var warnings: [String] = []
        if let jump = benchmark.jump {
            warnings.append(
                "The benchmark \(code) went \(way(of: jump, symbol)) on \(jump.day)"
                    + (benchmark.jumps > 1
                        ? ", the first of \(times(Int64(benchmark.jumps), "such day"))" : "")
                    + "; no corporate action of the day says why: its return may be none.")
        }
        let missing =
            result.tradingDays(
                after: own.first.advanced(by: -1), through: days.first.advanced(by: -1))
            + result.tradingDays(after: days.last, through: own.last)
        guard missing > RunResult.daysMissingMax else { return warnings }
        return warnings + [
            "The benchmark \(code) misses \(times(Int64(missing), "trading day")) of the run: it "
                + "is compared from \(days.first) to \(days.last)."
        ]
    }

    /// How far prices jumped, in words. Levels of an index have decimals that the run doesn't know,
    /// so that they are told in percent.
    private func way(of jump: BenchmarkResult.Jump, _ symbol: SymbolIndex) -> String {
        guard scenario.instruments[symbol.int].board == .index else {
            return "from \(grouped(jump.before.won)) to \(grouped(jump.after.won)) won"
        }
        let change = Double(jump.after.won) / Double(jump.before.won) - 1
        return (change < 0 ? "down" : "up") + " by \(Int((abs(change) * 100).rounded())) %"
    }

    private func cutShortWarnings(_ result: RunResult) -> [String] {
        let cut = result.cutShort().filter {
            $0.symbol != scenario.benchmark || $0.missingBetween > RunResult.daysMissingMax
        }
        var warnings = cut.prefix(RunPlan.namedMax).map { series -> String in
            let code = scenario.instruments[series.symbol.int].code
            guard let days = series.days else { return "\(code) has no data in the period." }
            var parts: [String] = []
            if series.missingBefore > 0 {
                parts.append(
                    "begin on \(days.first), "
                        + "\(times(Int64(series.missingBefore), "trading day")) late")
            }
            if series.missingAfter > 0 {
                parts.append(
                    "end on \(days.last), "
                        + "\(times(Int64(series.missingAfter), "trading day")) early")
            }
            if series.missingBetween > 0 {
                parts.append(
                    "miss \(times(Int64(series.missingBetween), "trading day")) between their "
                        + "first and last")
            }
            return "The data of \(code) \(parts.joined(separator: " and "))."
        }
        if cut.count > warnings.count {
            warnings.append(
                "\(times(Int64(cut.count - warnings.count), "more symbol")) miss trading days at "
                    + "either end or between; result.json names all.")
        }
        return warnings
    }
}
