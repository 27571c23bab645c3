import KraderEngine
import KraderModel
import KraderVenue

/// A setting: where it stands, what it may hold, what it is when nobody says. Each setting has one
/// line; files, environment, overrides, scenarios and lists are all read from and written by this
/// table.
public struct SettingDeclaration: Sendable {
    /// The path as in `krader.json` and after `--set`: `risk.max_position_size`.
    public let path: String
    public let kind: SettingKind
    public let defaultValue: SettingValue
    /// Another name under which users already have it.
    let formerPath: String?
    public let secrecy: Secrecy
    /// What the setting does, in one line for lists.
    public let help: String

    public enum Secrecy: Hashable, Sendable {
        case open
        /// Only the last four characters are shown.
        case lastFour
        /// The value is never shown, and never taken from the command line, which others can read.
        case hidden
    }

    init(
        _ path: String, _ kind: SettingKind, _ defaultValue: SettingValue, _ help: String,
        formerPath: String? = nil, secrecy: Secrecy = .open
    ) {
        self.path = path
        self.kind = kind
        self.defaultValue = defaultValue
        self.formerPath = formerPath
        self.secrecy = secrecy
        self.help = help
    }

    /// The first key of the path.
    var section: Substring { path.prefix { $0 != "." } }

    /// The name of the environment's variable: `KRADER_RISK__MAX_POSITION_SIZE`.
    public var variable: String { SettingDeclaration.variable(of: path) }

    static func variable(of path: String) -> String {
        "KRADER_" + path.split(separator: ".").joined(separator: "__").uppercased()
    }

    /// Whether it can change the results of a run. These, and no others, can stand in a scenario
    /// too, under the same path, and are part of its normalised text.
    public var changesResults: Bool {
        switch path {
        case "market_buy_as", "close_delay_ms", "broker.profile": true
        default: ["risk.", "costs.", "venue."].contains { path.hasPrefix($0) }
        }
    }

    /// Whether anything reads it yet: the others wait for live trading.
    public var isRead: Bool {
        changesResults || ["report.dir", "data.dir", "progress"].contains(path)
    }
}

extension SettingValue {
    fileprivate static func chosen(_ choice: some SettingChoice) -> SettingValue {
        .text(choice.rawValue)
    }
}

extension SettingDeclaration {
    /// All settings, in the order in which they are listed. `costs.preset` stands before what it
    /// decides.
    public static let all: [SettingDeclaration] =
        [
            .init(
                "mode", .choice(["live", "paper", "test"]), .text("test"),
                "What krader trades with: real money, Kiwoom's mock server, nothing."),
            .init("strategy", .text, .text("pullback_v1"), "The strategy of a live session."),
            .init("database.path", .text, .text("krader.db"), "The SQLite database."),
            .init("report.dir", .text, .text("reports"), "The folder of results."),
            .init("data.dir", .text, .text("datasets"), "The folder of datasets."),
            .init(
                "progress", .choice(of: ProgressChoice.self), .chosen(ProgressChoice.auto),
                "How the progress of a run is shown."),
            .init("broker.type", .choice(["kiwoom", "mock"]), .text("mock"), "Which broker."),
            .init(
                "broker.account_number", .text, .text(""), "The account to trade.",
                secrecy: .lastFour),
            .init(
                "broker.tr_rate_limit_ms", .integer(0...60_000), .integer(200),
                "Least time between two live requests, in milliseconds."),
        ] + inScenarios + [
            .init(
                "logging.level",
                .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
                .text("info"), "The least severe messages that are logged."),
            .init("logging.log_dir", .text, .text("logs"), "The folder of logs."),
            .init("logging.json_format", .boolean, .boolean(true), "Logs as JSON lines."),
            .init("journal.enabled", .boolean, .boolean(true), "Write a journal each day."),
            .init("journal.journal_dir", .text, .text("journals"), "The folder of journals."),
            .init("email.enabled", .boolean, .boolean(false), "Send reports by mail."),
            .init("email.smtp_host", .text, .text(""), "The mail server."),
            .init("email.smtp_port", .integer(1...65_535), .integer(587), "Its port."),
            .init("email.smtp_user", .text, .text(""), "The user there."),
            .init("email.smtp_password", .text, .text(""), "The password there.", secrecy: .hidden),
            .init("email.use_tls", .boolean, .boolean(true), "Whether mail is sent encrypted."),
            .init("email.from_address", .text, .text(""), "The sender."),
            .init("email.to_addresses", .texts, .texts([]), "Who gets reports."),
            .init(
                "email.send_timeout_seconds", .integer(1...600), .integer(30),
                "After so many seconds a mail has failed."),
            .init(
                "email.max_retries", .integer(0...20), .integer(3),
                "How often a mail is tried again."),
        ]

