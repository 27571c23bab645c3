import KraderModel
import Testing

@Suite struct CostTests {
    /// krx-market.md §6.1, in hundredths of a per cent: transaction and rural tax of KOSPI, KOSDAQ,
    /// KONEX.
    @Test(
        "sell tax on both sides of each change",
        arguments: [
            ("2019-05-29", [15, 15, 30, 30]), ("2019-05-30", [10, 15, 25, 10]),
            ("2020-12-28", [10, 15, 25, 10]), ("2020-12-29", [8, 15, 23, 10]),
            ("2022-12-27", [8, 15, 23, 10]), ("2022-12-28", [5, 15, 20, 10]),
            ("2023-12-26", [5, 15, 20, 10]), ("2023-12-27", [3, 15, 18, 10]),
            ("2024-12-26", [3, 15, 18, 10]), ("2024-12-27", [0, 15, 15, 10]),
            ("2025-12-26", [0, 15, 15, 10]), ("2025-12-29", [5, 15, 20, 10]),
            ("2026-11-20", [5, 15, 20, 10]), ("1996-01-01", [15, 15, 30, 30]),
            ("1995-12-31", [15, 15, 30, 30]),
        ] as [(String, [Int64])])
    func taxes(text: String, points: [Int64]) throws {
        let day = try #require(CalendarDate(text))
        let expected = points.map { Rate(basisPoints: $0) }
        #expect(
            TransactionTax.rates(board: .kospi, on: day)
                == TaxRates(transaction: expected[0], rural: expected[1]))
        #expect(
            TransactionTax.rates(board: .kosdaq, on: day)
                == TaxRates(transaction: expected[2], rural: .zero))
        #expect(
            TransactionTax.rates(board: .konex, on: day)
                == TaxRates(transaction: expected[3], rural: .zero))
    }

    @Test("funds, warrants and indices pay no tax", arguments: [Board.etf, .etn, .elw, .index])
    func untaxed(board: Board) {
        #expect(TransactionTax.rates(board: board, on: CalendarDate(2026, 11, 20)) == .none)
    }

    @Test("the earliest rates stand in before 1996 and say so")
    func beforeFirstRule() {
        #expect(TransactionTax.isBeforeFirstRule(CalendarDate(1995, 12, 31)))
        #expect(!TransactionTax.isBeforeFirstRule(CalendarDate(1996, 1, 1)))
    }

    @Test("commission is cut down to 10 won")
    func commission() {
        // 0.015 % of 7,123,456 won is 1,068.5 won.
        #expect(CostSchedule.kiwoom.commission(onCumulative: Won(7_123_456)) == Won(1_060))
        #expect(CostSchedule.kiwoom.commission(onCumulative: Won(66_666)) == .zero)
        #expect(CostSchedule.kiwoom.commission(onCumulative: Won(66_667)) == Won(10))
        #expect(CostSchedule.kiwoomMock.commission(onCumulative: Won(700_000)) == Won(2_450))
        #expect(CostSchedule.none.commission(onCumulative: Won(7_000_000)) == .zero)
    }

    @Test("the two parts of the KOSPI tax are cut down each by itself")
    func taxParts() {
        let rates = CostSchedule.kiwoom.taxRates(board: .kospi, on: CalendarDate(2026, 11, 20))
        // 0.05 % of 1,999 is 0.9995, 0.15 % is 2.9985: cut together they would give 3.
        #expect(rates.tax(onCumulative: Won(1_999)) == Won(2))
        #expect(rates.tax(onCumulative: Won(7_000_000)) == Won(14_000))
    }

    @Test("a schedule charges no tax, a fixed one, or the dated one")
    func schedules() {
        let day = CalendarDate(2026, 11, 20)
        let fixed = CostSchedule(commissionRate: .zero, tax: .fixed(Rate(basisPoints: 20)))
        #expect(CostSchedule.none.taxRates(board: .kospi, on: day) == .none)
        #expect(fixed.taxRates(board: .etf, on: day).tax(onCumulative: Won(10_000)) == Won(20))
        #expect(
            CostSchedule.kiwoom.taxRates(board: .kosdaq, on: day).transaction
                == Rate(basisPoints: 20))
    }
}
