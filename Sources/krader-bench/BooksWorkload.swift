import KraderBacktest
import KraderEngine
import KraderJSON
import KraderMarket
import KraderModel

/// Ten-level books of twenty symbols beside their prints, through the whole path: 50 ms each way,
/// fills `queue`, a strategy with a book hook on one of the symbols.
struct BooksWorkload {
    let inputs: BookInputs
    var runs = 3

    /// The most lively one.
    static let symbol = SymbolIndex(0)
    /// Each order takes one share of what is displayed.
    private static let every = 50
    private static let shares: Int64 = 1

    func figure() throws -> Figure {
        let bare = best(of: runs) {
            let begin = processorSeconds()
            let answer = bareLoop()
            return Timed(result: answer, seconds: processorSeconds() - begin)
        }
        let run = try best(of: runs) { try play(batch: 4_096) }
        var check = Figure.Check.outcome(run.result.outcome, bare: bare.result.outcome)
        // How the data are cut changes nothing.
        if try play(batch: 999).result.digest != run.result.digest {
            check = Figure.Check(text: "WRONG: batches of books show", isRight: false)
        }
        return Figure(
            name: "Books",
            about: "\(grouped(Int64(inputs.books.count))) ten-level books of "
                + "\(BookInputs.symbols) symbols beside \(grouped(Int64(inputs.ticks.count))) "
                + "prints, 50 ms each way, queue",
            value: Double(inputs.books.count) / run.seconds, unit: .updatesASecond, target: 2e6,
            check: check, ratio: run.seconds / bare.seconds)
    }

    private func bareLoop() -> (outcome: Outcome, bests: Int64) {
        let loop = BooksYardstick(
            symbol: Int64(BooksWorkload.symbol.int), every: BooksWorkload.every,
            prints: inputs.rawPrints, mark: inputs.rawPrints.dropLast().last ?? 0)
        let answer = loop.run(inputs.raw)
        // Nothing else uses it, and the books would not be read at all.
        precondition(answer.bests > 0, "Books display prices")
        return answer
    }

    func play(batch: Int = 4_096) throws -> Timed<RunResult> {
        var setup = BenchRun(
            symbols: BookInputs.symbols, venue: BenchRun.shipped,
            universe: .symbols([BooksWorkload.symbol]))
        setup.firstDay = BookInputs.day
        let taker = BookTaker(every: BooksWorkload.every, shares: BooksWorkload.shares)
        return try setup.play(
            TickArray(inputs.ticks), books: BookBatches(inputs.books, size: batch),
            [.hosting(taker), BenchRun.candleCounter])
    }
}

/// Buys and sells in turn, an order every so many books, when the last is done.
struct BookTaker: Strategy {
    static let name = "book_taker"
    static let summary = "Takes what books display, in turn"
    static let parameters: [ParameterDeclaration] = []

    private let every: Int
    private let shares: Int64
    private var seen = 0
    private var isHolding = false
    private var isWaiting = false

    init(_ parameters: ParameterValues) { self.init(every: 200, shares: 1) }

    init(every: Int, shares: Int64) {
        self.every = every
        self.shares = shares
    }

    var subscriptions: Subscriptions {
        var subscriptions = Subscriptions()
        subscriptions.books = true
        return subscriptions
    }

    mutating func book(_ book: Book, _ context: inout StrategyContext) throws {
        seen += 1
        guard seen % every == 0, !isWaiting else { return }
        isWaiting = true
        if isHolding {
            context.sell(book.symbol, quantity: Shares(shares))
        } else {
            context.buy(book.symbol, quantity: Shares(shares))
        }
    }

    mutating func fill(_ fill: StrategyFill, _ context: inout StrategyContext) throws {
        guard fill.leaves == .zero else { return }
        isWaiting = false
        isHolding = fill.side == .buy
    }
}
