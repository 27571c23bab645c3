public import KraderModel

/// What an engine knows of the market, for whoever looks at it between steps. It is read in place,
/// as long as the engine lives: the engine itself, lent to a call of another module, would be
/// copied (measured: 3.5 kB a call).
public struct MarketView {
    /// By the symbols' places in the run's list.
    public let symbols: BufferView<SymbolState>
    let session: BufferView<SessionState>

    /// The trading day that has begun last.
    public var tradingDay: CalendarDate { session[0].day }
}
