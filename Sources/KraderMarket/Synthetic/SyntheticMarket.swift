public import KraderModel

/// A made-up market: prints of some issues over some days that look like KRX's and obey its rules,
/// the same for the same settings and seed on every machine. `SyntheticBooks` and
/// `SyntheticStatuses` of the same settings and seed tell what was displayed beside the prints, and
/// when trading was interrupted.
///
/// A day of all issues is drawn at a time, then merged; memory does not grow with the number of
/// days.
///
/// What holds, by krx-market.md §1 to §4: trading days and hours of the calendar, special days
/// included; prices on the grid and inside the day's limits; an opening cross within 30 s after the
/// open, nothing from the closing auction's start until its cross within 30 s after the close;
/// volatility interruptions by their rates, with a cross after 120–150 s. What is imitated, by §9:
/// the U of turnover by half hours, counts and sizes of prints, spreads by class, bursts, crosses
/// of
/// 2–4 % and 6–10 % (KOSDAQ 3–5 %) of the day's volume, locked limits, bounce and heavy tails.
///
/// What differs from the real market: the two or three largest issues print more often; stamps are
/// whole milliseconds where brokers send seconds; the closing auction is never prolonged; no halt,
/// circuit breaker, midpoint print, NXT or after-market.
public final class SyntheticMarket: TickSource {
    /// The issues in the order of their symbol index, base prices of the first day included.
    public let instruments: [Instrument]

    private let days: SyntheticDays
    private var merge = Merge<Tick>([])
    private let batch = FixedBuffer(repeating: Tick.blank, count: Merge<Tick>.batch)

    /// The settings must be in their ranges: `settings.faults` is empty.
    public init(settings: SyntheticSettings, seed: UInt64) {
        days = SyntheticDays(settings: settings, seed: seed, isMarked: false)
        instruments = settings.instruments
    }

    /// The next prints, at most 4,096, all of one day.
    public func nextTicks() -> BufferView<Tick> {
        var count = fillBatch()
        while count == 0, days.drawNext() {
            merge = Merge(days.settings.issues.indices.map { days.day(of: $0).prints })
            count = fillBatch()
        }
        return batch.view(of: 0..<count)
    }

    private func fillBatch() -> Int {
        let none = batch.view(of: 0..<0)
        return merge.fill(batch) { _ in none }
    }
}
