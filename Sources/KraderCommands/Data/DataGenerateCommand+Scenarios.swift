import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
import KraderRuns
import KraderScenario

/// Finds which market is made: that of scenarios, or that of the defaults.
extension DataGenerateCommand {
    /// The scenario that is made when none is named. Nothing is played, so that account and
    /// strategy do not matter.
    private static let defaults = """
        { "schema": 1, "name": "generated",
          "market": { "from": "2026-03-03", "to": "2026-05-28", "data": { "synthetic": {} } },
          "account": { "cash": 1000000 },
          "strategies": [ { "name": "KIND" } ] }
        """

    /// Parts overrides of settings from those of the scenarios.
    func split() throws -> (settings: Settings, changes: [Override]) {
        var ours: [String] = []
        var changes: [Override] = []
        do throws(TextFaults) {
            for text in given.overrides {
                let override = try Override(DataGenerateCommand.whole(text))
                if Settings.owns(override) { ours.append(text) } else { changes.append(override) }
            }
            if let seed = given.seed { changes.append(try Override("seed=\(seed)")) }
        } catch {
            throw ExitFault(error)
        }
        return (try SettingsInForce.read(overrides: ours), changes)
    }

    /// The override in full. `synthetic.books=levels` and `from=2026-03-03` are short for what
    /// stands in scenarios.
    private static func whole(_ text: String) -> String {
        if text.hasPrefix("synthetic") { return "market.data." + text }
        return ["from=", "to="].contains { text.hasPrefix($0) } ? "market." + text : text
    }

    func readScenarios(
        _ program: KraderProgram, _ settings: Settings, _ changes: [Override]
    ) throws -> [Scenario] {
        var texts: [(name: String, bytes: [UInt8])] = []
        for path in scenarios { texts.append((path, try ScenarioFile.read(path))) }
        if texts.isEmpty {
            // Any kind of strategy that needs no parameters does.
            let text = DataGenerateCommand.defaults.split(
                separator: "KIND", omittingEmptySubsequences: false
            ).joined(separator: "buy_and_hold")
            texts = [("the defaults", Array(text.utf8))]
        }
        var parts: [Scenario] = []
        var places: [IssueCode: String] = [:]
        for (name, bytes) in texts {
            let scenario: Scenario
            do throws(TextFaults) {
                scenario = try Scenario.decode(
                    bytes: bytes, file: name, catalog: program.catalog, settings: settings,
                    overrides: changes)
            } catch {
                throw ExitFault(error)
            }
            guard case .synthetic = scenario.data else {
                throw ExitFault(
                    status: .usage,
                    message: "\(name) has other data than synthetic ones; those can be imported.")
            }
            for instrument in scenario.instruments {
                if let other = places.updateValue(name, forKey: instrument.code) {
                    throw ExitFault(
                        status: .usage,
                        message: "\(instrument.code) is in \(other) and in \(name); a dataset has "
                            + "each symbol from one of them.")
                }
            }
            parts.append(scenario)
        }
        return parts
    }
}

extension Scenario {
    /// The market; `nil` for a scenario whose data are not synthetic.
    var generatedMarket: GeneratedMarket? {
        guard case .synthetic(let settings) = data else { return nil }
        return GeneratedMarket(
            instruments: instruments, settings: settings, seed: seed, period: period)
    }
}
