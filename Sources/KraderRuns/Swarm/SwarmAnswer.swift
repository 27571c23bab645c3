import KraderEngine
import KraderModel
public import KraderReport
import KraderSwarm

extension SwarmResult {
    /// What a swarm answers: what it reached, and what failed.
    public func answer(_ run: SwarmRun) -> Answer {
        let worlds = coverage.worlds
        let failed = failures.count
        var answer = Answer(
            title: failed == 0
                ? "\(worlds) worlds, none failed" : "\(worlds) worlds, \(failed) failed")
        answer.add("seed", "first seed", .text(String(run.seed)))
        answer.add("worlds", "worlds", .count(worlds))
        answer.add("calm_worlds", "judged after a calm phase", .count(calmWorlds))
        answer.add("prints", "prints", .number(prints))
        let rate = seconds > 0 ? Double(worlds) * 60 / seconds : nil
        answer.add("seconds", "seconds", .decimal(seconds, places: 1))
        answer.add("worlds_a_minute", "worlds a minute", .decimal(rate, places: 0))
        let crashes = coverage.crashCells
        let pairs = coverage.pairsMet
        answer.add(
            "goals", "goals reached",
            .text(
                "\(coverage.goalsReached) of \(Goal.allCases.count)"))
        answer.add("order_cells", "status × event cells", .count(coverage.orderCells))
        answer.add(
            "crash_cells", "crash point × state cells",
            .text(
                "\(crashes.reached) of \(crashes.all)"))
        answer.add("fault_pairs", "pairs of fault classes", .text("\(pairs.met) of \(pairs.all)"))
        answer.add("failed", nil, .count(failed))
        answer.tables = [goals, failureTable]
        if let smallest {
            answer.add("smallest", nil, .text("\(smallest.world)"))
            answer.add("smallest_failure", nil, .text("\(smallest.failure)"))
        }
        answer.notes = notes(run)
        return answer
    }

    private var goals: Answer.Table {
        Answer.Table(
            name: "reached", columns: [("goal", "goal"), ("worlds", "worlds")],
            rows: Goal.allCases.map { [.text("\($0)"), .count(coverage[$0])] })
    }

    private var failureTable: Answer.Table {
        Answer.Table(
            name: "failures",
            columns: [("seed", "seed"), ("kind", "faults"), ("failure", "what failed")],
            rows: failures.map {
                [.text(String($0.seed)), .text($0.kind.rawValue), .text("\($0.failure)")]
            })
    }

    private func notes(_ run: SwarmRun) -> [String] {
        guard let first = failures.first else { return [] }
        let issues = run.symbols.map { " --symbols \($0)" } ?? ""
        return ["Play it alone: krader swarm --seed \(first.seed) --worlds 1\(issues)"]
    }

    /// The smallest failing world for people, a line each; empty where none failed.
    public var smallestText: String {
        guard let smallest else { return "" }
        return "\nThe first of them, made smaller in \(smallest.plays) plays:\n"
            + "\(smallest.world)\n\(smallest.failure)\n"
    }

    /// Whether anything failed: a gate's exit code.
    public var status: ExitStatus { failures.isEmpty ? .ok : .expectationFailed }
}
