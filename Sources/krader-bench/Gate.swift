/// A quick pass over stand-ins that fails when an answer is wrong or the engine has become slow by
/// the bare loop: what happens when generic code is no longer specialised.
enum Gate {
    private static let prints = 1_000_000
    /// Engine and bare loop take turns, and the median of their quotients counts: load on the
    /// machine comes and goes, and hits neighbours in time alike.
    private static let rounds = 21

    /// The most that the engine may take, in times of the bare loop. Measured 13 without orders and
    /// 22 with, on a busy machine too. With the generic code of the buffers unspecialised (no
    /// `@inlinable` on them, built with `-disable-cmo`) 28 and 41. The limits lie half-way, as
    /// quotients; an engine that has become faster should be given tighter ones. `-disable-cmo`
    /// alone costs some 5 % and passes: all that is hot is inlinable.
    private static let limits = (plain: 22.0, trading: 42.0)

    /// The same for books: measured 13 to 16, on a busy machine too.
    private static let booksLimit = 30.0

    static func figures(_ inputs: BenchInputs) throws -> [Figure] {
        let ticks = Workloads(inputs: inputs, prints: prints)
        let candles = CandleWorkloads(
            inputs: inputs, name: "W2", file: BenchInputs.basketFile, symbols: 20, candles: 10_000,
            fast: 20, slow: 60, known: KnownAnswers.basket)
        let books = BooksWorkload(inputs: BookInputs(), runs: 1)
        var figures = [
            try limited(books.figure(), books.quotient(rounds: rounds), booksLimit),
            try limited(ticks.w1WithoutOrders(), quotient(inputs, trading: false), limits.plain),
            try limited(ticks.w1(), quotient(inputs, trading: true), limits.trading),
            try ticks.w1WithCosts(), try ticks.w1Delayed(), try ticks.frames(),
            try candles.asCandles(), try candles.asPrints(),
            try ManyWorkload(inputs: inputs, prints: prints / 5, runs: 1).figure(),
            try WideWorkload(
                inputs: WideInputs(symbols: 300, days: 60, minuteDays: 2), runs: 1
            ).figure(),
        ]
        // What is to be reached is for the whole inputs.
        for index in figures.indices { figures[index].target = nil }
        return figures
    }

    /// What the gate must refuse: an engine that is to be as quick as the bare loop.
    static func breach(_ inputs: BenchInputs) throws -> [Figure] {
        let ticks = Workloads(inputs: inputs, prints: prints)
        return [try limited(ticks.w1WithoutOrders(), quotient(inputs, trading: false), 1)]
    }

    private static func limited(_ figure: Figure, _ quotient: Double, _ limit: Double) -> Figure {
        var figure = figure
        figure.ratio = quotient
        let isSlow = quotient > limit
        figure.check.isRight = figure.check.isRight && !isSlow
        figure.check.text += isSlow ? ", TOO SLOW: " : ", "
        figure.check.text += "at most \(fixed(limit, 0)) x"
        return figure
    }

    private static func quotient(_ inputs: BenchInputs, trading: Bool) throws -> Double {
        let raw = inputs.rawPrints(prints)
        var quotients: [Double] = []
        for _ in 0..<rounds {
            // As often as makes both turns about equally long.
            let turns = 10
            let begin = processorSeconds()
            for _ in 0..<turns { _ = Yardstick.cross(raw, shares: trading ? 10 : 0) }
            let bare = (processorSeconds() - begin) / Double(turns)
            let run = try BenchRun().play(inputs.ticks(prints), BenchRun.cross(orders: trading))
            quotients.append(run.seconds / bare)
        }
        return quotients.sorted()[rounds / 2]
    }
}
