import KraderModel

/// The limits of the controls (failure-modes.md §3), for a cash account of 10 to 100 million won.
enum ControlLimits {
    /// How far a limit may lie from the last and the best opposite price: KOSPI 200 members, funds;
    /// all others.
    static let narrowCollar = Rate(basisPoints: 200)
    static let wideCollar = Rate(basisPoints: 400)
    /// How old the quote may be that a market order meets, and how wide its spread: a share of its
    /// middle.
    static let quoteAge = Interval.seconds(3)
    static let spread = Rate(basisPoints: 100)
    /// How old the newest print or quote of an issue may be in continuous trading.
    static let dataAge = Interval.seconds(5)
    /// The most that one order may be worth: a share of equity, and won.
    static let orderShare = Rate(basisPoints: 1_000)
    static let orderValue = Won(5_000_000)
    /// The most shares of one order, and the most of the mean daily volume.
    static let orderVolume = Shares(5_000)
    static let volumeShare = Rate(basisPoints: 50)
    /// The daily candles of which the mean is taken, and how many there must be at least.
    static let volumeDays = 20
    static let volumeDaysMin = 5
    /// The most that one symbol may be worth, as a share of equity.
    static let symbolShare = Rate(basisPoints: 2_000)
    /// The part of cash that stays.
    static let cashBuffer = Rate(basisPoints: 50)
    /// The most messages to the broker, new orders, changes and cancels, in a minute and in a day.
    static let messagesAMinute = 60
    static let messagesADay = 2_000
    /// The most orders of a strategy in a minute, and for one symbol in a clock minute, its bar.
    static let ordersAMinute = 30
    static let ordersABar = 5
    /// The most buys of one symbol by one strategy in a minute, and in a day.
    static let repeatsAMinute = 3
    static let repeatsADay = 10
    /// How long the same order again is taken for the same one.
    static let duplicateAge = Interval.seconds(10)
    /// The most open orders of the account, and of one symbol.
    static let openOrders = 20
    static let openOrdersOfSymbol = 3
    /// The rejections of one reason, symbol and strategy within `stormWindow` that switch a
    /// strategy off.
    static let rejectionsToStop = 3
    static let stormWindow = Interval.minutes(5)
    /// How long before an opening the indicative price is looked at: `next_open` waits for it.
    static let indicativeLead = Interval.minutes(1)
    static let minute = Interval.minutes(1)
}
