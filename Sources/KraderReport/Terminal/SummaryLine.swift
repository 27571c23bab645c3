public import KraderBacktest
import KraderEngine
import KraderModel

/// The last line of each run, for people and for `grep`.
public enum SummaryLine {
    /// The line, with net in won and drawdown as a share of one: `run=1a2b3c4d5e6f
    /// digest=0123456789ab trades=42 net=312400 max_drawdown=0.0180 warnings=0 exit=0`.
    public static func text(_ result: RunResult, _ summary: RunSummary) -> String {
        let net = result.account.equity - result.openingEquity
        let words =
            [
                "run=\(summary.identity.runID)", "digest=\(shortDigest(result))",
                "trades=\(result.trades.count)", "net=\(net.amount)",
                "max_drawdown=\(Numbers.plain(result.account.maxDrawdown, 4))",
                "warnings=\(summary.warnings.count)",
            ] + judged(summary) + ["exit=\(summary.exitCode)"]
        return words.joined(separator: " ")
    }

    /// How many expectations were met, where the scenario has any: `expectations=5/5`.
    private static func judged(_ summary: RunSummary) -> [String] {
        let all = summary.expectations.count
        return all == 0 ? [] : ["expectations=\(all - summary.unmet.count)/\(all)"]
    }
}

/// The first 12 hex digits of a run's digest; dashes when it has none.
func shortDigest(_ result: RunResult) -> String {
    result.digest.isEmpty ? "------------" : String(digestHex(result).prefix(12))
}
