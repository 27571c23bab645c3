/// Securities transaction tax and rural tax on sales, by listing board and trade date
/// (krx-market.md §6.1).
///
/// The law dates a rate by settlement, two trading days after the trade; the dates here are the
/// first *trade* dates. NXT trades are taxed as KRX trades of the same issue.
public enum TransactionTax {
    private struct Era {
        var from: CalendarDate
        /// KOSPI's tax itself; its rural part has always been 0.15 %.
        var kospi: Int64
        var kosdaq: Int64
        var konex: Int64
    }

    /// Rates in hundredths of a per cent, the newest first. The last era began in 1996.
    private static let eras = [
        Era(from: CalendarDate(2025, 12, 29), kospi: 5, kosdaq: 20, konex: 10),
        Era(from: CalendarDate(2024, 12, 27), kospi: 0, kosdaq: 15, konex: 10),
        Era(from: CalendarDate(2023, 12, 27), kospi: 3, kosdaq: 18, konex: 10),
        Era(from: CalendarDate(2022, 12, 28), kospi: 5, kosdaq: 20, konex: 10),
        Era(from: CalendarDate(2020, 12, 29), kospi: 8, kosdaq: 23, konex: 10),
        Era(from: CalendarDate(2019, 5, 30), kospi: 10, kosdaq: 25, konex: 10),
        Era(from: firstRule, kospi: 15, kosdaq: 30, konex: 30),
    ]

    static let firstRule = CalendarDate(1996, 1, 1)

    /// Whether the day lies before the first known rule; the rates of 1996 stand in for it.
    public static func isBeforeFirstRule(_ day: CalendarDate) -> Bool { day < firstRule }

    /// The rates on a sale traded on this KST date. ETF, ETN and ELW pay none.
    public static func rates(board: Board, on day: CalendarDate) -> TaxRates {
        guard let era = eras.first(where: { $0.from <= day }) ?? eras.last else { return .none }
        return switch board {
        case .kospi:
            TaxRates(
                transaction: Rate(basisPoints: era.kospi), rural: Rate(basisPoints: 15))
        case .kosdaq: TaxRates(transaction: Rate(basisPoints: era.kosdaq), rural: .zero)
        case .konex: TaxRates(transaction: Rate(basisPoints: era.konex), rural: .zero)
        case .etf, .etn, .elw, .index: .none
        }
    }
}
