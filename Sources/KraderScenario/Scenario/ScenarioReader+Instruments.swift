import KraderJSON
import KraderModel

/// The list `market.instruments`.
extension ScenarioReader {
    /// `nil` when the key is missing.
    ///
    /// - Parameter known: what a dataset says of them, where the list says nothing.
    func readInstruments(
        _ market: inout ObjectReader, known: [Instrument] = []
    ) -> SymbolTable? {
        guard market.has("instruments") else { return nil }
        let known = Dictionary(known.map { ($0.code, $0) }) { first, _ in first }
        var codes: [IssueCode: Int] = [:]
        var isComplete = true
        let instruments = market.list("instruments", counts: 1...100_000) { reader -> Instrument? in
            let instrument = reader.object { readInstrument(&$0, known) } ?? nil
            guard let instrument else {
                isComplete = false
                return nil
            }
            if let earlier = codes[instrument.code] {
                reader.refuse(
                    "repeats '\(instrument.code)'",
                    allowed: "market.instruments[\(earlier)] says it already")
            } else if case .index(let index)? = reader.path.steps.last {
                codes[instrument.code] = index
            }
            // What a dataset says already is said by its hash. Of a board nobody knows here whether
            // the dataset says it, or was told it by this list.
            let saysBoard = reader.value.object?["board"] != nil
            if !saysBoard, known[instrument.code] == instrument { reader.means(nil) }
            return instrument
        }
        market.ignoresOrder(of: "instruments", within: ["symbol"])
        return SymbolTable(instruments, isComplete: isComplete && !instruments.isEmpty)
    }

    private func readInstrument(
        _ object: inout ObjectReader, _ known: [IssueCode: Instrument]
    ) -> Instrument? {
        let shortCode = object.object["symbol"]?.string.flatMap { try? IssueCode(index: $0) }
        let known = shortCode.flatMap { known[$0] }
        let isIndex =
            object.object["board"]?.string.map { $0 == Board.index.rawValue }
            ?? (known?.board == .index)
        let code = object.required("symbol", placeholder: IssueCode?.none) {
            isIndex ? ScenarioReader.indexCode($0) : $0.issueCode()
        }
        var board = known?.board
        if known == nil || object.has("board") {
            board = object.required("board", placeholder: Board?.none) { reader in
                reader.choice(from: Board.allCases.map { ($0.rawValue, $0) })
            }
        }
        let price = object.optional("base_price") { basePrice($0, board) }
        let multiple = readMultiple(&object, board)
        let interruptionClass = object.choiceIfPresent(
            "interruption_class", Instrument.InterruptionClass.self)
        let listedShares = object.sharesIfPresent(
            "listed_shares", in: 1...ScenarioReader.listedSharesMax)
        let listing = object.objectIfPresent("listing") { readListing(&$0) } ?? nil
        let history = readHistory(&object, board)
        if isIndex {
            for key in ScenarioReader.keysOfTraded where object.has(key) {
                object.refuse("'\(key)' stands in an index", key: key, allowed: "it is not traded")
            }
        }
        guard let code, let board else { return nil }
        object.means("board", text: board.rawValue)
        var instrument = known ?? Instrument(code: code, board: board)
        instrument.board = board
        if let price { instrument.basePrice = price }
        if let multiple { instrument.multipleThousandths = multiple }
        if let interruptionClass { instrument.interruptionClass = interruptionClass }
        if let listedShares { instrument.listedShares = listedShares }
        if let listing { instrument.listing = listing }
        if board == .etf || board == .etn {
            let multiple = Double(instrument.multipleThousandths) / 1_000
            object.means("multiple", JSONValue(number: multiple))
        }
        // Where a dataset knows more, saying it takes the place of what changed over time.
        if known == nil, !isIndex {
            object.means("interruption_class", text: instrument.interruptionClass.rawValue)
        }
        var kept = instrument.history ?? InstrumentHistory()
        if price != nil { kept.basePrices.removeAll { $0.day <= firstTradingDay } }
        if interruptionClass != nil { kept.interruptionClasses = [] }
        if listedShares != nil { kept.listedShares = [] }
        if let history { kept.say(history) }
        instrument.history = kept == InstrumentHistory() ? nil : kept
        return instrument
    }