    /// The settings that can change results (`changesResults`).
    private static let inScenarios: [SettingDeclaration] = [
        .init(
            "broker.profile", .choice(of: PacingProfile.self), .chosen(PacingProfile.live),
            "How fast the broker takes requests: at once; one each 200 ms; of a kind each 1.1 s."
        ),
        .init(
            "market_buy_as", .choice(of: EngineConfiguration.MarketBuy.self),
            .chosen(EngineConfiguration.MarketBuy.market),
            "How a market buy leaves: as it is, or as a limit three steps above the last price."),
        .init(
            "close_delay_ms", .decimal(0...30_000), .none,
            "How long after its end a candle of prints closes, 1,500 unless said; at least the "
                + "longest latency of the data and their lag."),
        .init(
            "risk.max_position_size", .integer(1...1_000_000_000), .integer(1_000),
            "Shares of one symbol, held and ordered."),
        .init(
            "risk.max_portfolio_exposure_pct", .share, .decimal(0.8),
            "Positions and open buys as a share of equity."),
        .init(
            "risk.daily_loss_limit", .integer(0...10_000_000_000_000), .integer(1_000_000),
            "Won lost in a day beyond which buys are refused."),
        .init("risk.trading_start_hour", .integer(0...23), .integer(9), "Orders from, KST."),
        .init("risk.trading_start_minute", .integer(0...59), .integer(0), "Its minute."),
        .init(
            "risk.trading_end_hour", .integer(0...23), .integer(15), "Orders until, KST."),
        .init("risk.trading_end_minute", .integer(0...59), .integer(30), "Its minute."),
        .init("risk.max_trades_per_day", .integer(1...1_000), .integer(50), "New orders a day."),
        .init(
            "risk.position_size_pct", .decimal(0.01...0.5), .decimal(0.05),
            "Size of an order that names no quantity, as a share of equity."),
        .init(
            "risk.trade_interruptions", .boolean, .boolean(false),
            "Whether new orders may be entered while an issue is in a volatility interruption."),
        .init(
            "risk.controls", .choice(of: ControlProfile.self), .chosen(ControlProfile.off),
            "Whether the controls beyond the risk rules deny, as live, or are only counted."),
        .init(
            "risk.exits_after_kill", .choice(of: ExitsAfterKill.self), .chosen(ExitsAfterKill.no),
            "Whether exits go on selling after the kill switch was engaged by errors."),
        .init(
            "costs.preset", .choice(of: CostPreset.self), .chosen(CostPreset.kiwoom),
            "Commission and tax together: no costs, Kiwoom online, Kiwoom's mock server."),
        .init(
            "costs.commission_rate", .decimal(0...0.02), .none,
            "Commission a side as a fraction of the amount; not said: the preset's.",
            formerPath: "risk.transaction_cost_rate"),
        .init(
            "costs.tax", .tax, .none,
            "Tax on sales: none, by board and date, or one rate; not said: the preset's."),
        .init(
            "venue.fills", .choice(of: FillModel.self), .chosen(FillModel.queue),
            "On what evidence orders fill: optimistic, pessimistic, behind the queue."),
        .init(
            "venue.spread_steps", .integer(0...100), .integer(1),
            "Price steps by which an aggressive order fills worse than the print."),
        .init(
            "venue.participation", .share, .decimal(0.1),
            "Share of a print that our aggressive orders may take."),
        .init(
            "venue.immediate_wait_ms", .integer(0...60_000), .integer(1_000),
            "How long IOC and FOK orders that find no book look at prints."),
        .init(
            "venue.intrabar", .choice(of: IntrabarChoice.self),
            .chosen(IntrabarChoice.lowFirst),
            "Which way prices went inside a candle; both: two runs and the band between them."),
        .init(
            "venue.auction_share", .decimal(0...0.8), .decimal(0.03),
            "Share of a daily candle's volume that its opening auction traded."),
        .init(
            "venue.after_market", .boolean, .boolean(false),
            "Whether orders may go to KRX's after-market, whose prints then count too."),
        .init(
            "venue.book_coverage", .choice(of: BookCoverage.self), .none,
            "Whether silence is a standing book; not said: as the data are."),
        .init(
            "venue.book_age_max", .integer(1...86_400), .integer(60),
            "Seconds after which a side of a sampled book is believed no more."),
        .init(
            "venue.latency_ms.data", .delay, .delay(.constant(.milliseconds(50))),
            "From the exchange's stamp to the strategy."),
        .init(
            "venue.latency_ms.order", .delay, .delay(.constant(.milliseconds(50))),
            "From the order to the exchange."),
        .init(
            "venue.latency_ms.reply", .delay, .delay(.constant(.milliseconds(50))),
            "From the exchange's reply to the trader."),
        .init(
            "venue.latency_ms.push", .delay, .delay(.constant(.milliseconds(50))),
            "From a fill to the trader."),
    ]
}
