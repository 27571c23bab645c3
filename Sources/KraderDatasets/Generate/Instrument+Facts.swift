import KraderCSV
import KraderMarket
import KraderModel

extension Instrument {
    /// What the generator knows of an issue, as a dataset says it.
    func facts(_ settings: SyntheticSettings) -> [InstrumentFact] {
        guard let first = settings.tradingDays.first?.date else { return [] }
        let day = listing?.day ?? first
        func fact(_ value: InstrumentFact.Value) -> InstrumentFact {
            InstrumentFact(symbol: code, day: day, value: value)
        }
        var facts = [fact(.board(board)), fact(.interruptionClass(interruptionClass))]
        if multipleThousandths != 1_000 {
            facts.append(fact(.multiple(thousandths: multipleThousandths)))
        }
        if let listedShares { facts.append(fact(.listedShares(listedShares))) }
        if let listing {
            facts.append(fact(.listed(offerPrice: listing.offerPrice)))
        } else if let basePrice {
            facts.append(fact(.basePrice(basePrice)))
        }
        return facts
    }
}
