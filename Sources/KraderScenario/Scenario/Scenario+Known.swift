public import KraderModel

/// What the rows of loose files say of the instruments.
extension Scenario {
    /// Takes what files say of the instruments where the scenario says nothing, as it takes what a
    /// dataset says.
    public mutating func complete(with known: [Instrument]) {
        let known = Dictionary(known.map { ($0.code, $0) }) { first, _ in first }
        let first = CalendarDate(period.start)
        let day =
            TradingCalendar.krx.isTradingDay(first)
            ? first : TradingCalendar.krx.next(after: first).date
        for place in instruments.indices {
            guard let known = known[instruments[place].code] else { continue }
            instruments[place] = instruments[place].completed(by: known, from: day)
        }
    }
}

extension Instrument {
    /// - Parameter day: the run's first trading day, for which a base price in the scenario holds.
    fileprivate func completed(by known: Instrument, from day: CalendarDate) -> Instrument {
        var whole = self
        whole.basePrice = basePrice ?? known.basePrice
        whole.listedShares = listedShares ?? known.listedShares
        var kept = known.history ?? InstrumentHistory()
        if basePrice != nil { kept.basePrices.removeAll { $0.day <= day } }
        if listedShares != nil { kept.listedShares = [] }
        if let history { kept.say(history) }
        whole.history = kept == InstrumentHistory() ? nil : kept
        return whole
    }
}
