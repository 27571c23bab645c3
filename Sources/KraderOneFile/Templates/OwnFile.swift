import Glibc
import KraderDatasets
import KraderJSON
import KraderRuns

/// A user's own strategy in one file, to begin with: an indicator and a stop. Its type has the name
/// that a package of the same name has for it, so that it moves there unchanged.
public struct OwnFile {
    let name: OwnName

    public init(name: OwnName) { self.name = name }

    /// Writes the file. Throws `ExitFault`: exit 2 when something stands there, 13 when the machine
    /// fails.
    public func write(to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw ExitFault(
                    status: .usage,
                    message: "'\(shown(path, charactersMax: 200))' is there already; take another "
                        + "name, or remove it.")
            }
            throw ExitFault(writing: FileFault(path: path, number: errno))
        }
        do throws(FileFault) {
            try FileWriter.append(Array(text.utf8), to: descriptor, path)
            guard close(descriptor) == 0 else { throw FileFault(path: path, number: errno) }
        } catch {
            unlink(path)
            throw ExitFault(writing: error)
        }
    }

    var text: String {
        """
        import KraderEngine
        import KraderModel
        import KraderStrategies

        /// Buys when the close rises above its exponential average, sells when it falls below; a
        /// stop guards each buy.
        ///
        /// The rule is there to be replaced. A hook sees the account, its own orders, closed
        /// candles and last prices; it never sees the clock, the broker or another strategy.
        struct \(name.type): Strategy {
            static let name = "\(name.text)"
            static let summary = "Buys above an exponential average, sells below, with a stop."
            static let parameters = [
                ParameterDeclaration(
                    "length", .integer(2...500), default: .integer(20),
                    help: "Candles that the average is made of."),
                ParameterDeclaration(
                    "timeframe", .timeframe, default: .timeframe(.m5), help: "Of the candles."),
                ParameterDeclaration(
                    "stop_rate", .decimal(0.001...0.5), default: .decimal(0.02),
                    help: "Fall from the bought price at which the engine sells."),
            ]

            private let length: Int
            private let timeframe: Timeframe
            private let exits: ProtectiveExits
            /// One average a symbol.
            private var averages: [SymbolIndex: ExponentialMovingAverage] = [:]

            init(_ parameters: ParameterValues) {
                length = parameters.integer("length")
                timeframe = parameters.timeframe("timeframe")
                exits = ProtectiveExits(
                    stop: Rate(fraction: parameters.decimal("stop_rate")).map {
                        ProtectiveExits.Level.distance($0)
                    })
            }

            var subscriptions: Subscriptions {
                .candles(timeframe, window: length + 1, needed: length + 1)
            }

            mutating func candle(
                _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
            ) {
                let symbol = context.symbol
                let closed = context.candles(symbol, timeframe)
                var average = averages[symbol] ?? ExponentialMovingAverage(length: length)
                let before = average.value
                let now = average.add(Double(candle.close.won))
                averages[symbol] = average
                guard let before, let now, closed.count > 1 else {
                    return context.hold("warming_up")
                }
                let wasAbove = Double(closed[fromEnd: 1].close.won) > before
                let isAbove = Double(candle.close.won) > now

                let own = context.ownPosition(symbol)
                // An order is under way: wait for it.
                guard own.bidFor == .zero && own.offered == .zero else { return }
                if own.quantity > .zero {
                    guard !isAbove else { return }
                    context.sell(
                        symbol, quantity: own.quantity, reason: "below_average",
                        notes: [("average", now)])
                } else if isAbove && !wasAbove
                    // What a daily candle asks for waits for the next opening auction.
                    && (timeframe == .d1 || context.isMarketOpen)
                {
                    context.buy(
                        symbol, exits: exits, reason: "above_average", notes: [("average", now)])
                }
            }

            /// A split: the average is of prices before it.
            mutating func adjusted(
                _ symbol: SymbolIndex, by action: CorporateAction, _ context: inout StrategyContext
            ) {
                averages[symbol]?.scale(by: action.priceFactor.quotient)
            }
        }

        """
    }
}
