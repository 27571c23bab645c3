import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel
import KraderVenue

/// The workload of a wide market: 2,500 symbols, a year of days and a week of minutes, the twenty
/// most traded as the universe, a daily rotation among them and minute hooks on them, under the
/// exchange's hours and limits (semantics.md §9).
struct WideWorkload {
    let inputs: WideInputs
    var runs = 3

    func figure() throws -> Figure {
        let bare = best(of: runs) {
            let begin = processorSeconds()
            var loop = WideYardstick(symbols: inputs.symbols)
            let outcome = loop.run(
                days: RawCandles(inputs.days), minutes: RawCandles(inputs.minutes))
            return Timed(
                result: (outcome, loop.hooks, loop.sum), seconds: processorSeconds() - begin)
        }
        var venue = BenchRun.atOnce
        venue.enforcesMarketRules = true
        let ranking = UniversePlan.Ranking(count: WideYardstick.places)
        let setup = BenchRun(
            symbols: inputs.symbols, venue: venue, universe: .ranked(ranking),
            firstDay: WideInputs.firstDay)
        var heard = (hooks: Int64(0), sum: UInt64(0))
        let run = try best(of: runs) {
            let tally = WideRotation.Tally()
            let run = try setup.play(inputs.source(), [.hosting(WideRotation(tally: tally))])
            heard = (tally.hooks, tally.sum)
            return run
        }
        let (outcome, hooks, sum) = bare.result
        var check = Figure.Check.outcome(run.result.outcome, bare: outcome)
        check.text += ", \(grouped(heard.hooks)) minute hooks"
        if heard != (hooks, sum) {
            check = Figure.Check(
                text: "WRONG: hooks heard \(heard); the bare loop has \((hooks, sum))",
                isRight: false)
        }
        return Figure(
            name: "Wide",
            about: "rotation in a top-\(WideYardstick.places) universe of "
                + "\(grouped(Int64(inputs.symbols))) symbols, days then minutes",
            value: Double(inputs.candleCount) / run.seconds, unit: .candlesASecond, target: 8e6,
            check: check, ratio: run.seconds / bare.seconds)
    }
}
