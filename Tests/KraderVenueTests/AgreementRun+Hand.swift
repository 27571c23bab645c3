import KraderModel
import KraderVenue

/// What reaches both venues beside orders of a program: queries, persons, fills that are said.
extension AgreementRun {
    mutating func ask() {
        let kinds = BrokerQuery.Kind.allCases
        let query = BrokerQuery(kinds[draw(kinds.count)], page: [0, 0, 1, 2, 9, -1][draw(6)])
        requests += 1
        let numbered = NumberedRequest(id: RequestID(requests), request: .query(query))
        venue.receive(numbered, at: now)
        naive.receive(numbered, at: now)
    }

    mutating func doByHand(_ request: BrokerRequest) {
        let taken = naive.deeds.count
        let outcome: Result<OrderNumber, VenueRejection>
        switch request {
        case .newOrder(let order):
            outcome = venue.enterByHand(order, at: now)
            naive.enterByHand(order, at: now)
        case .modify(let change):
            outcome = venue.modifyByHand(
                change.original, quantity: change.quantity, limit: change.limit, at: now)
            naive.modifyByHand(
                change.original, quantity: change.quantity, limit: change.limit, at: now)
        case .cancel(let cancel):
            outcome = venue.cancelByHand(cancel.original, quantity: cancel.quantity, at: now)
            naive.cancelByHand(cancel.original, quantity: cancel.quantity, at: now)
        case .query: return
        }
        let number = naive.deeds.count > taken ? naive.deeds.count : nil
        switch outcome {
        case .success(let own):
            heard.insert("by hand")
            if number != Int(own.value) { difference = "\(own.value) by hand, not taken" }
        case .failure(let why):
            if number != nil { difference = "\(why) by hand, but taken" }
        }
    }

    /// Mostly a part of what is left, near the price; sometimes too much, or at no price.
    mutating func fillByHand() {
        let (number, symbol) = pick()
        let leaves = naive.orders.first { $0.number == number.value }?.leaves ?? 5
        var price = Price(price[symbol.int] + Int64(draw(9) - 4) * 100)
        if draw(12) == 0 { price = [Price(0), Price(.max), Price(1)][draw(3)] }
        let most = Int(leaves) + (draw(6) == 0 ? 3 : 0)
        let quantity = draw(4) == 0 ? Shares(leaves) : Shares(Int64(draw(most + 1)))
        let outcome = venue.fillByHand(number, quantity: quantity, at: price, time: now)
        let expected = naive.fillByHand(number, quantity: quantity, at: price, time: now)
        if outcome != expected { difference = "filled \(outcome), not \(expected)" }
        if case .failure(let why) = outcome { heard.insert("unfilled \(why)") }
    }
}
