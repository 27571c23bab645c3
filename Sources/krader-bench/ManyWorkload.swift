import KraderBacktest
import KraderEngine
import KraderModel

/// Twenty strategies on one symbol's prints, each with averages of its own lengths and one share of
/// its own (semantics.md §9).
struct ManyWorkload {
    let inputs: BenchInputs
    var prints = BenchInputs.printsMax
    var runs = 3

    static let lengths = (1...20).map { (fast: 10 * $0, slow: 50 * $0) }

    func figure() throws -> Figure {
        let raw = inputs.rawPrints(prints)
        let bare = best(of: runs) {
            let begin = processorSeconds()
            let outcome = Yardstick.crosses(raw, lengths: ManyWorkload.lengths)
            return Timed(result: outcome, seconds: processorSeconds() - begin)
        }
        let run = try best(of: runs) { try play() }
        return Figure(
            name: "Many", about: "\(ManyWorkload.lengths.count) EMA crosses on every print",
            value: Double(run.result.ticks) / run.seconds, target: 3e6,
            check: .outcome(run.result.outcome, bare: bare.result),
            ratio: run.seconds / bare.seconds)
    }

    func play() throws -> Timed<RunResult> {
        let boxes = ManyWorkload.lengths.map { lengths in
            StrategyBox.hosting(OwnCross(fast: lengths.fast, slow: lengths.slow))
        }
        return try BenchRun().play(inputs.ticks(prints), boxes + [BenchRun.candleCounter])
    }
}

/// `ema_cross` on prints with one share that it knows to be its own, whatever others hold.
struct OwnCross: Strategy {
    static let name = "own_cross"
    static let summary = "Crosses averages of prints with a share of its own"
    static let parameters: [ParameterDeclaration] = []

    private let fast: Double
    private let slow: Double
    private var untilWarm: Int
    private var fastAverage = 0.0
    private var slowAverage = 0.0
    private var isBegun = false
    private var isHolding = false

    init(_ parameters: ParameterValues) { self.init(fast: 10, slow: 50) }

    init(fast: Int, slow: Int) {
        self.fast = 2 / Double(fast + 1)
        self.slow = 2 / Double(slow + 1)
        untilWarm = slow
    }

    var subscriptions: Subscriptions { .ticks }

    mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        let price = Double(tick.price.won)
        if !isBegun {
            isBegun = true
            fastAverage = price
            slowAverage = price
        }
        fastAverage += (price - fastAverage) * fast
        slowAverage += (price - slowAverage) * slow
        if untilWarm > 0 {
            untilWarm -= 1
            return
        }
        let lead = fastAverage - slowAverage
        // A fill comes before the next print; whose order was refused asks again there.
        if lead == 0 || (lead > 0) == isHolding { return }
        if lead > 0 {
            context.buy(tick.symbol, quantity: Shares(1))
        } else {
            context.sell(tick.symbol, quantity: Shares(1))
        }
    }

    mutating func fill(_ fill: StrategyFill, _ context: inout StrategyContext) throws {
        isHolding = fill.side == .buy
    }
}
