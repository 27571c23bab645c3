import KraderDatasets
import KraderMarket
import KraderModel
import Testing

@Suite("Validation of daily candles") struct DailyValidationTests {
    /// A scene of five ordinary days, 2026-03-09 to 03-13.
    private var week: ValidationScene {
        var scene = ValidationScene()
        for (offset, close) in [70_000, 70_500, 70_200, 69_800, 70_100].enumerated() {
            scene.day(
                ValidationScene.monday.advanced(by: offset), close: UInt32(close),
                volume: Int64(1_000 + offset))
        }
        return scene
    }

    @Test("an ordinary week has no findings")
    func ordinary() throws {
        #expect(try week.codes() == [])
    }

    @Test("a board that nobody says is a note: steps were not checked")
    func unknownBoard() throws {
        let found = try week.findings()
        #expect(found.map(\.code) == [.unknownBoard] && found[0].severity == .note)
        var scene = week
        scene.instruments = "005930,2020-01-01,board,KOSPI,,,\n"
        #expect(try scene.findings() == [])
    }

    @Test("§1.6 a missing trading day is a gap, a weekend and a holiday are none")
    func gap() throws {
        var scene = ValidationScene()
        // 2026-02-16 … 18 is Lunar New Year; the 13th is a Friday.
        for day in [CalendarDate(2026, 2, 12), CalendarDate(2026, 2, 13)] {
            scene.day(day, close: 70_000)
        }
        scene.day(CalendarDate(2026, 2, 19), close: 70_500)
        #expect(try scene.codes() == [])
        scene.day(CalendarDate(2026, 2, 24), close: 70_000)
        let found = try #require(try scene.findings().first { $0.code == .gapDay })
        #expect(found.day == CalendarDate(2026, 2, 20) && found.count == 2)
        #expect(found.severity == .warning)
    }

    @Test(
        "§1.6 rows on days on which the exchange was closed are errors",
        arguments: [
            CalendarDate(2026, 2, 17), CalendarDate(2026, 3, 14), CalendarDate(2006, 3, 12),
        ])
    func holiday(day: CalendarDate) throws {
        var scene = ValidationScene()
        scene.day(day, close: 70_000)
        let found = try #require(try scene.findings().first { $0.code == .holiday })
        #expect(found.day == day && found.severity == .error)
    }

    @Test("Saturdays until 1998-12-05 were trading days")
    func saturdays() throws {
        var scene = ValidationScene()
        scene.day(CalendarDate(1998, 12, 5), close: 70_000)
        #expect(try scene.codes() == [])
        scene.day(CalendarDate(1998, 12, 12), close: 70_000)
        #expect(try scene.codes() == [.holiday])
    }

    @Test("an unadjusted 50:1 split is an error that says its ratio, also over days of halt")
    func split() throws {
        var scene = ValidationScene()
        scene.day(CalendarDate(2018, 4, 26), close: 2_607_000)
        scene.day(CalendarDate(2018, 4, 27), close: 2_650_000)
        scene.day(CalendarDate(2018, 5, 4), open: 53_000, close: 51_900, volume: 39_000)
        let found = try #require(try scene.findings().first { $0.code == .splitLikeJump })
        #expect(found.severity == .error && found.day == CalendarDate(2018, 5, 4))
        #expect(found.text.contains("0.0200 ×") && found.text.contains("near 1/50"))
        scene.instruments = "005930,2018-05-04,split,50,,confirmed,\n"
        #expect(try !scene.codes().contains(.splitLikeJump))
        scene.instruments = "005930,2018-05-04,split,50,,proposed,\n"
        let proposed = try scene.findings()
        #expect(proposed.map(\.code).prefix(1) == [.splitLikeJump])
        #expect(proposed[0].text.contains("proposes split 50"))
        #expect(proposed.contains { $0.code == .unconfirmed })
    }

    @Test("a capital reduction of 11.5:1 is a jump too")
    func reduction() throws {
        var scene = ValidationScene()
        scene.day(CalendarDate(2004, 7, 7), close: 172)
        scene.day(CalendarDate(2004, 7, 15), open: 1_950, close: 1_978)
        #expect(try scene.codes() == [.splitLikeJump])
    }

