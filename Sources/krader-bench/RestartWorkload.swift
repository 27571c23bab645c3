import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

/// A restart: an engine made from the records of a day with very many orders. The market's history,
/// which it takes in afterwards, costs what playing it costs.
struct RestartWorkload {
    let inputs: BenchInputs
    var orders = 100_000
    var runs = 3

    func figure() throws -> Figure {
        let store = MemoryRecordStore()
        var configuration = try BenchRun().configuration([.hosting(AlternatingOrders(every: 5))])
        configuration.store = store
        var backtest = Backtest(
            configuration, ticks: try inputs.ticks(orders * 5), sink: NoSink())
        backtest.run()
        let played = backtest.finish()
        let records = try store.records()
        let run = try best(of: runs) {
            let begin = processorSeconds()
            let engine = try Engine.restore(configuration.engine, from: records)
            let seconds = processorSeconds() - begin
            return Timed(
                result: (engine.account.cash, engine.position(SymbolIndex(0)).quantity),
                seconds: seconds)
        }
        let expected = (played.account.cash, played.symbols[0].position.quantity)
        let isRight = run.result == expected && played.ordersMade == Int64(orders)
        let answer =
            "\(grouped(Int64(records.count))) records of \(grouped(played.ordersMade)) orders, "
            + "cash \(grouped(run.result.0.amount))"
        return Figure(
            name: "Restart", about: "an engine made from the records of so many orders",
            value: run.seconds * 1_000, unit: .milliseconds, target: 1_000,
            check: Figure.Check(text: (isRight ? "" : "WRONG: ") + answer, isRight: isRight))
    }
}
