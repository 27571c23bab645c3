import KraderModel

extension ArmedExit {
    /// Covers the shares that those became, rounded up, but no more than are held; levels are
    /// prices of the new shares on the grid, a stop cut down, a target up.
    mutating func adjust(by action: CorporateAction, held: Shares, _ steps: PriceStepTable) {
        quantity = min(action.shareFactor.ceiling(quantity), held)
        let factor = action.priceFactor
        rules = rules.adjusted(by: factor)
        stop = stop.map(factor.floor)
        target = target.map(factor.ceiling)
        trailingStop = trailingStop.map(factor.floor)
        putOnGrid(steps)
    }
}

extension ProtectiveExits {
    /// The rules after an action: distances stay, prices change.
    func adjusted(by factor: Ratio) -> ProtectiveExits {
        var exits = self
        if case .price(let price) = stop { exits.stop = .price(factor.floor(price)) }
        if case .price(let price) = target { exits.target = .price(factor.ceiling(price)) }
        return exits
    }
}
