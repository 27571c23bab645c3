import KraderBacktest
import KraderEngine
import KraderJSON
import KraderMarket
import KraderModel

/// The workloads on W1's prints. Each figure is the best of three runs by processor time, and so is
/// the bare loop's that it is compared with.
struct Workloads {
    let inputs: BenchInputs
    var prints = BenchInputs.printsMax
    var runs = 3

    func w1() throws -> Figure {
        let bare = timeBare { Yardstick.cross($0) }
        let run = try best(of: runs) {
            try BenchRun().play(inputs.ticks(prints), BenchRun.cross())
        }
        return figure(
            "W1", "EMA cross on every print", run, bare, target: 25e6,
            known: KnownAnswers.w1[prints])
    }

    func w1WithCosts() throws -> Figure { try costly().figure }

    private func costly() throws -> (figure: Figure, equity: Int64) {
        let bare = timeBare {
            Yardstick.cross($0, costs: Yardstick.Costs(commission: 150_000, tax: 2_000_000))
        }
        let costs = CostSchedule(
            commissionRate: Rate(parts: 150_000), tax: .fixed(Rate(basisPoints: 20)))
        let run = try best(of: runs) {
            try BenchRun(costs: costs).play(inputs.ticks(prints), BenchRun.cross())
        }
        var figure = figure(
            "W1c", "W1 with commission and tax", run, bare,
            known: KnownAnswers.w1WithCosts[prints])
        let charged = run.result.outcome
        figure.check.text +=
            ", commission \(grouped(charged.commission)), tax \(grouped(charged.tax))"
        return (figure, charged.equity)
    }

    func w1WithoutOrders() throws -> Figure {
        let bare = timeBare { Yardstick.cross($0, shares: 0) }
        let run = try best(of: runs) {
            try BenchRun().play(inputs.ticks(prints), BenchRun.cross(orders: false))
        }
        return figure("W1n", "W1 without orders", run, bare, target: 40e6)
    }

    func w1Delayed() throws -> Figure {
        let bare = timeBare { Yardstick.delayedCross($0) }
        let run = try best(of: runs) {
            try BenchRun(venue: BenchRun.shipped).play(
                inputs.ticks(prints), BenchRun.cross(shares: 1))
        }
        return figure(
            "W1d", "one-share orders, 50 ms each way, queue", run, bare, target: 12e6)
    }

    /// The cost of an order when a fifth of the prints cause one, divided by its cost at a
    /// twenty-fifth.
    func w1Crowded() throws -> Figure {
        let none = try alternate(every: .max)
        let few = try alternate(every: 25)
        let many = try alternate(every: 5)
        let fewCost = (few.seconds - none.seconds) / Double(few.result.fills)
        let manyCost = (many.seconds - none.seconds) / Double(many.result.fills)
        let bare = Yardstick.alternate(inputs.rawPrints(prints), every: 5)
        var check = Figure.Check.outcome(many.result.outcome, bare: bare)
        if many.result.fills != Int64(prints / 5) || few.result.fills != Int64(prints / 25) {
            check = Figure.Check(text: "WRONG: not every order filled", isRight: false)
        }
        let cost = "\(fixed(manyCost * 1e9, 0)) ns a fill, \(fixed(fewCost * 1e9, 0)) at 4 %"
        return Figure(
            name: "W1x", about: "cost of a fill, orders at 20 % of prints by 4 %; \(cost)",
            value: manyCost / fewCost, unit: .times, target: 1.2, check: check)
    }

    private func alternate(every: Int) throws -> Timed<RunResult> {
        try best(of: runs) {
            try BenchRun().play(
                inputs.ticks(prints), .hosting(AlternatingOrders(every: every)))
        }
    }

