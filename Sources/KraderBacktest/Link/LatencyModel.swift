public import KraderModel
public import KraderVenue

/// The model of when what is sent now arrives: a constant time, or one drawn uniformly between two
/// bounds. Each channel has its own draws, and nothing on a channel overtakes what was sent on it
/// before.
public struct LatencyModel: Sendable {
    public enum Channel: UInt8, Hashable, Sendable, CaseIterable {
        case data, order, reply, push
    }

    private var data: Lane
    private var order: Lane
    private var reply: Lane
    private var push: Lane

    public init(_ latency: VenueConfiguration.Latency, seed: UInt64) {
        data = Lane(latency.data, seed: seed, stream: "latency data")
        order = Lane(latency.order, seed: seed, stream: "latency order")
        reply = Lane(latency.reply, seed: seed, stream: "latency reply")
        push = Lane(latency.push, seed: seed, stream: "latency push")
    }

    /// The arrival of something sent at this moment; moments of one channel never go back. It is in
    /// line, for each print asks for one and knows its channel.
    @inline(__always)
    public mutating func arrival(of sent: Moment, on channel: Channel) -> Moment {
        switch channel {
        case .data: data.arrival(of: sent)
        case .order: order.arrival(of: sent)
        case .reply: reply.arrival(of: sent)
        case .push: push.arrival(of: sent)
        }
    }

    private struct Lane: Sendable {
        /// The least delay in nanoseconds, and how many longer ones are as likely.
        let least: Int64
        let spread: UInt64
        var generator: SeededGenerator
        var latest = Moment.distantPast

        init(_ delay: VenueConfiguration.Delay, seed: UInt64, stream: String) {
            switch delay {
            case .constant(let interval):
                least = interval.nanoseconds
                spread = 0
            case .uniform(let from, let to):
                precondition(from <= to, "A delay's bounds are in order")
                least = from.nanoseconds
                spread = UInt64(to.nanoseconds - from.nanoseconds)
            }
            precondition(least >= 0, "Nothing arrives before it was sent")
            generator = SeededGenerator(seed: seed, stream: stream)
        }

        @inline(__always)
        mutating func arrival(of sent: Moment) -> Moment {
            let delay = spread == 0 ? least : drawn()
            let arrival = sent + Interval(nanoseconds: delay)
            if arrival > latest { latest = arrival }
            return latest
        }

        @inline(never)
        private mutating func drawn() -> Int64 {
            least + Int64(generator.next(below: spread + 1))
        }
    }
}
