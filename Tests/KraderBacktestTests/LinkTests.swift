import KraderEngine
import KraderModel
import KraderVenue
import Testing

@testable import KraderBacktest

@Suite("Latency")
struct LatencyTests {
    @Test("a constant delay is added")
    func constant() {
        var model = LatencyModel(.shipped, seed: 1)
        let sent = Moment(nanoseconds: 1_000)
        #expect(model.arrival(of: sent, on: .order) == sent + .milliseconds(50))
    }

    @Test("a drawn delay stays in its bounds, never overtakes, and is the same for the same seed")
    func uniform() {
        let delay = VenueConfiguration.Delay.uniform(from: .milliseconds(1), to: .milliseconds(9))
        let latency = VenueConfiguration.Latency(
            data: .none, order: delay, reply: delay, push: .none)
        var model = LatencyModel(latency, seed: 7)
        var twin = LatencyModel(latency, seed: 7)
        var latest = Moment.distantPast
        var isDifferent = false
        for number in 0..<1_000 as Range<Int64> {
            let sent = Moment(nanoseconds: number * 2_000_000)
            let arrival = model.arrival(of: sent, on: .order)
            #expect(arrival >= latest && arrival >= sent + .milliseconds(1))
            #expect(arrival <= sent + .milliseconds(9))
            #expect(twin.arrival(of: sent, on: .order) == arrival)
            if model.arrival(of: sent, on: .reply) != arrival { isDifferent = true }
            _ = twin.arrival(of: sent, on: .reply)
            latest = arrival
        }
        #expect(isDifferent, "Each channel has its own draws")
    }
}

@Suite("The way between trader and broker")
struct LinkTests {
    @Test("a copy has the same under way and the same draws to come, and goes on by itself")
    func copies() {
        let delay = VenueConfiguration.Delay.uniform(from: .milliseconds(1), to: .milliseconds(90))
        let latency = VenueConfiguration.Latency(
            data: .none, order: delay, reply: delay, push: delay)
        var link = Link(latency, seed: 3)
        func cancel(_ id: Int64) -> NumberedRequest {
            NumberedRequest(
                id: RequestID(id),
                request: .cancel(
                    BrokerRequest.CancelOrder(original: OrderNumber(1), symbol: SymbolIndex(0))))
        }
        let start = Moment(nanoseconds: 0)
        link.send(cancel(1), at: start)
        link.send(
            BrokerReply(request: RequestID(9), outcome: .unknown(.timedOut)), at: start)
        var twin = link.copy()
        link.send(cancel(2), at: start + .seconds(1))
        let (mine, theirs) = (link.requests.count, twin.requests.count)
        #expect(mine == 2 && theirs == 1)
        twin.send(cancel(2), at: start + .seconds(1))
        var arrivals: [[Moment]] = [[], []]
        while link.requests.count > 0 {
            arrivals[0].append(link.requests.next)
            link.requests.dropFirst()
        }
        while twin.requests.count > 0 {
            arrivals[1].append(twin.requests.next)
            twin.requests.dropFirst()
        }
        #expect(arrivals[0] == arrivals[1] && arrivals[0].count == 2)
        let replies = (link.replies.next, twin.replies.next)
        #expect(replies.0 == replies.1)
    }
}
