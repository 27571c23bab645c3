import KraderBacktest
import KraderChecks
public import KraderEngine
import KraderScenario
import KraderSwarm

/// A failing world as a scenario that can be committed, beside what it comes to when it is played.
public struct FailingScenario: Sendable {
    /// `<seed>-<what failed>`, with the branches between: the scenario's name, and its file's.
    public var name: String
    /// The scenario; `nil` where the world has more prints than a person reads.
    public var text: String?
    /// Whether it fails as the world does.
    public var failsAlike: Bool
    /// What there is to say of it, in sentences without their full stops.
    public var remarks: [String]

    /// Makes it, and plays it once, or twice where release builds find nothing.
    public init(_ smallest: SwarmResult.Smallest, catalog: StrategyCatalog) {
        let path = smallest.world.branches.map { "\($0)-" }.joined()
        name = "\(smallest.seed)-\(path)\(smallest.failure.code)"
        failsAlike = false
        guard let scenario = WorldScenario(smallest.world, smallest.failure, name: name) else {
            remarks = ["the world has more than \(WorldScenario.printsMax) prints"]
            return
        }
        text = scenario.text
        remarks = scenario.leftOut.map { "left out: \($0)" }
        do {
            let plan = try RunPlan(
                bytes: Array(scenario.text.utf8), path: "\(name).json", settings: Settings(),
                catalog: catalog)
            let found = try plan.tried(isThorough: false)
            failsAlike = FailingScenario.isAlike(smallest.failure, found)
            if failsAlike { return }
            let closely = try plan.tried(isThorough: true)
            failsAlike = FailingScenario.isAlike(smallest.failure, closely)
            remarks.append(
                failsAlike
                    ? "only debug builds look so closely that it fails"
                    : "the scenario plays otherwise: " + FailingScenario.told(closely))
        } catch let fault as ExitFault {
            remarks.append("the scenario can't be played: \(fault.message)")
        } catch {
            remarks.append("the scenario can't be played: \(error)")
        }
    }

    /// Writes it below a folder, and the world's own text beside it where it plays otherwise.
    ///
    /// - Returns: the paths of what was written
    public func write(into folder: String, world: String) throws(ExitFault) -> [String] {
        var paths: [String] = []
        if let text {
            paths.append("\(folder)/\(name).json")
            try NewScenario.replace(text, at: paths[0])
        }
        if !failsAlike {
            paths.append("\(folder)/\(name).txt")
            try NewScenario.replace(world + "\n", at: paths[paths.count - 1])
        }
        return paths
    }

    /// A run's result, and what was judged of its expectations.
    private typealias Found = (result: RunResult, verdicts: [KraderBacktest.Verdict])

    private static func isAlike(_ failure: Failure, _ found: Found) -> Bool {
        let (result, verdicts) = found
        let isUnmet = verdicts.contains { !$0.isMet }
        switch failure {
        case .breach(let breach): return result.breach?.clause == breach.clause
        // The checks of a calm end compare books too.
        case .booksDiffer: return isUnmet || result.breach?.invariant == 20
        case .unrepeatable, .unkept: return false
        case .staysUnsaid, .twistShows: return result.breach == nil && isUnmet
        case .rangeLeft: return !result.isComplete && result.storeFault == nil
        case .storeFailed: return result.storeFault != nil
        }
    }

    private static func told(_ found: Found) -> String {
        let (result, verdicts) = found
        if let breach = result.breach { return "\(breach)" }
        if let why = result.storeFault { return "the store ended the run: \(why)" }
        let unmet = verdicts.count { !$0.isMet }
        return unmet > 0 ? "\(unmet) expectations are not met" : "nothing fails"
    }
}
