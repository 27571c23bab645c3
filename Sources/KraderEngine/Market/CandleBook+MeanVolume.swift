import KraderModel

extension CandleBook {
    /// ⌊The mean volume⌋ of a symbol's last daily candles, 20 or those that there are; `nil` where
    /// nobody asked for daily candles, or fewer than five have closed.
    @inline(__always)
    func meanDailyVolume(_ symbol: Int) -> Shares? {
        let place = Int(feeding[Int(Timeframe.d1.rawValue)].place)
        guard place >= 0 else { return nil }
        let window = view.window(SymbolIndex(symbol), place)
        let days = min(window.count, ControlLimits.volumeDays)
        guard days >= ControlLimits.volumeDaysMin else { return nil }
        var sum = Shares.zero
        for day in 0..<days { sum = sum.saturatedSum(window[fromEnd: day].volume) }
        return Shares(sum.count / Int64(days))
    }
}
