public import KraderBacktest
public import KraderEngine
public import KraderModel

/// Turns records into the rows of a run's CSV files while the run goes on. Memory holds the live orders and some
/// bounded buffers, whatever the length; who opens the files gets bytes through `write`.
///
/// Give it each commit, minute and round trip, and call `finish` once at the end: it writes the orders that are still
/// open and hands on what is left. Every file then has at least its line of names.
public final class RunTables: RunSink {
    let strategies: [[UInt8]]
    let symbols: [[UInt8]]
    /// As in identities: not escaped.
    private let strategyIDs: [[UInt8]]
    private let write: (Table, [UInt8]) -> Void
    private let bufferBytes: Int
    let sampling: EquitySampling

    var orders: RowBuffer
    var fills: RowBuffer
    var signals: RowBuffer
    var trades: RowBuffer
    var equity: RowBuffer
    var digest: RowBuffer

    var live: [OrderReference: LiveOrder] = [:]
    var tradeCount: Int64 = 0
    /// The end of the last minute of the bucket being gathered, and the account then.
    var heldMinute: (end: Moment, account: Account)?
    /// Reasons and names of notes, escaped for a field, by index.
    private var reasons: [[UInt8]] = []
    /// The last signal written: its order follows in the same step.
    var lastKey: SignalKey?
    var lastSignalID: [UInt8] = []
    /// A confidence is nearly always the same as the one before.
    var lastConfidence: (value: Double, text: [UInt8]) = (1, [0x31])

    /// `bufferBytes`: how many bytes of a table are gathered before they are handed on.
    public init(
        instruments: [Instrument], strategyIDs: [String], sampling: EquitySampling,
        bufferBytes: Int = 65_536, write: @escaping (Table, [UInt8]) -> Void
    ) {
        symbols = instruments.map { Array($0.code.description.utf8) }
        strategies = strategyIDs.map { CSVText.escaped($0) }
        self.strategyIDs = strategyIDs.map { Array($0.utf8) }
        self.sampling = sampling
        self.bufferBytes = bufferBytes
        self.write = write
        orders = RunTables.begun(.orders, bufferBytes)
        fills = RunTables.begun(.fills, bufferBytes)
        signals = RunTables.begun(.signals, bufferBytes)
        trades = RunTables.begun(.trades, bufferBytes)
        equity = RunTables.begun(.equity, bufferBytes)
        digest = RunTables.begun(.digest, bufferBytes)
    }

    private static func begun(_ table: Table, _ bytes: Int) -> RowBuffer {
        // One row may overshoot the bound; the buffer then grows once.
        var buffer = RowBuffer(capacity: bytes + 1_024)
        for column in table.columns { buffer.field(Array(column.utf8)) }
        buffer.endRow()
        return buffer
    }

    public func commit(_ output: borrowing OutputBuffer, _ reasons: ReasonTable) {
        for index in 0..<output.records.count {
            switch output.records[index] {
            case .signal(let signal): add(signal, output, reasons)
            case .order(let order): add(order)
            case .transition(let change): add(change)
            case .fill(let fill): add(fill)
            case .day(let day): add(day, peak: day.peakEquity)
            case .incident: break
            }
        }
        handOnWhatIsFull()
    }

    public func minute(_ line: DigestLine, _ engine: borrowing Engine) {
        digest.field(seconds: line.minute)
        digest.field(line.events)
        digest.field(Array(line.hash.hex.utf8))
        digest.field(Array(hexadecimal(line.chain).utf8))
        digest.endRow()
        sample(line)
        handOnWhatIsFull()
    }

    /// A round trip that closed.
    public func trade(_ trade: Trade) {
        add(trade)
        if trades.count >= bufferBytes { write(.trades, trades.taken()) }
    }

    /// Writes the orders that are still open, by age, and hands on all that is left.
    public func finish() {
        for order in live.values.sorted(by: { $0.record.reference < $1.record.reference }) {
            add(order, endedAt: nil)
        }
        live.removeAll()
        writeHeldMinute()
        write(.orders, orders.taken())
        write(.fills, fills.taken())
        write(.signals, signals.taken())
        write(.trades, trades.taken())
        write(.equity, equity.taken())
        write(.digest, digest.taken())
    }

    private func handOnWhatIsFull() {
        if signals.count >= bufferBytes { write(.signals, signals.taken()) }
        if orders.count >= bufferBytes { write(.orders, orders.taken()) }
        if fills.count >= bufferBytes { write(.fills, fills.taken()) }
        if equity.count >= bufferBytes { write(.equity, equity.taken()) }
        if digest.count >= bufferBytes { write(.digest, digest.taken()) }
    }

    /// A reason's text or a note's name. The engine's table of texts only grows.
    func text(_ index: ReasonIndex, _ texts: ReasonTable) -> [UInt8] {
        while reasons.count <= Int(index.value) {
            let text = texts.text(ReasonIndex(reasons.count))
            reasons.append(CSVText.escaped(text.description))
        }
        return reasons[Int(index.value)]
    }

    func signalID(_ key: SignalKey) -> [UInt8] {
        if key != lastKey {
            lastKey = key
            lastSignalID = Identity.signal(
                strategyID: strategyIDs[Int(key.strategy)], symbol: symbols[key.symbol.int],
                milliseconds: key.milliseconds, sequence: key.sequence)
        }
        return lastSignalID
    }

    func orderID(_ key: SignalKey, _ side: Side, _ quantity: Shares) -> [UInt8] {
        Identity.order(
            signalID: signalID(key), symbol: symbols[key.symbol.int], side: side,
            quantity: quantity, milliseconds: key.milliseconds, leg: key.leg)
    }
}
