import KraderJSON
import KraderMarket
import KraderModel

/// The section `market.data.synthetic`: a made-up market. Its issues are a number of generated
/// ones, a list, or the instruments of the scenario.
extension ScenarioReader {
    /// All issues' prints of an average day together: a day is held in memory.
    private static let printsPerDayMax = 10_000_000

    mutating func readSynthetic(
        _ synthetic: inout ObjectReader, hasInstruments: Bool
    ) -> SyntheticSettings? {
        let last = period.map { CalendarDate($0.end - Interval(nanoseconds: 1)) }
        let from = synthetic.dateIfPresent("from") ?? day
        let through = synthetic.dateIfPresent("through") ?? last
        if let from { synthetic.means("from", text: from) }
        if let through { synthetic.means("through", text: through) }
        let prints = synthetic.integerIfPresent(
            "prints_per_day", in: ScenarioReader.printsRange)
        let volatility = synthetic.decimalIfPresent(
            "yearly_volatility", in: SyntheticIssue.yearlyVolatilityRange)
        let issues = readIssues(
            &synthetic, hasInstruments: hasInstruments, prints: prints, volatility: volatility)
        // Their places are those of the run's instruments.
        var settings = SyntheticSettings(issues: issues.sorted { $0.code < $1.code })
        settings.trendStrength = synthetic.decimal(
            "trend_strength", in: SyntheticSettings.trendStrengthRange,
            default: settings.trendStrength)
        settings.trendDays = Int(
            synthetic.integer(
                "trend_days", in: ScenarioReader.trendDaysRange, default: Int64(settings.trendDays))
        )
        settings.overnightShare = synthetic.decimal(
            "overnight_share", in: SyntheticSettings.shareRange, default: settings.overnightShare)
        settings.commonShare = synthetic.decimal(
            "common_share", in: SyntheticSettings.shareRange, default: settings.commonShare)
        readLook(&synthetic, &settings)
        guard let from, let through else { return nil }
        settings.from = from
        settings.through = through
        if settings.tradingDays.isEmpty {
            let key = synthetic.object["from"] == nil ? "through" : "from"
            synthetic.refuse(
                "The exchange trades on no day from \(from) through \(through)", key: key)
        }
        // Candles are drawn without prints.
        if settings.candles == nil,
            issues.map(\.printsPerDay).reduce(0, +) > ScenarioReader.printsPerDayMax
        {
            synthetic.refuse(
                "The issues print \(issues.map(\.printsPerDay).reduce(0, +)) times a day",
                allowed: "together they may at most \(ScenarioReader.printsPerDayMax) times")
        }
        let isComplete = !hasInstruments || symbols.isComplete
        symbols = SymbolTable(
            hasInstruments ? symbols.instruments : issues.map { $0.listed(on: from) },
            isComplete: isComplete && !issues.isEmpty)
        // What is out of range was noted above; the rest is for those who run it.
        return settings.faults.isEmpty ? settings : nil
    }

    /// Bursts, limits, interruptions, and what is told of the market.
    private func readLook(_ synthetic: inout ObjectReader, _ settings: inout SyntheticSettings) {
        settings.clustering = synthetic.decimal(
            "clustering", in: SyntheticSettings.clusteringRange, default: settings.clustering)
        settings.interruptions = synthetic.boolean(
            "interruptions", default: settings.interruptions)
        settings.limitLock = synthetic.decimal(
            "limit_lock", in: SyntheticSettings.limitLockRange, default: settings.limitLock)
        settings.books = synthetic.choice("books", default: settings.books)
        settings.candles = synthetic.choiceIfPresent(
            "candles", from: SyntheticSettings.candleTimeframes.map { ($0.description, $0) })
        if settings.candles != nil, settings.books != .none {
            synthetic.refuse(
                "'books' stands beside 'candles'", key: "books",
                allowed: "candles are made without prints, and books go with prints")
        }
    }

    /// Prints a day and volatility of issues that nobody says them of.
    private var standardPrints: Int64 { 5_000 }
    private var standardVolatility: Double { 0.4 }

    private static let printsRange =
        Int64(
            SyntheticIssue.printsPerDayRange.lowerBound)...Int64(
            SyntheticIssue.printsPerDayRange.upperBound)
    private static let trendDaysRange =
        Int64(
            SyntheticSettings.trendDaysRange.lowerBound)...Int64(
            SyntheticSettings.trendDaysRange.upperBound)
    private static let countRange =
        Int64(
            SyntheticSettings.issueCountRange.lowerBound)...Int64(
            SyntheticSettings.issueCountRange.upperBound)
    private static let basePriceRange =
        SyntheticIssue.basePriceRange.lowerBound.won...SyntheticIssue.basePriceRange.upperBound.won

