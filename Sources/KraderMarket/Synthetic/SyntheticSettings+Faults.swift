import KraderModel

extension SyntheticSettings {
    /// A setting outside what is allowed.
    public enum Fault: Error, Hashable, Sendable {
        case issueCount
        case trendStrength
        case trendDays
        case overnightShare
        case commonShare
        case clustering
        case limitLock
        /// Candles of a timeframe that is not among `candleTimeframes`.
        case candles
        /// No trading day lies between the dates.
        case noTradingDay
        /// The issue at this index trades on no board that has a price band and a tape.
        case board(Int)
        case basePrice(Int)
        case printsPerDay(Int)
        case yearlyVolatility(Int)
        /// The issue at this index is listed on a day without trading or outside the dates.
        case listingDay(Int)
        /// The issue at this index has the code of an earlier one.
        case repeatedCode(Int)
    }

    /// Everything that is outside its range, in the order of the settings.
    public var faults: [Fault] {
        var faults: [Fault] = []
        func check(_ isAllowed: Bool, _ fault: Fault) {
            if !isAllowed { faults.append(fault) }
        }
        check(SyntheticSettings.issueCountRange.contains(issues.count), .issueCount)
        check(SyntheticSettings.trendStrengthRange.contains(trendStrength), .trendStrength)
        check(SyntheticSettings.trendDaysRange.contains(trendDays), .trendDays)
        check(SyntheticSettings.shareRange.contains(overnightShare), .overnightShare)
        check(SyntheticSettings.shareRange.contains(commonShare), .commonShare)
        check(SyntheticSettings.clusteringRange.contains(clustering), .clustering)
        check(SyntheticSettings.limitLockRange.contains(limitLock), .limitLock)
        check(candles.map(SyntheticSettings.candleTimeframes.contains) ?? true, .candles)
        check(!tradingDays.isEmpty, .noTradingDay)
        var codes: Set<IssueCode> = []
        for (index, issue) in issues.enumerated() {
            check(
                PriceLimit.width(board: issue.board, on: from) != nil, .board(index))
            check(SyntheticIssue.basePriceRange.contains(issue.basePrice), .basePrice(index))
            check(
                SyntheticIssue.printsPerDayRange.contains(issue.printsPerDay), .printsPerDay(index))
            check(
                SyntheticIssue.yearlyVolatilityRange.contains(issue.yearlyVolatility),
                .yearlyVolatility(index))
            check(
                issue.listingDay.map { $0 >= from && $0 <= through && tradesOn($0) } ?? true,
                .listingDay(index))
            check(codes.insert(issue.code).inserted, .repeatedCode(index))
        }
        return faults
    }

    private func tradesOn(_ date: CalendarDate) -> Bool {
        TradingCalendar.krx.tradingDay(date) != nil
    }
}
