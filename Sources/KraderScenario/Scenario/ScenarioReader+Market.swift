import KraderJSON
import KraderModel

/// The section `market`: period, instruments, data.
extension ScenarioReader {
    struct Market {
        var instruments: [Instrument]
        var data: MarketData
    }

    mutating func readMarket(_ market: inout ObjectReader) -> Market? {
        if market.object["data"]?["dataset"] != nil { return readDatasetMarket(&market) }
        readPeriod(&market)
        let instruments = readInstruments(&market)
        if let instruments { symbols = instruments }
        guard market.has("data") else {
            market.noteMissing("data", allowed: ScenarioReader.sources)
            return nil
        }
        let data = market.object("data") { readData(&$0, hasInstruments: instruments != nil) }
        if instruments == nil, market.object["data"]?["synthetic"] == nil {
            market.noteMissing(
                "instruments",
                allowed: "list what is traded, like [{ \"symbol\": \"005930\", "
                    + "\"board\": \"KOSPI\", \"base_price\": 70000 }]")
        }
        return data.map { Market(instruments: symbols.instruments, data: $0) }
    }

    /// A dataset knows its period and its instruments: what the scenario says goes before it.
    private mutating func readDatasetMarket(_ market: inout ObjectReader) -> Market? {
        let data = market.object("data") { readData(&$0, hasInstruments: true) }
        var choice: DatasetChoice?
        if case .dataset(let chosen) = data { choice = chosen }
        let isWhole = market.object["from"] != nil && market.object["to"] != nil
        let whole = isWhole ? nil : choice.flatMap { shelf?.period(of: $0) }
        readPeriod(&market, otherwise: whole, isNeeded: false)
        var known: [Instrument]?
        if let choice, let period {
            known = shelf?.instruments(of: choice, in: period, boards: saidBoards(market))
        }
        let listed = readInstruments(&market, known: known ?? [])
        symbols = withListed(listed, known ?? [])
        // Without the dataset nobody knows what else there is.
        if known == nil { symbols.isComplete = false }
        guard let data, known != nil || (listed?.isComplete ?? false) else { return nil }
        return Market(instruments: symbols.instruments, data: data)
    }

    /// The exchange opened in 1956; nanoseconds of 292 years fit 64 bits.
    private static let yearsMax = 200

    /// - Parameter otherwise: where the scenario says nothing.
    private mutating func readPeriod(
        _ market: inout ObjectReader, otherwise: MomentSpan? = nil, isNeeded: Bool = true
    ) {
        var from = otherwise?.start
        var to = otherwise?.end
        if isNeeded || market.has("from") {
            from = market.required("from", placeholder: nil) {
                ScenarioReader.edge($0, isEnd: false)
            }
        }
        if isNeeded || market.has("to") {
            to = market.required("to", placeholder: nil) { ScenarioReader.edge($0, isEnd: true) }
        }
        if let from { day = CalendarDate(from) }
        guard let from, let to else { return }
        market.means("from", text: from)
        market.means("to", text: to)
        guard from < to else {
            let isEnd = market.object["to"] != nil
            let (said, other) = isEnd ? ("to", "from") : ("from", "to")
            let bound = market.object[other]?.string ?? "\(isEnd ? from : to) of the dataset"
            market.refuse(
                "\(said) is '\(market.object[said]?.string ?? "")'", key: said,
                allowed: "it must be \(isEnd ? "after" : "before") '\(other)', \(bound)")
            return
        }
        let years = ScenarioReader.yearsMax
        guard CalendarDate(to).year - CalendarDate(from).year <= years else {
            market.refuse(
                "to is '\(market.object["to"]?.string ?? "")'", key: "to",
                allowed: "a period may be at most \(years) years long")
            return
        }
        let calendar = TradingCalendar.krx
        let last = CalendarDate(to - Interval(nanoseconds: 1))
        let first = CalendarDate(from)
        guard calendar.isCovered(first), calendar.isCovered(last),
            calendar.tradingDays(from: first, through: last).isEmpty
        else {
            period = MomentSpan(start: from, end: to)
            return
        }
        market.refuse(
            "from is '\(market.object["from"]?.string ?? "")'", key: "from",
            allowed: first == last
                ? ScenarioReader.closure(of: first)
                : "the exchange trades on no day through \(last)")
    }

    /// A moment, or a date alone: its first moment, or its last.
    private static func edge(_ reader: ValueReader, isEnd: Bool) -> Moment? {
        guard let text = reader.value.string else {
            reader.expected("a time as a string")
            return nil
        }
        if let date = CalendarDate(text) { return (isEnd ? date.advanced(by: 1) : date).midnight }
        if let moment = Moment(text: text) { return moment }
        reader.refuse(
            "is '\(shown(text))'",
            allowed: "it must be a time such as 2026-03-03T08:30:00 or a date such as 2026-03-03")
        return nil
    }

    /// Why the exchange does not trade on a day.
    static func closure(of day: CalendarDate) -> String {
        switch TradingCalendar.krx.standing(of: day) {
        case .closed(let name): "\(day) is a holiday (\(name))"
        case .weekend: "\(day) is a \(day.weekday == 6 ? "Saturday" : "Sunday")"
        case .trading, .tradingByData, .tradingAssumed, .closedByData: "\(day)"
        }
    }

    /// A moment of the period, on a trading day unless any day will do. A time alone is of the
    /// first day.
    ///
    /// - Parameter dateMeansOpen: a date alone is the session's open, as for daily candles.
    func moment(
        _ reader: ValueReader, onTradingDay: Bool, dateMeansOpen: Bool = false
    ) -> Moment? {
        let open = CalendarDate(reader.value.string ?? "").map { SessionHours.on($0).open }
        let said = dateMeansOpen ? open : nil
        guard let moment = said ?? reader.moment(on: day ?? CalendarDate(dayNumber: 0)), let period
        else { return nil }
        reader.means(text: moment)
        let text = shown(reader.value.string ?? "")
        guard period.contains(moment) else {
            reader.refuse(
                "is '\(text)'",
                allowed: "it must lie in the period, \(period.start) to \(period.end)")
            return nil
        }
        let date = CalendarDate(moment)
        if onTradingDay, !TradingCalendar.krx.isTradingDay(date) {
            reader.refuse("is '\(text)'", allowed: ScenarioReader.closure(of: date))
            return nil
        }
        return moment
    }
}
