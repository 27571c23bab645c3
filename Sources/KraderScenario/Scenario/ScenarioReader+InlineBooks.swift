import KraderJSON
import KraderMarket
import KraderModel

/// Books and changes of status that stand in the scenario itself.
extension ScenarioReader {
    func readBooks(_ inline: inout ObjectReader) -> [Book] {
        var latest: (time: Moment, path: JSONPath)?
        let books = inline.listIfPresent("books", counts: 1...1_000_000) { reader -> Book? in
            reader.object { readBook(&$0, reader.path, after: &latest) } ?? nil
        }
        inline.ignoresOrder(of: "books", within: ["at", "symbol"])
        return inOrder(books ?? []) { ($0.time, $0.symbol) }
    }

    private func readBook(
        _ object: inout ObjectReader, _ path: JSONPath,
        after latest: inout (time: Moment, path: JSONPath)?
    ) -> Book? {
        let at = object.required("at", placeholder: Moment?.none) {
            moment($0, onTradingDay: true)
        }
        let symbol = object.required("symbol", placeholder: SymbolIndex?.none) {
            symbols.symbol($0, traded: true)
        }
        if !object.has("asks"), !object.has("bids") {
            object.noteMissing(
                "asks", allowed: "list levels such as [70100, 50], or say an empty 'bids'")
        }
        let asks = readLevels("asks", .sell, &object)
        let bids = readLevels("bids", .buy, &object)
        checkOrder("books", at, path, &latest, &object)
        guard let at, let symbol, let asks, let bids else { return nil }
        return Book(time: at, symbol: symbol, asks: asks, bids: bids)
    }

    /// A list of `[price, quantity]`, the best first; empty when the key is missing, `nil` when
    /// something is wrong.
    private func readLevels(
        _ key: String, _ side: Side, _ object: inout ObjectReader
    ) -> [PriceLevel]? {
        guard let reader = object.reader(key) else {
            object.means(key, [])
            return []
        }
        var better: Price?
        let levels = reader.list(counts: 0...Book.depthMax) { element -> PriceLevel? in
            guard let level = readLevel(element) else { return nil }
            defer { better = level.price }
            if let better, side == .sell ? level.price <= better : level.price >= better {
                element.refuse(
                    "has the price \(level.price)",
                    allowed: "it must lie \(side == .sell ? "above" : "below") that of the level "
                        + "before it, \(better): the best stands first")
                return nil
            }
            return level
        }
        return levels?.count == reader.value.array?.count ? levels : nil
    }

    private func readLevel(_ reader: ValueReader) -> PriceLevel? {
        guard let numbers = reader.value.array, numbers.count == 2 else {
            reader.expected("a level such as [70100, 50]: price and quantity")
            return nil
        }
        func part(_ index: Int) -> ValueReader {
            ValueReader(
                numbers[index], path: reader.path.appending(.index(index)),
                collector: reader.collector)
        }
        let price = part(0).price()
        let quantity = part(1).shares(in: 1...1_000_000_000)
        guard let price, let quantity else { return nil }
        return PriceLevel(price, quantity)
    }

    func readStatuses(_ inline: inout ObjectReader) -> [StatusChange] {
        var latest: (time: Moment, path: JSONPath)?
        let changes = inline.listIfPresent("statuses", counts: 1...100_000) { reader in
            reader.object { readStatus(&$0, reader.path, after: &latest) } ?? nil
        }
        inline.ignoresOrder(of: "statuses", within: ["at", "symbol"])
        return inOrder(changes ?? []) { ($0.time, $0.symbol) }
    }

    private func readStatus(
        _ object: inout ObjectReader, _ path: JSONPath,
        after latest: inout (time: Moment, path: JSONPath)?
    ) -> StatusChange? {
        let at = object.required("at", placeholder: Moment?.none) {
            moment($0, onTradingDay: true)
        }
        let symbol = object.required("symbol", placeholder: SymbolIndex?.none) {
            symbols.symbol($0, traded: true)
        }
        let status = object.required("status", placeholder: TradingStatus?.none) {
            $0.choice(from: TradingStatus.allCases.map { ($0.description, $0) })
        }
        let cause = object.choiceIfPresent("cause", StatusChange.Cause.self)
        checkOrder("statuses", at, path, &latest, &object)
        guard let status else { return nil }
        let causes = ScenarioReader.causes(of: status)
        if let cause, !causes.contains(cause) {
            object.refuse(
                "cause is '\(cause)'", key: "cause",
                allowed: "an issue becomes \(status) by \(alternatives(causes.map(\.description)))")
        }
        if !object.has("cause"), causes.count > 1 {
            object.noteMissing(
                "cause", allowed: "it must be \(alternatives(causes.map(\.description)))")
        }
        guard let at, let symbol, let cause = cause ?? causes.first else { return nil }
        object.means("cause", text: cause)
        return StatusChange(time: at, symbol: symbol, status: status, cause: cause)
    }

    /// What makes an issue trade in a way (krx-market.md §4).
    private static func causes(of status: TradingStatus) -> [StatusChange.Cause] {
        switch status {
        case .normal: [.resumption]
        case .callAuction:
            [.staticInterruption, .dynamicInterruption, .halt, .circuitBreaker1, .circuitBreaker2]
        case .halted: [.halt, .circuitBreaker1, .circuitBreaker2]
        case .closed: [.circuitBreaker3]
        }
    }

    /// Elements of a list go by time.
    func checkOrder(
        _ list: String, _ at: Moment?, _ path: JSONPath,
        _ latest: inout (time: Moment, path: JSONPath)?, _ object: inout ObjectReader
    ) {
        guard let at else { return }
        if let latest, at < latest.time {
            object.refuse(
                "at is '\(shown(object.object["at"]?.string ?? ""))'", key: "at",
                allowed: "\(list) go by time, and \(latest.path.keys) is at \(latest.time)")
        } else {
            latest = (at, path)
        }
    }

    /// By time, then symbol; of one symbol in the order of the list.
    func inOrder<Element>(
        _ list: [Element], _ place: (Element) -> (Moment, SymbolIndex)
    ) -> [Element] {
        list.enumerated().sorted { a, b in
            let (first, second) = (place(a.element), place(b.element))
            return (first.0, first.1, a.offset) < (second.0, second.1, b.offset)
        }.map(\.element)
    }
}
