public import KraderModel
import KraderText

/// The instruments of a run over a dataset (semantics.md §4, §6).
extension DatasetPlan {
    /// What the planned rows are of, by code, as it is known when the period begins; an issue that
    /// nothing was known of yet, as it is known first.
    ///
    /// - Parameter boards: what the run says itself; it goes before `instruments.csv`.
    /// - Returns: the instruments, and those whose board nobody says.
    public func instruments(
        boards: [IssueCode: Board]
    ) throws(DatasetFault) -> (known: [Instrument], boardless: [IssueCode]) {
        let table = try dataset.instrumentTable()
        let day = CalendarDate(period.start)
        var facts: [IssueCode: ArraySlice<InstrumentFact>] = [:]
        var start = table.facts.startIndex
        while start < table.facts.endIndex {
            let symbol = table.facts[start].symbol
            var end = start
            while end < table.facts.endIndex, table.facts[end].symbol == symbol { end += 1 }
            facts[symbol] = table.facts[start..<end]
            start = end
        }
        var known: [Instrument] = []
        var boardless: [IssueCode] = []
        for series in series {
            let said = (facts[series.code] ?? []).filter { !$0.isProposed }
            var instrument = Instrument(code: series.code, board: .kospi)
            let saidBoard = instrument.take(said, on: day, in: period)
            guard let board = boards[series.code] ?? saidBoard else {
                boardless.append(series.code)
                continue
            }
            instrument.board = board
            let bases = DatasetPlan.merged(said, series.basePrices)
            instrument.basePrice = bases.first?.value
            known.append(instrument)
        }
        return (known, boardless)
    }

    /// `instruments.csv` goes before the daily rows.
    private static func merged(
        _ facts: [InstrumentFact], _ rows: [Dated<Price>]
    ) -> [Dated<Price>] {
        let said = facts.compactMap { fact -> Dated<Price>? in
            guard case .basePrice(let price) = fact.value else { return nil }
            return Dated(fact.day, price)
        }
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
    /// - Parameter facts: of this issue, confirmed, in order.
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
