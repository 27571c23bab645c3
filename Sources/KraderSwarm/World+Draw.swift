import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue

extension World {
    /// Draws the world of a seed.
    ///
    /// - Parameter symbols: how many issues it has; `nil`: 1…20, drawn
    public init(seed: UInt64, symbols: Int? = nil) {
        var draw = Draw(seed: seed, stream: "world")
        self.seed = seed
        let day = CalendarDate(2026, 3, 3)
        let open = draw.one([TimeOfDay(9, 0), TimeOfDay(9, 0), TimeOfDay(10, 30), TimeOfDay(14, 0)])
        let length = draw.isOne(of: 30) ? Interval.minutes(79) : .minutes(60)
        let begin = day.at(open)
        let count = symbols ?? draw.one([1, 1 + draw.below(4), 1 + draw.below(20)])
        market = WorldMarket(
            seed: draw.seed(), issues: World.issues(count, &draw), begin: begin,
            end: begin + length, pause: draw.one([.seconds(2), .seconds(2), .seconds(1)]),
            stride: draw.one([1, 2, 2, 5]))
        cash = Won(Int64(draw.logarithmic(10, 100)) * 1_000_000)
        holdings = []
        for place in 0..<count where draw.isOne(of: 4) {
            holdings.append(
                Holding(
                    symbol: SymbolIndex(place), quantity: Shares(Int64(draw.logarithmic(1, 200)))))
        }
        settings = WorldSettings(&draw)
        kind = draw.one([.none, .healing, .healing, .healing, .healing, .staying, .beyond])
        calmFrom = kind == .beyond ? market.end : begin + .minutes(35)
        traders = []
        faults = FaultPlan()
        traders = World.traders(market, &draw)
        faults = FaultPlan(FaultSchedule(self, &draw).events)
        guard kind == .none else { return }
        guard let twist = Twist(self, &draw) else {
            drawLaterTwist()
            return
        }
        self.twist = twist
        // A message more must not draw from what others are delayed by.
        settings.latency = .shipped
        if case .pushTwice = twist { return }
        // Who trades on after a twist, or guards what is held, may do so later by it.
        let quietFrom = begin + .minutes(50)
        traders = traders.compactMap { trader in
            guard case .hashed(let seed, let rarity, _, _) = trader else { return nil }
            return .hashed(seed: seed, rarity: rarity, usesExits: false, until: quietFrom)
        }
    }

    private static func issues(_ count: Int, _ draw: inout Draw) -> [WorldMarket.Issue] {
        (0..<count).map { place in
            let digits = String(100_000 + place * 10)
            guard let code = try? IssueCode(digits) else {
                preconditionFailure("Six digits are an issue code")
            }
            return WorldMarket.Issue(
                code: code, board: draw.one([.kospi, .kospi, .kosdaq, .etf]),
                base: Price(Int64(draw.one([1_500, 4_000, 9_000, 30_000, 70_000, 250_000]))))
        }
    }

    private static func traders(_ market: WorldMarket, _ draw: inout Draw) -> [Trader] {
        let prints = Int((market.end - market.begin).nanoseconds / market.pause.nanoseconds)
        let rarity = max(1, prints * market.issues.count / draw.logarithmic(8, 400))
        let isOnAlways = draw.isOne(of: 4)
        var traders = [
            Trader.hashed(
                seed: draw.seed(), rarity: UInt64(rarity), usesExits: draw.isOne(of: 2),
                until: isOnAlways ? .distantFuture : market.begin + .minutes(50))
        ]
        while draw.isOne(of: 3), traders.count < 4 {
            switch draw.below(3) {
            case 0: traders.append(.scripted(script(market, &draw)))
            case _:
                let name = draw.one([
                    "ema_cross", "sma_cross", "rsi_reversion", "buy_and_hold", "pullback_v1",
                    "volatility_breakout", "momentum_rotation",
                ])
                if !traders.contains(.shipped(name)) { traders.append(.shipped(name)) }
            }
        }
        return traders
    }

    private static func script(_ market: WorldMarket, _ draw: inout Draw) -> [ScriptedSignal] {
        (0..<draw.logarithmic(1, 12)).map { leg in
            let issue = draw.one(market.issues)
            let action = draw.one([ScriptedSignal.Action.buy, .buy, .sell, .cancel])
            let at = draw.moment(market.begin + .minutes(1), market.begin + .minutes(50))
            if action == .cancel {
                return ScriptedSignal(at: at, symbol: issue.code, action: .cancel)
            }
            return ScriptedSignal(
                at: at, symbol: issue.code, action: action,
                quantity: Shares(Int64(draw.logarithmic(1, 100))),
                price: draw.isOne(of: 2) ? nil : issue.base, leg: leg)
        }
    }
}

extension WorldSettings {
    /// Settings at random, small and rare ones among them.
    init(_ draw: inout Draw) {
        self.init()
        fills = draw.one([.touch, .through, .through, .queue])
        let late = VenueConfiguration.Delay.uniform(
            from: .milliseconds(20), to: .milliseconds(Int64(draw.logarithmic(40, 2_000))))
        let some = VenueConfiguration.Delay.constant(.milliseconds(50))
        latency = draw.one([
            .shipped, .shipped, .none,
            VenueConfiguration.Latency(data: some, order: late, reply: late, push: late),
            VenueConfiguration.Latency(data: late, order: some, reply: late, push: some),
        ])
        pacing = draw.one([.ideal, .live, .live, .mock])
        controls = draw.one([.off, .live])
        exitsAfterKill = draw.isOne(of: 3)
        marketBuyAs = draw.one([.market, .marketableLimit])
        // A list of some hundred orders, a row a page and a page a second, takes too long to end:
        // nobody owes that it is read in two minutes.
        let pages = draw.one([1, 3, 100, 100])
        let roundTrip = latency.order.upperBound + latency.reply.upperBound
        rowsPerPage = pacing == .mock || roundTrip > .milliseconds(400) ? 100 : pages
        spreadSteps = draw.one([0, 1, 1, 3])
        participation = Rate(parts: Int64(draw.one([2_000_000, 100_000_000, 1_000_000_000])))
        limits.maxTradesPerDay = draw.one([20, 1_000, 1_000])
        limits.maxPositionSize = Shares(Int64(draw.logarithmic(20, 1_000)))
        limits.maxPortfolioExposure = Rate(basisPoints: Int64(draw.one([3_000, 8_000, 10_000])))
        limits.dailyLossLimit = Won(Int64(draw.one([100_000, 1_000_000, 10_000_000])))
    }
}
