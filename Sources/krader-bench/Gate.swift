/// A quick pass over stand-ins that fails when an answer is wrong. How fast it is says nothing on a
/// shared machine: `.ci/benchmark` counts instructions (`CountedRun`).
enum Gate {
    private static let prints = 1_000_000

    static func figures(_ inputs: BenchInputs) throws -> [Figure] {
        let ticks = Workloads(inputs: inputs, prints: prints, runs: 1)
        let candles = CandleWorkloads(
            inputs: inputs, name: "W2", file: BenchInputs.basketFile, symbols: 20, candles: 10_000,
            fast: 20, slow: 60, known: KnownAnswers.basket)
        var figures = [
            try BooksWorkload(inputs: BookInputs(), runs: 1).figure(),
            try ticks.w1WithoutOrders(), try ticks.w1(),
            try ticks.w1WithCosts(), try ticks.w1Delayed(), try ticks.frames(),
            try candles.asCandles(), try candles.asPrints(),
            try ManyWorkload(inputs: inputs, prints: prints / 5, runs: 1).figure(),
            try WideWorkload(
                inputs: WideInputs(symbols: 300, days: 60, minuteDays: 2), runs: 1
            ).figure(),
        ]
        // The targets are for the whole inputs.
        for index in figures.indices { figures[index].target = nil }
        return figures
    }
}
