public import KraderBacktest
import KraderChecks
public import KraderEngine
public import KraderMarket
public import KraderModel
public import KraderVenue
import Testing

/// Keeps all that a run says.
public final class MemorySink: RunSink {
    public private(set) var records: [Record] = []
    public private(set) var minutes: [DigestLine] = []
    public private(set) var trades: [Trade] = []
    /// The evidence of all fills, in their order.
    public private(set) var evidence: [Evidence?] = []

    public init() {}

    public func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable) {
        for index in 0..<output.records.count { records.append(output.records[index]) }
    }
    public func minute(_ line: DigestLine, _ market: MarketView) { minutes.append(line) }
    public func trade(_ trade: Trade) { trades.append(trade) }
    public func evidence(_ evidence: borrowing AppendBuffer<Evidence?>) {
        for index in 0..<evidence.count { self.evidence.append(evidence[index]) }
    }

    /// Each fill beside what it rests on.
    public var fills: [(fill: FillRecord, evidence: Evidence?)] {
        let fills = records.compactMap { record -> FillRecord? in
            if case .fill(let fill) = record { fill } else { nil }
        }
        return Array(zip(fills, evidence))
    }

    public var lines: [String] { records.compactMap(words) }
}

/// A finished backtest and both of its sides. It has broken no invariant.
public final class FinishedRun {
    public let result: RunResult
    public let sink = MemorySink()
    public let account: Account
    public let balance: ListedBalance
    public let held: [ListedPosition]
    public let positions: [Position]

    public init(
        _ configuration: BacktestConfiguration, ticks: (any TickSource)? = nil,
        candles: (any CandleSource)? = nil, books: (any BookSource)? = nil,
        statuses: (any StatusSource)? = nil, progress: (Moment, Int64) -> Bool = { _, _ in true }
    ) {
        var backtest = Backtest(
            configuration, ticks: ticks, candles: candles, books: books, statuses: statuses,
            sink: sink)
        backtest.run(progress: progress)
        result = backtest.finish()
        if let breach = result.breach { Issue.record("\(breach)") }
        account = backtest.engine.account
        balance = backtest.venue.balance()
        held = backtest.venue.positions()
        positions = configuration.engine.instruments.indices.map {
            backtest.engine.position(SymbolIndex($0))
        }
    }

    public convenience init(
        _ configuration: BacktestConfiguration, ticks: [Tick], batch: Int = 1_000_000,
        progress: (Moment, Int64) -> Bool = { _, _ in true }
    ) {
        self.init(configuration, ticks: BatchedTicks(ticks, size: batch), progress: progress)
    }
}

extension BacktestConfiguration {
    /// A configuration until two weeks after the start, without latency, with fills by `touch`.
    public static func sample(
        _ engine: EngineConfiguration, fills: FillModel = .touch,
        latency: VenueConfiguration.Latency = .none, seed: UInt64 = 1,
        end: Moment? = nil
    ) -> BacktestConfiguration {
        BacktestConfiguration(
            engine: engine, venue: VenueConfiguration(fills: fills, latency: latency), seed: seed,
            end: end ?? engine.start + .hours(24 * 14))
    }
}
