import KraderEngine
import KraderModel

/// The prices of symbols for a report's pictures, each noted in the same minutes: each of so many,
/// more as the run grows longer. What they take is bounded, whatever the run's length and breadth.
///
/// Of a few symbols all are noted from the first minute; of many each from its first fill on,
/// wherever it stands in the list: the others have no picture.
struct PricePictures {
    private var prices: [[SymbolResult.PricePoint]]
    private var isNoted: [Bool]
    /// Those that are noted.
    private var noted: [Int]
    private var stride = 1
    private var minutesSince = 0
    private var pointCount = 0

    private static let pointsOfOneMax = 1_500
    private static let fewSymbols = 64
    private static let pointsMax = pointsOfOneMax * fewSymbols

    init(symbols: Int) {
        let isFew = symbols <= PricePictures.fewSymbols
        prices = Array(repeating: [], count: symbols)
        isNoted = Array(repeating: isFew, count: symbols)
        noted = isFew ? Array(0..<symbols) : []
    }

    subscript(symbol: Int) -> [SymbolResult.PricePoint] { prices[symbol] }

    /// A symbol has traded.
    @inline(__always)
    mutating func join(_ symbol: Int, _ point: SymbolResult.PricePoint) {
        if !isNoted[symbol] { begin(symbol, point) }
    }

    private mutating func begin(_ symbol: Int, _ point: SymbolResult.PricePoint) {
        isNoted[symbol] = true
        noted.append(symbol)
        prices[symbol].append(point)
        pointCount += 1
    }

    mutating func minute(_ moment: Moment, _ market: MarketView) {
        minutesSince += 1
        if minutesSince >= stride { note(at: moment, market) }
    }

    mutating func finish(at end: Moment, _ market: MarketView) {
        if minutesSince > 0 { note(at: end, market) }
    }

    /// Notes each price. When they are too many, every second point of all goes.
    private mutating func note(at moment: Moment, _ market: MarketView) {
        minutesSince = 0
        var isFull = false
        for symbol in noted {
            guard let last = market.symbols[symbol].last else { continue }
            prices[symbol].append(SymbolResult.PricePoint(at: moment, price: last))
            pointCount += 1
            isFull = isFull || prices[symbol].count >= PricePictures.pointsOfOneMax
        }
        guard isFull || pointCount >= PricePictures.pointsMax else { return }
        stride *= 2
        pointCount = 0
        for symbol in noted {
            let points = prices[symbol]
            prices[symbol] = points.indices.filter { $0 % 2 == 0 }.map { points[$0] }
            pointCount += prices[symbol].count
        }
    }
}
