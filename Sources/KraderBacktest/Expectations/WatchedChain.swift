import KraderEngine
import KraderModel

/// The last events about an expectation, for the case that it is not met. It keeps what happened;
/// words are made of it when somebody asks.
struct WatchedChain {
    enum Link {
        case record(Record)
        case request(NumberedRequest)
        /// A line of the script was done.
        case act(Int)
    }
    private(set) var links: [(at: Moment, link: Link)] = []
    /// The place in `links` of the oldest, once there are as many as are kept.
    private var oldest = 0
    private(set) var count = 0

    mutating func add(_ link: Link, at moment: Moment) {
        count += 1
        guard links.count >= Verdict.chainMax else {
            links.append((moment, link))
            return
        }
        links[oldest] = (moment, link)
        oldest = (oldest + 1) % links.count
    }

    /// The events in their order, those of the script among them; the last ones, and how many are
    /// left out.
    func ending(
        with acts: [(at: Moment, line: Int)]
    ) -> (links: [(at: Moment, link: Link)], omitted: Int) {
        let kept = Array(links[oldest...] + links[..<oldest])
        let done = acts.map { (at: $0.at, link: Link.act($0.line)) }
        // What a line does comes before what follows from it.
        let all = (done + kept).enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
        let shown = all.suffix(Verdict.chainMax)
        return (Array(shown), count + acts.count - shown.count)
    }
}

extension Expectation.Claim {
    /// Whether a record is about it.
    ///
    /// - Parameters:
    ///   - order: the order that is meant, once it is known.
    ///   - symbol: the issue of the order that the record changes.
    func concerns(
        _ record: Record, order: OrderReference?, symbol: SymbolIndex?
    ) -> Bool {
        switch self {
        case .order(let choice, _): record.isAbout(order, of: choice.symbol)
        case .positions(let claims):
            claims.contains { $0.subject == symbol || record.moves($0.subject) }
        case .cash:
            record.movesCash || record.isStop
        case .killSwitch, .mode, .errors: record.isStop || record.isModeChange
        case .incident(let kind, _):
            if case .incident(let incident) = record { incident.kind == kind } else { false }
        case .requests, .digest, .figures: false
        }
    }

    /// Whether a request that leaves is about it.
    func concerns(_ request: NumberedRequest) -> Bool {
        guard case .requests(let claims) = self else { return false }
        let kind = RequestKind(request.request)
        return claims.contains { $0.subject.includes(kind) }
    }
}

extension Record {
    /// Whether it tells of an order; while none is known, of signals that led to none.
    fileprivate func isAbout(_ order: OrderReference?, of symbol: SymbolIndex?) -> Bool {
        if case .signal(let signal) = self {
            if case .order(let reference, _) = signal.answer { return reference == order }
            return order == nil && (symbol == nil || signal.key.symbol == symbol)
        }
        if case .order(let record) = self { return record.reference == order }
        if case .transition(let change) = self { return change.reference == order }
        if case .fill(let fill) = self { return fill.order == order }
        if case .reply(let reply) = self { return reply.order == order }
        return isStop || isModeChange
    }

    /// Whether it moves what is held of a symbol, or is about an order in it.
    fileprivate func moves(_ symbol: SymbolIndex) -> Bool {
        if case .incident(let incident) = self { return incident.symbol == symbol }
        if case .signal(let signal) = self { return signal.key.symbol == symbol }
        if case .order(let order) = self { return order.key.symbol == symbol }
        if case .fill(let fill) = self { return fill.key.symbol == symbol }
        if case .adjust(let change) = self { return change.symbol == symbol }
        if case .externalOrder(let order) = self { return order.symbol == symbol }
        if case .corporateAction(let action) = self { return action.symbol == symbol }
        return false
    }

    fileprivate var movesCash: Bool {
        if case .fill = self { return true }
        if case .adjust = self { return true }
        return false
    }

    fileprivate var isStop: Bool { if case .incident = self { true } else { false } }

    fileprivate var isModeChange: Bool { if case .mode = self { true } else { false } }
}