    @Test("a base price that the row says and the close before contradicts needs a reason")
    func baseMismatch() throws {
        var scene = week
        scene.day(CalendarDate(2026, 3, 16), close: 64_000, base: 63_700)
        #expect(try scene.codes() == [.baseMismatch])
        scene.instruments = "005930,2026-03-16,bonus,1.1,,confirmed,\n"
        #expect(try scene.codes() == [])
        // A stated base price gives the right limits, but adjusts no holding.
        scene.instruments = "005930,2026-03-16,base_price,63700,,,\n"
        #expect(try scene.codes() == [.baseMismatch])
        scene.instruments = ""
        scene.day(CalendarDate(2026, 3, 17), close: 32_500, base: 32_000)
        #expect(try scene.codes() == [.splitLikeJump, .baseMismatch])
    }

    @Test("one step between close and base price is rounding, two need a reason")
    func oneStep() throws {
        var scene = week
        // The step at 70,100 is 100 won.
        scene.day(CalendarDate(2026, 3, 16), close: 70_300, volume: 900, base: 70_200)
        #expect(try scene.codes() == [])
        scene.day(CalendarDate(2026, 3, 17), close: 70_300, volume: 901, base: 70_100)
        #expect(try scene.codes() == [.baseMismatch])
    }

    @Test("an action in the file and prices that are adjusted already contradict each other")
    func adjustedAlready() throws {
        var scene = week
        scene.day(CalendarDate(2026, 3, 16), close: 70_400, volume: 900)
        for action in ["bonus,4", "split,50", "reverse_split,1/10", "bonus,1.3"] {
            scene.instruments = "005930,2026-03-16,\(action),,confirmed,\n"
            let found = try scene.findings().filter { $0.code == .actionAgainstPrices }
            #expect(found.count == 1 && found.first?.severity == .error, "\(action)")
        }
        // A small factor shows too when the row says its base.
        scene.days.removeLast()
        scene.day(CalendarDate(2026, 3, 16), close: 70_400, volume: 900, base: 70_100)
        scene.instruments = "005930,2026-03-16,bonus,1.05,,confirmed,\n"
        #expect(try scene.codes() == [.actionAgainstPrices])
    }

    @Test("an action that the prices follow is no finding", arguments: [0, 17_500])
    func followed(base: Int) throws {
        var scene = week
        scene.instruments = "005930,2026-03-16,bonus,4,,confirmed,\n"
        // The base would be 70,100 ÷ 4 = 17,525.
        scene.day(
            CalendarDate(2026, 3, 16), close: 17_900, volume: 4_100, base: UInt32(base))
        #expect(try scene.codes() == [])
    }

    @Test("listed shares and the price that moved against each other need an action")
    func shares() throws {
        var scene = week
        scene.instruments = """
            005930,2026-03-02,listed_shares,1000000,,,
            005930,2026-03-16,listed_shares,1200000,,,

            """
        // The factor is 1 ÷ 1.2 = 0.8333; 70,100 × 0.86 = 60,286.
        scene.day(CalendarDate(2026, 3, 16), close: 60_300, volume: 1_300)
        #expect(try scene.codes() == [.baseMismatch])
        scene.days.removeLast()
        scene.day(CalendarDate(2026, 3, 16), close: 64_000, volume: 1_300)
        #expect(try scene.codes() == [])
    }

    @Test("§3.2 a price beyond the limits of the base price is found, the limit itself is not")
    func limits() throws {
        // The limits of 9,980 are 6,990…12,970, an example of the exchange.
        func codes(high: UInt32, low: UInt32) throws -> [FindingCode] {
            var scene = ValidationScene()
            scene.instruments = "005930,2020-01-01,board,KOSPI,,,\n"
            scene.day(ValidationScene.monday, close: 9_980)
            scene.day(
                ValidationScene.monday.advanced(by: 1), high: high, low: low, close: 9_980,
                volume: 900, base: 9_980)
            return try scene.codes()
        }
        #expect(try codes(high: 12_970, low: 6_990) == [])
        #expect(try codes(high: 12_980, low: 6_990) == [.outsideLimits])
        #expect(try codes(high: 12_970, low: 6_980) == [.outsideLimits])
    }

