public import KraderBacktest
public import KraderEngine
public import KraderJSON
public import KraderModel
public import KraderVenue

/// A run as a person describes it: market, account, strategies, limits. What a scenario file holds
/// after `--set`, with every default filled in.
///
/// Symbols are places in `instruments`. Times are moments; the file's are KST unless they carry an
/// offset. The grammar is in docs/reference/scenario.md.
public struct Scenario: Sendable {
    /// The grammar's number, which files say.
    public static let schema: Int64 = 1
    /// Files larger than this are refused before they are read.
    public static let sizeMax = JSONLimits.bytesMax

    /// The name of lower-case letters, digits, `.`, `_` and `-`, at most 100: it names folders.
    public var name: String
    public var about: String?
    /// The seed of everything that is drawn: the synthetic market, latencies.
    public var seed: UInt64
    /// The period of the run, without its end.
    public var period: MomentSpan
    public var instruments: [Instrument]
    public var data: MarketData
    /// What the broker holds at the start, before `opening.orders`.
    public var account: OpeningAccount
    /// How both sides stand at the start, where the broker has orders or our records say otherwise.
    public var opening: Opening?
    /// What our records say of cash and positions, before any order.
    public var records: OpeningAccount
    /// The symbols that strategies may trade.
    public var universe: UniversePlan
    public var strategies: [StrategyPlan]
    /// The symbol to compare with: what holding it would have brought stands beside the run's
    /// results.
    public var benchmark: SymbolIndex?
    /// What a person tells the engine, in the order of time; nothing where `faults` says it.
    public var commands: [(at: Moment, command: Command)]
    /// What goes wrong, and what a person tells the engine meanwhile.
    public var faults = FaultPlan()
    /// What each line of `faults` is called, in the same order.
    public var script: [ScriptLine] = []
    /// What the run must come to.
    public var expectations: [Expectation] = []
    /// The settings in force, with what the scenario says itself over them.
    public var settings: Settings
    /// The tree of the text that was read, after `--set`.
    public var document: JSONValue
    /// What the reader read of it, but for what changes no result (`Transcript`).
    var identity = JSONValue(.null)

    /// All that can change results in one way of writing, every default filled in: compact JSON,
    /// for the run's identity (semantics.md §8).
    ///
    /// Equal texts mean equal runs, given equal data. Neither the order of keys nor blanks, ways of
    /// writing a number or a time, `about` or the paths of files take part; the contents of files
    /// are for whoever opens them to add.
    public var normalisedText: String { identity.text(.compact) }

    public var limits: RiskLimits { settings.limits }
    public var costs: CostSchedule { settings.costs }
    /// The venue of the first run; the others of `intrabarRuns` differ in `intrabar` alone.
    public var venue: VenueConfiguration { settings.venue }
    /// The ways inside a candle that are run, one after the other: two for `both`.
    public var intrabarRuns: [Intrabar] { settings.intrabarRuns }
    public var pacing: PacingProfile { settings.pacing }
    public var marketBuyAs: EngineConfiguration.MarketBuy { settings.marketBuyAs }
    public var closeDelay: Interval { closeDelay(dataLag: .zero) }

    /// The longest time that a candle may take to close.
    public static let closeDelayMax = Limits.closeDelayMax

    /// How long after its end a candle of prints closes. `dataLag` is how late the data were
    /// recorded.
    public func closeDelay(dataLag: Interval) -> Interval {
        settings.closeDelay(dataLag: dataLag)
    }

    /// What the engine of this run is made from.
    ///
    /// - Parameters:
    ///   - calendar: the trading days, with those on which the data have rows.
    ///   - dataLag: how late whoever recorded the data learned of them.
    /// - Throws: what a strategy's initialiser throws; decoding has tried it, so that it doesn't.
    public func engineConfiguration(
        calendar: TradingCalendar = .krx, dataLag: Interval = .zero
    ) throws -> EngineConfiguration {
        var configuration = EngineConfiguration(
            instruments: instruments, account: records, universe: universe,
            strategies: try strategies.map {
                StrategyInstance(
                    id: $0.id, box: try $0.kind.make($0.parameters), budget: $0.budget)
            },
            limits: limits, costs: costs, pacing: pacing, calendar: calendar,
            closeDelay: closeDelay(dataLag: dataLag), marketBuyAs: marketBuyAs,
            usesAfterMarket: settings.usesAfterMarket,
            tradesInterruptions: settings.tradesInterruptions, start: period.start)
        configuration.controls = settings.controls
        configuration.exitsAfterKill = settings.exitsAfterKill == .yes
        return configuration
    }

    /// The fault of a file that is too large to be a scenario, and `nil` for others. It is asked
    /// for before the file is read.
    public static func sizeFault(bytes: Int, file: String) -> TextFault? {
        guard bytes > sizeMax else { return nil }
        return TextFault(
            file: file, position: nil, message: "The text has \(bytes) bytes", value: "\(bytes)",
            allowed: "it may have at most \(sizeMax)")
    }
}

/// One strategy of a scenario.
public struct StrategyPlan: Sendable {
    /// The name of the strategy, unique in the scenario; the kind's name unless said.
    public var id: String
    public var kind: StrategyKind
    /// The values of all parameters, each of them in its range.
    public var parameters: ParameterValues
    /// Timeframes that nobody said, by their names: they follow from the data
    /// (`Scenario.fitTimeframes`).
    var openTimeframes: [String] = []
    /// The most that its holdings and open buys may be worth together; `nil`: what the account
    /// allows.
    public var budget: Won?

    /// Every parameter as a number, a text or a truth, in the declared order; a list of signals
    /// shows as its length.
    public var toldParameters: [(name: String, value: JSONValue)] {
        kind.parameters.compactMap { declaration in
            parameters[declaration.name].map { value in
                if case .signals(let signals) = value {
                    return (declaration.name, JSONValue(.integer(Int64(signals.count))))
                }
                return (declaration.name, value.json(declaration.kind) ?? nil)
            }
        }
    }
}

extension ParameterValue {
    /// By the declared kind, so that 1 and 1.0 of a decimal are one; `nil` of signals, which the
    /// scenario itself tells.
    func json(_ kind: ParameterKind) -> JSONValue? {
        switch self {
        case .integer(let value):
            if case .decimal = kind {
                JSONValue(number: Double(value))
            } else {
                JSONValue(.integer(value))
            }
        case .decimal(let value): JSONValue(number: value)
        case .boolean(let value): JSONValue(.boolean(value))
        case .text(let value): JSONValue(.string(value))
        case .timeframe(let value): JSONValue(.string(value.description))
        case .signals: nil
        }
    }
}
