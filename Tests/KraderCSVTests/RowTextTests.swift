import KraderCSV
import KraderJSON
import KraderModel
import Testing

@Suite("Rows written as CSV")
struct RowTextTests {
    private let code: IssueCode

    init() throws { code = try IssueCode("005930") }

    private func text(_ decimals: Int = 0, _ body: (inout RowText) -> Void) -> String {
        var rows = RowText(decimals: decimals)
        rows.begin(code)
        body(&rows)
        return String(decoding: rows.bytes, as: UTF8.self)
    }

    @Test(
        "have each number as it is, of any length",
        arguments: [
            1, 9, 10, 99, 100, 4_294_967_295, 999_999_999_999_999_999, 1_000_000_000_000_000_000,
            Int64.max,
        ])
    func numbers(number: Int64) {
        let row = text {
            $0.candle(
                CalendarDate(2026, 3, 3).midnight, isDaily: true, open: number, high: 1, low: 0,
                close: 7, volume: number, value: 0, basePrice: 0)
        }
        #expect(row == "2026-03-03,005930,\(number),1,0,7,\(number),0,\n")
    }

    @Test(
        "have no more decimals of a second than the time has, in threes",
        arguments: [
            (0, "09:00:00"), (1, "09:00:00.000000001"), (120_000, "09:00:00.000120"),
            (5_000_000, "09:00:00.005"), (59_000_000_000, "09:00:59"),
            (53_999_999_999_999, "23:59:59.999999999"),
        ])
    func times(nanoseconds: Int64, says: String) {
        let row = text {
            $0.tick(
                CalendarDate(2026, 3, 3).at(TimeOfDay(9, 0)) + Interval(nanoseconds: nanoseconds),
                price: 5, size: 6, taker: .unknown, venue: .unknown)
        }
        #expect(row == "2026-03-03T\(says)+09:00,005930,5,6,,\n")
    }

    @Test("know their day when it changes, forward and back")
    func days() {
        let row = text { rows in
            for day in [3, 4, 3] {
                rows.tick(
                    CalendarDate(2026, 3, day).midnight, price: 5, size: 6, taker: .buyer,
                    venue: .nxt)
            }
        }
        let days = row.split(separator: "\n").map { $0.prefix(10) }
        #expect(days == ["2026-03-03", "2026-03-04", "2026-03-03"])
    }

    @Test(
        "have prices with their decimals, and changes with a sign",
        arguments: [
            (2, "10.05,10.10,0.01,10.00,5,6,-0.07"), (0, "1005,1010,1,1000,5,6,-7"),
            (4, "0.1005,0.1010,0.0001,0.1000,5,6,-0.0007"),
        ])
    func decimals(decimals: Int, says: String) {
        let row = text(decimals) {
            $0.candle(
                CalendarDate(2026, 3, 3).midnight, isDaily: true, open: 1_005, high: 1_010,
                low: 1, close: 1_000, volume: 5, value: 6, basePrice: 1_007)
        }
        #expect(row == "2026-03-03,005930,\(says)\n")
    }

    @Test("find room for whatever is added")
    func room() {
        var rows = RowText(room: 1)
        rows.begin(code)
        for _ in 0..<10_000 {
            rows.tick(
                CalendarDate(2026, 3, 3).midnight, price: 70_000, size: 1, taker: .seller,
                venue: .krx, best: (0, 69_900))
        }
        let lines = String(decoding: rows.bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 10_000)
        let row = "2026-03-03T00:00:00+09:00,005930,70000,1,sell,KRX,,69900"
        #expect(lines.allSatisfy { $0 == row })
    }
}
