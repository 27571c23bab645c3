public import KraderEngine
public import KraderMarket
public import KraderModel
public import KraderText
public import KraderVenue

/// A run as a person describes it: market, account, strategies, limits. What a scenario file holds
/// after `--set`, with every default filled in.
///
/// Symbols are places in `instruments`. Times are moments; the file's are KST unless they carry an
/// offset. The grammar is on the module's page.
public struct Scenario: Sendable {
    /// The grammar's number, which files say.
    public static let schema: Int64 = 1
    /// Files larger than this are refused before they are read.
    public static let sizeMax = JSONLimits.bytesMax

    /// Lower-case letters, digits, `.`, `_` and `-`, at most 100: it names folders.
    public var name: String
    public var about: String?
    /// Of everything that is drawn: the synthetic market, latencies.
    public var seed: UInt64
    /// The end is excluded.
    public var period: MomentSpan
    public var instruments: [Instrument]
    public var data: MarketData
    public var account: OpeningAccount
    /// Symbols that strategies may trade.
    public var universe: UniversePlan
    public var strategies: [StrategyPlan]
    /// The settings in force, with what the scenario says itself over them.
    public var settings: Settings

    public var limits: RiskLimits { settings.limits }
    public var costs: CostSchedule { settings.costs }
    public var venue: VenueConfiguration { settings.venue }
    public var pacing: PacingProfile { settings.pacing }
    public var marketBuyAs: EngineConfiguration.MarketBuy { settings.marketBuyAs }
    public var closeDelay: Interval { settings.closeDelay }

    /// What the engine of this run is made from.
    ///
    /// - Parameter calendar: with the days on which the data have rows.
    /// - Throws: what a strategy's initialiser throws; decoding has tried it, so that it doesn't.
    public func engineConfiguration(
        calendar: TradingCalendar = .krx
    ) throws -> EngineConfiguration {
        EngineConfiguration(
            instruments: instruments, account: account, universe: universe,
            strategies: try strategies.map {
                StrategyInstance(id: $0.id, box: try $0.kind.make($0.parameters))
            },
            limits: limits, costs: costs, pacing: pacing, calendar: calendar,
            closeDelay: closeDelay, marketBuyAs: marketBuyAs, start: period.start)
    }

    /// Said when a file is too large to be a scenario, `nil` when it is not: to be asked before
    /// reading it.
    public static func sizeFault(bytes: Int, file: String) -> TextFault? {
        guard bytes > sizeMax else { return nil }
        return TextFault(
            file: file, position: nil, message: "The text has \(bytes) bytes", value: "\(bytes)",
            allowed: "it may have at most \(sizeMax)")
    }
}

/// One strategy of a scenario.
public struct StrategyPlan: Sendable {
    /// Unique in the scenario; the kind's name unless said.
    public var id: String
    public var kind: StrategyKind
    /// Complete and in range.
    public var parameters: ParameterValues
}

/// Where a scenario's market data come from.
public enum MarketData: Sendable {
    /// The instruments of the scenario are those of the generator.
    case synthetic(SyntheticSettings)
    /// In the order that `TickArray` and `CandleArray` ask for.
    case inline(ticks: [Tick], candles: [CandleEvent])
    /// Opened by whoever runs the scenario.
    case files([DataFile])
}

/// A CSV file that a scenario needs, and what the scenario says of it.
public struct DataFile: Hashable, Sendable {
    public enum Content: String, Hashable, Sendable, CaseIterable { case ticks, candles }

    /// What a file's prints are of (semantics.md §2).
    public enum Scope: String, Hashable, Sendable, CaseIterable {
        case krx = "KRX"
        case nxt = "NXT"
        case consolidated, unknown
    }

    public var content: Content
    /// As written: relative to the scenario's folder, or absolute.
    public var path: String
    public var symbol: SymbolIndex
    /// Of candles; recognised from the rows unless said.
    public var timeframe: Timeframe?
    /// Of candles; recognised from the session's edges unless said.
    public var stamp: CandleStamp?
    /// Distance from UTC of times that don't carry it.
    public var zone: Interval
    /// The day of a file that holds times of day alone.
    public var date: CalendarDate?
    /// Columns that the file calls otherwise than usual.
    public var columns: [MarketColumn: ColumnChoice]
    public var scope: Scope
    /// How many decimals of prices are kept as part of the whole number, 0…4; 2 for index levels.
    public var decimals: Int

    /// For faults that only reading the file can find: who asked for it.
    public var position: TextPosition
    public var jsonPath: JSONPath

    /// What the reader of the file must know; `name` is what messages call it.
    public func tableOptions(name: String) -> TableOptions {
        TableOptions(
            file: name, symbol: symbol, columns: columns, date: date, zone: zone,
            decimals: decimals, timeframe: timeframe, stamp: stamp)
    }
}
