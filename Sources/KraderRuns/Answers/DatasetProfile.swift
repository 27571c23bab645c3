import KraderCSV
public import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
public import KraderReport

/// The shape figures of a dataset, beside those of KRX.
public struct DatasetProfile {
    private let dataset: Dataset
    private let instruments: [Instrument]
    private let period: MomentSpan
    private let unknownBoards: Int

    /// - Parameter only: the one symbol to look at; `nil` for all that are there.
    public init(_ dataset: Dataset, only symbol: String?) throws {
        self.dataset = dataset
        let one = try symbol.map { try dataset.symbol($0) }
        let files = dataset.files.filter { one == nil || $0.symbol == one }
        guard let first = files.map(\.first).min(), let last = files.map(\.last).max() else {
            throw ExitFault(
                status: .data,
                message: "\(dataset.name) has no prints or candles, which a profile is made of.")
        }
        period = MomentSpan(start: CalendarDate(first).midnight, end: last + .seconds(1))
        let table = try dataset.instrumentTable()
        let day = CalendarDate(last)
        let known = Dictionary(
            table.instruments(on: day).map { ($0.code, $0) }, uniquingKeysWith: { a, _ in a })
        let codes = Set(files.map(\.symbol)).sorted()
        unknownBoards = codes.count { known[$0] == nil }
        instruments = codes.map { known[$0] ?? Instrument(code: $0, board: .kospi) }
    }

    public func answer(withIssues: Bool, control: RunControl) throws -> Answer {
        let faults = DatasetFaults()
        let symbols = instruments.enumerated().map {
            (code: $0.element.code, symbol: SymbolIndex($0.offset))
        }
        var notes: [String] = []
        if unknownBoards > 0 {
            notes.append(
                "The board of \(unknownBoards) of \(instruments.count) issues isn't known; KOSPI "
                    + "is assumed.")
        }
        let market = MarketSources(
            ticks: dataset.ticks(of: symbols, in: period, faults: faults),
            candles: dataset.candles(of: coarsest(symbols), in: period, faults: faults),
            books: dataset.books(of: symbols, in: period, faults: faults))
        var reading = MarketReading(market, period: period, control: control)
        let subject = MarketComparison.Subject(
            name: dataset.name, instruments: instruments, date: CalendarDate(period.start),
            facts: [
                ("dataset", nil, .text(dataset.name)),
                ("source", "source", .text(shown(dataset.description.source, charactersMax: 100))),
                ("from", "from", .date(CalendarDate(period.start))),
                ("to", "to", .date(CalendarDate(period.end))),
            ])
        let comparison = Result { () throws(ExitFault) in
            try MarketComparison(subject, notes: notes, &reading)
        }
        if let fault = faults.first { throw ExitFault(fault) }
        return try comparison.get().answer(withIssues: withIssues)
    }

    /// The longest candles of each symbol that has any: only a close and a value a day are wanted.
    private func coarsest(
        _ symbols: [(code: IssueCode, symbol: SymbolIndex)]
    ) -> [(
        code: IssueCode, symbol: SymbolIndex, timeframe: Timeframe, daysLeftOut: Set<CalendarDate>
    )] {
        symbols.compactMap { code, symbol in
            dataset.filesOf(code).compactMap(\.timeframe).max()
                .map { (code, symbol, $0, []) }
        }
    }
}
