import KraderModel
import Support
import Testing

@testable import KraderMarket

/// krx-market.md §9, second table: what was measured, and a factor of 1.5 to either side.
private func expectLikeKRX(_ found: CrossFigures, _ name: String) {
    func expect(_ value: Double?, _ low: Double, _ high: Double, _ what: String) {
        let isLike = value.map { $0 >= low / 1.5 && $0 <= high * 1.5 } ?? false
        #expect(isLike, "\(name): \(what) is \(value ?? -1), §9 says \(low) to \(high)")
    }
    expect(found.deviation, 0.029, 0.034, "deviation")
    expect(found.kurtosis, 24, 30, "kurtosis")
    expect(found.limitMoves, 0.0017, 0.0023, "moves of 29 %")
    expect(found.unchanged, 0.06, 0.07, "unchanged closes")
    expect(found.common, 0.06, 0.07, "common part")
    expect(found.valueRatio, 800, 2_600, "traded value")
}

private func candles(
    _ issues: Int, from: CalendarDate, through: CalendarDate, _ timeframe: Timeframe, seed: UInt64,
    _ body: (CandleEvent) -> Void
) {
    var settings = SyntheticSettings(
        issues: SyntheticSettings.issues(count: issues), from: from, through: through)
    settings.candles = timeframe
    let source = SyntheticCandles(settings: settings, seed: seed)
    while true {
        let batch = source.nextCandles()
        if batch.count == 0 { return }
        for index in 0..<batch.count { body(batch[index]) }
    }
}

@Suite struct SyntheticAcrossTests {
    @Test("§9 a year of daily candles of 300 issues, any seed", arguments: Proof.seeds([1, 2, 3]))
    func daily(seed: UInt64) {
        var cross = CrossSection(
            boards: SyntheticSettings.issues(count: 300).map(\.board))
        candles(
            300, from: CalendarDate(2025, 1, 2), through: CalendarDate(2025, 12, 30), .d1,
            seed: seed
        ) { cross.add($0.candle, $0.timeframe, of: $0.symbol.int) }
        expectLikeKRX(cross.figures(), "seed \(seed)")
    }

    /// The common part of fewer days is chance: its daily values spread as a square does.
    @Test(
        "§9 a year of prints, any seed", arguments: Proof.seeds([1, 2]))
    func prints(seed: UInt64) {
        var settings = SyntheticSettings(
            from: CalendarDate(2025, 1, 2), through: CalendarDate(2025, 12, 30))
        // The hundredth of the prints, so that a year is drawn in seconds.
        let count = Proof.cases(80, long: 160)
        settings.issues = SyntheticSettings.issues(count: 180).suffix(count).map { issue in
            SyntheticIssue(
                code: issue.code, board: issue.board, basePrice: issue.basePrice,
                printsPerDay: max(10, issue.printsPerDay / 100),
                yearlyVolatility: issue.yearlyVolatility, size: issue.size)
        }
        var profile = MarketProfile(instruments: settings.instruments)
        let market = SyntheticMarket(settings: settings, seed: seed)
        while true {
            let batch = market.nextTicks()
            if batch.count == 0 { break }
            for index in 0..<batch.count { profile.add(batch[index]) }
        }
        var found = profile.figures().cross
        // What these issues trade was cut, so that the ratio is taken from a day of the true ones.
        found.valueRatio = tradedValues(seed: seed)
        expectLikeKRX(found, "prints, seed \(seed)")
    }

    private func tradedValues(seed: UInt64) -> Double? {
        let settings = SyntheticSettings(
            issues: SyntheticSettings.issues(count: 300), from: CalendarDate(2026, 3, 3),
            through: CalendarDate(2026, 3, 3))
        var profile = MarketProfile(instruments: settings.instruments)
        for tick in drained(SyntheticMarket(settings: settings, seed: seed)) { profile.add(tick) }
        return profile.figures().cross.valueRatio
    }

    @Test("§9 months of one-minute candles", arguments: [1] as [UInt64])
    func minutes(seed: UInt64) {
        var cross = CrossSection(
            boards: SyntheticSettings.issues(count: 200).map(\.board))
        candles(
            200, from: CalendarDate(2025, 3, 3), through: CalendarDate(2025, 4, 30), .m1,
            seed: seed
        ) { cross.add($0.candle, $0.timeframe, of: $0.symbol.int) }
        expectLikeKRX(cross.figures(), "minutes, seed \(seed)")
    }

    @Test("on a few days of crisis all issues move together, far above ordinary days")
    func crises() {
        var closes = [Double](repeating: 0, count: 100)
        var days: [CalendarDate: (sum: Double, squares: Double)] = [:]
        candles(
            100, from: CalendarDate(2015, 1, 2), through: CalendarDate(2026, 12, 30), .d1, seed: 4
        ) { event in
            let (close, symbol) = (Double(event.candle.close.won), event.symbol.int)
            if closes[symbol] > 0 {
                let move = close / closes[symbol] - 1
                days[CalendarDate(event.candle.start), default: (0, 0)].sum += move
                days[CalendarDate(event.candle.start), default: (0, 0)].squares += move * move
            }
            closes[symbol] = close
        }
        let shares = days.values.map { $0.sum * $0.sum / $0.squares / 100 }
        let together = shares.filter { $0 > 0.4 }.count
        #expect(together >= 2 && together * 50 < shares.count, "\(together) of \(shares.count)")
    }

    @Test("prices do not drift away in twelve years")
    func level() {
        var closes = [Double](repeating: 0, count: 100)
        candles(
            100, from: CalendarDate(2015, 1, 2), through: CalendarDate(2026, 12, 30), .d1, seed: 6
        ) { closes[$0.symbol.int] = Double($0.candle.close.won) }
        let issues = SyntheticSettings.issues(count: 100)
        let ratios = zip(closes, issues).map { $0 / Double($1.basePrice.won) }.sorted()
        #expect((0.5...2).contains(ratios[50]), "median \(ratios[50])")
        #expect(ratios[5] > 0.1 && ratios[94] < 10, "\(ratios[5]) to \(ratios[94])")
    }
}
