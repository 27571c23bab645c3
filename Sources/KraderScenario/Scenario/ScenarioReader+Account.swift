import KraderJSON
import KraderModel

/// The section `account`.
extension ScenarioReader {
    static let cashMax: Int64 = 10_000_000_000_000
    /// Shares of all positions together, so that at any price their value fits 64 bits.
    private static let sharesMax = Shares(1_000_000_000)
    /// What all positions together may have cost.
    private static let costMax = Won(1_000_000_000_000_000)

    func readAccount(_ account: inout ObjectReader) -> OpeningAccount {
        let cash = Won(account.integer("cash", in: 0...ScenarioReader.cashMax))
        return OpeningAccount(cash: cash, positions: readPositions(&account))
    }

    /// What is held, by symbol.
    func readPositions(_ account: inout ObjectReader) -> [OpeningAccount.Holding] {
        var paths: [SymbolIndex: JSONPath] = [:]
        let positions = account.listOrEmpty("positions") { reader -> OpeningAccount.Holding? in
            guard let holding = reader.object({ readHolding(&$0) }) ?? nil else { return nil }
            if let earlier = paths[holding.symbol] {
                reader.refuse(
                    "repeats '\(symbols.instruments[holding.symbol.int].code)'",
                    allowed: "\(earlier.keys) holds it already")
            }
            paths[holding.symbol] = reader.path
            return holding
        }
        account.ignoresOrder(of: "positions", within: ["symbol"])
        refuseExcess(positions, &account)
        return positions.sorted { $0.symbol < $1.symbol }
    }

    private func refuseExcess(
        _ positions: [OpeningAccount.Holding], _ account: inout ObjectReader
    ) {
        var shares = Shares.zero
        var cost = Won.zero
        for position in positions {
            shares += position.quantity
            cost += position.cost
            // What follows would not change the answer, and might not fit.
            if shares > ScenarioReader.sharesMax || cost > ScenarioReader.costMax { break }
        }
        if shares > ScenarioReader.sharesMax {
            account.refuse(
                "The positions hold too many shares", key: "positions",
                allowed: "they may hold \(ScenarioReader.sharesMax) together")
        } else if cost > ScenarioReader.costMax {
            account.refuse(
                "The positions cost too much", key: "positions",
                allowed: "they may cost \(ScenarioReader.costMax) won together")
        }
    }

    private func readHolding(_ position: inout ObjectReader) -> OpeningAccount.Holding? {
        let symbol = position.required("symbol", placeholder: SymbolIndex?.none) {
            symbols.symbol($0, traded: true)
        }
        let quantity = position.shares("quantity", in: 1...1_000_000_000)
        let average = position.priceIfPresent("average_price")
        let cost = position.integerIfPresent("cost", in: 0...1_000_000_000_000_000)
        switch (position.has("average_price"), position.has("cost")) {
        case (false, false):
            position.noteMissing("average_price", allowed: "say it or 'cost', what all shares cost")
        case (true, true):
            position.refuse(
                "'cost' stands beside 'average_price'", key: "cost", allowed: "say one of them")
        case (true, false), (false, true): break
        }
        let paid = cost.map { Won($0) } ?? average.map { $0 * quantity } ?? .zero
        position.means("cost", JSONValue(.integer(paid.amount)))
        position.means("average_price", nil)
        guard let symbol else { return nil }
        return OpeningAccount.Holding(symbol: symbol, quantity: quantity, cost: paid)
    }
}