    private func readIssues(
        _ synthetic: inout ObjectReader, hasInstruments: Bool, prints: Int64?, volatility: Double?
    ) -> [SyntheticIssue] {
        let sources = ["issues", "symbols"].filter { synthetic.has($0) }
        let all = hasInstruments ? sources + ["market.instruments"] : sources
        for second in all.dropFirst() {
            synthetic.refuse(
                "'\(all[0])' stands beside '\(second)'", key: all[0],
                allowed: "both say what is traded")
        }
        if sources.first == "issues" {
            var codes: Set<IssueCode> = []
            // Each issue has them.
            synthetic.means("prints_per_day", nil)
            synthetic.means("yearly_volatility", nil)
            let issues = synthetic.list("issues", counts: SyntheticSettings.issueCountRange) {
                reader in
                let issue =
                    reader.object {
                        readIssue(&$0, prints: prints, volatility: volatility)
                    } ?? nil
                if let issue, !codes.insert(issue.code).inserted {
                    reader.refuse("repeats '\(issue.code)'", allowed: "each issue stands once")
                }
                return issue
            }
            synthetic.ignoresOrder(of: "issues", within: ["symbol"])
            return issues
        }
        if hasInstruments {
            synthetic.means("prints_per_day", JSONValue(.integer(prints ?? standardPrints)))
            synthetic.means(
                "yearly_volatility", JSONValue(number: volatility ?? standardVolatility))
            return issues(of: synthetic, prints: prints, volatility: volatility)
        }
        let count = synthetic.integer("symbols", in: ScenarioReader.countRange, default: 20)
        return SyntheticSettings.issues(count: Int(count)).map { issue in
            var issue = issue
            if let prints { issue.printsPerDay = Int(prints) }
            if let volatility { issue.yearlyVolatility = volatility }
            return issue
        }
    }

    private func readIssue(
        _ object: inout ObjectReader, prints: Int64?, volatility: Double?
    ) -> SyntheticIssue? {
        let code = object.issueCode("symbol")
        let boards = Board.allCases.filter { PriceLimit.width(board: $0, on: day ?? today) != nil }
        let board = object.required("board", placeholder: Board?.none) { reader in
            reader.choice(from: boards.map { ($0.rawValue, $0) })
        }
        let price = object.required("base_price", placeholder: Price?.none) { reader -> Price? in
            guard reader.integer(in: ScenarioReader.basePriceRange) != nil else { return nil }
            return basePrice(reader, board)
        }
        let ownPrints = object.integer(
            "prints_per_day", in: ScenarioReader.printsRange, default: prints ?? standardPrints)
        let ownVolatility = object.decimal(
            "yearly_volatility", in: SyntheticIssue.yearlyVolatilityRange,
            default: volatility ?? standardVolatility)
        let size = object.choice(
            "size", default: SyntheticIssue.Size(printsPerDay: Int(ownPrints)))
        let listingDay = object.optional("listing_day") { self.listingDay($0) }
        guard let code, let board, let price else { return nil }
        return SyntheticIssue(
            code: code, board: board, basePrice: price,
            printsPerDay: Int(ownPrints), yearlyVolatility: ownVolatility, size: size,
            listingDay: listingDay)
    }

    /// The rules of the boards that a price band needs are old: any day does while the first is not
    /// known.
    private var today: CalendarDate { CalendarDate(2026, 3, 3) }

    /// The instruments of the scenario as issues of the generator.
    private func issues(
        of synthetic: ObjectReader, prints: Int64?, volatility: Double?
    ) -> [SyntheticIssue] {
        symbols.instruments.compactMap { instrument in
            guard PriceLimit.width(board: instrument.board, on: day ?? today) != nil else {
                synthetic.refuse(
                    "\(instrument.code) can't be made up",
                    allowed: "its board, \(instrument.board.rawValue), has no price band")
                return nil
            }
            guard let price = instrument.basePrice, SyntheticIssue.basePriceRange.contains(price)
            else {
                if symbols.isComplete {
                    synthetic.refuse(
                        "\(instrument.code) can't be made up",
                        allowed: "its base_price must be said, between 100 and 5000000")
                }
                return nil
            }
            let prints = Int(prints ?? standardPrints)
            // The class that the instrument has decides, not how much it prints.
            let size = SyntheticIssue.Size(printsPerDay: prints)
            return SyntheticIssue(
                code: instrument.code, board: instrument.board,
                basePrice: instrument.listing?.offerPrice ?? price, printsPerDay: prints,
                yearlyVolatility: volatility ?? standardVolatility,
                size: instrument.interruptionClass == .large
                    ? .large : size == .large ? .mid : size,
                listingDay: instrument.listing?.day)
        }
    }
}
