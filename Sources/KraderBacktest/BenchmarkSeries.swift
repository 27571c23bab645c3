import KraderEngine
import KraderModel

/// The prices of the series that a run is compared with: one a day, at its end.
struct BenchmarkSeries {
    let symbol: SymbolIndex
    private let instrument: Instrument
    private var closes: [Dated<Price>] = []
    /// The first price of all.
    private var first: Price?
    /// The corporate actions so far, and the day until which they are known.
    private var actions: [CorporateAction] = []
    private var day: CalendarDate?
    private var leaps: PriceLeaps

    /// - Parameter start: The run's first day.
    init(_ symbol: SymbolIndex, _ instrument: Instrument, start: CalendarDate) {
        self.symbol = symbol
        self.instrument = instrument
        leaps = PriceLeaps(instrument, start: start)
    }

    /// The price at a minute's end, once there is one.
    mutating func note(_ minute: Moment, _ market: MarketView) -> Price? {
        let state = market.symbols[symbol.int]
        leaps.note(state, on: market.tradingDay)
        guard var last = state.last else { return nil }
        let today = CalendarDate(minute)
        if today < market.tradingDay, let close = state.formerClose,
            isRebased(today, market.tradingDay)
        {
            // The next day's base price has taken the place of the last one by now.
            last = close
        }
        let price = ofFirstShares(last, minute)
        first = first ?? price
        if closes.last?.day == today { closes.removeLast() }
        closes.append(Dated(today, price))
        return price
    }

    private func isRebased(_ last: CalendarDate, _ day: CalendarDate) -> Bool {
        guard let history = instrument.history else { return false }
        return history.basePrice(on: day) != nil
            || !history.actions(after: last, through: day).isEmpty
    }

    /// The worth now of what the series' first shares became: a split is no fall.
    private mutating func ofFirstShares(_ price: Price, _ moment: Moment) -> Price {
        guard let history = instrument.history else { return price }
        let today = CalendarDate(moment)
        if let day, day < today { actions += history.actions(after: day, through: today) }
        day = today
        return actions.reduce(price) { $1.shareFactor.scaled($0) }
    }

    /// The series and the account over the days that both have. A series that begins with the run
    /// stood at its base price before, where one is known; one that begins later is followed from
    /// its first close on.
    func result(_ result: RunResult) -> BenchmarkResult? {
        guard let first, let own = result.dataDays,
            let series = result.dataDaysBySymbol[symbol.int] ?? days
        else { return nil }
        let shared = DataDays(
            first: max(own.first, series.first), last: min(own.last, series.last))
        guard shared.first <= shared.last, let last = closes.value(on: shared.last) else {
            return nil
        }
        let isLate = series.first > own.first
        let before = shared.first.advanced(by: isLate ? 0 : -1)
        let begin = closes.value(on: before) ?? instrument.basePrice ?? first
        var result = BenchmarkResult(
            symbol: symbol, first: begin, last: last, days: shared,
            ownFirst: equity(result, on: before) ?? result.openingEquity,
            ownLast: shared.last == own.last
                ? result.account.equity : equity(result, on: shared.last) ?? result.account.equity)
        result.jump = leaps.first
        result.jumps = leaps.count
        return result
    }

    private var days: DataDays? {
        guard let first = closes.first?.day, let last = closes.last?.day else { return nil }
        return DataDays(first: first, last: last)
    }

    /// The account's equity at a day's close, or at the last one before.
    private func equity(_ result: RunResult, on day: CalendarDate) -> Won? {
        result.days.last { $0.day <= day }.map { $0.cash + $0.holdings }
    }
}
