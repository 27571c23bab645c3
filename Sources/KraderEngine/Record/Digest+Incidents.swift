import KraderModel

extension Digest {
    mutating func add(_ incident: borrowing IncidentRecord) {
        countEvent()
        var symbol: Int64 = -1
        if let named = incident.symbol { symbol = code(named) }
        hash.add(
            26 + Int64(incident.kind.rawValue) << 8, incident.at.nanoseconds,
            Int64(incident.strategy ?? -1), symbol)
        if let cause = incident.cause { add(27, Int64(cause.rawValue)) }
        if let push = incident.push { add(46, Int64(push.rawValue)) }
        if let number = incident.number { add(57, Int64(number.value)) }
        if let delay = incident.delay { add(28, delay.nanoseconds) }
        if let prices = incident.prices { add(prices.before.won, prices.after.won) }
        if let rule = incident.rule { add(56, Int64(rule.index)) }
        if let note = incident.note { add(note) }
        if incident.letsExitsSell { add(61, 1) }
        if let obstacle = incident.obstacle { add(58, Int64(obstacle.rawValue)) }
        if let holding = incident.holding {
            hash.add(
                59, holding.quantity.count, holding.stop?.won ?? Digest.absent,
                holding.loss?.amount ?? Digest.absent)
        }
    }
}
