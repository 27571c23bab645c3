import KraderModel
import Testing

@testable import KraderStrategies

/// A candle of hand-made prices; the `place`th minute of 2026-03-03 from 09:00 KST.
func bar(
    _ high: Int64, _ low: Int64, _ close: Int64, volume: Int64 = 1, place: Int = 0,
    value: Won? = nil
) -> Candle {
    let start = CalendarDate(2026, 3, 3).at(TimeOfDay(9, 0)) + .minutes(Int64(place))
    return Candle(
        start: start, end: start + .minutes(1), open: Price(low), high: Price(high),
        low: Price(low), close: Price(close), volume: Shares(volume),
        value: value ?? Won(close * volume))
}

/// Seeded candles of whole prices; no two closes in a row are equal.
func walkOfCandles(_ count: Int, seed: UInt64) -> [Candle] {
    var generator = SeededGenerator(seed: seed)
    var close: Int64 = 70_000
    return (0..<count).map { place in
        let step = Int64(generator.next() % 10) * 100 + 100
        close = max(2_000, close + (generator.next() % 2 == 0 ? step : -step))
        let high = close + Int64(generator.next() % 7) * 100
        let low = close - Int64(generator.next() % 7) * 100
        return bar(high, low, close, volume: Int64(generator.next() % 5_000), place: place)
    }
}

@Suite("Indicators of candles, by hand")
struct CandleIndicatorTests {
    @Test("the true range of the first candle is its height; gaps count afterwards")
    func trueRange() {
        var average = AverageTrueRange(length: 3)
        // Ranges: 10; a gap up, 130 − 104 = 26 (height 10); a gap down, 125 − 88 = 37 (height 12).
        #expect(average.add(bar(110, 100, 104)) == nil)
        #expect(average.add(bar(130, 120, 125)) == nil)
        let mean = 73.0 / 3
        #expect(average.add(bar(100, 88, 95)) == mean)
        // The candle lies inside, with height 4: (73/3 × 2 + 4) ÷ 3 = 158/9.
        let next = (mean * 2 + 4) / 3
        #expect(average.add(bar(97, 93, 95)) == next)
        #expect(AverageTrueRange.over([bar(110, 100, 104)], length: 2) == nil)
    }

