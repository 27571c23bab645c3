import KraderBacktest
import KraderEngine
import KraderReport
import KraderScenario

/// What a run is judged by: its expectations, its script, and what ended it.
extension RunPlan {
    /// The exit code of a run. 7 and 4 are given where no expectation names what they tell
    /// (design.md §7).
    func status(
        of result: RunResult, _ verdicts: [Verdict], _ control: RunControl
    ) -> ExitStatus {
        if result.breach != nil { return .internalError }
        guard result.isComplete else {
            return control.cancelled() ?? .expectationFailed
        }
        let isScriptPlayed = scriptOutcomes(result).allSatisfy(\.isDone)
        guard isScriptPlayed, verdicts.allSatisfy(\.isMet) else { return .expectationFailed }
        if result.incidents.contains(where: { $0.kind == .killSwitchEngaged }), !namesKillSwitch {
            return .killSwitch
        }
        let isAnyPaused = result.strategies.contains(where: \.isPaused)
        return isAnyPaused && !namesPausedStrategies ? .strategyFault : .ok
    }

    /// Whether an expectation says what becomes of the kill switch.
    private var namesKillSwitch: Bool {
        scenario.expectations.contains { expectation in
            switch expectation.claim {
            case .killSwitch(let claim): expectation.time == .end || claim.stage != .armed
            case .mode(let mode): mode == .killed
            case .incident(let kind, _): kind == .killSwitchEngaged || kind == .killSwitchComplete
            case .order, .requests, .positions, .cash, .errors, .digest, .figures: false
            }
        }
    }

    /// Whether an expectation says that a strategy is paused or switched off.
    private var namesPausedStrategies: Bool {
        scenario.expectations.contains { expectation in
            guard case .incident(let kind, _) = expectation.claim else { return false }
            return kind == .strategyPaused || kind == .signalsFlooded
                || kind == .strategySwitchedOff
        }
    }

    /// What each line of the script does, in words.
    var scriptWords: [String] {
        scenario.script.map { ($0.id.map { "\($0): " } ?? "") + $0.words }
    }

    /// What became of each line of the script.
    func scriptOutcomes(_ result: RunResult) -> [RunSummary.ScriptOutcome] {
        scenario.script.enumerated().map { place, line in
            let outcome =
                place < result.script.count ? result.script[place] : ScriptedOutcome()
            return RunSummary.ScriptOutcome(
                name: line.name, path: line.path, words: line.words, done: outcome.done,
                obstacle: outcome.obstacle)
        }
    }
}