    /// The figure of four timeframes by the candle book alone. Decoding is timed apart and left
    /// out: the figure is that of candles.
    func frames() throws -> Figure {
        let run = try best(of: runs) {
            let source = try inputs.ticks(prints)
            var meter = CandleMeter(timeframes: [.m1, .m5, .m15, .m60])
            var seconds = 0.0
            while true {
                let ticks = source.nextTicks()
                if ticks.count == 0 { break }
                let begin = processorSeconds()
                meter.add(ticks)
                seconds += processorSeconds() - begin
            }
            meter.finish()
            return Timed(result: (meter.candles, meter.prices), seconds: seconds)
        }
        // The same candles as the engine shows to a strategy.
        let tally = CandleCounter.Tally()
        _ = try BenchRun().play(inputs.ticks(prints), .hosting(CandleCounter(tally: tally)))
        let (candles, prices) = run.result
        var isRight = candles == tally.candles && prices == tally.prices
        if inputs.isOriginal(BenchInputs.printsFile), prints == BenchInputs.printsMax {
            isRight = isRight && run.result == KnownAnswers.frames
        }
        let answer = "\(grouped(candles)) candles, prices add up to \(grouped(prices))"
        return Figure(
            name: "frames", about: "prints to 1, 5, 15 and 60-minute candles alone",
            value: Double(prints) / run.seconds, target: 150e6,
            check: Figure.Check(text: (isRight ? "" : "WRONG: ") + answer, isRight: isRight))
    }

    /// Plays a shorter run whose answers are known as well: it only checks.
    func prefix(_ count: Int) throws -> Figure {
        var part = self
        part.prints = count
        part.runs = 1
        var figure = try part.w1()
        figure.name = "W1 \(count / 1_000)k"
        figure.about = "W1's first \(grouped(Int64(count))) prints"
        (figure.value, figure.target, figure.ratio) = (nil, nil, nil)
        let (costly, equity) = try part.costly()
        figure.check.isRight = figure.check.isRight && costly.check.isRight
        figure.check.text += "; with costs " + costly.check.text
        if let known = KnownAnswers.equityWithCosts[count],
            inputs.isOriginal(BenchInputs.printsFile), known != equity
        {
            figure.check.isRight = false
            figure.check.text += ", WRONG: known is \(grouped(known))"
        }
        return figure
    }

    private func timeBare(_ loop: (RawPrints) -> Outcome) -> Timed<Outcome> {
        let source = inputs.rawPrints(prints)
        return best(of: runs) {
            let begin = processorSeconds()
            let outcome = loop(source)
            return Timed(result: outcome, seconds: processorSeconds() - begin)
        }
    }

    private func figure(
        _ name: String, _ about: String, _ run: Timed<RunResult>, _ bare: Timed<Outcome>,
        target: Double? = nil, known: Outcome? = nil
    ) -> Figure {
        let isOriginal = inputs.isOriginal(BenchInputs.printsFile)
        return Figure(
            name: name, about: about, value: Double(run.result.ticks) / run.seconds,
            target: target,
            check: .outcome(
                run.result.outcome, bare: bare.result, known: isOriginal ? known : nil),
            ratio: run.seconds / bare.seconds)
    }
}

/// What other engines gave on the same inputs.
enum KnownAnswers {
    /// The answers of W1, by the number of prints.
    static let w1 = [
        5_000_000: Outcome(fills: 205_647, equity: 917_407_000),
        1_000_000: Outcome(fills: 41_516, equity: 983_161_000),
        100_000: Outcome(fills: 4_000, equity: 998_447_000),
    ]
    static let w1WithCosts = [
        5_000_000: Outcome(
            fills: 205_647, equity: 739_189_198, commission: 22_411_520, tax: 155_806_282)
    ]
    /// The equity of the shorter runs: only that is known of them.
    static let equityWithCosts: [Int: Int64] = [1_000_000: 944_635_644, 100_000: 995_195_692]
    static let frames: (Int64, Int64) = (10_020, 3_037_524_600)
    static let basket = Outcome(fills: 38_705, equity: 1_000_674_000)
    static let pair = Outcome(fills: 3_247, equity: 999_918_000)
}
