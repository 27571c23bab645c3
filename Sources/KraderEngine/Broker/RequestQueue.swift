import KraderModel

/// Requests on their way to the broker: numbered, paced, cancels ahead of everything else. What was
/// never sent can be taken out again.
struct RequestQueue: ~Copyable {
    struct Entry {
        var request: BrokerRequest
        /// The order it is about.
        var order: OrderReference
        var isUrgent: Bool
    }

    enum Kind: Int { case newOrder, modify, cancel }

    let profile: PacingProfile
    private var waiting: [Entry] = []
    private var lastSent = FixedBuffer(repeating: Moment.distantPast, count: 3)
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
        if entry.isUrgent {
            let place = waiting.firstIndex { !$0.isUrgent } ?? waiting.count
            waiting.insert(entry, at: place)
        } else {
            waiting.append(entry)
        }
    }

    /// Takes out the first request that may leave now. Urgent ones come first.
    mutating func next(at moment: Moment) -> Entry? {
        for index in waiting.indices where slot(waiting[index].request) <= moment {
            return waiting.remove(at: index)
        }
        return nil
    }

    /// Gives a request its number and notes that its reply is awaited.
    mutating func number(_ entry: Entry, at moment: Moment) -> NumberedRequest {
        let kind = RequestQueue.kind(entry.request)
        lastAny = moment
        lastSent[kind.rawValue] = moment
        sentCount += 1
        inFlight.set(sentCount, Int(entry.order.serial) * 4 + kind.rawValue)
        return NumberedRequest(id: RequestID(sentCount), request: entry.request)
    }

    /// The order that an awaited reply will be about.
    func order(of id: RequestID) -> OrderReference? {
        guard id.number > 0, let packed = inFlight[id.number] else { return nil }
        return OrderReference(serial: Int64(packed / 4))
    }

    /// What a reply is about; `nil` when nothing with that number is awaited.
    mutating func answered(_ id: RequestID) -> (order: OrderReference, kind: Kind)? {
        guard id.number > 0, let packed = inFlight[id.number] else { return nil }
        inFlight.remove(id.number)
        guard let kind = Kind(rawValue: packed % 4) else { return nil }
        return (OrderReference(serial: Int64(packed / 4)), kind)
    }

    /// Takes out everything about an order that has not left.
    mutating func withdraw(_ order: OrderReference) { waiting.removeAll { $0.order == order } }
}
