import KraderJSON
import KraderModel

/// What an instrument says of its days: `actions`, `base_prices`, `delisted` (semantics.md §6).
extension ScenarioReader {
    /// `nil` when it says nothing.
    func readHistory(_ object: inout ObjectReader, _ board: Board?) -> InstrumentHistory? {
        let actions = inOrder(
            object.listIfPresent("actions", counts: 1...1_000) { reader in
                reader.object { readAction(&$0) } ?? nil
            }, of: "actions", by: \.day, &object)
        let prices = inOrder(
            object.listIfPresent("base_prices", counts: 1...10_000) { reader in
                reader.object { readBasePrice(&$0, board) } ?? nil
            }, of: "base_prices", by: \.day, &object)
        let delisted = object.optional("delisted") { laterDay($0) }
        if actions.isEmpty && prices.isEmpty && delisted == nil { return nil }
        if let delisted, let last = actions.last, last.day >= delisted {
            object.refuse(
                "an action is of \(last.day)", key: "actions",
                allowed: "the issue is no longer listed from \(delisted) on")
        }
        return InstrumentHistory(basePrices: prices, actions: actions, delisted: delisted)
    }

    private func readAction(_ object: inout ObjectReader) -> CorporateAction? {
        let day = object.required("day", placeholder: CalendarDate?.none) { laterDay($0) }
        let kinds = CorporateAction.Kind.allCases.filter { $0 != .delisting }
        let kind = object.required("kind", placeholder: CorporateAction.Kind?.none) { reader in
            reader.choice(from: kinds.map { ($0.rawValue, $0) })
        }
        let factor = object.required("factor", placeholder: Ratio?.none) {
            ScenarioReader.factor($0, kind)
        }
        let sellable = object.optional("sellable_from") { $0.date() }
        if let kind, kind != .bonus, sellable != nil {
            object.refuse(
                "'sellable_from' stands in a \(kind.rawValue)", key: "sellable_from",
                allowed: "only new shares of a bonus wait for their listing")
        }
        guard let day, let kind, let factor else { return nil }
        if let sellable, sellable < day {
            object.refuse(
                "sellable_from is '\(sellable)'", key: "sellable_from",
                allowed: "it must not be before the day of the action, \(day)")
        }
        return CorporateAction(kind: kind, factor: factor, day: day, sellableFrom: sellable)
    }

    /// Of shares, or for rights and a spin-off of the price.
    private static func factor(
        _ reader: ValueReader, _ kind: CorporateAction.Kind?
    ) -> Ratio? {
        guard let text = reader.text(lengths: 0...40) else { return nil }
        guard let ratio = Ratio(text), ratio.isModest else {
            reader.refuse(
                "is '\(shown(text))'",
                allowed: "it must be a number from 1/1000 to 1000 such as 50, 1/10 or 1.05")
            return nil
        }
        reader.means(text: ratio)
        let grows = ratio.numerator > ratio.denominator
        switch kind {
        case .split, .bonus:
            if grows { return ratio }
            reader.refuse("is '\(ratio)'", allowed: "shares become more: it must be above 1")
        case .reverseSplit:
            if !grows && ratio != .one { return ratio }
            reader.refuse("is '\(ratio)'", allowed: "shares become fewer: it must be below 1")
        case .rights, .spinOff:
            if !grows && ratio != .one { return ratio }
            reader.refuse(
                "is '\(ratio)'", allowed: "a price becomes lower: it must be below 1")
        case .delisting, nil: return ratio
        }
        return nil
    }

    private func readBasePrice(
        _ object: inout ObjectReader, _ board: Board?
    ) -> Dated<Price>? {
        let day = object.required("day", placeholder: CalendarDate?.none) { listingDay($0) }
        let price = object.required("price", placeholder: Price?.none) { reader -> Price? in
            guard let price = reader.price() else { return nil }
            guard let board, let day, board != .index else { return price }
            return isOnGrid(reader, price, board, on: day) ? price : nil
        }
        guard let day, let price else { return nil }
        return Dated(day, price)
    }

    /// A trading day of the period, but its first: whose account and base price know of it.
    private func laterDay(_ reader: ValueReader) -> CalendarDate? {
        guard let day = listingDay(reader) else { return nil }
        guard let period else { return day }
        let start = CalendarDate(period.start)
        let calendar = TradingCalendar.krx
        let first = calendar.tradingDay(start)?.date ?? calendar.next(after: start).date
        if first < day { return day }
        reader.refuse(
            "is '\(day)'",
            allowed: "it must be after the first trading day, \(first), whose account and base "
                + "price it is in already")
        return nil
    }

    /// By days, none twice.
    private func inOrder<Fact>(
        _ facts: [Fact]?, of key: String, by day: (Fact) -> CalendarDate,
        _ object: inout ObjectReader
    ) -> [Fact] {
        let facts = facts ?? []
        for (earlier, later) in zip(facts, facts.dropFirst()) where day(later) <= day(earlier) {
            object.refuse(
                "\(key) tell of \(day(later)) after \(day(earlier))", key: key,
                allowed: "they must be in the order of their days, no day twice")
            break
        }
        return facts
    }
}

extension Ratio {
    /// What companies do: nothing in between overflows.
    fileprivate var isModest: Bool {
        Int128(numerator) <= 1_000 * Int128(denominator)
            && Int128(denominator) <= 1_000 * Int128(numerator)
    }
}