    @Test("rows before the listing and from the delisting on are errors")
    func listed() throws {
        var scene = week
        scene.instruments = """
            005930,2026-03-10,listed,,,,
            005930,2026-03-13,delisted,,,,

            """
        let found = try scene.findings().filter { $0.code == .listed }
        #expect(found.map(\.day) == [ValidationScene.monday, CalendarDate(2026, 3, 13)])
        #expect(found.allSatisfy { $0.severity == .error })
    }

    @Test("prices off the grid are a note, many of them a warning", arguments: [(1, 40), (5, 40)])
    func steps(off: Int, of rows: Int) throws {
        var scene = ValidationScene()
        scene.instruments = "005930,2020-01-01,board,KOSPI,,,\n"
        let days = TradingCalendar.krx.tradingDays(
            from: CalendarDate(2026, 3, 3), through: CalendarDate(2026, 6, 3))
        for (place, day) in days.prefix(rows).enumerated() {
            let isOff = place < off
            scene.day(day.date, close: isOff ? 70_050 : 70_000, volume: Int64(place + 1))
        }
        let found = try scene.findings()
        #expect(found.map(\.code) == [.offStep] && found[0].count == off)
        #expect(found[0].severity == (off == 1 ? .note : .warning))
    }

    @Test("prices that move without a trade, prices that stand, and rows that stand twice")
    func volumes() throws {
        var scene = ValidationScene()
        let days = (0..<5).map { ValidationScene.monday.advanced(by: $0) }
        scene.day(days[0], high: 71_000, close: 70_000, volume: 55)
        scene.day(days[1], high: 71_000, close: 70_000, volume: 55)
        for day in days[2...] { scene.day(day, close: 70_000, volume: 0, value: 0) }
        #expect(try scene.codes() == [.duplicateRows, .stalePrice])
        scene.day(CalendarDate(2026, 3, 16), close: 71_000, volume: 0, value: 0)
        #expect(try scene.codes() == [.duplicateRows, .zeroVolume, .stalePrice])
    }

    @Test("halted days are a note, and no gap")
    func halted() throws {
        var scene = week
        scene.days[2].candle = CandleRow(
            start: scene.days[2].day.midnight, open: 0, high: 0, low: 0, close: 70_500, volume: 0,
            value: 0, isHalted: true)
        #expect(try scene.codes() == [.halted])
    }

    @Test("value in thousands does not fit volume and prices")
    func value() throws {
        var scene = ValidationScene()
        for offset in 0..<3 {
            scene.day(
                ValidationScene.monday.advanced(by: offset), close: 70_000,
                volume: Int64(1_000 + offset), value: 70_000)
        }
        let found = try scene.findings()
        #expect(found[0].code == .valueMismatch && found[0].severity == .warning)
    }

    @Test("days that all issues miss are one finding, and those of one issue are its own")
    func commonGap() throws {
        let workspace = try Workspace()
        let writer = try DatasetWriter(path: workspace.path + "/d")
        let days = TradingCalendar.krx.tradingDays(
            from: CalendarDate(2026, 3, 3), through: CalendarDate(2026, 3, 20)
        ).map(\.date)
        for (symbol, missing) in [("000020", [5, 6]), ("005930", [5, 6, 9])] {
            let rows = days.enumerated().filter { !missing.contains($0.offset) }.map { place, day in
                CandleRow(
                    start: day.midnight, open: 70_000, high: 70_000, low: 70_000, close: 70_000,
                    volume: Int64(place + 1), value: Int64(place + 1) * 70_000)
            }
            try writer.write(
                rows, RowHeader(kind: .candles, symbol: try IssueCode(symbol), timeframe: .d1))
        }
        try writer.publish(DatasetDescription(scope: .krx))
        var validation = DatasetValidation(try Dataset(workspace.path + "/d"))
        let found = validation.run { _ in }.findings.filter { $0.code == .gapDay }
        #expect(found.map(\.symbol?.description) == [nil, "005930"])
        #expect(found.map(\.day) == [days[5], days[9]])
        #expect(found.map(\.count) == [2, 1])
    }
}
