import KraderChecks
import KraderEngine
import KraderModel
public import KraderReport
import KraderSwarm

extension SwarmResult {
    /// What a swarm answers: what it reached, and what failed.
    ///
    /// - Parameters:
    ///   - demanded: whether goals that are not reached in time fail it
    ///   - kept: the scenario that the first failing world became, and the files it stands in
    public func answer(
        _ run: SwarmRun, demanded: Bool = false,
        kept: (scenario: FailingScenario, paths: [String])? = nil
    ) -> Answer {
        let worlds = coverage.worlds + branched.worlds
        let failed = failures.count
        var answer = Answer(
            title: failed == 0
                ? "\(worlds) worlds, none failed" : "\(worlds) worlds, \(failed) failed")
        answer.add("seed", "first seed", .text(String(run.seed)))
        answer.add("worlds", "worlds", .count(worlds))
        if run.branches {
            answer.add("branches", "of them branches", .count(branched.worlds))
            answer.add("cells", "goal × state cells", .count(cells))
        }
        answer.add("calm_worlds", "judged after a calm phase", .count(calmWorlds))
        answer.add(
            "twists", "played twice, with a twist",
            .count(twists.values.reduce(0) { $0 + $1.played }))
        answer.add(
            "twists_not_played", "twist never came, or nothing to compare",
            .count(twists.values.reduce(0) { $0 + $1.notPlayed }))
        answer.add("prints", "prints", .number(prints))
        if run.branches {
            answer.add("shared_prints", "shared with parents", .number(sharedPrints))
        }
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
        let never = evaluations.invariantsNeverLookedAt
        answer.add(
            "invariants", "invariants looked at",
            .text("\(Clause.invariants.count - never.count) of \(Clause.invariants.count)"))
        if !never.isEmpty {
            answer.add(
                "invariants_never", "never looked at",
                .text(never.map(String.init).joined(separator: ", ")))
        }
        answer.add("failed", nil, .count(failed))
        answer.tables = [goals(run), twistTable, evaluationTable, failureTable]
        if let smallest {
            answer.add("smallest", nil, .text("\(smallest.world)"))
            answer.add("smallest_failure", nil, .text("\(smallest.failure)"))
        }
        if let kept {
            answer.add("scenario", nil, .text(kept.paths.first ?? ""))
            answer.add("fails_alike", nil, .flag(kept.scenario.failsAlike))
        }
        answer.notes = notes(run, demanded, kept)
        return answer
    }

    private func goals(_ run: SwarmRun) -> Answer.Table {
        Answer.Table(
            name: "reached",
            columns: [("goal", "goal"), ("worlds", "worlds"), ("within", "owed within")]
                + (run.branches ? [("branches", "branches")] : []),
            rows: Goal.allCases.map { goal in
                [
                    .text("\(goal)"), .count(coverage[goal]),
                    goal.within.map { Answer.Value.count($0) } ?? .text(""),
                ] + (run.branches ? [.count(branched[goal])] : [])
            })
    }

    private var twistTable: Answer.Table {
        Answer.Table(
            name: "twist_kinds",
            columns: [("twist", "twist"), ("played", "played"), ("not_played", "never came")],
            rows: Twist.names.compactMap { name in
                twists[name].map { [.text(name), .count($0.played), .count($0.notPlayed)] }
            })
    }

    /// What checks had to look at, in worlds of seeds and in branches.
    private var evaluations: Evaluations {
        var evaluations = coverage.evaluations
        evaluations.add(branched.evaluations)
        return evaluations
    }

    /// For machines: people are told which invariants were never looked at.
    private var evaluationTable: Answer.Table {
        Answer.Table(
            name: "evaluations",
            columns: [("invariant", nil), ("clause", nil), ("evaluations", nil)],
            rows: Clause.allCases.map {
                [
                    .count($0.invariant), .text($0.text),
                    .number(evaluations[$0]),
                ]
            })
    }

    private var failureTable: Answer.Table {
        Answer.Table(
            name: "failures",
            columns: [
                ("seed", "seed"), ("path", nil), ("kind", "faults"), ("failure", "what failed"),
            ],
            rows: failures.map {
                [
                    .text(String($0.world.seed)), .text($0.world.branches.text),
                    .text($0.world.kind.rawValue), .text("\($0.failure)"),
                ]
            })
    }

    private func notes(
        _ run: SwarmRun, _ demanded: Bool,
        _ kept: (scenario: FailingScenario, paths: [String])?
    ) -> [String] {
        var notes: [String] = []
        if demanded {
            notes = goalsOwed.map { "Not reached in \(coverage.worlds) worlds: \($0)." }
        }
        guard let first = failures.first else { return notes }
        let issues = run.symbols.map { " --symbols \($0)" } ?? ""
        let path = first.world.branches.isEmpty ? "" : " --path \(first.world.branches.text)"
        notes.append(
            "Play it alone: krader swarm --seed \(first.world.seed) --worlds 1\(issues)\(path)")
        guard let kept else { return notes }
        if kept.scenario.failsAlike, let path = kept.paths.first {
            notes.append("It fails alike as a scenario: krader backtest \(path)")
        } else if !kept.paths.isEmpty {
            notes.append("It was written to " + kept.paths.joined(separator: " and ") + ".")
        }
        return notes
            + kept.scenario.remarks.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
    }

    /// The smallest failing world for people, a line each; empty where none failed.
    public var smallestText: String {
        guard let smallest else { return "" }
        return "\nThe first of them, made smaller in \(smallest.plays) plays:\n"
            + "\(smallest.world)\n\(smallest.failure)\n"
    }

    /// The goals that are owed in so many worlds and were not reached.
    var goalsOwed: [Goal] {
        coverage.goalsMissed.filter { goal in goal.within.map { $0 <= coverage.worlds } ?? false }
    }

    /// Whether anything failed: a gate's exit code.
    ///
    /// - Parameter demanded: whether goals that are owed fail it too
    public func status(demanded: Bool) -> ExitStatus {
        failures.isEmpty && (!demanded || goalsOwed.isEmpty) ? .ok : .expectationFailed
    }
}
