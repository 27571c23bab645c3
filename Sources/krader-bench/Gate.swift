/// A quick pass over stand-ins that fails when an answer is wrong or generic code is no longer
/// specialised.
enum Gate {
    private static let prints = 1_000_000
    /// The most that the engine may take, in times of the bare loop.
    static let ratioMax = 40.0

    static func figures() throws -> [Figure] {
        let inputs = BenchInputs(folder: nil)
        let ticks = Workloads(inputs: inputs, prints: prints, runs: 5)
        var figures = [try ticks.w1WithoutOrders(), try ticks.w1(), try ticks.w1Delayed()]
        figures.append(try ticks.w1WithCosts())
        figures.append(try ticks.frames())
        let candles = CandleWorkloads(
            inputs: inputs, name: "W2", file: BenchInputs.basketFile, symbols: 20, candles: 10_000,
            fast: 20, slow: 60, known: KnownAnswers.basket, runs: 3)
        figures += [try candles.asCandles(), try candles.asPrints()]
        for index in figures.indices {
            figures[index].target = nil
            guard index == 0, let ratio = figures[index].ratio, ratio > ratioMax else { continue }
            figures[index].check.isRight = false
            figures[index].check.text +=
                ", TOO SLOW: \(fixed(ratio, 1)) times the bare loop, at most \(fixed(ratioMax, 1))"
        }
        return figures
    }
}
