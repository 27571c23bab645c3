public import KraderBacktest
import KraderEngine
public import KraderJSON
import KraderModel

/// `result.json`: the result of a run for machines. The same run gives the same bytes: no wall
/// clock, no path, no hash order.
public enum ResultFile {
    /// The number of the file's grammar, raised when a key changes its meaning or goes away.
    public static let schema: Int64 = 1

    public static func bytes(_ record: RunResult, _ summary: RunSummary) -> [UInt8] {
        Array(value(record, summary).text(.pretty).utf8)
    }

    /// The result as a value, to stand in a larger object.
    public static func value(_ record: RunResult, _ summary: RunSummary) -> JSONValue {
        .members([
            ("schema", .integer(schema)),
            ("identity", identity(record, summary)),
            ("period", period(record, summary)),
            ("settings", .list(summary.settings, setting)),
            ("totals", totals(record)),
            ("statistics", statistics(Statistics(record))),
            (
                "intrabar",
                .list(summary.intrabar) {
                    .members([
                        ("path", .text($0.path)), ("net", .won($0.net)),
                        ("max_drawdown", JSONValue(number: $0.maxDrawdown)),
                        ("trades", .integer($0.trades)), ("digest", .text($0.digest)),
                    ])
                }
            ),
            ("days", .list(record.days, day)),
            (
                "symbols",
                .list(record.symbols.filter(\.isWorthTelling)) { symbol($0, record) }
            ),
            ("open_positions", .list(record.openPositions) { openPosition($0, record) }),
            ("stranded", .list(record.stranded) { stranded($0, record) }),
            ("adjustments", .list(record.corporateActions) { adjustment($0, record) }),
            (
                "strategies",
                .list(Array(record.strategies.enumerated())) { place, result in
                    strategy(result, as: summary.strategy(place))
                }
            ),
            ("held_before", heldBefore(record.nobody)),
            ("trades", object(of: record.trades)),
            ("costs", costs(record)),
            ("orders", orders(record)),
            ("fills", fills(record)),
            ("holds", .list(record.holdsByCount) { hold($0, record) }),
            ("incidents", .list(record.incidents) { incident($0, record) }),
            (
                "incident_counts",
                .members(record.incidentsByKind.map { ($0.kind.code, .integer($0.count)) })
            ),
            ("faults", .list(record.faults) { fault($0, record) }),
            ("data", data(record, summary)),
            ("warnings", .list(summary.warnings, JSONValue.text)),
            ("exit", .integer(Int64(summary.exitCode))),
            ("definitions", definitions),
        ])
    }

    private static func identity(_ record: RunResult, _ summary: RunSummary) -> JSONValue {
        let identity = summary.identity
        return .members([
            ("engine_version", .text(identity.engineVersion)),
            ("run_id", .text(identity.runID)),
            ("digest", record.digest.isEmpty ? nil : .text(digestHex(record))),
            ("digest_short", record.digest.isEmpty ? nil : .text(shortDigest(record))),
            ("events", .integer(record.events)),
            ("scenario", .text(identity.scenario)),
            ("about", .text(summary.about)),
            ("scenario_hash", .text(identity.scenarioHash)),
            (
                "data",
                .list(identity.data) {
                    .members([
                        ("name", .text($0.name)), ("hash", .text($0.hash)),
                        ("verified", .text($0.verified.rawValue)),
                    ])
                }
            ),
            // The seed is a text: it may exceed what JSON readers take for an exact number.
            ("seed", .text("\(identity.seed)")),
            ("complete", .boolean(record.isComplete)),
        ])
    }

    private static func period(_ record: RunResult, _ summary: RunSummary) -> JSONValue {
        .members([
            ("from", .moment(summary.from)),
            ("to", .moment(summary.to)),
            ("first", .moment(record.firstMoment)),
            ("last", .moment(record.lastMoment)),
            ("first_day", .day(record.dataDays?.first)),
            ("last_day", .day(record.dataDays?.last)),
            ("trading_days", .integer(Int64(record.days.count))),
            (
                "warm_up",
                .list(summary.warmUps) {
                    .members([
                        ("strategy", .text($0.strategyID)),
                        ("timeframe", .text("\($0.timeframe)")),
                        ("needed", .integer($0.needed)), ("seen", .integer($0.seen)),
                    ])
                }
            ),
        ])
    }

    private static func setting(_ setting: RunSummary.Setting) -> JSONValue {
        .members([
            ("path", .text(setting.path)), ("value", setting.value),
            ("source", .text(setting.source)),
        ])
    }

    private static func totals(_ record: RunResult) -> JSONValue {
        let account = record.account
        return .members([
            ("opening_equity", .won(record.openingEquity)),
            ("equity", .won(account.equity)),
            ("equity_if_worthless", .won(record.equityIfWorthless)),
            ("cash", .won(account.cash)),
            ("holdings", .won(account.holdings)),
            ("reserved", .won(account.reserved)),
            ("withdrawable", .won(account.withdrawable)),
            ("net", .won(account.equity - record.openingEquity)),
            ("gross_profit", .won(account.grossProfit)),
            ("commission", .won(account.commission)),
            ("tax", .won(account.tax)),
            ("bought", .won(record.buyAmount)),
            ("sold", .won(record.sellAmount)),
            ("signals", .integer(record.signals)),
            ("orders", .integer(record.ordersMade)),
            ("fills", .integer(record.fills)),
            ("trades", .integer(record.trades.count)),
            ("max_drawdown_won", .won(account.deepestFall)),
            ("max_drawdown", JSONValue(number: account.maxDrawdown)),
            (
                "benchmark",
                record.benchmark.map { benchmark in
                    .members([
                        ("symbol", .text(record.code(benchmark.symbol))),
                        ("first", .integer(benchmark.first.won)),
                        ("last", .integer(benchmark.last.won)),
                        ("first_day", .day(benchmark.days.first)),
                        ("last_day", .day(benchmark.days.last)),
                        (
                            "own_return",
                            benchmark.ownReturn.map { JSONValue(number: $0) } ?? nil
                        ),
                    ])
                } ?? nil
            ),
        ])
    }

    private static func statistics(_ statistics: Statistics) -> JSONValue {
        .members(
            Statistic.allCases.map { statistic in
                let value = statistics[statistic]
                switch statistic.unit {
                case .days, .count:
                    return (statistic.rawValue, .integer(Int64(value ?? 0)))
                case .won, .share, .ratio, .seconds:
                    return (statistic.rawValue, value.map { JSONValue(number: $0) } ?? nil)
                }
            })
    }

    private static var definitions: JSONValue {
        .members(Statistic.allCases.map { ($0.rawValue, .text(Texts.definition($0))) })
    }
}

/// The digest as 64 hex digits.
func digestHex(_ record: RunResult) -> String { hexadecimal(record.digest) }
