import Foundation
import KraderModel
import Testing

@testable import KraderStrategies

/// The indicators beside those of the Python library `ta`, which shares no line with ours: on
/// recorded 5-minute candles where they are at hand (`KRADER_TEST_DATA`), else on seeded ones.
@Suite(
    "Indicators beside an independent library",
    .enabled(
        if: IndependentLibrary.isThere,
        "no python3 that can `import ta`; name another interpreter with KRADER_PYTHON"))
struct IndependentLibraryTests {
    static let candles = IndependentLibrary.candles
    static let closes = candles.map { Double($0.close.won) }
    static let theirs = Result { try IndependentLibrary.values(candles) }

    /// Compares from a place on, where both must have a value; before it neither may be asked.
    private func agree(
        _ name: String, from first: Int, within tolerance: Double = 1e-9,
        _ ours: [Double?], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let values = try Self.theirs.get()
        let theirs = try #require(values[name], sourceLocation: sourceLocation)
        #expect(theirs.count == ours.count && first < ours.count, sourceLocation: sourceLocation)
        for place in first..<ours.count {
            let mine = try #require(ours[place], sourceLocation: sourceLocation)
            let other = try #require(theirs[place], sourceLocation: sourceLocation)
            guard abs(mine - other) > tolerance * max(1, abs(other)) else { continue }
            Issue.record(
                "\(name) at \(place): \(mine), not \(other)", sourceLocation: sourceLocation)
            return
        }
    }

    @Test("averages of closes")
    func averages() throws {
        var simple = SimpleMovingAverage(length: 20)
        try agree("sma", from: 19, Self.closes.map { simple.add($0) })
        var exponential = ExponentialMovingAverage(length: 20, seed: .first)
        try agree("ema", from: 19, Self.closes.map { exponential.add($0) })
    }

    @Test("the strength index, once the library's seed of a zero change has worn off")
    func strength() throws {
        // Its means begin with a change of 0; of that (13/14)³⁵⁰ < 10⁻¹¹ is left after 350 closes.
        var index = RelativeStrengthIndex(length: 14)
        try agree("rsi", from: 350, Self.closes.map { index.add($0) })
    }

    @Test("Wilder's average true range, from its first value on")
    func range() throws {
        var average = AverageTrueRange(length: 14)
        try agree("atr", from: 13, Self.candles.map { average.add($0) })
    }

    @Test("Bollinger's bands, population deviation")
    func bands() throws {
        var bands = BollingerBands(length: 20, width: 2)
        let values = Self.closes.map { bands.add($0) }
        try agree("middle", from: 19, values.map { $0?.middle })
        try agree("upper", from: 19, values.map { $0?.upper })
        try agree("lower", from: 19, values.map { $0?.lower })
    }

    @Test("MACD, signal and histogram, seeded with first values as the library does")
    func convergence() throws {
        var convergence = MACD(seed: .first)
        let values = Self.closes.map { close in
            convergence.add(close)
            return (line: convergence.line, value: convergence.value)
        }
        try agree("macd", from: 25, values.map(\.line))
        try agree("signal", from: 33, values.map { $0.value?.signal })
        // A difference of differences of prices: rounded to the size of the prices.
        try agree("histogram", from: 33, within: 1e-7, values.map { $0.value?.histogram })
    }

    @Test("MACD seeded with means agrees once the seeds have worn off")
    func convergenceFromMeans() throws {
        var convergence = MACD()
        // A share of (25/27)⁴⁰⁰ < 10⁻¹³ of a seed is left.
        try agree("signal", from: 430, Self.closes.map { convergence.add($0)?.signal })
    }

    @Test("the stochastic's %K and %D")
    func stochastic() throws {
        var oscillator = Stochastic(length: 14, smoothing: 3)
        let values = Self.candles.map { candle in
            oscillator.add(candle)
            return (k: oscillator.k, d: oscillator.value?.d)
        }
        try agree("k", from: 13, values.map(\.k))
        try agree("d", from: 15, values.map(\.d))
    }

    @Test("highest high and lowest low")
    func extremes() throws {
        var highest = Highest(length: 20)
        var lowest = Lowest(length: 20)
        try agree("highest", from: 19, Self.candles.map { highest.add(Double($0.high.won)) })
        try agree("lowest", from: 19, Self.candles.map { lowest.add(Double($0.low.won)) })
    }

    @Test("the day's volume-weighted average of typical prices")
    func weighted() throws {
        var average = VolumeWeightedAveragePrice(source: .typicalPrice)
        let ours = Self.candles.map { average.add($0) }
        let values = try Self.theirs.get()
        let theirs = try #require(values["vwap"])
        var compared = 0
        for (mine, other) in zip(ours, theirs) {
            // As long as no share traded neither has a value.
            guard let mine, let other else {
                #expect(mine == nil)
                continue
            }
            #expect(abs(mine - other) < 1e-9 * other)
            compared += 1
        }
        #expect(compared > 300)
    }

