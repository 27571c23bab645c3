import KraderEngine
import KraderModel
import KraderVenue

/// The way between trader and broker: how long each message takes, and in which order they arrive.
/// Requests go there; replies, answers to queries and pushes come back, each kind in its own order.
///
/// It knows nothing of either side, and can be copied with all that is under way.
struct Link: ~Copyable {
    private var latency: LatencyModel
    /// What is under way, each by its arrival.
    var requests = Fifo<NumberedRequest>()
    var replies = Fifo<BrokerReply>()
    var answers = Fifo<BrokerAnswer>()
    var pushes = Fifo<BrokerPush>()

    init(_ latency: VenueConfiguration.Latency, seed: UInt64) {
        self.latency = LatencyModel(latency, seed: seed)
    }

    private init(_ latency: LatencyModel) { self.latency = latency }

    /// Another way, with the same under way and the same draws to come.
    func copy() -> Link {
        var other = Link(latency)
        other.requests = requests.copy()
        other.replies = replies.copy()
        other.answers = answers.copy()
        other.pushes = pushes.copy()
        return other
    }

    /// The moment at which market data of this moment reach the trader.
    @inline(__always)
    mutating func arrivalOfData(_ shown: Moment) -> Moment {
        latency.arrival(of: shown, on: .data)
    }

    @inline(__always)
    mutating func send(_ request: NumberedRequest, at moment: Moment) {
        requests.append(request, at: latency.arrival(of: moment, on: .order))
    }

    @inline(__always)
    mutating func send(_ reply: BrokerReply, at moment: Moment) {
        replies.append(reply, at: latency.arrival(of: moment, on: .reply))
    }

    /// An answer takes the way of a reply, and its place among them.
    mutating func send(_ answer: BrokerAnswer, at moment: Moment) {
        answers.append(answer, at: latency.arrival(of: moment, on: .reply))
    }

    @inline(__always)
    mutating func send(_ push: BrokerPush, at moment: Moment) {
        pushes.append(push, at: latency.arrival(of: moment, on: .push))
    }

    // The same, later than it would arrive: what is sent behind it may overtake it.

    mutating func send(_ request: NumberedRequest, at moment: Moment, later delay: Interval) {
        requests.insert(request, at: latency.arrival(of: moment, on: .order).later(by: delay))
    }

    mutating func send(_ reply: BrokerReply, at moment: Moment, later delay: Interval) {
        replies.insert(reply, at: latency.arrival(of: moment, on: .reply).later(by: delay))
    }

    mutating func send(_ answer: BrokerAnswer, at moment: Moment, later delay: Interval) {
        answers.insert(answer, at: latency.arrival(of: moment, on: .reply).later(by: delay))
    }

    mutating func send(_ push: BrokerPush, at moment: Moment, later delay: Interval) {
        pushes.insert(push, at: latency.arrival(of: moment, on: .push).later(by: delay))
    }

    /// A connection breaks: what was on its way to the trader is lost.
    mutating func lose(_ losses: WayLosses) {
        if losses.contains(.answers) {
            replies.removeAll()
            answers.removeAll()
        }
        if losses.contains(.pushes) { pushes.removeAll() }
    }

    /// Whether nothing about orders is under way.
    var isQuiet: Bool { requests.isEmpty && replies.isEmpty && pushes.isEmpty }

    /// The moment at which the next message arrives, at either end.
    var next: Moment {
        min(min(requests.next, replies.next), min(pushes.next, answers.next))
    }
}
