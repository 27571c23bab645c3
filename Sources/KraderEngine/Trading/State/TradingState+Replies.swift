import KraderModel

// What the broker says beside that.
extension TradingState {
    /// A request was answered and no order changed: a number of a cancel or modify, or an answer
    /// about an order that has ended.
    mutating func take(_ reply: ReplyRecord) {
        noteAnswer(reply.request, at: reply.at)
        guard let number = reply.number else { return }
        orders.bind(number, to: reply.order)
        forgetPushes(of: number)
    }

    mutating func take(_ record: EarlyPushRecord) { earlyPushes.append(record) }

    /// It is in line: lent to a call for each reply, the whole state would be copied.
    @inline(__always)
    func earlyPushes(of number: OrderNumber) -> [BrokerPush] {
        if earlyPushes.isEmpty { return [] }
        return earlyPushes.map(\.push).filter { $0.number == number }
    }

    mutating func forgetPushes(of number: OrderNumber) {
        if !earlyPushes.isEmpty { earlyPushes.removeAll { $0.push.number == number } }
    }
}
