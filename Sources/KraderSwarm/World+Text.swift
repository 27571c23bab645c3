import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue

extension World: CustomStringConvertible {
    /// The world in a few lines: what a person needs to see, and to write a scenario of it.
    public var description: String {
        let issues = market.issues.enumerated().filter { !$0.element.isSilent }
            .map { "\($0.offset): \($0.element.board) \($0.element.base.won)" }
        var lines = [
            "seed \(seed), " + (branches.isEmpty ? "" : "branch \(branches.text), ")
                + "\(kind), market seed \(market.seed), "
                + "\(market.begin)…\(market.end), one of \(market.thinning) prints, "
                + "a print in \(market.pause), up to \(market.stride) steps"
                + (market.kept.map { ", of these \($0.count)" } ?? ""),
            "issues " + issues.joined(separator: ", ")
                + (issues.count == market.issues.count ? "" : " of \(market.issues.count)"),
            "cash \(cash.amount)"
                + holdings.map { ", \($0.quantity.count) of issue \($0.symbol.value)" }.joined(),
        ]
        lines += traders.map { "trader \($0)" }
        if settings != WorldSettings() { lines.append("settings \(settings.text)") }
        if let twist { lines.append("twist \(twist)") }
        lines += faults.events.map { "event \($0.trigger.text): \($0.act)" }
        return lines.joined(separator: "\n")
    }
}

extension WorldSettings {
    /// Those that are not the plain ones.
    fileprivate var text: String {
        let plain = WorldSettings()
        var said: [String] = []
        func say<Value: Equatable>(_ name: String, _ path: KeyPath<WorldSettings, Value>) {
            if self[keyPath: path] != plain[keyPath: path] {
                said.append("\(name) \(self[keyPath: path])")
            }
        }
        say("fills", \.fills)
        say("order latency", \.latency.order)
        say("reply latency", \.latency.reply)
        say("push latency", \.latency.push)
        say("data latency", \.latency.data)
        say("pacing", \.pacing)
        say("controls", \.controls)
        say("exits after kill", \.exitsAfterKill)
        say("market buy as", \.marketBuyAs)
        say("rows a page", \.rowsPerPage)
        say("spread steps", \.spreadSteps)
        say("participation", \.participation.parts)
        say("position limit", \.limits.maxPositionSize.count)
        say("exposure limit", \.limits.maxPortfolioExposure.parts)
        say("loss limit", \.limits.dailyLossLimit.amount)
        say("orders a day", \.limits.maxTradesPerDay)
        return said.joined(separator: ", ")
    }
}

extension Trigger {
    fileprivate var text: String {
        switch self {
        case .at(let moment): "at \(moment)"
        case .after(let line, let interval): "\(interval) after line \(line)"
        case .when(let occurrence, let nth, let times):
            "when \(occurrence.kind), number \(nth), \(times) in a row"
        }
    }
}
