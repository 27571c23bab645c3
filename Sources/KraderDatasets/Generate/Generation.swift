public import KraderCSV
public import KraderMarket
public import KraderModel

/// A synthetic market that becomes a part of a dataset.
public struct GeneratedMarket: Sendable {
    public var instruments: [Instrument]
    public var settings: SyntheticSettings
    public var seed: UInt64
    /// The period by which progress is told.
    public var period: MomentSpan

    public init(
        instruments: [Instrument], settings: SyntheticSettings, seed: UInt64, period: MomentSpan
    ) {
        self.instruments = instruments
        self.settings = settings
        self.seed = seed
        self.period = period
    }
}

/// Why a synthetic market can't become a dataset.
public enum GenerationFault: Error {
    /// Splits and delistings are carried out on candles alone; this issue has prints.
    case hasPrints(IssueCode)
    /// The issue's price or volume was by then more than a row holds.
    case tooLarge(IssueCode, CalendarDate)
    case dataset(DatasetFault)
    /// Somebody asked to stop.
    case interrupted
}

/// Writes synthetic markets into a dataset. A day of prints or books, or a part of the candles, is
/// in memory at a time.
public struct Generation {
    private let markets: [GeneratedMarket]
    private var facts: InstrumentTable
    /// The source that all rows name.
    private let source: String

    /// - Parameter facts: the facts that the user tells; those of the markets come to them.
    /// Throws `GenerationFault.hasPrints` for facts that cannot be carried out.
    public init(
        _ markets: [GeneratedMarket], _ facts: InstrumentTable, source: String
    ) throws(GenerationFault) {
        self.markets = markets
        self.facts = facts
        self.source = source
        for market in markets where market.settings.candles == nil {
            for instrument in market.instruments
            where !IssueEvents(instrument.code, facts).areNone {
                throw .hasPrints(instrument.code)
            }
        }
    }

    /// Writes rows and instruments.
    ///
    /// - Parameter goesOn: is told the share done, the market's time and the rows so far; `false`
    ///   ends it.
    public mutating func write(
        to writer: DatasetWriter, _ goesOn: @escaping (Double, Moment, Int64) -> Bool
    ) throws(GenerationFault) {
        var watch = GenerationWatch(goesOn, whole: markets.count)
        for market in markets {
            if market.settings.candles != nil {
                var candles = GeneratedCandles(market, facts, source)
                try candles.write(to: writer, &watch)
                facts.merge(candles.basePrices)
            } else {
                try write(market, to: writer, &watch)
            }
            facts.merge(market.instruments.flatMap { $0.facts(market.settings) })
            watch.partDone()
        }
        do throws(DatasetFault) {
            try writer.writeInstruments(facts.text)
        } catch {
            throw .dataset(error)
        }
    }

    /// Writes prints, then what was displayed beside them, then interruptions: each is drawn anew,
    /// as a run does.
    private func write(
        _ market: GeneratedMarket, to writer: DatasetWriter, _ watch: inout GenerationWatch
    ) throws(GenerationFault) {
        let codes = market.instruments.map(\.code)
        let (settings, seed) = (market.settings, market.seed)
        func header(_ kind: RowKind, depth: Int = 0) -> RowHeader {
            RowHeader(
                kind: kind, symbol: codes[0], depth: depth, scope: .krx, source: source)
        }
        let ticks = SyntheticMarket(settings: settings, seed: seed)
        var prints = GeneratedDays<Tick>(header(.ticks), codes, market.period)
        while try prints.add(ticks.nextTicks(), to: writer, &watch) {}
        if settings.books != .none {
            let depth = settings.books == .quotes ? 1 : Book.depthMax
            let displays = SyntheticBooks(settings: settings, seed: seed)
            var books = GeneratedDays<Book>(
                header(depth == 1 ? .quotes : .books, depth: depth), codes, market.period)
            while try books.add(displays.nextBooks(), to: writer, &watch) {}
        }
        guard settings.interruptions else { return }
        let statuses = SyntheticStatuses(settings: settings, seed: seed)
        var changes = GeneratedDays<StatusChange>(header(.statuses), codes, market.period)
        while try changes.add(statuses.nextStatusChanges(), to: writer, &watch) {}
    }
}

/// Tells how far the parts of a generation are.
struct GenerationWatch {
    private let goesOn: (Double, Moment, Int64) -> Bool
    private let whole: Int
    private var done = 0
    private var rows: Int64 = 0

    init(_ goesOn: @escaping (Double, Moment, Int64) -> Bool, whole: Int) {
        self.goesOn = goesOn
        self.whole = max(1, whole)
    }

    mutating func show(
        rows more: Int, at moment: Moment, of period: MomentSpan
    ) throws(GenerationFault) {
        rows += Int64(more)
        let length = Double((period.end - period.start).nanoseconds)
        let share = Double((moment - period.start).nanoseconds) / max(length, 1)
        let reached = (Double(done) + min(max(share, 0), 1)) / Double(whole)
        guard goesOn(reached, moment, rows) else { throw .interrupted }
    }

    mutating func partDone() { done += 1 }
}

extension DatasetWriter {
    /// Writes a file of rows.
    func add(
        _ header: RowHeader, _ storedRows: UnsafeRawBufferPointer
    ) throws(GenerationFault) {
        do throws(DatasetFault) {
            try write(header, storedRows)
        } catch {
            throw .dataset(error)
        }
    }
}
