public import KraderModel

/// Executions as an exchange numbers them: each says what its order number has filled in all.
public struct ExecutionTape {
    private var count: Int64 = 0
    private var sums: [Int32: (shares: Int64, won: Int64)] = [:]

    public init() {}

    public mutating func next(
        _ number: Int32, _ quantity: Int64, at price: Int64, time: Moment
    ) -> Execution {
        count += 1
        var sum = sums[number] ?? (0, 0)
        sum.shares += quantity
        sum.won += quantity * price
        sums[number] = sum
        return Execution(
            number: ExecutionNumber(count), price: Price(price), quantity: Shares(quantity),
            time: time, cumulativeQuantity: Shares(sum.shares), cumulativeAmount: Won(sum.won))
    }
}

extension OrderTerms {
    /// A buy of ten at 70,000 won, as krader orders it.
    public static func sample(
        _ side: Side = .buy, _ quantity: Int64 = 10, limit: Int64? = 70_000,
        channel: OrderChannel = .openAPI, at moment: Moment = Sample.tuesday.at("10:00")
    ) -> OrderTerms {
        OrderTerms(
            side: side, quantity: Shares(quantity), limit: limit.map { Price($0) },
            type: limit == nil ? .market : .limit, channel: channel, enteredAt: moment)
    }
}
