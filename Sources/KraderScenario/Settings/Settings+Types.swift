public import KraderEngine
public import KraderModel
public import KraderVenue

/// Gives the settings as the types that engine and venue take.
extension Settings {
    public var limits: RiskLimits {
        var limits = RiskLimits()
        limits.maxPositionSize = Shares(integer("risk.max_position_size"))
        limits.maxPortfolioExposure = rate("risk.max_portfolio_exposure_pct")
        limits.dailyLossLimit = Won(integer("risk.daily_loss_limit"))
        limits.tradingStart = time("risk.trading_start")
        limits.tradingEnd = time("risk.trading_end")
        limits.maxTradesPerDay = Int(integer("risk.max_trades_per_day"))
        limits.positionSize = rate("risk.position_size_pct")
        return limits
    }

    /// The preset, with what is said of commission and tax in its place.
    public var costs: CostSchedule {
        var costs = choice(CostPreset.self, "costs.preset").costs
        if self["costs.commission_rate"] != .none {
            costs.commissionRate = rate("costs.commission_rate")
        }
        switch self["costs.tax"] {
        case .text:
            switch choice(TaxChoice.self, "costs.tax") {
            case .none: costs.tax = .none
            case .dated: costs.tax = .dated
            }
        case .decimal: costs.tax = .fixed(rate("costs.tax"))
        case .none, .integer, .boolean, .texts, .delay: break
        }
        return costs
    }

    public var venue: VenueConfiguration {
        VenueConfiguration(
            fills: choice(FillModel.self, "venue.fills"),
            spreadSteps: Int(integer("venue.spread_steps")),
            participation: rate("venue.participation"),
            intrabar: intrabarRuns[0],
            immediateWait: .milliseconds(integer("venue.immediate_wait_ms")),
            auctionShare: rate("venue.auction_share"),
            latency: VenueConfiguration.Latency(
                data: delay("venue.latency_ms.data"), order: delay("venue.latency_ms.order"),
                reply: delay("venue.latency_ms.reply"), push: delay("venue.latency_ms.push")),
            usesAfterMarket: usesAfterMarket, bookCoverage: bookCoverage ?? .sampled,
            bookAgeMax: .seconds(integer("venue.book_age_max")))
    }

    /// The ways inside a candle that a run goes, one after the other; `venue` has the first.
    public var intrabarRuns: [Intrabar] {
        choice(IntrabarChoice.self, "venue.intrabar").runs
    }

    /// How complete the displays are taken to be; `nil` takes them as the data are.
    public var bookCoverage: BookCoverage? {
        self["venue.book_coverage"] == .none
            ? nil : choice(BookCoverage.self, "venue.book_coverage")
    }

    public var usesAfterMarket: Bool { boolean("venue.after_market") }

    public var tradesInterruptions: Bool { boolean("risk.trade_interruptions") }

    public var controls: ControlProfile { choice(ControlProfile.self, "risk.controls") }

    public var exitsAfterKill: ExitsAfterKill {
        choice(ExitsAfterKill.self, "risk.exits_after_kill")
    }

    public var pacing: PacingProfile { choice(PacingProfile.self, "broker.profile") }

    public var progress: ProgressChoice { choice(ProgressChoice.self, "progress") }

    public var marketBuyAs: EngineConfiguration.MarketBuy {
        choice(EngineConfiguration.MarketBuy.self, "market_buy_as")
    }

    /// How long after its end a candle of prints closes: 1.5 s unless said, and never less than the
    /// data may take, which were recorded `dataLag` late (semantics.md §2).
    public func closeDelay(dataLag: Interval = .zero) -> Interval {
        var asked = Interval.milliseconds(1_500)
        if case .decimal(let time) = self["close_delay_ms"] {
            asked = Interval(milliseconds: time)
        }
        return max(asked, delay("venue.latency_ms.data").upperBound + dataLag)
    }

    /// The choice at a path. It traps when the path is declared as something else than the choice
    /// of this type.
    private func choice<Choice: SettingChoice>(_: Choice.Type, _ path: String) -> Choice {
        guard let choice = Choice(rawValue: text(path)) else { preconditionFailure(rule(path)) }
        return choice
    }

    /// A text or a chosen word. It traps when the path is declared as something else.
    public func text(_ path: String) -> String {
        guard case .text(let value) = self[path] else { preconditionFailure(rule(path)) }
        return value
    }

    public func boolean(_ path: String) -> Bool {
        guard case .boolean(let value) = self[path] else { preconditionFailure(rule(path)) }
        return value
    }

    public func integer(_ path: String) -> Int64 {
        guard case .integer(let value) = self[path] else { preconditionFailure(rule(path)) }
        return value
    }

    private func rate(_ path: String) -> Rate {
        guard case .decimal(let value) = self[path], let rate = Rate(fraction: value) else {
            preconditionFailure(rule(path))
        }
        return rate
    }

    private func time(_ path: String) -> TimeOfDay {
        TimeOfDay(Int(integer(path + "_hour")), Int(integer(path + "_minute")))
    }

    private func delay(_ path: String) -> VenueConfiguration.Delay {
        guard case .delay(let value) = self[path] else { preconditionFailure(rule(path)) }
        return value
    }

    private func rule(_ path: String) -> String {
        "Settings are asked for by their kind: \(path)"
    }
}
