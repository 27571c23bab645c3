import KraderEngine
import KraderModel

/// Closed candles, oldest first: a window of the engine's, or an array in a test.
protocol CandleList: ~Copyable {
    var count: Int { get }
    subscript(index: Int) -> Candle { get }
}

extension CandleWindow: CandleList {}
extension Array: CandleList where Element == Candle {}
