import KraderModel
import Testing

@testable import KraderStrategies

@Suite("Indicators")
struct IndicatorTests {
    /// A seeded walk of whole prices, as closes are.
    static func walk(_ count: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        var price: Int64 = 70_000
        return (0..<count).map { _ in
            price = max(1_000, price + Int64(generator.next() % 21) * 100 - 1_000)
            return Double(price)
        }
    }

    @Test("an exponential average begins with the mean and moves by 2 ÷ (n + 1)")
    func exponentialByHand() {
        var average = ExponentialMovingAverage(length: 3)
        // The mean of 1, 2, 6 is 3; then the average goes half of the way to each close.
        let values = [1, 2, 6, 5, 10].map { average.add($0) }
        #expect(values == [nil, nil, 3, 4, 7])
        #expect(average.value == 7)
    }

    @Test("an exponential average can begin with the first close")
    func exponentialFromFirst() {
        var average = ExponentialMovingAverage(length: 3, seed: .first)
        #expect(average.value == nil)
        #expect([8, 4, 10].map { average.add($0) } == [8, 6, 8])
    }

    @Test("a simple average has a value from its length on and forgets the oldest")
    func simpleByHand() {
        var average = SimpleMovingAverage(length: 2)
        #expect([3, 5, 9, 1].map { average.add($0) } == [nil, 4, 7, 5])
        #expect(SimpleMovingAverage.over([3, 5, 9, 1], length: 2) == 5)
        #expect(SimpleMovingAverage.over([3], length: 2) == nil)
    }

    @Test("the strength index takes the mean of the first changes, then Wilder's smoothing")
    func strengthByHand() {
        var index = RelativeStrengthIndex(length: 2)
        // The changes +2 and −3 give gain 1, loss 1.5 → 40. Then +1 gives gain 1, loss 0.75 →
        // 400/7. Then −1 gives 0.5 and 0.875.
        #expect(index.add(10) == nil)
        #expect(index.add(12) == nil)
        #expect(index.add(9) == 40)
        #expect(index.add(10) == 100.0 / 1.75)
        #expect(index.add(9) == 50.0 / 1.375)
    }

    @Test(
        "the strength index is 100 without a loss, 0 without a gain",
        arguments: [([5, 6, 7], 100), ([5, 5, 5], 100), ([7, 6, 5], 0)] as [([Double], Double)])
    func strengthAtItsEnds(closes: [Double], expected: Double) {
        #expect(RelativeStrengthIndex.over(closes, length: 2) == expected)
    }

    @Test("incremental and window forms agree to the last bit", arguments: [1, 2, 14, 20, 50, 200])
    func formsAgree(length: Int) {
        for seed in 1...5 as ClosedRange<UInt64> {
            let closes = IndicatorTests.walk(400, seed: seed)
            var mean = ExponentialMovingAverage(length: length)
            var first = ExponentialMovingAverage(length: length, seed: .first)
            var simple = SimpleMovingAverage(length: length)
            var strength = RelativeStrengthIndex(length: length)
            for (place, close) in closes.enumerated() {
                let seen = closes[...place]
                #expect(mean.add(close) == ExponentialMovingAverage.over(seen, length: length))
                #expect(
                    first.add(close)
                        == ExponentialMovingAverage.over(seen, length: length, seed: .first))
                #expect(simple.add(close) == SimpleMovingAverage.over(seen, length: length))
                #expect(strength.add(close) == RelativeStrengthIndex.over(seen, length: length))
            }
        }
    }

    @Test("they agree with the definitions", arguments: [2, 14, 20, 50, 200])
    func agreesWithDefinitions(length: Int) throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let closes = IndicatorTests.walk(length + 1 + Int(seed) * 13, seed: seed)
            let mean = try #require(ExponentialMovingAverage.over(closes, length: length))
            let first = try #require(
                ExponentialMovingAverage.over(closes, length: length, seed: .first))
            let strength = try #require(RelativeStrengthIndex.over(closes, length: length))
            // The same sums in another order differ by rounding only.
            #expect(abs(mean - Naive.ema(closes, length)) < 1e-8)
            #expect(abs(first - Naive.emaFromFirst(closes, length)) < 1e-8)
            #expect(abs(strength - Naive.rsi(closes, length)) < 1e-9)
            #expect(
                SimpleMovingAverage.over(closes, length: length) == Naive.sma(closes, length))
        }
    }

    @Test("a running sum of fractions drifts by rounding only, one of whole prices not at all")
    func simpleDrift() throws {
        let whole = IndicatorTests.walk(100_000, seed: 9)
        let fractions = whole.map { $0 / 3 }
        var running = SimpleMovingAverage(length: 20)
        var exact = SimpleMovingAverage(length: 20)
        for (close, fraction) in zip(whole, fractions) {
            exact.add(close)
            running.add(fraction)
        }
        #expect(exact.value == SimpleMovingAverage.over(whole, length: 20))
        let drift = try #require(running.value) - Naive.sma(fractions, 20)
        // 100,000 additions to a sum near 500,000, each off by at most 2⁻³⁴, and far less together.
        #expect(abs(drift) < 100_000 * 0x1p-34 / 20)
    }

    @Test("a window of 250 closes does not know what an unbroken history knows")
    func windowForgets() throws {
        var largest = [20: 0.0, 50: 0.0, 200: 0.0]
        var strength = 0.0
        for seed in 1...20 as ClosedRange<UInt64> {
            let history = IndicatorTests.walk(3_000, seed: seed)
            let window = history.suffix(250)
            for length in [20, 50, 200] {
                let unbroken = try #require(
                    ExponentialMovingAverage.over(history, length: length))
                let windowed = try #require(ExponentialMovingAverage.over(window, length: length))
                largest[length] = max(largest[length, default: 0], abs(unbroken - windowed))
            }
            let unbroken = try #require(RelativeStrengthIndex.over(history))
            let windowed = try #require(RelativeStrengthIndex.over(window))
            strength = max(strength, abs(unbroken - windowed))
        }
        // The seed's share of the window's average: (19/21)²³⁰, (49/51)²⁰⁰, (199/201)⁵⁰; prices
        // near 70,000.
        #expect(try #require(largest[20]) < 0.001)
        #expect(try #require(largest[50]) < 20)
        #expect(try #require(largest[200]) > 500)
        #expect(strength < 1e-5)
    }
}
