import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel

/// The workloads on one-minute candles: a basket of symbols on one cash (W2) and one pair (W3).
///
/// The known answers are for orders that fill at the close that caused them. krader forbids that
/// with candles as data: an order meets the next candle's path. So each workload is two lines. `W2`
/// plays candles through the whole path and must give what the bare loop gives under the same rule,
/// next open, orders ending at midnight. `W2p` plays the closes as prints, where `touch` may fill
/// at the print that caused the signal, and must give the known answer, as must the bare loop.
struct CandleWorkloads {
    let inputs: BenchInputs
    let name: String
    let file: String
    let symbols: Int
    let candles: Int
    let fast: Int
    let slow: Int
    let known: Outcome
    var target: Double?
    var runs = 3

    static func basket(_ inputs: BenchInputs) -> CandleWorkloads {
        CandleWorkloads(
            inputs: inputs, name: "W2", file: BenchInputs.basketFile, symbols: 20,
            candles: 100_000, fast: 20, slow: 60, known: KnownAnswers.basket, target: 10e6)
    }

    static func pair(_ inputs: BenchInputs) -> CandleWorkloads {
        CandleWorkloads(
            inputs: inputs, name: "W3", file: BenchInputs.pairFile, symbols: 1, candles: 97_500,
            fast: 5, slow: 60, known: KnownAnswers.pair)
    }

    func asCandles() throws -> Figure {
        let bare = timeBare(.nextOpen)
        let run = try best(of: runs) {
            try BenchRun(symbols: symbols).play(
                source(), BenchRun.simpleCross(fast: fast, slow: slow))
        }
        return Figure(
            name: name, about: "SMA \(fast)/\(slow) on candles, symbols: \(symbols)",
            value: Double(run.result.candles) / run.seconds, unit: .candlesASecond,
            target: target, check: .outcome(run.result.outcome, bare: bare.result),
            ratio: run.seconds / bare.seconds)
    }

    func asPrints() throws -> Figure {
        let bare = timeBare(.close)
        let run = try BenchRun(symbols: symbols).play(
            ClosesAsPrints(source()), .hosting(ClosesCross(fast: fast, slow: slow)))
        return Figure(
            name: name + "p", about: "\(name)'s closes as prints, filled at the close",
            check: .outcome(
                run.result.outcome, bare: bare.result, known: inputs.isOriginal(file) ? known : nil)
        )
    }

    private func timeBare(_ rule: CandleYardstick.Rule) -> Timed<Outcome> {
        let source = inputs.rawCandles(file, symbols: symbols, count: candles)
        return best(of: runs) {
            let begin = processorSeconds()
            var loop = CandleYardstick(symbols: symbols, fast: fast, slow: slow, rule: rule)
            let outcome = loop.run(source)
            return Timed(result: outcome, seconds: processorSeconds() - begin)
        }
    }

    private func source() throws -> PackedCandles {
        try inputs.candles(file, symbols: symbols, count: candles)
    }
}