    @Test("volume on balance, where the close moves: the library adds what we leave out")
    func balance() throws {
        var balance = OnBalanceVolume()
        let ours = Self.candles.map { Double(balance.add($0).count) }
        let values = try Self.theirs.get()
        let theirs = try #require(values["obv"]).map { $0 ?? .nan }
        for place in 1..<ours.count where Self.closes[place] != Self.closes[place - 1] {
            #expect(ours[place] - ours[place - 1] == theirs[place] - theirs[place - 1])
        }
    }
}

/// A Python with `ta`, which is asked for values.
enum IndependentLibrary {
    static let isThere = (try? run(["-c", "import ta"], input: Data())) != nil

    static let script = """
        import json, sys
        import pandas as pd
        from ta.momentum import RSIIndicator, StochasticOscillator
        from ta.trend import MACD, EMAIndicator, SMAIndicator
        from ta.volatility import AverageTrueRange, BollingerBands
        from ta.volume import OnBalanceVolumeIndicator, VolumeWeightedAveragePrice

        rows = pd.DataFrame(json.load(sys.stdin))
        high, low, close, volume = (rows[name].astype(float) for name in "hlcv")
        bands = BollingerBands(close, 20, 2)
        macd = MACD(close)
        stochastic = StochasticOscillator(high, low, close, 14, 3)
        vwap = pd.concat([
            VolumeWeightedAveragePrice(
                day["h"], day["l"], day["c"], day["v"], window=len(day), fillna=True
            ).volume_weighted_average_price()
            for _, day in rows.astype(float).groupby("d")])
        answer = {
            "sma": SMAIndicator(close, 20).sma_indicator(),
            "ema": EMAIndicator(close, 20).ema_indicator(),
            "rsi": RSIIndicator(close, 14).rsi(),
            "atr": AverageTrueRange(high, low, close, 14).average_true_range(),
            "middle": bands.bollinger_mavg(),
            "upper": bands.bollinger_hband(),
            "lower": bands.bollinger_lband(),
            "macd": macd.macd(),
            "signal": macd.macd_signal(),
            "histogram": macd.macd_diff(),
            "k": stochastic.stoch(),
            "d": stochastic.stoch_signal(),
            "highest": high.rolling(20).max(),
            "lowest": low.rolling(20).min(),
            "vwap": vwap,
            "obv": OnBalanceVolumeIndicator(close, volume).on_balance_volume(),
        }
        print(json.dumps({
            name: [None if value != value else value for value in values.tolist()]
            for name, values in answer.items()}))
        """

    /// The values by name, one for each candle; `nil` where the library has none.
    static func values(_ candles: [Candle]) throws -> [String: [Double?]] {
        let rows = candles.map { candle in
            [
                "d": Int64(CalendarDate(candle.start).dayNumber), "h": candle.high.won,
                "l": candle.low.won, "c": candle.close.won, "v": candle.volume.count,
            ]
        }
        let output = try run(["-c", script], input: try JSONEncoder().encode(rows))
        return try JSONDecoder().decode([String: [Double?]].self, from: output)
    }

    struct Failed: Error { var complaint: String }

    private static func run(_ arguments: [String], input: Data) throws -> Data {
        let python = ProcessInfo.processInfo.environment["KRADER_PYTHON"] ?? "python3"
        let folder = FileManager.default.temporaryDirectory
        let names = ["in", "out", "err"].map {
            folder.appendingPathComponent("krader-python-\(UUID().uuidString).\($0)")
        }
        defer { for name in names { try? FileManager.default.removeItem(at: name) } }
        try input.write(to: names[0])
        for name in names[1...] { try Data().write(to: name) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python] + arguments
        process.standardInput = try FileHandle(forReadingFrom: names[0])
        process.standardOutput = try FileHandle(forWritingTo: names[1])
        process.standardError = try FileHandle(forWritingTo: names[2])
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let complaint = try Data(contentsOf: names[2])
            throw Failed(complaint: String(decoding: complaint, as: UTF8.self))
        }
        return try Data(contentsOf: names[1])
    }

    /// The candles: recorded ones, or seeded ones where there are none.
    static let candles: [Candle] = {
        let told = ProcessInfo.processInfo.environment["KRADER_TEST_DATA"]
        let root =
            told.map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../../shared/data")
        let file = root.appendingPathComponent("minute/yahoo-5m_005930_20251016-1024.csv")
        let text = try? String(contentsOf: file, encoding: .utf8)
        return text.map(read) ?? walkOfCandles(700, seed: 11)
    }()

    /// Reads lines `2025-10-16 09:05:00+09:00,open,high,low,close,volume`, prices with one decimal.
    private static func read(_ text: String) -> [Candle] {
        text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
            let fields = line.split(separator: ",")
            let numbers = fields.dropFirst().compactMap { Double($0).map { Int64($0) } }
            guard numbers.count == 5, let date = CalendarDate(fields[0].prefix(10)),
                let time = TimeOfDay(fields[0].dropFirst(11).prefix(8))
            else { return nil }
            let start = date.at(time)
            return Candle(
                start: start, end: start + .minutes(5), open: Price(numbers[0]),
                high: Price(numbers[1]), low: Price(numbers[2]), close: Price(numbers[3]),
                volume: Shares(numbers[4]), value: Won(numbers[3] * numbers[4]))
        }
    }
}
