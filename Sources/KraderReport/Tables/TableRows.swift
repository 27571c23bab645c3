import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

/// The rows that are being written and what they need to remember. It is a struct behind one
/// reference: each of its many small writes goes without a check for overlapping access.
struct TableRows: ~Copyable {
    let strategies: [[UInt8]]
    let symbols: [[UInt8]]
    /// The ids as identities hash them: not escaped.
    private let strategyIDs: [[UInt8]]
    private let write: (Table, [UInt8]) -> Void
    private let bufferBytes: Int
    let sampling: EquitySampling

    var orders: RowBuffer
    var fills: RowBuffer
    var signals: RowBuffer
    var trades: RowBuffer
    var equity: RowBuffer
    var exits: RowBuffer
    var universe: RowBuffer
    var adjustments: RowBuffer
    var events: RowBuffer
    var digest: RowBuffer

    var live: [OrderReference: LiveOrder] = [:]
    /// The ids of orders that ended today with shares unfilled, and of their signals: word of a
    /// fill may come late.
    var ended: [OrderReference: (orderID: [UInt8], signalID: [UInt8])] = [:]
    var tradeCount: Int64 = 0
    /// What the fills of the coming commit rest on, in their order.
    private var evidence = AppendBuffer<Evidence?>()
    /// The end of the last minute of the bucket being gathered, and the account then.
    var heldMinute: (end: Moment, account: Account, benchmark: Price?)?
    /// The last price of the series that results are compared with.
    var benchmark: Price?
    /// Reasons and names of notes, escaped for a field, by index.
    private var reasons: [[UInt8]] = []
    /// The last signal written: its order follows in the same step.
    var lastKey: SignalKey?
    var lastSignalID: [UInt8] = []
    var lastOrder: (key: SignalKey, side: Side, quantity: Shares, id: [UInt8])?
    let codes = CodeTexts()
    /// The prefix `FILL-2026-03-03-` and its day, worked out once a day.
    var fillPrefix: (day: CalendarDate, text: [UInt8])?
    /// The last confidence and its text: it is nearly always the same as the one before.
    var lastConfidence: (value: Double, text: [UInt8]) = (1, [0x31])

    init(
        instruments: [Instrument], strategyIDs: [String], sampling: EquitySampling,
        bufferBytes: Int, write: @escaping (Table, [UInt8]) -> Void
    ) {
        symbols = instruments.map { Array($0.code.description.utf8) }
        strategies = strategyIDs.map { SpreadsheetText.escaped($0) }
        self.strategyIDs = strategyIDs.map { Array($0.utf8) }
        self.sampling = sampling
        self.bufferBytes = bufferBytes
        self.write = write
        orders = TableRows.begun(.orders, bufferBytes)
        fills = TableRows.begun(.fills, bufferBytes)
        signals = TableRows.begun(.signals, bufferBytes)
        trades = TableRows.begun(.trades, bufferBytes)
        equity = TableRows.begun(.equity, bufferBytes)
        exits = TableRows.begun(.exits, bufferBytes)
        universe = TableRows.begun(.universe, bufferBytes)
        adjustments = TableRows.begun(.adjustments, bufferBytes)
        events = TableRows.begun(.events, bufferBytes)
        digest = TableRows.begun(.digest, bufferBytes)
    }

    private static func begun(_ table: Table, _ bytes: Int) -> RowBuffer {
        // One row may overshoot the bound; the buffer then grows once.
        var buffer = RowBuffer(capacity: bytes + 1_024)
        for column in table.columns { buffer.field(Array(column.utf8)) }
        buffer.endRow()
        return buffer
    }

    mutating func take(_ evidence: borrowing AppendBuffer<Evidence?>) {
        self.evidence.removeAll()
        for index in 0..<evidence.count { self.evidence.append(evidence[index]) }
    }

    mutating func commit(_ output: inout OutputBuffer, _ texts: ReasonTable) {
        var fills = 0
        for index in 0..<output.records.count {
            switch output.records[index] {
            case .signal(let signal): add(signal, output, texts)
            case .order(let order): add(order)
            case .transition(let change):
                note(change)
                add(change)
            case .fill(let fill):
                add(fill, fills < evidence.count ? evidence[fills] : nil)
                fills += 1
            case .day(let day): add(day, peak: day.peakEquity)
            case .exit(let exit) where exit.event != .pursued: add(exit)
            case .universe(let change): add(change)
            case .corporateAction(let adjustment): add(adjustment)
            case .dayBegin: ended.removeAll()
            case .incident, .reply, .earlyPush, .query, .mode, .externalOrder, .adjust, .pacing:
                note(output.records[index])
            case .exit, .heldSignal, .timer, .run, .reason: break
            }
        }
        evidence.removeAll()
        handOnWhatIsFull()
    }

    mutating func minute(_ line: DigestLine, benchmark: Price?) {
        self.benchmark = benchmark
        digest.field(seconds: line.minute)
        digest.field(line.events)
        digest.field(Array(hexadecimal(line.digest.inputs.bytes).utf8))
        digest.field(Array(hexadecimal(line.digest.records.bytes).utf8))
        digest.endRow()
        sample(line)
        handOnWhatIsFull()
    }

    mutating func trade(_ trade: Trade) {
        add(trade)
        if trades.count >= bufferBytes { write(.trades, trades.taken()) }
    }

    /// Finishes the tables. The orders that are still open are written by age.
    mutating func finish() {
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
        write(.exits, exits.taken())
        write(.universe, universe.taken())
        write(.adjustments, adjustments.taken())
        write(.events, events.taken())
        write(.digest, digest.taken())
    }

    private mutating func handOnWhatIsFull() {
        if signals.count >= bufferBytes { write(.signals, signals.taken()) }
        if orders.count >= bufferBytes { write(.orders, orders.taken()) }
        if fills.count >= bufferBytes { write(.fills, fills.taken()) }
        if equity.count >= bufferBytes { write(.equity, equity.taken()) }
        if exits.count >= bufferBytes { write(.exits, exits.taken()) }
        if universe.count >= bufferBytes { write(.universe, universe.taken()) }
        if adjustments.count >= bufferBytes { write(.adjustments, adjustments.taken()) }
        if events.count >= bufferBytes { write(.events, events.taken()) }
        if digest.count >= bufferBytes { write(.digest, digest.taken()) }
    }

    /// A reason's text or a note's name. The engine's table of texts only grows.
    mutating func text(_ index: ReasonIndex, _ texts: ReasonTable) -> [UInt8] {
        while reasons.count <= Int(index.value) {
            let text = texts.text(ReasonIndex(reasons.count))
            reasons.append(SpreadsheetText.escaped(text))
        }
        return reasons[Int(index.value)]
    }

    mutating func signalID(_ key: SignalKey) -> [UInt8] {
        if key != lastKey {
            lastKey = key
            lastSignalID = Identity.signal(
                strategyID: strategyIDs[Int(key.strategy)], symbol: symbols[key.symbol.int],
                milliseconds: key.milliseconds, sequence: key.sequence)
        }
        return lastSignalID
    }

    mutating func orderID(_ key: SignalKey, _ side: Side, _ quantity: Shares) -> [UInt8] {
        if let last = lastOrder, last.key == key, last.side == side, last.quantity == quantity {
            return last.id
        }
        let id = Identity.order(
            signalID: signalID(key), symbol: symbols[key.symbol.int], side: side,
            quantity: quantity, milliseconds: key.milliseconds, leg: key.leg)
        lastOrder = (key, side, quantity, id)
        return id
    }
}
