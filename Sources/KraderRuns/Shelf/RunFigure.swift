import KraderEngine
public import KraderJSON
import KraderReport

/// A figure of runs, for people.
public struct RunFigure {
    enum Unit { case won, share, ratio, count, seconds }

    let name: String
    let unit: Unit

    /// Finds a figure by its name in `result.json`.
    public init(_ name: String) {
        self.name = name
        unit =
            switch name {
            case "net", "max_drawdown_won", "average_trade", "best_trade", "worst_trade", "costs":
                .won
            case "sharpe", "sortino", "profit_factor", "turnover": .ratio
            case "trades", "orders", "fills", "drawdown_days": .count
            case "average_holding_seconds": .seconds
            default: .share
            }
    }

    /// For people as `text`, for machines as it stands in the result.
    func value(_ value: JSONValue?) -> Answer.Value {
        guard let value, let number = value.double, number.isFinite else { return .missing }
        return .measure(shown: text(value), plain: value.text(.compact))
    }

    /// The value as a text, or a dash where there is none.
    public func text(_ value: JSONValue?) -> String {
        guard let value, let number = value.double, number.isFinite else { return "–" }
        let (magnitude, isNegative) = (number.magnitude, number < 0)
        let text =
            switch unit {
            case .won, .count, .seconds: decimal(magnitude, 0)
            case .share: decimal(magnitude * 100, 2) + " %"
            case .ratio: decimal(magnitude, 2)
            }
        let isZero = !text.contains { "123456789".contains($0) }
        return isNegative && !isZero ? "−" + text : text
    }
}

extension KeptRun {
    public var net: JSONValue? { total("net") }
    public var trades: JSONValue? { total("trades") }
    public var maxDrawdown: JSONValue? { total("max_drawdown") }

    /// The first 12 hex digits of the digest; dashes without one.
    var shortDigest: String {
        digest.isEmpty ? "------------" : String(digest.prefix(12))
    }

    public var period: String { first == last ? first : "\(first) – \(last)" }

    /// The strategies in words, such as `ema_cross fast=5`: each with the parameters that differ
    /// from the catalog's defaults, and with all where the catalog has no such kind.
    func strategiesInWords(_ catalog: StrategyCatalog) -> String {
        strategies.map { strategy in
            let changed = strategy.changed(catalog).map { "\($0.name)=\($0.value.plain)" }
            let name =
                strategy.id == strategy.kind ? strategy.kind : "\(strategy.id): \(strategy.kind)"
            return ([name] + changed).joined(separator: " ")
        }.joined(separator: "; ")
    }
}

extension KeptRun.Strategy {
    func changed(_ catalog: StrategyCatalog) -> [(name: String, value: JSONValue)] {
        guard let kind = catalog[kind] else { return parameters }
        return parameters.filter { parameter in
            let declared = kind.parameters.first { $0.name == parameter.name }
            guard let value = declared?.defaultValue?.json else { return true }
            if let one = value.double, let other = parameter.value.double { return one != other }
            return value != parameter.value
        }
    }
}

extension JSONValue {
    /// The value as people write it: a text without quotes.
    var plain: String { string ?? text(.compact) }
}
