import KraderJSON
import KraderModel

extension InstrumentHistory {
    /// Every fact, each list in order.
    var normalised: JSONValue {
        [
            "listed": listed.map(string) ?? nil, "delisted": delisted.map(string) ?? nil,
            "boards": list(boards.map { list([string($0.day), string($0.value.rawValue)]) }),
            "interruption_classes": list(
                interruptionClasses.map { list([string($0.day), string($0.value.rawValue)]) }),
            "listed_shares": list(
                listedShares.map { list([string($0.day), JSONValue(.integer($0.value.count))]) }),
            "base_prices": list(
                basePrices.map { list([string($0.day), JSONValue(.integer($0.value.won))]) }),
            "actions": list(actions.map(normalised)),
        ]
    }

    private func normalised(_ action: CorporateAction) -> JSONValue {
        list([
            string(action.day), string(action.kind.rawValue), string(action.shareFactor),
            string(action.priceFactor), action.sellableFrom.map(string) ?? nil,
        ])
    }
}
