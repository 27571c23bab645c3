public import KraderModel

/// A strategy behind one dispatched call a hook, whatever its type. Its state lives behind a
/// constant pointer, so that a hook costs no exclusivity check and no reference counting
/// (swift-notes.md §2).
public class StrategyBox {
    /// What the strategy wants to hear.
    public var subscriptions: Subscriptions { Subscriptions() }

    /// Another, in the state that this one is in.
    func copy() -> StrategyBox { StrategyBox() }

    func start(_ context: inout StrategyContext) throws {}
    func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {}
    func crossSection(_ timeframe: Timeframe, _ context: inout StrategyContext) throws {}
    func book(_ book: Book, _ context: inout StrategyContext) throws {}
    func tick(_ tick: Tick, _ context: inout StrategyContext) throws {}
    func timer(_ context: inout StrategyContext) throws {}
    func fill(_ fill: StrategyFill, _ context: inout StrategyContext) throws {}
    func adjusted(
        _ symbol: SymbolIndex, by action: CorporateAction, _ context: inout StrategyContext
    ) throws {}
    func stop(_ context: inout StrategyContext) throws {}

    /// Boxes a strategy.
    public static func hosting<S: Strategy>(_ strategy: S) -> StrategyBox { Box(strategy) }

    private final class Box<S: Strategy>: StrategyBox {
        private let state: UnsafeMutablePointer<S>

        init(_ strategy: S) {
            state = .allocate(capacity: 1)
            state.initialize(to: strategy)
        }

        deinit {
            state.deinitialize(count: 1)
            state.deallocate()
        }

        override var subscriptions: Subscriptions { state.pointee.subscriptions }

        override func copy() -> StrategyBox { Box(state.pointee) }

        override func start(_ context: inout StrategyContext) throws {
            try state.pointee.start(&context)
        }
        override func candle(
            _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
        ) throws {
            try state.pointee.candle(candle, timeframe, &context)
        }
        override func crossSection(
            _ timeframe: Timeframe, _ context: inout StrategyContext
        ) throws {
            try state.pointee.crossSection(timeframe, &context)
        }
        override func book(_ book: Book, _ context: inout StrategyContext) throws {
            try state.pointee.book(book, &context)
        }
        override func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
            try state.pointee.tick(tick, &context)
        }
        override func timer(_ context: inout StrategyContext) throws {
            try state.pointee.timer(&context)
        }
        override func fill(_ fill: StrategyFill, _ context: inout StrategyContext) throws {
            try state.pointee.fill(fill, &context)
        }
        override func adjusted(
            _ symbol: SymbolIndex, by action: CorporateAction, _ context: inout StrategyContext
        ) throws {
            try state.pointee.adjusted(symbol, by: action, &context)
        }
        override func stop(_ context: inout StrategyContext) throws {
            try state.pointee.stop(&context)
        }
    }
}

/// A strategy of a run: an id that tells apart two of one kind, and the strategy as it is before it
/// has heard anything. Each engine runs a copy of its own, so that a restart finds it as it was.
public struct StrategyInstance {
    public var id: String
    public var box: StrategyBox
    /// The most that its holdings and open buys may be worth together; `nil`: what the account
    /// allows.
    public var budget: Won?

    public init(id: String, box: StrategyBox, budget: Won? = nil) {
        self.id = id
        self.box = box
        self.budget = budget
    }
}

/// What a strategy threw and when; it is paused from then on.
public struct StrategyFault: Hashable, Sendable {
    /// The strategy's index in the run's list.
    public var strategy: Int
    public var at: Moment
    public var message: String
}

