import KraderModel
import Support

@testable import KraderEngine

/// The facts of an ordinary moment for the controls, to be changed one at a time: Tuesday 10:00, a
/// hundred million won, nothing held, a KOSPI share that printed 70,000 just now. Strategies and
/// symbols are two each.
final class ControlScene {
    var controls = RiskControls(limits: RiskLimits(), costs: .none)
    var activity = OrderActivity(symbols: 2, strategies: 2)
    var scene = RiskScene()
    var committed: Int64 = 0
    var open = 0
    var meanVolume: Int64? = 1_000_000
    var budget: Won?
    /// What is left of the order that a change is about, and whether it commits no more.
    var whole: Int64?
    var commitsNoMore = false
    private var serial: Int64 = 0

    init() {
        scene.account = Account(cash: Won(100_000_000))
        scene.symbol.lastTime = scene.now
    }

    func at(_ time: String) { scene.now = Sample.tuesday.at(time) }

    func quote(_ bid: Int64?, _ ask: Int64?, at time: String = "10:00") {
        scene.symbol.bid = bid.map { Price($0) }
        scene.symbol.ask = ask.map { Price($0) }
        scene.symbol.quoteTime = Sample.tuesday.at(time)
    }

    /// An order was made.
    func made(
        _ time: String, _ side: Side = .buy, _ quantity: Int64 = 1, _ limit: Int64? = nil,
        strategy: Int32 = 0, symbol: Int = 0, isExit: Bool = false
    ) {
        serial += 1
        activity.take(
            OrderRecord(
                at: Sample.tuesday.at(time), reference: OrderReference(serial: serial),
                key: SignalKey(
                    strategy: strategy, symbol: SymbolIndex(symbol), milliseconds: serial,
                    sequence: 0, leg: 0),
                side: side, type: limit == nil ? .market : .limit, quantity: Shares(quantity),
                limit: limit.map { Price($0) }, timeInForce: .day, reserved: .zero, confidence: 1,
                reason: ReasonIndex(0), valuation: Price(70_000), reservingPrice: Price(70_000),
                isExit: isExit))
    }

    /// An order was made and is open no more.
    func passed(_ time: String, _ side: Side = .buy, _ quantity: Int64 = 1, strategy: Int32 = 0) {
        made(time, side, quantity, strategy: strategy)
        activity.close(SymbolIndex(0))
    }

    /// The answer in words: `7`, `7 by CODE name=value`, `CODE name=value`, and what passed
    /// unchecked.
    func ask(
        _ side: Side, _ quantity: Int64, _ limit: Int64? = nil, _ kind: TimeInForce = .day,
        type: OrderType? = nil
    ) -> String {
        let order = OrderSignal(
            side: side, type: type, quantity: Shares(quantity), limit: limit.map { Price($0) },
            timeInForce: kind)
        let sessions = FixedBuffer(repeating: scene.session, count: 1)
        let market = FixedBuffer(repeating: scene.symbol, count: 1)
        let positions = FixedBuffer(repeating: scene.position, count: 1)
        let totals = FixedBuffer(repeating: scene.account, count: 1)
        defer { _ = (sessions.count, market.count, positions.count, totals.count) }
        var facts = RiskRules.Facts(
            now: scene.now, index: 0, sessions: sessions.view, market: market.view,
            positions: positions.view, totals: totals.view, openBuys: .zero)
        facts.whole = whole.map { Shares($0) }
        facts.commitsNoMore = commitsNoMore
        facts.own = OwnShare(held: .zero, offered: .zero, budget: budget, value: .zero)
        let price = Price(limit ?? scene.symbol.last?.won ?? 70_000)
        let verdict = controls.check(
            order,
            RiskControls.Ask(
                strategy: 0, quantity: Shares(quantity), valuation: price, reservingPrice: price,
                committed: Won(committed), openOrders: open,
                meanVolume: meanVolume.map { Shares($0) }), facts, activity)
        if let refusal = verdict.refusal { return ControlScene.words(refusal) }
        let unchecked = ControlNote.Unchecked.named.compactMap {
            verdict.unchecked.contains($0.unchecked) ? " without \($0.code)" : nil
        }
        return "\(verdict.sizing.quantity)"
            + (verdict.sizing.cut.map { " by " + ControlScene.words($0) } ?? "")
            + unchecked.joined()
    }

    private static func words(_ refusal: Refusal) -> String {
        refusal.code + refusal.numbers.map { " \($0.name)=\($0.value)" }.joined()
    }
}
