import KraderBacktest
import KraderDatasets
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("What of a dataset a run plays")
struct DatasetPlanTests {
    private static let code = Sample.code("005930")
    private static let always = MomentSpan(
        start: CalendarDate(2026, 3, 2).midnight, end: CalendarDate(2026, 3, 10).midnight)
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private func daily(_ day: CalendarDate, close: UInt32 = 700, base: UInt32 = 0) -> CandleRow {
        CandleRow(
            start: day.midnight, open: close, high: close, low: close, close: close, volume: 10,
            value: 7_000, basePrice: base)
    }

    private func halted(_ day: CalendarDate, close: UInt32) -> CandleRow {
        CandleRow(
            start: day.midnight, open: 0, high: 0, low: 0, close: close, volume: 0, value: 0,
            isHalted: true)
    }

    private func minutes(_ days: [CalendarDate]) -> [CandleRow] {
        days.flatMap { day in
            (0..<3).map {
                CandleRow(
                    start: day.at("09:00") + .minutes($0), open: 700, high: 700, low: 700,
                    close: 700, volume: 10, value: 7_000)
            }
        }
    }

    private func dataset(
        ticks: [CalendarDate] = [], minutes: [CalendarDate] = [], daily: [CandleRow] = [],
        facts: String = ""
    ) throws -> Dataset {
        let path = workspace.path + "/plan"
        let writer = try DatasetWriter(path: path, replacing: true)
        for day in ticks {
            try writer.write(
                [TickRow(sinceMidnight: 36_000_000_000_000, price: 700, size: 1)],
                RowHeader(kind: .ticks, symbol: Self.code, day: day))
        }
        if !minutes.isEmpty {
            try writer.write(
                self.minutes(minutes),
                RowHeader(kind: .candles, symbol: Self.code, timeframe: .m1))
        }
        if !daily.isEmpty {
            try writer.write(
                daily, RowHeader(kind: .candles, symbol: Self.code, timeframe: .d1))
        }
        try writer.writeInstruments(
            Array(("symbol,day,fact,value,sellable,status,note\n" + facts).utf8))
        try writer.publish(DatasetDescription(scope: .krx))
        return try Dataset(path)
    }

