public import KraderDatasets
public import KraderEngine
import KraderJSON
import KraderMarket
import KraderModel
public import KraderScenario

/// One scenario on its way from a file to a run: read, with its data, and ready to be played as
/// often as anybody asks.
public struct RunPlan {
    public let scenario: Scenario
    /// The settings in force for whoever asked: where results go, how progress is shown.
    public let settings: Settings
    public let market: RunMarket
    /// The path as it was named.
    let path: String
    let datasets: ScenarioDatasets
    let catalog: StrategyCatalog
    /// Whether the run ends where prices contradict what is held.
    let isStrict: Bool
    /// Sentences on data that are not those that a result's scenario was played on.
    let otherDataWarnings: [String]
    /// Sentences on candles that can't be made of the data.
    let supplyWarnings: [String]

    /// Reads scenario and data.
    ///
    /// - Parameters:
    ///   - settings: the settings in force, but for what the scenario says itself.
    ///   - overrides: what takes the place of values of the scenario.
    ///   - found: the places of data that were looked for, by path as written.
    /// - Throws: `ExitFault`: exit 2 for the scenario, 3 for data; what `control` says when it is
    ///   cancelled.
    public init(
        path: String, settings: Settings, overrides: [Override] = [],
        found: [String: String] = [:], catalog: StrategyCatalog, isStrict: Bool = false,
        control: RunControl = RunControl()
    ) throws {
        try self.init(
            bytes: ScenarioFile.read(path), path: path, settings: settings, overrides: overrides,
            found: found, catalog: catalog, isStrict: isStrict, control: control)
    }

    /// Reads the data of a scenario whose text is there already.
    ///
    /// - Parameter path: what messages call the text; data files are relative to its folder, or to
    ///   where the scenario lay that left a result's `scenario.json`.
    public init(
        bytes: [UInt8], path: String, settings: Settings, overrides: [Override] = [],
        found: [String: String] = [:], catalog: StrategyCatalog, isStrict: Bool = false,
        control: RunControl = RunControl()
    ) throws {
        self.path = path
        self.catalog = catalog
        self.isStrict = isStrict
        self.settings = settings
        let told = ToldResult.beside(scenario: path)
        datasets = ScenarioDatasets(path: path, home: told?.home, found: found)
        var scenario: Scenario
        do throws(TextFaults) {
            scenario = try Scenario.decode(
                bytes: bytes, file: path, catalog: catalog, settings: settings,
                overrides: overrides, shelf: datasets)
        } catch {
            if error.list.isEmpty, let fault = datasets.fault { throw fault }
            throw ExitFault(error)
        }
        if let fault = datasets.fault { throw fault }
        market = try RunMarket(scenario, path: path, datasets: datasets, control: control)
        scenario.complete(with: market.known)
        otherDataWarnings = told?.warnings(of: market.hashes) ?? []
        do throws(TextFaults) {
            supplyWarnings = try scenario.fitTimeframes(to: market.supply, file: path)
        } catch {
            var fault = ExitFault(error)
            fault.status = .data
            fault.message += "\n" + scenario.shownSupply(market.supply)
            throw fault
        }
        self.scenario = scenario
    }

    /// The scenario as it is played, as a text that plays again: with `--set` in it, with every
    /// setting in force that isn't the default and every timeframe that followed from the data.
    public var playedText: String { scenario.playedText(catalog: catalog, shelf: datasets) }

    /// Plays the scenario and writes its folder below `root`.
    public func play(
        into root: String, control: RunControl = RunControl(), calls: FolderCalls = .system
    ) throws -> FinishedRun {
        let folder = try ResultFolder(root: root, scenario: scenario.name, calls: calls)
        do {
            return try play(into: folder, control)
        } catch {
            folder.discard()
            throw error
        }
    }
}