    private var firstTradingDay: CalendarDate {
        guard let day, !TradingCalendar.krx.isTradingDay(day) else {
            return day ?? CalendarDate(dayNumber: 0)
        }
        return TradingCalendar.krx.next(after: day).date
    }

    /// What stands in an instrument that is traded, and in no index.
    private static let keysOfTraded = [
        "interruption_class", "listed_shares", "listing", "actions", "base_prices", "delisted",
    ]

    /// The largest issues have some 10¹⁰.
    private static let listedSharesMax: Int64 = 1_000_000_000_000

    private static func indexCode(_ reader: ValueReader) -> IssueCode? {
        guard let text = reader.value.string else {
            reader.expected("the code of an index as a string")
            return nil
        }
        if let code = try? IssueCode(index: text) {
            reader.means(text: code)
            return code
        }
        reader.refuse(
            "is '\(shown(text))'",
            allowed: "the code of an index has one to six digits and capital letters")
        return nil
    }

    /// The day must be one of the run's, else the run would not be of a listing.
    private func readListing(_ listing: inout ObjectReader) -> Instrument.Listing? {
        let day = listing.required("day", placeholder: CalendarDate?.none) { listingDay($0) }
        let price = listing.price("offer_price")
        return day.map { Instrument.Listing(day: $0, offerPrice: price) }
    }

    /// A trading day of the period.
    func listingDay(_ reader: ValueReader) -> CalendarDate? {
        guard let day = reader.date() else { return nil }
        if let period, day < CalendarDate(period.start) || day.midnight >= period.end {
            reader.refuse(
                "is '\(day)'",
                allowed: "it must lie in the period, \(period.start) to \(period.end): "
                    + "leave out a listing before it")
            return nil
        }
        if TradingCalendar.krx.isTradingDay(day) { return day }
        reader.refuse("is '\(day)'", allowed: ScenarioReader.closure(of: day))
        return nil
    }

    private func readMultiple(_ object: inout ObjectReader, _ board: Board?) -> Int? {
        object.optional("multiple") { reader -> Int? in
            guard let multiple = reader.decimal(in: -10...10) else { return nil }
            if let board, board != .etf, board != .etn {
                reader.refuse(
                    "is \(plain(multiple))",
                    allowed: "only an ETF or ETN has one, not \(board.rawValue)")
            }
            let thousandths = (multiple * 1_000).rounded()
            if thousandths == 0 || abs(thousandths - multiple * 1_000) > 1e-6 {
                reader.refuse(
                    "is \(plain(multiple))",
                    allowed: "it must be a multiple such as 2 or -1, with up to three decimals")
            }
            return Int(thousandths)
        }
    }

    /// A price on the grid of the first day; of an index its level.
    func basePrice(_ reader: ValueReader, _ board: Board?) -> Price? {
        if board == .index { return ScenarioReader.indexLevel(reader) }
        guard let price = reader.price() else { return nil }
        guard let board, let day else { return price }
        return isOnGrid(reader, price, board, on: day) ? price : nil
    }

    func isOnGrid(
        _ reader: ValueReader, _ price: Price, _ board: Board, on day: CalendarDate
    ) -> Bool {
        let table = PriceStepTable.table(board: board, on: day)
        if table.isOnGrid(price) { return true }
        let neighbours = [table.roundedDown(price), table.roundedUp(price)].compactMap { $0 }
        let names = neighbours.map { "\($0)" }.joined(separator: " and ")
        reader.refuse(
            "is \(price)",
            allowed: "prices there move in steps of \(table.step(at: price)) won, the nearest "
                + (neighbours.count == 1 ? "valid one is \(names)" : "valid ones are \(names)"))
        return false
    }

    /// The level of an index in points, with up to two decimals; as a price it is in hundredths.
    static func indexLevel(_ reader: ValueReader) -> Price? {
        let hundredths = Double(ValueReader.prices.upperBound)
        guard let points = reader.decimal(in: 0.01...hundredths / 100) else { return nil }
        let level = (points * 100).rounded()
        // A Double of seven digits before the point is exact to a millionth and better.
        if abs(level - points * 100) < 1e-4 { return Price(Int64(level)) }
        reader.refuse("is \(plain(points))", allowed: "it must have at most 2 decimals")
        return nil
    }
}
