public import KraderModel

/// How orders meet prints when there are no books (semantics.md §4).
public enum FillModel: String, Hashable, Sendable, CaseIterable {
    /// The optimistic model: a print at the limit fills.
    case touch
    /// The pessimistic model: only a print beyond the limit fills.
    case through
    /// The model of queues: an order waits behind the displayed quantity. Without books it is as
    /// `through`, and the run says so.
    case queue
}

/// Which way a candle's path goes between open and close (semantics.md §4).
public enum Intrabar: String, Hashable, Sendable, CaseIterable {
    case lowFirst = "low_first"
    case highFirst = "high_first"
}

/// The modelling choices of the simulated exchange. Every one is printed with the results.
public struct VenueConfiguration: Hashable, Sendable {
    public var fills: FillModel
    /// Price steps by which an aggressive order fills worse than the print, 0…100.
    public var spreadSteps: Int
    /// Share of a print's size that all our aggressive orders together may take, above 0 up to 1. A
    /// value of `nil` lifts the cap, for benchmarks only.
    public var participation: Rate?
    public var intrabar: Intrabar
    /// How long after its arrival an immediate order that finds no book looks at prints, on top of
    /// two units of their stamps; zero or longer.
    public var immediateWait: Interval
    /// Share of a daily candle's volume that its opening auction traded, 0 up to 0.8: a fifth
    /// belongs to its low and high.
    public var auctionShare: Rate
    public var latency: Latency
    /// Whether prices are held to the grid, the day's band, and orders to session phases. They are
    /// off for benchmarks only.
    public var enforcesMarketRules: Bool
    /// Whether the KRX after-market is there, from 2026-09-14 on (krx-market.md §1.2). It needs
    /// market rules.
    public var usesAfterMarket: Bool
    public var bookCoverage: BookCoverage
    /// How long after its last update, or the last print at a price that it still shows, a side of
    /// a sampled display is believed.
    public var bookAgeMax: Interval
    /// Rows on a page of the broker's lists, 1…1,000,000. How many Kiwoom gives is not known.
    public var rowsPerPage: Int

    /// The one-way times. Each is constant, or uniform between two bounds, drawn from the
    /// scenario's seed.
    public struct Latency: Hashable, Sendable {
        public var data: Delay
        public var order: Delay
        public var reply: Delay
        public var push: Delay

        public init(data: Delay, order: Delay, reply: Delay, push: Delay) {
            self.data = data
            self.order = order
            self.reply = reply
            self.push = push
        }

        public static let none = Latency(data: .none, order: .none, reply: .none, push: .none)
        /// The latency that ships: 50 ms each way for everything (design.md §5).
        public static let shipped = Latency(
            data: .constant(.milliseconds(50)), order: .constant(.milliseconds(50)),
            reply: .constant(.milliseconds(50)), push: .constant(.milliseconds(50)))
    }

    public enum Delay: Hashable, Sendable {
        case constant(Interval)
        case uniform(from: Interval, to: Interval)

        public static let none = Delay.constant(.zero)

        public var upperBound: Interval {
            switch self {
            case .constant(let interval): interval
            case .uniform(_, let to): to
            }
        }
    }

    public init(
        fills: FillModel = .queue, spreadSteps: Int = 1,
        participation: Rate? = Rate(parts: 100_000_000), intrabar: Intrabar = .lowFirst,
        immediateWait: Interval = .seconds(1), auctionShare: Rate = Rate(parts: 30_000_000),
        latency: Latency = .shipped, enforcesMarketRules: Bool = true,
        usesAfterMarket: Bool = false, bookCoverage: BookCoverage = .sampled,
        bookAgeMax: Interval = .seconds(60), rowsPerPage: Int = 100
    ) {
        self.fills = fills
        self.spreadSteps = spreadSteps
        self.participation = participation
        self.intrabar = intrabar
        self.immediateWait = immediateWait
        self.auctionShare = auctionShare
        self.latency = latency
        self.enforcesMarketRules = enforcesMarketRules
        self.usesAfterMarket = usesAfterMarket
        self.bookCoverage = bookCoverage
        self.bookAgeMax = bookAgeMax
        self.rowsPerPage = rowsPerPage
    }
}