    @Test("bands lie population deviations around the mean")
    func bands() throws {
        // Mean 5, squares of differences 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, ÷ 8 = 4: deviation 2.
        let closes: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]
        let value = try #require(BollingerBands.over([100] + closes, length: 8, width: 2))
        #expect(value == BollingerBands.Value(middle: 5, upper: 9, lower: 1, deviation: 2))
        #expect(BollingerBands.over(closes, length: 9) == nil)
        var flat = BollingerBands(length: 2, width: 3)
        flat.add(0.1)
        let still = flat.add(0.1)
        #expect(still?.deviation == 0 && still?.upper == 0.1)
    }

    @Test("MACD: the line begins with the slow average, the signal with its own seed")
    func convergence() {
        var convergence = MACD(fast: 1, slow: 3, signal: 2)
        // Slow: mean of 1, 2, 6 is 3, then 4, 7. Line: 3, 1, 3. Signal: mean of 3 and 1 is 2, then
        // 2 + (3 − 2) × 2/3.
        #expect(convergence.add(1) == nil)
        #expect(convergence.add(2) == nil)
        #expect(convergence.line == nil)
        #expect(convergence.add(6) == nil)
        #expect(convergence.line == 3)
        #expect(convergence.add(5) == MACD.Value(line: 1, signal: 2))
        #expect(convergence.value?.histogram == -1)
        let third = MACD.Value(line: 3, signal: 2 + 2.0 / 3)
        #expect(convergence.add(10) == third)
    }

    @Test("MACD from first values: the line waits for the slow length all the same")
    func convergenceFromFirst() {
        var convergence = MACD(fast: 1, slow: 3, signal: 2, seed: .first)
        // Slow: 8, 6, 8, 6. Line from the third close: 10 − 8 = 2, then 4 − 6 = −2.
        for close in [8, 4, 10] as [Double] { #expect(convergence.add(close) == nil) }
        #expect(convergence.line == 2)
        let smoothing = 2.0 / 3
        let second = MACD.Value(line: -2, signal: 2 - 4 * smoothing)
        #expect(convergence.add(4) == second)
    }

    @Test("the volume-weighted average is the traded value by share, anew each day")
    func volumeWeighted() {
        var average = VolumeWeightedAveragePrice()
        #expect(average.value == nil)
        #expect(average.add(bar(100, 100, 100, volume: 0)) == nil)
        #expect(average.add(bar(110, 100, 105, volume: 10, value: Won(1_020))) == 102)
        #expect(average.add(bar(110, 100, 105, volume: 30, place: 1, value: Won(3_180))) == 105)
        var tomorrow = bar(200, 200, 200, volume: 5)
        tomorrow.start = tomorrow.start + .day
        #expect(average.add(tomorrow) == 200)
        let tick = Tick(
            time: tomorrow.start, symbol: SymbolIndex(0), price: Price(260), size: Shares(1))
        #expect(average.add(tick) == 210)
    }

    @Test("the volume-weighted average of typical prices")
    func typicalPrice() {
        // (120 + 90 + 105) ÷ 3 = 105 for 2 shares; (130 + 100 + 130) ÷ 3 = 120 for 1: 110.
        let candles = [bar(120, 90, 105, volume: 2), bar(130, 100, 130, volume: 1, place: 1)]
        #expect(VolumeWeightedAveragePrice.over(candles, source: .typicalPrice) == 110)
        #expect(VolumeWeightedAveragePrice.over([]) == nil)
    }

    @Test("highest and lowest of the last three")
    func extremes() {
        var highest = Highest(length: 3)
        var lowest = Lowest(length: 3)
        let values: [Double] = [3, 1, 2, 5, 4, 4, 3, 2]
        let tops: [Double?] = [nil, nil, 3, 5, 5, 5, 4, 4]
        let bottoms: [Double?] = [nil, nil, 1, 1, 2, 4, 3, 2]
        let highs = values.map { highest.add($0) }
        let lows = values.map { lowest.add($0) }
        #expect(highs == tops)
        #expect(lows == bottoms)
        #expect(Highest.over(values, length: 3) == 4)
        #expect(Lowest.over(values, length: 9) == nil)
    }

    @Test("the stochastic tells where the close lies in the range")
    func stochastic() {
        var oscillator = Stochastic(length: 2, smoothing: 2)
        #expect(oscillator.add(bar(110, 100, 105)) == nil)
        // In 100…120 a close of 115 is 75 %. Then in 105…120 a close of 105 is 0 %.
        #expect(oscillator.add(bar(120, 110, 115)) == nil)
        #expect(oscillator.k == 75)
        #expect(oscillator.add(bar(112, 105, 105)) == Stochastic.Value(k: 0, d: 37.5))
        var flat = Stochastic(length: 1, smoothing: 1)
        #expect(flat.add(bar(100, 100, 100)) == Stochastic.Value(k: 50, d: 50))
    }

    @Test("volume on balance: up adds, down takes away, equal leaves it")
    func balance() {
        let closes: [(Int64, Int64)] = [(100, 7), (101, 5), (101, 9), (99, 2), (98, 4), (100, 1)]
        var balance = OnBalanceVolume()
        #expect(balance.value == nil)
        let values = closes.map { balance.add(close: Price($0.0), volume: Shares($0.1)).count }
        #expect(values == [0, 5, 5, 3, -1, 0])
        #expect(OnBalanceVolume.over([]) == nil)
    }

    @Test("incremental and window forms agree", arguments: [1, 2, 14, 20, 60])
    func formsAgree(length: Int) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let candles = walkOfCandles(300, seed: seed)
            let closes = candles.map { Double($0.close.won) }
            var range = AverageTrueRange(length: length)
            var bands = BollingerBands(length: length)
            var convergence = MACD(fast: length, slow: length + 7, signal: length)
            var weighted = VolumeWeightedAveragePrice()
            var highest = Highest(length: length)
            var lowest = Lowest(length: length)
            var oscillator = Stochastic(length: length)
            var balance = OnBalanceVolume()
            for (place, candle) in candles.enumerated() {
                let seen = candles[...place]
                let close = closes[place]
                let seenCloses = closes[...place]
                #expect(range.add(candle) == AverageTrueRange.over(seen, length: length))
                #expect(bands.add(close) == BollingerBands.over(seenCloses, length: length))
                #expect(
                    convergence.add(close)
                        == MACD.over(seenCloses, fast: length, slow: length + 7, signal: length))
                #expect(weighted.add(candle) == VolumeWeightedAveragePrice.over(seen))
                #expect(highest.add(close) == Highest.over(seenCloses, length: length))
                #expect(lowest.add(close) == Lowest.over(seenCloses, length: length))
                #expect(balance.add(candle) == OnBalanceVolume.over(seen))
                let running = oscillator.add(candle)
                let fresh = Stochastic.over(seen, length: length)
                #expect(running?.k == fresh?.k)
                let drift = (running?.d ?? 0) - (fresh?.d ?? 0)
                #expect(abs(drift) < 1e-9)
            }
        }
    }
}
