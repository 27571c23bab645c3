/// Securities transaction tax and rural tax on sales, by listing board and trade date (krx-market.md §6.1).
public enum TransactionTax {
    public static func rates(board: Board, on day: CalendarDate) -> TaxRates { .none }
}
