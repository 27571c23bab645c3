public import KraderModel

/// A fact that reaches the engine. Everything it knows came in through one of these.
public enum Input: Sendable {
    /// Nothing but time: what was due by `nextDue` happens, ahead of other inputs of the moment.
    case clock
    /// What was due by `nextTimer` happens: timers, expiries and paced requests, behind other
    /// inputs of the moment.
    case timer
    case tick(Tick)
    /// What a symbol's book displays from now on. It lies behind a pointer, since it is many times
    /// larger than the others; `step(_:at:into:)` takes one without it.
    indirect case book(Book)
    /// An issue trades in another way from now on.
    case status(StatusChange)
    /// A candle read from data, at its end.
    case candle(Candle, Timeframe, SymbolIndex)
    /// What the market showed before now: given to an engine that has not resumed yet.
    case history(History)
    /// A piece of a candle's path, for exits alone.
    case way(PathWay)
    case reply(BrokerReply)
    case push(BrokerPush)
    /// A page of a list that the engine had asked for, or why there is none.
    indirect case answer(BrokerAnswer)
    case link(LinkState)
    indirect case command(Command)
}

/// What the market showed before now. It fills windows and indicators; hooks hear of it, and what
/// they say of it is dropped.
public enum History: Sendable {
    case tick(Tick)
    indirect case book(Book)
    case status(StatusChange)
    case candle(Candle, Timeframe, SymbolIndex)
}

/// What a person or a driver tells the engine.
public enum Command: Hashable, Sendable {
    /// The kill switch engages: by hand, or because a mark of an earlier run says so.
    case engage(StopCause)
    /// A person wants the kill switch armed again. The broker's lists are read first, and must
    /// leave nothing open or unknown; reducing, only sells leave until `resume`.
    case rearmKillSwitch(OperatorNote, isReducing: Bool)
    /// A person knows what is held without protection: it is told no more.
    case acknowledge(OperatorNote)
    /// Open orders of a symbol, or of all, are cancelled, and what can be sold of it is; only sells
    /// leave until `resume`.
    case flatten(SymbolIndex?, OperatorNote)
    /// A pause lets no new orders leave but those that protect: exits and cancels go on. It lasts
    /// until `resume`.
    case pause, resume
    /// The broker's lists are read and compared now.
    case reconcile
    /// A person has looked at a difference that waits: the next reading may set it right, however
    /// large it is.
    case acceptDifference
    /// Something was seen that can't be (`KraderChecks`): the kill switch engages.
    case invariantBroken

    /// A person stops everything.
    public static let engageKillSwitch = Command.engage(.byHand)
}

/// What a step leaves: requests for the broker, and the records that must be durable before they
/// leave.
public struct OutputBuffer: ~Copyable {
    public var requests = AppendBuffer<NumberedRequest>(capacity: 64)
    public var records = RecordBuffer()
    /// Minutes of the digest that ended before this step.
    public var minutes = AppendBuffer<DigestLine>(capacity: 4)
    /// The numbers that go with this step's signal records.
    public var notes = AppendBuffer<Note>(capacity: 256)
    /// What the controls found of this step's signals.
    public var controls = AppendBuffer<ControlNote>(capacity: 16)

    public init() {}

    @inlinable public var isEmpty: Bool { records.count | requests.count | minutes.count == 0 }

    public mutating func removeAll() {
        requests.removeAll()
        records.removeAll()
        notes.removeAll()
        controls.removeAll()
        minutes.removeAll()
    }
}

/// The place to which records go: files, memory or a database.
public protocol RecordSink: AnyObject {
    /// Takes what a step left, after each step that left something and before its requests go out.
    /// Sinks only read; lent to a call that isn't inlined, the buffer would be copied (measured:
    /// 312 bytes a call).
    func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable)
    /// Takes a line of the digest after each minute of engine time in which anything happened.
    func minute(_ line: DigestLine, _ market: MarketView)
}