    /// What is played, a line for each row: `1d 03-03`, `print 03-04`.
    private func played(
        _ dataset: Dataset, _ selection: DatasetSelection = DatasetSelection(scope: .krx),
        in period: MomentSpan = always
    ) throws -> [String] {
        let plan = try DatasetPlan(dataset, selection, in: period)
        let faults = DatasetFaults()
        let symbols = [Self.code: SymbolIndex(0)]
        var lines: [String] = []
        if let source = plan.ticks(symbols, faults: faults) {
            forEach({ source.nextTicks() }) { lines.append("\(CalendarDate($0.time)) print") }
        }
        if let source = plan.candles(symbols, faults: faults) {
            forEach({ source.nextCandles() }) {
                lines.append("\(CalendarDate($0.candle.start)) \($0.timeframe)")
            }
        }
        #expect(faults.first == nil)
        return lines.sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    @Test("of each day the finest rows are played, and each day once")
    func finest() throws {
        let dataset = try dataset(
            ticks: [Sample.friday], minutes: [Sample.thursday, Sample.friday],
            daily: [
                Sample.tuesday, Sample.wednesday, Sample.thursday, Sample.friday, Sample.monday,
            ]
            .map { daily($0) })
        #expect(
            try played(dataset) == [
                "2026-03-03 1d", "2026-03-04 1d", "2026-03-05 1m", "2026-03-06 print",
                "2026-03-09 1d",
            ])
        #expect(
            try played(dataset, DatasetSelection(kinds: [.candles], scope: .krx)) == [
                "2026-03-03 1d", "2026-03-04 1d", "2026-03-05 1m", "2026-03-06 1m",
                "2026-03-09 1d",
            ])
        #expect(
            try played(dataset, DatasetSelection(timeframe: .d1, scope: .krx)).count == 5)
        // Prints outside the period leave a day to nobody.
        let early = MomentSpan(
            start: Sample.tuesday.midnight, end: Sample.thursday.at("12:00"))
        #expect(
            try played(dataset, in: early) == ["2026-03-03 1d", "2026-03-04 1d", "2026-03-05 1m"])
    }

    @Test("a halted row makes its day a halted one, unless finer rows show that it traded")
    func halts() throws {
        let dataset = try dataset(
            ticks: [Sample.friday],
            daily: [
                daily(Sample.tuesday), halted(Sample.wednesday, close: 700),
                halted(Sample.thursday, close: 700), halted(Sample.friday, close: 700),
                daily(Sample.monday),
            ])
        let plan = try DatasetPlan(dataset, DatasetSelection(scope: .krx), in: Self.always)
        #expect(plan.series.map(\.halts) == [[Sample.wednesday, Sample.thursday]])
        #expect(plan.days.count == 5)
        let source = try #require(
            try plan.statuses([Self.code: SymbolIndex(3)], faults: DatasetFaults()))
        var changes: [String] = []
        forEach({ source.nextStatusChanges() }) {
            changes.append("\(CalendarDate($0.time)) \($0.status) \($0.symbol.value)")
        }
        #expect(
            changes == ["2026-03-04 halted 3", "2026-03-05 halted 3", "2026-03-06 normal 3"])
    }

    @Test("base prices: instruments.csv, then the row, then nothing where the close says it")
    func basePrices() throws {
        let rows = [
            daily(CalendarDate(2026, 2, 27), close: 650),
            daily(Sample.tuesday, close: 700, base: 690), daily(Sample.wednesday, close: 710),
            daily(Sample.thursday, close: 720, base: 710),
            daily(Sample.friday, close: 400, base: 360),
        ]
        func prices(
            _ dataset: Dataset, from day: CalendarDate = CalendarDate(2026, 3, 1)
        ) throws -> [String] {
            let period = MomentSpan(start: day.midnight, end: Self.always.end)
            let plan = try DatasetPlan(dataset, DatasetSelection(scope: .krx), in: period)
            let found = plan.instruments(boards: [Self.code: .kosdaq])
            #expect(found.boardless == [] && found.known.map(\.board) == [.kosdaq])
            return (found.known[0].history?.basePrices ?? []).map { "\($0.day) \($0.value)" }
        }
        let plain = try dataset(daily: rows)
        #expect(try prices(plain) == ["2026-03-03 690", "2026-03-06 360"])
        // The row of Wednesday says nothing: Tuesday's close is known though it is not played.
        #expect(
            try prices(plain, from: Sample.wednesday) == ["2026-03-04 700", "2026-03-06 360"])
        let said = try dataset(
            daily: rows, facts: "005930,2026-03-06,base_price,365,,,\n")
        #expect(try prices(said) == ["2026-03-03 690", "2026-03-06 365"])
        // Prints may close elsewhere than the row says: every base price is kept.
        let withPrints = try dataset(ticks: [Sample.monday], daily: rows)
        #expect(
            try prices(withPrints) == ["2026-03-03 690", "2026-03-05 710", "2026-03-06 360"])
    }

    @Test("instruments are as they were known when the period began")
    func instruments() throws {
        let facts = """
            005930,2000-01-04,board,KOSDAQ,,,
            005930,2020-01-02,board,KOSPI,,,
            005930,2020-01-02,listed_shares,1000,,,
            005930,2026-03-05,listed_shares,2000,,,
            005930,2026-03-06,split,2,,proposed,

            """
        let dataset = try dataset(daily: [daily(Sample.tuesday, base: 690)], facts: facts)
        let plan = try DatasetPlan(dataset, DatasetSelection(scope: .krx), in: Self.always)
        let issue = try #require(plan.instruments(boards: [:]).known.first)
        #expect(issue.board == .kospi && issue.basePrice == Price(690))
        #expect(issue.listedShares == Shares(1_000))
        #expect(issue.listedShares(on: Sample.thursday) == Shares(2_000))
        #expect(issue.history?.actions == [] && plan.proposedActions.values.reduce(0, +) == 1)
        #expect(issue.history?.basePrice(on: Sample.tuesday) == Price(690))
    }
}
