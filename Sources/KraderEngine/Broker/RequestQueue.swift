import KraderModel

/// Requests on their way to the broker: numbered, paced, in three lanes. What was never sent can be
/// taken out again.
///
/// Which requests left and which answers are awaited is trading state: `leave` and `end` are called
/// for records. The line of those that wait follows from the orders: each order has one request
/// that waits at most, and a rank that is its place.
struct RequestQueue: ~Copyable {
    /// What goes first: cancels; then what finds out and what protects; then the rest.
    enum Lane: UInt8, Comparable {
        case cancel, recover, rest
        static func < (a: Lane, b: Lane) -> Bool { a.rawValue < b.rawValue }
    }

    struct Entry {
        var request: BrokerRequest
        /// The order it is about; a query is about none.
        var order: OrderReference?
        var lane: Lane
        /// Its place in its lane.
        var rank: Int64

        /// Whether it is a cancel or a query, which nothing but the way itself keeps back.
        var goesAlways: Bool { lane == .cancel || order == nil }
    }

    /// What a broker that paces each kind by itself tells apart (one api-id each).
    enum Kind: Hashable {
        case newOrder, modify, cancel
        case query(BrokerQuery.Kind)

        init(_ change: OrderMachine.Change) { self = change == .modify ? .modify : .cancel }

        init(_ request: BrokerRequest) {
            switch request {
            case .newOrder: self = .newOrder
            case .modify: self = .modify
            case .cancel: self = .cancel
            case .query(let query): self = .query(query.kind)
            }
        }

        var index: Int {
            switch self {
            case .newOrder: 0
            case .modify: 1
            case .cancel: 2
            case .query(let kind): 3 + Int(kind.rawValue)
            }
        }

        static let count = 3 + BrokerQuery.Kind.allCases.count
    }

    let profile: PacingProfile
    private var waiting: [Entry] = []
    private let lastSent = FixedBuffer(repeating: Moment.distantPast, count: Kind.count)
    private var lastAny = Moment.distantPast
    /// By how much the pacing is wider than the profile's.
    private(set) var width = PacingWidth()
    private var sentCount: Int64 = 0
    /// The requests about orders whose reply has not come.
    private(set) var awaited = AwaitedReplies()

    init(profile: PacingProfile) { self.profile = profile }

    var isEmpty: Bool { waiting.isEmpty }

    /// The moment at which the next waiting request may leave.
    /// - Parameter isBlocked: whether only cancels and queries may
    func nextSlot(isBlocked: Bool) -> Moment {
        var earliest = Moment.distantFuture
        for entry in waiting where !isBlocked || entry.goesAlways {
            earliest = min(earliest, slot(entry.request))
        }
        return earliest
    }

    private func slot(_ request: BrokerRequest) -> Moment {
        let last = profile.isPerKind ? lastSent[Kind(request).index] : lastAny
        if PlantedBug.isPlanted(.ignoresPacing) { return .distantPast }
        return last == .distantPast ? .distantPast : last + interval(after: last)
    }

    /// The least time between two requests, after one that left at a moment.
    private func interval(after moment: Moment) -> Interval {
        guard width.times > 1 else { return profile.interval }
        let times = Int64(width.times(at: max(moment, width.since)))
        return Interval(nanoseconds: profile.interval.nanoseconds * times)
    }

    /// The broker asks for fewer requests.
    mutating func widen(_ record: PacingRecord) {
        width = PacingWidth(times: record.times, since: record.at)
    }

    mutating func add(_ entry: Entry) {
        let place = waiting.partitioningIndex {
            $0.lane == entry.lane ? $0.rank > entry.rank : $0.lane > entry.lane
        }
        waiting.insert(entry, at: place)
    }

    /// Takes out the first request that may leave now.
    mutating func next(at moment: Moment, isBlocked: Bool) -> Entry? {
        for index in waiting.indices
        where slot(waiting[index].request) <= moment && (!isBlocked || waiting[index].goesAlways) {
            return waiting.remove(at: index)
        }
        return nil
    }

    /// The number of the next request that leaves.
    var nextID: RequestID { RequestID(sentCount + 1) }

    /// A request leaves. That of an order is awaited; a query is its asker's to await.
    mutating func leave(
        _ id: RequestID?, _ order: OrderReference?, _ kind: Kind, at moment: Moment
    ) {
        guard let id else { return }
        lastAny = moment
        lastSent[kind.index] = moment
        sentCount = max(sentCount, id.number)
        if let order { awaited.add(id, order, isNew: kind == .newOrder, at: moment) }
    }

    /// The reply has come. Gives the moment at which its request left, `nil` when it was not
    /// awaited.
    @discardableResult
    mutating func end(_ id: RequestID?) -> Moment? { id.flatMap { awaited.end($0) } }

    /// What became of an order's requests is known by other means: a reply may still come.
    mutating func settle(_ order: OrderReference) { awaited.settle(order) }

    /// A day begins: no reply of yesterday's comes any more.
    mutating func forgetSettled() { awaited.forgetSettled() }

    /// The outcome of a request counts as unknown, though a reply may still come.
    mutating func noteInDoubt(_ id: RequestID?) {
        if let id { awaited.noteInDoubt(id) }
    }

    /// Takes out what waits about an order.
    mutating func withdraw(_ order: OrderReference) {
        if !waiting.isEmpty { waiting.removeAll { $0.order == order } }
    }

    /// Takes out the queries that wait.
    mutating func withdrawQueries() { waiting.removeAll { $0.order == nil } }

    /// Whether requests left at the same times and the same answers are awaited.
    func agrees(with other: borrowing RequestQueue) -> Bool {
        sentCount == other.sentCount && lastAny == other.lastAny && width == other.width
            && (0..<Kind.count).allSatisfy { lastSent[$0] == other.lastSent[$0] }
            && awaited.agrees(with: other.awaited)
    }
}
