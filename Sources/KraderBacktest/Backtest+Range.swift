import KraderEngine
import KraderModel
import KraderVenue

/// Where numbers of the engine, the run's own sums and the venue left their range: one element
/// each, looked at in every step. If the three were asked themselves, they would be copied each
/// time.
struct RangeWatch {
    var engine = BufferView<RangeBreach?>.empty
    var sums = BufferView<RangeBreach?>.empty
    var venue = BufferView<(number: RangeBreach.Number, symbol: SymbolIndex)?>.empty
}

extension Backtest {
    @inline(__always)
    mutating func hasLeftRange() -> Bool {
        if range.engine[0] == nil, range.sums[0] == nil, range.venue[0] == nil { return false }
        noteBreach()
        return true
    }

    @inline(never)
    private mutating func noteBreach() {
        rangeBreach = range.engine[0] ?? range.sums[0]
        if rangeBreach == nil, let (number, symbol) = range.venue[0] {
            // The venue begins a day before the engine hears of it.
            rangeBreach = RangeBreach(number, symbol: symbol, at: max(engine.now, venueDay))
        }
    }
}
