import KraderModel

/// All that the engine must know again after a restart: orders, books, exits, what stops orders,
/// signals that wait, timers, the day's counters. It is the fold of its records (design.md §2).
///
/// Each kind of record has one verb, `take`. The engine calls it when it makes a record, a restart
/// when it reads one (`apply`): what the one does the other does. In debug builds a shadow takes
/// each record as it is emitted and must be the same after each step (`Engine+Shadow.swift`).
///
/// What is not in it the market tells again: prices, candles, ranks, marks and what follows from
/// marks within a day.
struct TradingState: ~Copyable {
    private let whole = KeptWhole()
    let costs: CostSchedule
    /// One element: the trading day and what stops orders, shared with strategies by a view.
    let session: FixedBuffer<SessionState>
    var orders: OrderTable
    var books: Books
    var exits: ExitTable
    /// What goes to the broker and which answers are awaited.
    var requests: RequestQueue
    var killSwitch = KillSwitch()
    /// What a person wants sold, until he resumes trading.
    var flattening: Flattening?
    var errors = ErrorWindow()
    /// What the controls count, and whom they switched off.
    var activity: OrderActivity
    /// The strategies that threw or flooded or are switched off, by index.
    let isPaused: FixedBuffer<Bool>
    var timers = StrategyTimers()
    /// Signals that wait for an auction, in the order of asking.
    var held: [HeldSignal] = []
    let keys: SignalKeys
    /// Pushes whose order isn't known yet: they have overtaken the reply that carries its number.
    var earlyPushes: [EarlyPushRecord] = []
    /// How many orders, or changes of orders, have an outcome that nobody knows, and how timely the
    /// broker took orders of late.
    var doubts = 0
    var intake = Intake()
    /// How many of the live orders are nobody's here.
    var externals = 0
    /// The numbers of today's cancels that took a part out of an order.
    var partialCancels: [OrderNumber] = []
    /// How many runs of the engine the records tell of, and the texts that they know by an index.
    var runs = 0
    var reasons: [String] = []
    /// How many strategies the last run's record names: those behind them are new.
    var namedStrategies = 0
    /// The day on which the first run began: no day up to it is news.
    var firstDay: CalendarDate
    /// Whether the trading day has begun and not ended.
    var isDayOpen = false
    /// What places in the lists of strategies and symbols mean.
    let strategies: [String]
    let symbols: [IssueCode]
    /// What settled when the day began.
    var settledToday = Won.zero
    /// The events so far that give a waiting request its place in the line.
    var rank: Int64 = 0

    init(_ configuration: EngineConfiguration) {
        let (instruments, strategies) = (configuration.instruments, configuration.strategies)
        self.strategies = strategies.map(\.id)
        firstDay = CalendarDate(configuration.start)
        symbols = instruments.map(\.code)
        costs = configuration.costs
        let first = CalendarDate(configuration.start)
        session = FixedBuffer(
            repeating: SessionState(day: first, hours: SessionHours.on(first)), count: 1)
        books = Books(
            opening: configuration.account, instruments: instruments,
            budgets: strategies.map(\.budget))
        exits = ExitTable(symbols: instruments.count)
        orders = OrderTable(capacity: configuration.liveOrdersMax)
        requests = RequestQueue(profile: configuration.pacing)
        isPaused = FixedBuffer(repeating: false, count: strategies.count)
        activity = OrderActivity(symbols: instruments.count, strategies: strategies.count)
        keys = SignalKeys(symbols: instruments.count, strategies: strategies.count)
    }

    /// Whether the mode wants an order of ours gone.
    @inline(__always)
    func forbids(_ order: borrowing Order) -> Bool {
        session[0].isKillSwitchEngaged
            ? !(order.isExit && session[0].letsExitsSell)
            : order.side == .buy && session[0].isReducing
    }

    /// Gives a waiting request of an order its place: behind all that wait.
    @inline(__always)
    mutating func queueBehind(_ slot: Int) {
        rank &+= 1
        orders.slots[slot].rank = rank
    }
}
