/// A CSV file of a run's folder. What each column means is listed in docs/reference/results.md.
public enum Table: String, Hashable, Sendable, CaseIterable {
    case orders, fills, signals, trades, equity, exits, universe, adjustments, events, digest

    public var fileName: String { "\(rawValue).csv" }

    /// The names in the first line, in their order.
    public var columns: [String] {
        switch self {
        case .orders:
            [
                "order_id", "number_in_run", "broker_numbers", "signal_id", "leg", "strategy",
                "symbol", "side", "type", "time_in_force", "quantity", "filled", "limit",
                "average_price", "amount", "status", "reason", "rejection", "created", "sent",
                "acknowledged", "ended", "commission", "tax",
            ]
        case .fills:
            [
                "fill_id", "order_id", "signal_id", "strategy", "symbol", "side", "price",
                "quantity", "amount", "commission", "tax", "gross_profit", "cost_taken", "evidence",
                "traded", "learned", "broker_number", "order_status", "order_filled",
                "position_after", "cash_after",
            ]
        case .signals:
            [
                "signal_id", "at", "event_time", "sequence", "leg", "strategy", "symbol", "action",
                "side", "type", "quantity", "limit", "time_in_force", "confidence", "reason",
                "answer", "order_id", "approved_quantity", "cut_by", "cut_numbers", "refusal",
                "refusal_numbers", "notes",
            ]
        case .trades:
            [
                "trade", "strategy", "symbol", "opened", "closed", "holding_seconds", "quantity",
                "bought", "sold", "commission", "tax", "net", "return", "fills",
            ]
        case .equity:
            ["time", "cash", "holdings", "equity", "drawdown", "drawdown_share", "benchmark"]
        case .exits:
            [
                "at", "strategy", "symbol", "event", "reason", "quantity", "cost", "stop",
                "target", "trailing_stop", "due",
            ]
        case .universe: ["at", "symbol", "change", "rank"]
        case .adjustments:
            [
                "at", "symbol", "strategy", "kind", "share_factor", "price_factor", "before",
                "after", "fraction_lost", "cost", "written_off", "mark", "sellable_from",
            ]
        case .events:
            [
                "at", "event", "order_id", "strategy", "symbol", "request", "broker_number",
                "status", "quantity", "price", "code", "details",
            ]
        case .digest: ["minute", "events", "inputs", "records"]
        }
    }
}

/// How often the account is written to `equity.csv`: often enough for a picture, seldom enough for
/// a file that opens.
public enum EquitySampling: Hashable, Sendable {
    case everyMinute, everyQuarterHour, dailyClose

    /// Chooses each minute for up to 5 trading days, each 15 minutes for up to 60, else each day's
    /// close.
    public init(tradingDays: Int) {
        self = tradingDays <= 5 ? .everyMinute : tradingDays <= 60 ? .everyQuarterHour : .dailyClose
    }

    /// The length of a bucket of which the last state is written, in minutes; `nil` for days.
    var minutes: Int64? {
        switch self {
        case .everyMinute: 1
        case .everyQuarterHour: 15
        case .dailyClose: nil
        }
    }
}
