public import KraderModel

/// Daily or one-minute candles of a made-up market, drawn without prints: thousands of issues over
/// years. Their days are like those of a `SyntheticMarket` but not the same: gaps, trends, days of
/// news, limits that hold or turn, prices on the grid, quiet and active issues, a factor in common.
/// No interruption is imitated; the last minute candle is the closing cross.
public final class SyntheticCandles: CandleSource {
    /// The issues in the order of their symbol index, base prices of the first day included.
    public let instruments: [Instrument]

    private let settings: SyntheticSettings
    private let timeframe: Timeframe
    private let days: [TradingDay]
    private var nextDay = 0
    private let walks: FixedBuffer<CandleWalk>
    private let bursts: FixedBuffer<Double>
    private var commonGenerator: SeededGenerator
    private var crisis = Crisis()
    private let batch: FixedBuffer<CandleEvent>
    /// The minutes of the day that is drawn, and the next of them.
    private var minutes: [Minute] = []
    private var nextMinute = 0

    private struct Minute {
        var start: Moment
        var end: Moment
        /// The minute's part of the day's trading, on KOSPI and the boards that trade alike, and on
        /// KOSDAQ.
        var share: Double
        var kosdaqShare: Double
        var common: Double
        var isCross = false
    }

    /// The settings must be in their ranges: `settings.faults` is empty. Candles are daily unless
    /// `settings.candles` says otherwise.
    public init(settings: SyntheticSettings, seed: UInt64) {
        precondition(settings.faults.isEmpty, "Synthetic settings are in their ranges")
        self.settings = settings
        timeframe = settings.candles ?? .d1
        days = settings.tradingDays
        instruments = settings.instruments
        var generator = SeededGenerator(seed: 0, stream: "synthetic bursts")
        let bursts = FixedBuffer<Double>(count: 1_024) { _ in
            exponential(0.4 * settings.clustering * generator.normal())
        }
        let view = bursts.view
        walks = FixedBuffer(count: settings.issues.count) {
            CandleWalk(index: $0, settings: settings, seed: seed, bursts: view)
        }
        self.bursts = bursts
        commonGenerator = SeededGenerator(seed: seed, stream: "synthetic common factor")
        batch = FixedBuffer(repeating: .blank, count: settings.issues.count)
    }

    /// The candles of one day or one minute.
    public func nextCandles() -> BufferView<CandleEvent> {
        var count = 0
        while count == 0 {
            if nextMinute < minutes.count {
                count = drawMinute()
            } else if nextDay < days.count {
                count = drawDay(days[nextDay].date)
                nextDay += 1
            } else {
                break
            }
        }
        return batch.view(of: 0..<count)
    }

    private func drawDay(_ date: CalendarDate) -> Int {
        let hours = SessionHours.on(date)
        let common = CommonFactor(
            hours: hours, crisis: &crisis, generator: &commonGenerator)
        let day = SyntheticDay(date: date, hours: hours, common: common)
        guard timeframe == .d1 else {
            minutes = SyntheticCandles.minutes(day)
            nextMinute = 0
            for index in 0..<walks.count { _ = walks[index].begin(day) }
            return 0
        }
        // Quarters of an hour are steps enough for a day's high and low.
        let quarters = common.sums(of: 90)
        var count = 0
        for index in 0..<walks.count where walks[index].begin(day) {
            if let candle = walks[index].daily(parts: quarters, hours: hours) {
                write(candle, of: index, at: count)
                count += 1
            }
        }
        return count
    }

    private func drawMinute() -> Int {
        let minute = minutes[nextMinute]
        nextMinute += 1
        var count = 0
        for index in 0..<walks.count {
            let board = settings.issues[index].board
            let isKosdaq = board == .kosdaq || board == .konex
            let candle = walks[index].minute(
                from: minute.start, to: minute.end,
                share: isKosdaq ? minute.kosdaqShare : minute.share, part: minute.common,
                isCross: minute.isCross)
            if let candle {
                write(candle, of: index, at: count)
                count += 1
            }
            if minute.isCross { walks[index].end() }
        }
        return count
    }

    private func write(_ candle: Candle, of index: Int, at place: Int) {
        batch[place] = CandleEvent(
            symbol: SymbolIndex(index), timeframe: timeframe, candle: candle)
    }

    /// Minutes of continuous trading and the one of the closing cross.
    private static func minutes(_ day: SyntheticDay) -> [Minute] {
        let hours = day.hours
        func shares(_ board: Board, cross: Double) -> [Double] {
            // The opening cross belongs to its first minute.
            let curve = VolumeCurve(
                board: board, hours: hours, start: hours.open, openingShare: 0, closingShare: cross)
            var shares: [Double] = []
            for stretch in curve.stretches {
                let count = Int((stretch.end - stretch.start).nanoseconds / 60_000_000_000)
                for _ in 0..<count { shares.append(stretch.share * (1 - cross) / Double(count)) }
            }
            return shares + [cross]
        }
        let kospi = shares(.kospi, cross: 0.08)
        let kosdaq = shares(.kosdaq, cross: 0.04)
        let common = day.common.sums(of: 6)
        return kospi.indices.map { place in
            let isCross = place == kospi.count - 1
            let start = isCross ? hours.close : hours.open + .minutes(Int64(place))
            return Minute(
                start: start, end: isCross ? hours.auctionEnd : start + .minutes(1),
                share: kospi[place], kosdaqShare: kosdaq[place],
                common: place < common.count && !isCross ? common[place] : 0, isCross: isCross)
        }
    }
}
