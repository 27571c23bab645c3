public import KraderEngine
public import KraderModel

/// Days and codes that tests share: an ordinary Tuesday, the days after it, and two shares.
public enum Sample {
    public static let tuesday = CalendarDate(2026, 3, 3)
    public static let wednesday = CalendarDate(2026, 3, 4)
    public static let thursday = CalendarDate(2026, 3, 5)
    public static let friday = CalendarDate(2026, 3, 6)
    public static let monday = CalendarDate(2026, 3, 9)

    public static func code(_ text: String) -> IssueCode {
        guard let code = try? IssueCode(text) else {
            preconditionFailure("\(text) is no issue code")
        }
        return code
    }

    /// A KOSPI share at 70,000: its step is 100, its band 49,000…91,000 (krx-market.md §2.1, §3.2).
    public static let samsung = Instrument(
        code: code("005930"), board: .kospi, basePrice: Price(70_000))
    /// A KOSDAQ share at 20,000: step 50 (below 20,000: 10), band 14,000…26,000.
    public static let kakao = Instrument(
        code: code("035720"), board: .kosdaq, basePrice: Price(20_000))
    /// An ETF at 5,000, with a step of 5 and no tax.
    public static let fund = Instrument(
        code: code("069500"), board: .etf, basePrice: Price(5_000))
}

extension CalendarDate {
    /// A time of this day in KST: `09:00`, `09:00:58.123`.
    public func at(_ text: String) -> Moment {
        guard let time = TimeOfDay(text) else { preconditionFailure("\(text) is no time of day") }
        return at(time)
    }
}

extension Tick {
    public static func print(
        _ time: Moment, _ price: Int64, _ size: Int64 = 100, symbol: Int = 0,
        scope: Scope = .regular
    ) -> Tick {
        Tick(
            time: time, symbol: SymbolIndex(symbol), price: Price(price), size: Shares(size),
            scope: scope)
    }
}

extension Candle {
    public init(
        _ start: Moment, _ end: Moment, _ open: Int64, _ high: Int64, _ low: Int64, _ close: Int64,
        volume: Int64 = 100
    ) {
        self.init(
            start: start, end: end, open: Price(open), high: Price(high), low: Price(low),
            close: Price(close), volume: Shares(volume), value: Price(close) * Shares(volume))
    }
}

extension EngineConfiguration {
    /// Two shares, ten million won, no costs, no pacing, no close delay, from Tuesday's midnight
    /// on.
    public static func sample(
        _ strategies: [Puppet] = [], instruments: [Instrument] = [Sample.samsung, Sample.kakao],
        cash: Int64 = 10_000_000, holdings: [OpeningAccount.Holding] = [],
        costs: CostSchedule = .none, pacing: PacingProfile = .ideal,
        closeDelay: Interval = .zero, start: Moment = Sample.tuesday.midnight
    ) -> EngineConfiguration {
        var configuration = EngineConfiguration(
            instruments: instruments,
            account: OpeningAccount(cash: Won(cash), positions: holdings),
            universe: .symbols(instruments.indices.map { SymbolIndex($0) }),
            strategies: strategies.enumerated().map { index, puppet in
                StrategyInstance(id: "puppet\(index)", box: .hosting(puppet))
            },
            costs: costs, pacing: pacing, closeDelay: closeDelay, start: start)
        // Nobody answers where a test does not.
        configuration.replyDeadline = nil
        return configuration
    }
}
