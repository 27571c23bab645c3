import KraderCSV
import KraderJSON
public import KraderModel

/// The instruments of a run over a dataset (semantics.md §4, §6).
extension DatasetPlan {
    /// The instruments of the planned rows, by code, as they are known when the period begins. An
    /// issue of which nothing was known by then is as it is known first.
    ///
    /// - Parameter boards: the boards that the run says itself; they go before `instruments.csv`.
    /// - Returns: the instruments, and those whose board nobody says.
    public func instruments(
        boards: [IssueCode: Board]
    ) -> (known: [Instrument], boardless: [IssueCode]) {
        let day = CalendarDate(period.start)
        let firstDay =
            TradingCalendar.krx.isTradingDay(day)
            ? day : TradingCalendar.krx.next(after: day).date
        let facts = Dictionary(grouping: table.facts.filter { !$0.isProposed }, by: \.symbol)
        let histories = Dictionary(
            table.histories.map { ($0.code, $0.history) }
        ) { first, _ in first }
        var known: [Instrument] = []
        var boardless: [IssueCode] = []
        for series in series {
            var instrument = Instrument(code: series.code, board: .kospi)
            let board = instrument.take(facts[series.code] ?? [], on: day, in: period)
            guard let board = boards[series.code] ?? board else {
                boardless.append(series.code)
                continue
            }
            instrument.board = board
            var history = histories[series.code] ?? InstrumentHistory()
            history.basePrices = DatasetPlan.merged(history.basePrices, series.basePrices)
            instrument.basePrice = history.basePrice(on: firstDay)
            if history != InstrumentHistory() { instrument.history = history }
            known.append(instrument)
        }
        return (known, boardless)
    }

    /// A sentence, without its full stop, on how many days issues were halted by their daily rows.
    public var haltNote: String? {
        let halts = series.reduce(0) { $0 + $1.halts.count }
        guard halts > 0 else { return nil }
        return "halted on \(halts) \(halts == 1 ? "day" : "days") of an issue"
    }

    /// The number of the period's actions that wait for a person, by issue: runs pass them over
    /// (semantics.md §6).
    public var proposedActions: [IssueCode: Int] {
        let codes = Set(series.map(\.code))
        let waiting = table.proposals.filter {
            $0.action != nil && codes.contains($0.symbol) && period.contains($0.day.midnight)
        }
        return Dictionary(grouping: waiting, by: \.symbol).mapValues(\.count)
    }

    /// Merges base prices. What `instruments.csv` says goes before the daily rows.
    private static func merged(_ said: [Dated<Price>], _ rows: [Dated<Price>]) -> [Dated<Price>] {
        if said.isEmpty { return rows }
        let days = Set(said.map(\.day))
        return (said + rows.filter { !days.contains($0.day) }).sorted { $0.day < $1.day }
    }
}

extension Dataset {
    /// What `instruments.csv` says.
    func instrumentTable() throws(DatasetFault) -> InstrumentTable {
        let bytes = try instrumentBytes()
        do throws(TextFaults) {
            return try InstrumentTable(bytes, file: path + "/" + Dataset.instrumentsName)
        } catch {
            throw .text(error)
        }
    }
}

extension Instrument {
    /// Takes what facts say of a day, or what they say first.
    ///
    /// - Parameter facts: the confirmed facts of this issue, in the order of days.
    /// - Returns: the board, if they say one.
    fileprivate mutating func take(
        _ facts: [InstrumentFact], on day: CalendarDate, in period: MomentSpan
    ) -> Board? {
        var board: Board?
        var (hasClass, hasMultiple) = (false, false)
        for fact in facts {
            let holds = fact.day <= day
            switch fact.value {
            case .board(let value): if holds || board == nil { board = value }
            case .interruptionClass(let value):
                if holds || !hasClass { interruptionClass = value }
                hasClass = true
            case .multiple(let thousandths):
                if holds || !hasMultiple { multipleThousandths = thousandths }
                hasMultiple = true
            case .listedShares(let shares):
                if holds || listedShares == nil { listedShares = shares }
            case .listed(let price):
                if let price, fact.day.midnight >= period.start || fact.day == day,
                    fact.day.midnight < period.end
                {
                    listing = Listing(day: fact.day, offerPrice: price)
                }
            case .basePrice, .delisted, .name, .adjustment: break
            }
        }
        return board
    }
}