/// Calls hooks, and keeps one strategy's fault from the others.
struct StrategyHost: ~Copyable {
    private let boxes: [StrategyBox]
    private let unmanaged: FixedBuffer<Unmanaged<StrategyBox>>
    /// A bit a timeframe of the candle book whose closing calls the strategy's candle hook.
    let candleHooks: FixedBuffer<UInt16>
    /// The hooks among these that run for followed symbols only.
    let memberHooks: FixedBuffer<UInt16>
    /// The closings that call the cross-sectional hook, in the same way.
    let crossSections: FixedBuffer<UInt16>
    /// The timeframes of the candle book.
    let timeframes: FixedBuffer<Timeframe>
    /// The strategies whose tick hook runs, in their order.
    let tickListeners: FixedBuffer<Listener>
    let wantsTicks: Bool
    /// The strategies whose book hook runs, in their order.
    let bookListeners: FixedBuffer<Listener>
    let wantsBooks: Bool
    var context: StrategyContext

    /// A strategy beside its index, so that its box is not looked up for each print.
    struct Listener {
        var strategy: Int
        var box: Unmanaged<StrategyBox>
    }

    var count: Int { unmanaged.count }

    func subscriptions(of strategy: Int) -> Subscriptions { boxes[strategy].subscriptions }

    init(
        _ boxes: [StrategyBox], timeframes: [Timeframe], context: consuming StrategyContext
    ) {
        self.boxes = boxes
        unmanaged = FixedBuffer(count: boxes.count) { Unmanaged.passUnretained(boxes[$0]) }
        func mask(_ index: Int, _ isWanted: (Subscriptions.Window) -> Bool) -> UInt16 {
            var mask: UInt16 = 0
            for window in boxes[index].subscriptions.windows where isWanted(window) {
                if let k = timeframes.firstIndex(of: window.timeframe) { mask |= 1 << UInt16(k) }
            }
            return mask
        }
        candleHooks = FixedBuffer(count: boxes.count) { mask($0, \.callsHook) }
        memberHooks = FixedBuffer(count: boxes.count) {
            // What is asked for twice, once for all symbols, is for all symbols.
            mask($0) { $0.callsHook && $0.followsUniverse }
                & ~mask($0) { $0.callsHook && !$0.followsUniverse }
        }
        crossSections = FixedBuffer(count: boxes.count) { mask($0, \.callsCrossSection) }
        self.timeframes = FixedBuffer(count: timeframes.count) { timeframes[$0] }
        func listeners(_ isOne: (Subscriptions) -> Bool) -> FixedBuffer<Listener> {
            let all = boxes.indices.filter { isOne(boxes[$0].subscriptions) }
            return FixedBuffer(count: all.count) {
                Listener(strategy: all[$0], box: Unmanaged.passUnretained(boxes[all[$0]]))
            }
        }
        tickListeners = listeners(\.ticks)
        wantsTicks = tickListeners.count > 0
        bookListeners = listeners(\.books)
        wantsBooks = bookListeners.count > 0
        self.context = context
    }

    /// Whether the last hook left anything to act on.
    @inline(__always)
    var hasSaidSomething: Bool { !context.signals.isEmpty || !context.wakes.isEmpty }

    /// What paused strategies threw, in the order in which it happened.
    private(set) var faults: [StrategyFault] = []

    /// Calls one hook. Returns false when it threw.
    @inline(__always)
    mutating func call(
        _ strategy: Int, _ hook: (StrategyBox, inout StrategyContext) throws -> Void
    ) -> Bool {
        call(Listener(strategy: strategy, box: unmanaged[strategy]), context.mark, hook)
    }

    /// The same for one of several: `mark`, the context's, is looked up once for all of them.
    @inline(__always)
    mutating func call(
        _ listener: Listener, _ mark: UnsafeMutablePointer<HookMark>,
        _ hook: (StrategyBox, inout StrategyContext) throws -> Void
    ) -> Bool {
        mark.pointee.strategy = Int32(truncatingIfNeeded: listener.strategy)
        defer { mark.pointee.strategy = -1 }
        do {
            try listener.box._withUnsafeGuaranteedRef { try hook($0, &context) }
            return true
        } catch {
            note(error, of: listener.strategy)
            return false
        }
    }

    /// It happens once a strategy at most: in a hook's path it would only take up room.
    @inline(never)
    private mutating func note(_ error: any Error, of strategy: Int) {
        faults.append(StrategyFault(strategy: strategy, at: context.now, message: "\(error)"))
    }
}
