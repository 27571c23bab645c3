public import KraderBacktest
import KraderEngine
public import KraderJSON
import KraderModel

/// `result.json`: the result of a run for machines. The same run gives the same bytes: no wall
/// clock, no path, no hash order.
public enum ResultFile {
    /// The number of the file's grammar, raised when a key changes its meaning or goes away.
    public static let schema: Int64 = 1

    public static func bytes(_ result: RunResult, _ summary: RunSummary) -> [UInt8] {
        Array(value(result, summary).text(.pretty).utf8)
    }

    /// The result as a value, to stand in a larger object.
    public static func value(_ result: RunResult, _ summary: RunSummary) -> JSONValue {
        let mark = result.markFault.map { [("mark_fault", JSONValue.text($0))] } ?? []
        return .members(members(result, summary) + mark + judged(summary))
    }

    private static func members(
        _ result: RunResult, _ summary: RunSummary
    ) -> [(String, JSONValue)] {
        [
            ("schema", .integer(schema)),
            ("identity", identity(result, summary)),
            ("period", period(result, summary)),
            ("settings", .list(summary.settings, setting)),
            ("totals", totals(result)),
            ("statistics", statistics(Statistics(result))),
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
            ("days", .list(result.days, day)),
            (
                "symbols",
                .list(result.symbols.filter(\.isWorthTelling)) { symbol($0, result) }
            ),
            ("open_positions", .list(result.openPositions) { openPosition($0, result) }),
            ("stranded", .list(result.stranded) { stranded($0, result) }),
            ("adjustments", .list(result.corporateActions) { adjustment($0, result) }),
            (
                "strategies",
                .list(Array(result.strategies.enumerated())) { place, result in
                    strategy(result, as: summary.strategy(place))
                }
            ),
            ("held_before", heldBefore(result.nobody)),
            ("trades", object(of: result.trades)),
            ("costs", costs(result)),
            ("orders", orders(result)),
            ("fills", fills(result)),
            ("holds", .list(result.holdsByCount) { hold($0, result) }),
            ("incidents", .list(result.incidents) { incident($0, result) }),
            (
                "incident_counts",
                .members(result.incidentsByKind.map { ($0.kind.code, .integer($0.count)) })
            ),
            ("faults", .list(result.faults) { fault($0, result) }),
            ("data", data(result, summary)),
            ("warnings", .list(summary.warnings, JSONValue.text)),
            ("exit", .integer(Int64(summary.exitCode))),
            ("definitions", definitions),
        ]
    }

    private static func identity(_ result: RunResult, _ summary: RunSummary) -> JSONValue {
        let identity = summary.identity
        return .members([
            ("engine_version", .text(identity.engineVersion)),
            ("run_id", .text(identity.runID)),
            ("digest", result.digest.isEmpty ? nil : .text(digestHex(result))),
            ("digest_inputs", result.digest.isEmpty ? nil : .text(lane(result.lanes.inputs))),
            ("digest_records", result.digest.isEmpty ? nil : .text(lane(result.lanes.records))),
            ("digest_short", result.digest.isEmpty ? nil : .text(shortDigest(result))),
            ("events", .integer(result.events)),
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
            ("complete", .boolean(result.isComplete)),
        ])
    }

    private static func period(_ result: RunResult, _ summary: RunSummary) -> JSONValue {
        .members([
            ("from", .moment(summary.from)),
            ("to", .moment(summary.to)),
            ("first", .moment(result.firstMoment)),
            ("last", .moment(result.lastMoment)),
            ("first_day", .day(result.dataDays?.first)),
            ("last_day", .day(result.dataDays?.last)),
            ("trading_days", .integer(Int64(result.days.count))),
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

    private static func totals(_ result: RunResult) -> JSONValue {
        let account = result.account
        return .members([
            ("opening_equity", .won(result.openingEquity)),
            ("equity", .won(account.equity)),
            ("equity_if_worthless", .won(result.equityIfWorthless)),
            ("cash", .won(account.cash)),
            ("holdings", .won(account.holdings)),
            ("reserved", .won(account.reserved)),
            ("withdrawable", .won(account.withdrawable)),
            ("net", .won(account.equity - result.openingEquity)),
            ("gross_profit", .won(account.grossProfit)),
            ("commission", .won(account.commission)),
            ("tax", .won(account.tax)),
            ("bought", .won(result.buyAmount)),
            ("sold", .won(result.sellAmount)),
            ("signals", .integer(result.signals)),
            ("orders", .integer(result.ordersMade)),
            ("fills", .integer(result.fills)),
            ("trades", .integer(result.trades.count)),
            ("max_drawdown_won", .won(account.deepestFall)),
            ("max_drawdown", JSONValue(number: account.maxDrawdown)),
            (
                "benchmark",
                result.benchmark.map { benchmark in
                    .members([
                        ("symbol", .text(result.code(benchmark.symbol))),
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
func digestHex(_ result: RunResult) -> String { hexadecimal(result.digest) }

/// A lane of the digest as 64 hex digits.
private func lane(_ chain: DigestChain) -> String { hexadecimal(chain.bytes) }
