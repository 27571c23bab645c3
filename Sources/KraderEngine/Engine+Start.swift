import KraderModel

extension Engine {
    /// Begins the first day and starts the strategies. Call once, before the first step.
    public mutating func start(into out: inout OutputBuffer) {
        digest.enter(now, trading.books.totals, &out)
        addOpening()
        // A first run that warms up begins when it resumes.
        if rehearsal?.isFirst != true { tellRun(&out) }
        runDue(&out, through: now)
        // One that is off may be switched on again, and must have begun then.
        for strategy in 0..<host.count
        where !trading.isPaused[strategy] || trading.activity.isOff[strategy] {
            prepareHook(.timer, symbol: 0, eventTime: now)
            let done = host.call(strategy) { try $0.start(&$1) }
            finishHook(strategy, done, &out)
        }
        if rehearsal == nil { beginReconciling(&out) }
        findNextDue()
        findNextTimer()
        check(&out)
    }

    /// Adds what is held at the start, by code: what it cost decides what its sale gains.
    private mutating func addOpening() {
        let held = configuration.account.positions.filter { $0.quantity > .zero }
        for position in held.sorted(by: { digest.code($0.symbol) < digest.code($1.symbol) }) {
            digest.add(position)
        }
    }
}
