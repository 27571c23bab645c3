import KraderModel

/// Sizes of prints: round lots of 1, 10, 100 and 1,000 shares, and a log-normal body with a heavy
/// tail (krx-market.md §9: sigma about 1.5, median 20–50 shares at 50,000 won).
struct TradeSizes: ~Copyable {
    /// Draws of e^(1.5 × normal), a power of two of them; the same for every market.
    private let factors: FixedBuffer<Double>

    init() {
        var generator = SeededGenerator(seed: 0, stream: "synthetic sizes")
        factors = FixedBuffer(count: 4_096) { _ in exponential(1.5 * generator.normal()) }
    }

    /// The median of the body at a price: 1,750,000 won, which is 35 shares at 50,000.
    static func median(at price: Price) -> Double { 1_750_000 / Double(price.won) }

    /// A size from 28 bits of a draw.
    @inline(__always)
    func size(_ draw: UInt64, median: Double) -> Int64 {
        // Odds are in 65,536ths: 6 % single shares, 8 % tens, 5 % hundreds, 1 % thousands.
        switch draw & 0xFFFF {
        case ..<3_932: return 1
        case ..<9_175: return 10
        case ..<12_452: return 100
        // Nobody trades a thousand shares of a dear issue every hundredth time.
        case ..<13_107: return median < 10 ? 100 : 1_000
        default: return max(1, Int64(median * factors[Int(draw >> 16 & 0xFFF)]))
        }
    }
}
