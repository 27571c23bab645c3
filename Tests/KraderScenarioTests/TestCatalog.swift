import KraderCSV
import KraderEngine
import KraderJSON
import KraderModel
import KraderScenario

/// A strategy with a parameter of each plain kind, two of which must go together.
struct Crossing: Strategy {
    static let name = "crossing"
    static let summary = "For tests of scenarios."
    static let parameters = [
        ParameterDeclaration("fast", .integer(1...100), default: .integer(5), help: ""),
        ParameterDeclaration("slow", .integer(2...200), default: .integer(20), help: ""),
        ParameterDeclaration("band", .decimal(0...0.5), default: .decimal(0.01), help: ""),
        ParameterDeclaration("eager", .boolean, default: .boolean(false), help: ""),
        ParameterDeclaration(
            "mood", .text(allowed: ["calm", "wild"]), default: .text("calm"), help: ""),
        ParameterDeclaration("timeframe", .timeframe, default: .timeframe(.m5), help: ""),
    ]

    init(_ parameters: ParameterValues) throws {
        guard parameters.integer("fast") < parameters.integer("slow") else {
            throw ParameterFault("fast", "fast must be below slow")
        }
    }

    var subscriptions: Subscriptions { Subscriptions() }
}

/// A strategy that must be told its script.
struct Play: Strategy {
    static let name = "scripted"
    static let summary = "For tests of scenarios."
    static let parameters = [ParameterDeclaration("signals", .signals, default: nil, help: "")]

    init(_ parameters: ParameterValues) throws {}

    var subscriptions: Subscriptions { Subscriptions() }
}

let catalog = StrategyCatalog([StrategyKind(Crossing.self), StrategyKind(Play.self)])

/// A scenario with inline ticks, a line a section, so that faults can be told by their line.
let good = """
    { "schema": 1, "name": "open-drive", "seed": 7,
      "market": { "from": "2026-03-03", "to": "2026-03-07",
        "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 },
                         { "symbol": "069500", "board": "ETF" },
                         { "symbol": "KS0001", "board": "index" } ],
        "data": { "inline": { "ticks": [
          { "at": "09:00:58", "symbol": "005930", "price": 70000, "size": 50 },
          { "at": "2026-03-04T09:00:00", "symbol": "005930", "price": 70100, "size": 5 } ] } } },
      "account": {"cash": 10000000, "positions": [{"symbol": "005930", "quantity": 3, "cost": 9}] },
      "universe": { "symbols": ["005930"] },
      "strategies": [ { "name": "crossing", "parameters": { "fast": 5, "slow": 20 } } ],
      "risk": { "max_position_size": 100 }, "costs": { "preset": "none" },
      "venue": { "fills": "through", "latency_ms": { "order": 20 } },
      "broker": { "profile": "ideal" }
    }
    """

func decode(
    _ text: String, settings: Settings = Settings(), overrides: [String] = []
) throws(TextFaults) -> Scenario {
    var typed: [Override] = []
    for override in overrides { typed.append(try Override(override)) }
    return try Scenario.decode(
        bytes: Array(text.utf8), file: "s.json", catalog: catalog, settings: settings,
        overrides: typed)
}

/// The faults of a scenario, one a line; empty when there is none.
func complaint(_ text: String, overrides: [String] = []) -> String {
    do throws(TextFaults) {
        _ = try decode(text, overrides: overrides)
        return ""
    } catch {
        return error.description
    }
}

extension String {
    /// The text with a part replaced that occurs once.
    func with(_ part: String, _ replacement: String) -> String {
        let pieces = components(of: part)
        precondition(pieces.count == 2, "A test replaces what is there once: \(part)")
        return pieces[0] + replacement + pieces[1]
    }

    private func components(of part: String) -> [Substring] {
        var pieces: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: part) {
            pieces.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return pieces + [rest]
    }
}
