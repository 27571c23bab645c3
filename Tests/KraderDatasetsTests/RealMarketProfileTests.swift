import KraderMarket
import KraderModel
import Testing

/// The market days of which krx-market.md §9, second table, was made: the profile finds there what
/// a script of a few lines (mean products of pairs, quantiles between neighbours) finds.
@Suite(
    "Profile of real market days",
    .enabled(if: MarketDayFiles.areThere, "no recorded data: set KRADER_TEST_DATA"))
struct RealMarketProfileTests {
    struct Year: Sendable {
        var year: Int
        var issues: Int
        var returns: Int
        var beyondLimits: Int
        var deviation: Double
        var kurtosis: Double
        var limitMoves: Double
        var unchanged: Double
        var common: Double
        var valueRatio: Double
    }

    /// §9 gives 2.9–3.4 %, 24–30, 0.17–0.23 %, 6–7 %, 6–7 % and 800–2,600, which is 2023 and 2025;
    /// the first weeks of 2021 were wilder.
    static let years = [
        Year(
            year: 2021, issues: 2_322, returns: 73_677, beyondLimits: 24, deviation: 0.038174,
            kurtosis: 19.468, limitMoves: 0.003366, unchanged: 0.058309, common: 0.10438,
            valueRatio: 544.09),
        Year(
            year: 2023, issues: 2_509, returns: 72_370, beyondLimits: 2, deviation: 0.028567,
            kurtosis: 30.892, limitMoves: 0.001617, unchanged: 0.068689, common: 0.07115,
            valueRatio: 807.35),
        Year(
            year: 2025, issues: 2_669, returns: 63_543, beyondLimits: 13, deviation: 0.033085,
            kurtosis: 24.602, limitMoves: 0.002235, unchanged: 0.057929, common: 0.07430,
            valueRatio: 2_721.75),
    ]

    @Test("§9 across issues and days", arguments: years)
    func across(expected: Year) throws {
        let rows = try MarketDayFiles.rows(of: expected.year)
            .filter { $0.volume > 0 && ["KOSPI", "KOSDAQ"].contains($0.board) }
            .sorted { $0.day < $1.day }
        var symbols: [String: SymbolIndex] = [:]
        var instruments: [Instrument] = []
        for row in rows where symbols[row.code] == nil {
            symbols[row.code] = SymbolIndex(instruments.count)
            instruments.append(
                Instrument(
                    code: try IssueCode(row.code), board: try #require(Board(rawValue: row.board))))
        }
        var profile = MarketProfile(instruments: instruments)
        for row in rows {
            let hours = SessionHours.on(try #require(CalendarDate(row.day)))
            let close = Price(row.close)
            profile.add(
                CandleEvent(
                    symbol: try #require(symbols[row.code]), timeframe: .d1,
                    candle: Candle(
                        start: hours.open, end: hours.auctionEnd, open: close, high: close,
                        low: close, close: close, volume: Shares(row.volume),
                        value: Won(row.value))))
        }
        let found = profile.figures().cross
        #expect(found.issues == expected.issues && found.returns == expected.returns)
        #expect(found.issueDays == rows.count && found.beyondLimits == expected.beyondLimits)
        func near(_ value: Double?, _ expected: Double) -> Bool {
            value.map { abs($0 / expected - 1) < 0.001 } ?? false
        }
        #expect(near(found.deviation, expected.deviation), "\(found)")
        #expect(near(found.kurtosis, expected.kurtosis), "\(found)")
        #expect(near(found.limitMoves, expected.limitMoves), "\(found)")
        #expect(near(found.unchanged, expected.unchanged), "\(found)")
        #expect(near(found.common, expected.common), "\(found)")
        #expect(near(found.valueRatio, expected.valueRatio), "\(found)")
        #expect(found.extraordinaryDays == 0)
    }
}
