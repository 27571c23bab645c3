import KraderModel
import KraderReport
import Testing

/// Expected values: `hashlib.sha256(text.encode()).hexdigest()` of Python 3 over the canonical text
/// beside each.
@Suite struct IdentityTests {
    /// The moment 2026-03-03 09:01:00.000 KST, in milliseconds since 1970 UTC.
    private let milliseconds: Int64 = 1_772_496_060_000

    @Test("a signal's id is 12 hex digits of the hash of its facts")
    func signal() throws {
        // The canonical text is ema_fast|005930|1772496060000|0.
        let id = Identity.signal(
            strategyID: "ema_fast", symbol: try IssueCode("005930"), milliseconds: milliseconds,
            sequence: 0)
        #expect(id == "SIG-edc9efd150ec")
        // The canonical text is 이평|00088K|1772496060999|3.
        let korean = Identity.signal(
            strategyID: "이평", symbol: try IssueCode("00088K"), milliseconds: milliseconds + 999,
            sequence: 3)
        #expect(korean == "SIG-d0451cc471e0")
    }

    @Test("an order's id is the same within a minute and takes in its leg when it has one")
    func order() throws {
        let symbol = try IssueCode("005930")
        func id(_ milliseconds: Int64, leg: Int32) -> String {
            Identity.order(
                signalID: "SIG-edc9efd150ec", symbol: symbol, side: .buy, quantity: Shares(10),
                milliseconds: milliseconds, leg: leg)
        }
        // The canonical text is SIG-edc9efd150ec|005930|buy|10|29541601.
        #expect(id(milliseconds, leg: 0) == "ORD-d8e76e425df738b9")
        #expect(id(milliseconds + 59_999, leg: 0) == "ORD-d8e76e425df738b9")
        #expect(id(milliseconds + 60_000, leg: 0) != "ORD-d8e76e425df738b9")
        // The canonical text is SIG-edc9efd150ec|005930|buy|10|29541601|2.
        #expect(id(milliseconds, leg: 2) == "ORD-667c29bde7003356")
        // The canonical text is SIG-d0451cc471e0|00088K|sell|1|29541601.
        let sale = Identity.order(
            signalID: "SIG-d0451cc471e0", symbol: try IssueCode("00088K"), side: .sell,
            quantity: Shares(1), milliseconds: milliseconds + 999)
        #expect(sale == "ORD-94ed75b9a9a7ad64")
    }

    @Test("a fill's id is the exchange's number within its day")
    func fill() {
        let id = Identity.fill(date: CalendarDate(2026, 3, 3), number: ExecutionNumber(17))
        #expect(id == "FILL-2026-03-03-17")
    }
}
