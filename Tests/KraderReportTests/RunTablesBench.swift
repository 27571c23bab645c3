import KraderModel

@testable import KraderBacktest
@testable import KraderEngine
@testable import KraderReport

/// What a table holds after a bench's records.
final class TablePages {
    var bytes: [Table: [UInt8]] = [:]
    var pieces = 0

    func rows(_ table: Table) -> [String] {
        String(decoding: bytes[table] ?? [], as: UTF8.self)
            .split(separator: "\n").dropFirst().map(String.init)
    }
}

/// Makes records up, and the tables that hear of them.
struct RunTablesBench: ~Copyable {
    let pages = TablePages()
    let tables: RunTables
    let reasons = ReasonTable()
    var out = OutputBuffer()
    let engine: Engine
    let key: SignalKey
    /// The moment of the records, 2026-03-03 09:01:00.050 KST.
    let at = CalendarDate(2026, 3, 3).at(TimeOfDay(9, 1)) + .milliseconds(50)

    init(
        strategyID: String = "ema_fast", sampling: EquitySampling = .everyMinute,
        bufferBytes: Int = 65_536
    ) throws {
        let instrument = Instrument(code: try IssueCode("005930"), board: .kospi)
        engine = Engine(
            EngineConfiguration(
                instruments: [instrument], account: OpeningAccount(cash: Won(10_000_000)),
                universe: .symbols([]), strategies: [], start: CalendarDate(2026, 3, 3).midnight))
        let pages = pages
        tables = RunTables(
            instruments: [instrument], strategyIDs: [strategyID], sampling: sampling,
            bufferBytes: bufferBytes
        ) { table, bytes in
            pages.bytes[table, default: []] += bytes
            pages.pieces += 1
        }
        key = SignalKey(
            strategy: 0, symbol: SymbolIndex(0), milliseconds: 1_772_496_060_000, sequence: 0,
            leg: 0)
    }

    mutating func commit(_ records: [Record]) {
        out.removeAll()
        for record in records { out.records.append(record) }
        tables.commit(&out, reasons)
    }

    var order: OrderRecord {
        OrderRecord(
            at: at, reference: OrderReference(serial: 1), key: key, side: .buy, type: .limit,
            quantity: Shares(10), limit: Price(70_000), timeInForce: .day, reserved: .zero,
            confidence: 1, reason: ReasonIndex(0), valuation: Price(70_000),
            reservingPrice: Price(70_000))
    }

    /// Says what the fills of the next commit rest on.
    func rest(on evidence: [Evidence?]) {
        var kinds = AppendBuffer<Evidence?>()
        for kind in evidence { kinds.append(kind) }
        tables.evidence(kinds)
    }

    func transition(
        _ event: OrderTransition.Event, _ status: OrderStatus, number: Int32? = nil,
        filled: Int64 = 0, reason: OrderReason = .none, after: Interval
    ) -> Record {
        .transition(
            OrderTransition(
                at: at + after, reference: OrderReference(serial: 1), event: event,
                status: status, reason: reason, rejection: nil,
                number: number.map(OrderNumber.init),
                limit: Price(70_000), filled: Shares(filled), leaves: Shares(10 - filled)))
    }

    func fill(
        _ quantity: Int64, at price: Int64, number: Int64, status: OrderStatus, filled: Int64
    ) -> Record {
        .fill(
            FillRecord(
                at: at + .milliseconds(200), order: OrderReference(serial: 1), key: key, side: .buy,
                execution: Execution(
                    number: ExecutionNumber(number), price: Price(price),
                    quantity: Shares(quantity), time: at + .milliseconds(150),
                    cumulativeQuantity: Shares(filled), cumulativeAmount: Won(filled * price)),
                number: OrderNumber(7), commission: Won(100), tax: .zero, grossProfit: .zero,
                costTaken: .zero, status: status, filled: Shares(filled),
                positionAfter: Shares(filled), cashAfter: Won(9_300_000)))
    }

    func signal(
        _ action: SignalRecord.Action, _ answer: SignalRecord.Answer, cut: Refusal? = nil
    ) -> Record {
        var key = self.key
        if action != .order { key.milliseconds += 1_000 }
        return .signal(
            SignalRecord(
                at: at, key: key, action: action,
                subject: action == .order ? nil : OrderReference(serial: 1),
                order: OrderSignal(side: .buy, quantity: Shares(12), limit: Price(70_000)),
                confidence: 1, reason: reasons.index("why"), answer: answer, cut: cut,
                notes: 0..<0))
    }
}
