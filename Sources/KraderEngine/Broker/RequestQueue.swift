import KraderModel

/// Requests on their way to the broker: numbered, paced, cancels ahead of everything else. What was
/// never sent can be taken out again.
///
/// Which requests left and which answers are awaited is trading state: `leave` and `end` are called
/// for records. The line of those that wait follows from the orders: each order has one request
/// that waits at most, and a rank that is its place.
struct RequestQueue: ~Copyable {
    struct Entry {
        var request: BrokerRequest
        /// The order it is about.
        var order: OrderReference
        var isUrgent: Bool
        /// Its place: urgent ones first, then by rank.
        var rank: Int64
    }

    enum Kind: Int {
        case newOrder, modify, cancel

        init(_ change: OrderMachine.Change) {
            self = change == .modify ? .modify : .cancel
        }
    }

    let profile: PacingProfile
    private var waiting: [Entry] = []
    private let lastSent = FixedBuffer(repeating: Moment.distantPast, count: 3)
    private var lastAny = Moment.distantPast
    private var sentCount: Int64 = 0
    /// The requests whose reply has not come, each with what it was about.
    private var inFlight = IntegerMap()

    init(profile: PacingProfile) { self.profile = profile }

    var isEmpty: Bool { waiting.isEmpty }

    /// The moment at which the next waiting request may leave.
    var nextSlot: Moment {
        var earliest = Moment.distantFuture
        for entry in waiting { earliest = min(earliest, slot(entry.request)) }
        return earliest
    }

    private func slot(_ request: BrokerRequest) -> Moment {
        let last = profile.isPerKind ? lastSent[RequestQueue.kind(request).rawValue] : lastAny
        return last == .distantPast ? .distantPast : last + profile.interval
    }

    static func kind(_ request: BrokerRequest) -> Kind {
        switch request {
        case .newOrder: .newOrder
        case .modify: .modify
        case .cancel: .cancel
        }
    }

    mutating func add(_ entry: Entry) {
        let place = waiting.partitioningIndex {
            $0.isUrgent == entry.isUrgent ? $0.rank > entry.rank : entry.isUrgent
        }
        waiting.insert(entry, at: place)
    }

    /// Takes out the first request that may leave now. Urgent ones come first.
    mutating func next(at moment: Moment) -> Entry? {
        for index in waiting.indices where slot(waiting[index].request) <= moment {
            return waiting.remove(at: index)
        }
        return nil
    }

    /// The number of the next request that leaves.
    var nextID: RequestID { RequestID(sentCount + 1) }

    /// A request leaves: its reply is awaited.
    mutating func leave(
        _ id: RequestID?, _ order: OrderReference, _ kind: Kind, at moment: Moment
    ) {
        guard let id else { return }
        lastAny = moment
        lastSent[kind.rawValue] = moment
        sentCount = max(sentCount, id.number)
        inFlight.set(id.number, Int(order.serial) * 4 + kind.rawValue)
    }

    /// The reply has come.
    mutating func end(_ id: RequestID?) {
        if let id, id.number > 0 { inFlight.remove(id.number) }
    }

    /// What an awaited reply will be about; `nil` when nothing with that number is awaited.
    func awaited(_ id: RequestID) -> (order: OrderReference, kind: Kind)? {
        guard id.number > 0, let packed = inFlight[id.number], let kind = Kind(rawValue: packed % 4)
        else { return nil }
        return (OrderReference(serial: Int64(packed / 4)), kind)
    }

    /// Takes out what waits about an order.
    mutating func withdraw(_ order: OrderReference) {
        if !waiting.isEmpty { waiting.removeAll { $0.order == order } }
    }

    /// Whether requests left at the same times and the same answers are awaited.
    func agrees(with other: borrowing RequestQueue) -> Bool {
        sentCount == other.sentCount && lastAny == other.lastAny
            && (0..<3).allSatisfy { lastSent[$0] == other.lastSent[$0] }
            && inFlight.agrees(with: other.inFlight)
    }
}
