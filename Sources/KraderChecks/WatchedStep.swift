import KraderEngine
import KraderModel

/// What came into the step that is looked at.
@usableFromInline struct WatchedStep {
    @usableFromInline enum Source: UInt8 {
        case market, way, history, command, reply, push, answer
    }

    @usableFromInline var source = Source.market
    /// Whether the push says again what a reply says: that the exchange has an order.
    @usableFromInline var isAcceptance = false
    /// Whether the answer is the one that was awaited: more pages may follow without a word.
    @usableFromInline var isAwaited = false
    @usableFromInline var turnsDay = false
    /// The symbol whose status changes; −1 is none.
    @usableFromInline var changed: Int32 = -1

    @usableFromInline init() {}

    @inlinable var isMessage: Bool {
        switch source {
        case .reply, .push, .answer: true
        case .market, .way, .history, .command: false
        }
    }
}

/// The account's sums, in won.
struct WatchedMoney {
    var cash: Int64
    /// What open buys count in exposure and hold back, without commission.
    var openBuys: Int64 = 0
    var reserved: Int64 = 0
    /// Equity at the last official close, and what was put in or taken out since.
    var formerEquity: Int64 = 0
    var deposits: Int64 = 0
    var turnover: Int64 = 0

    init(cash: Int64) { self.cash = cash }
}

/// What keeps orders from leaving, and the kill switch.
struct WatchedControl {
    var blocks: TradingBlocks = []
    var link = LinkState.up
    var isKilled = false
    var isPaused = false
    var isReducing: Bool { isReducingByLoss || isReducingByHand }
    var isReducingByLoss = false
    var isReducingByHand = false
    /// Whether a person wants the kill switch armed again, and has no answer.
    var isRearmAsked = false
    /// Whether exits may sell though killed.
    var letsExitsSell = false
    /// Orders of ours that may be at the broker or on their way there.
    var ownAlive = 0
    /// Those of them that exits sell by.
    var exitsAlive = 0
    /// Those that a kill wants gone.
    var mustGo: Int { letsExitsSell ? ownAlive - exitsAlive : ownAlive }
    var doubts = 0
    /// The last moment at which the outcome of a request became unknown.
    var lastUnknown = Moment.distantPast
    /// The last three errors that count, the oldest first.
    var errors = (Moment.distantPast, Moment.distantPast, Moment.distantPast)
    /// Whether a third error has come and the kill has not.
    var mustKill = false
    /// The minute in which a quarantined push of each kind last counted.
    var pushMinutes: (Int64, Int64, Int64, Int64, Int64, Int64) = (-1, -1, -1, -1, -1, -1)
}

/// Requests as they left, and lists as they came.
struct WatchedRequests: ~Copyable {
    var last: Int64 = 0
    var lastSent = Moment.distantPast
    /// By kind: new order, modify, cancel, and the queries.
    let lastOfKind = FixedBuffer(
        repeating: Moment.distantPast, count: 3 + BrokerQuery.Kind.allCases.count)
    /// The query whose answer is awaited; 0 is none.
    var awaited: Int64 = 0
    /// Messages that the engine had set aside before.
    var setAside: Int64 = 0
    /// How many complete lists of executions, the last of a reading, have come.
    var lists: Int64 = 0
    /// How many answers have come; which of them were the last of the day's orders, of positions,
    /// and of the day's orders before positions.
    var answers: Int64 = 0
    var ordersAt: Int64 = 0
    var accountAt: Int64 = 0
    var ordersBefore: Int64 = 0
    /// Pushes of today that waited for their order.
    var earlyPushes = 0
}

/// What only thorough checks remember: it grows with the run.
struct ThoroughMemory {
    struct SignalPlace: Hashable {
        var key: SignalKey
        var side: Side
    }
    struct ExecutionPlace: Hashable {
        var number: Int32
        var execution: Int64
        /// Whether it is the part of an execution that its order can't have filled.
        var isExcess: Bool
        var venue: PrintVenue
    }
    struct Owner: Hashable {
        var strategy: Int32
        var symbol: Int32
    }

    var keys: Set<SignalPlace> = []
    /// Of today.
    var numbers: [Int32: Int64] = [:]
    var executions: Set<ExecutionPlace> = []
    var owned: [Owner: Int64] = [:]
    var nobodys: [Int32: Int64] = [:]
    /// The symbols of which nobody can tell from records who holds what.
    var unsettled: Set<Int32> = []
    var lastRecord = Moment.distantPast
    var lastBegun = CalendarDate(dayNumber: .min)
    var lastEnded = CalendarDate(dayNumber: .min)
    var runs = 0

    mutating func noteOpening(_ symbol: Int, _ shares: Int64) {
        nobodys[Int32(symbol), default: 0] += shares
    }
}
