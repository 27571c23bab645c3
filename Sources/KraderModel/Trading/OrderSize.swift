/// How large one order may be (krx-market.md §5.2). A pure rule that the risk rules and the venue
/// share: what the one reduces to, the other takes.
public enum OrderSize {
    /// The largest value of one order.
    @inlinable public static var valueMax: Won { Won(100_000_000_000) }
    /// The value up to which one order may have any number of shares.
    @inlinable public static var smallOrder: Won { Won(1_000_000_000) }
    /// The worth of a company below which larger parts of it may be ordered.
    static let smallCompany = Won(20_000_000_000)
    static let smallerOrders = CalendarDate(2018, 9, 17)

    /// The part of the listed shares that one order may have: 1 %, of a small company and of
    /// everybody before 2018-09-17 5 %. No end where shares or base price are unknown.
    public static func sharesMax(listed: Shares?, base: Price?, on day: CalendarDate) -> Shares {
        guard let listed, let base else { return Shares(.max) }
        let (value, overflows) = listed.count.multipliedReportingOverflow(by: base.won)
        let isSmall = !overflows && Won(value) < smallCompany
        return Shares(listed.count / (isSmall || day < smallerOrders ? 20 : 100))
    }

    /// The largest legal quantity at what a share reserves; zero where a single share is too much.
    /// - Parameters:
    ///   - price: at least 1 won (`Reservation.price`)
    ///   - sharesMax: the day's, by `sharesMax(listed:base:on:)`
    @inlinable public static func quantityMax(at price: Price, sharesMax: Shares) -> Shares {
        let anyNumber = Shares(smallOrder.amount / price.won)
        return min(max(sharesMax, anyNumber), Shares(valueMax.amount / price.won))
    }
}
