public import KraderBacktest
public import KraderEngine
public import KraderModel

/// Turns records into the rows of a run's CSV files while the run goes on. Memory holds the live
/// orders and some bounded buffers, whatever the length; who opens the files gets bytes through
/// `write`.
///
/// Give it each commit, minute and round trip, and call `finish` once at the end: it writes the
/// orders that are still open and hands on what is left. Every file then has at least its line of
/// names.
public final class RunTables: RunSink {
    private var rows: TableRows
    private let benchmark: SymbolIndex?

    /// Makes the tables. `bufferBytes` is how many bytes of a table are gathered before they are
    /// handed on.
    public init(
        instruments: [Instrument], strategyIDs: [String], sampling: EquitySampling,
        benchmark: SymbolIndex? = nil, bufferBytes: Int = 65_536,
        write: @escaping (Table, [UInt8]) -> Void
    ) {
        self.benchmark = benchmark
        rows = TableRows(
            instruments: instruments, strategyIDs: strategyIDs, sampling: sampling,
            bufferBytes: bufferBytes, write: write)
    }

    public func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable) {
        rows.commit(&output, reasons)
    }

    public func minute(_ line: DigestLine, _ market: MarketView) {
        rows.minute(line, benchmark: benchmark.flatMap { market.symbols[$0.int].last })
    }

    public func evidence(_ evidence: borrowing AppendBuffer<Evidence?>) { rows.take(evidence) }

    /// Writes a round trip that closed.
    public func trade(_ trade: Trade) { rows.trade(trade) }

    /// Writes the orders that are still open and hands on all that is left.
    public func finish() { rows.finish() }
}
