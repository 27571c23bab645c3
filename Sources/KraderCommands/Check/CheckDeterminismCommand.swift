import ArgumentParser
import KraderEngine
import KraderJSON
import KraderReport
import KraderRuns

/// Plays each scenario twice, in two processes that share as little as possible, and compares all
/// that they leave.
struct CheckDeterminismCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader check determinism",
        abstract: "Play scenarios twice, in unlike processes, and compare every result.",
        discussion: """
            The two processes differ in time zone, language, home, working folder and the seed of \
            their hash tables. Then the scenario is played twice in one process, and once more \
            after others, so that what a strategy keeps in a global shows. Every file of the \
            results must be the same but timing.json. When one differs, the first minute that \
            does is named and the exit code is 6; when a scenario can't be played, the exit code \
            is that of its run.
            """)

    @Argument(help: "Scenario files.", completion: .file(extensions: ["json"]))
    var scenarios: [String]

    @OptionGroup var given: ScenarioOptions

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        Interruption.listen()
        var checks: [DeterminismCheck] = []
        for path in scenarios where !Interruption.isRequested {
            let others = scenarios.filter { $0 != path }.suffix(1)
            let check = DeterminismCheck(
                path: path, overrides: given.all, others: Array(others), catalog: program.catalog)
            if !output.json {
                switch check.outcome {
                case .success(let agreement): program.terminal.write("\(path): \(agreement.text)\n")
                case .failure(let failure):
                    let place = failure.message.contains(path) ? "" : "\(path): "
                    program.terminal.complain("Error: \(place)\(failure.message)\n")
                }
            }
            checks.append(check)
        }
        var statuses = checks.map(\.status)
        if checks.count < scenarios.count { statuses.append(Interruption.status) }
        let status = ExitStatus.combined(statuses)
        if output.json { program.terminal.write(DeterminismCheck.json(checks, status)) }
        return status
    }

}

/// A scenario that was played twice, and what came of it.
struct DeterminismCheck {
    /// What two runs that ended left.
    struct Agreement {
        /// The first 12 hex digits of the first run's digest; empty when it had none.
        var digest: String
        /// The number of files compared.
        var files: Int
        /// The first difference; `nil` when all files are the same.
        var difference: RunDifference?
        /// Whether another scenario could be played before it in the same process.
        var isAfterAnother: Bool

        var text: String {
            if let difference { return "differs: \(difference.text)" }
            let after = isAfterAnother ? " and after another scenario" : ""
            return "the same in two processes, twice in one\(after), "
                + "digest=\(digest), \(files) files"
        }
    }

    let path: String
    let outcome: Result<Agreement, ExitFault>

    init(path: String, overrides: [String], others: [String], catalog: StrategyCatalog) {
        self.path = path
        do {
            outcome = .success(
                try DeterminismCheck.play(
                    SameProcess(path: path, overrides: overrides, catalog: catalog), others))
        } catch let failure as ExitFault {
            outcome = .failure(failure)
        } catch {
            outcome = .failure(ExitFault(status: .internalError, message: "\(error)"))
        }
    }

    var status: ExitStatus {
        switch outcome {
        case .success(let agreement): agreement.difference == nil ? .ok : .digestDiffers
        case .failure(let failure): failure.status
        }
    }

    private static func play(_ asked: SameProcess, _ others: [String]) throws -> Agreement {
        var same = asked
        let flags = same.overrides.flatMap { ["--set", $0] }
        let worlds = [
            World(zone: "Asia/Seoul", language: "ko_KR.UTF-8"),
            World(zone: "America/St_Johns", language: "tr_TR.UTF-8"),
        ]
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let children = try worlds.enumerated().map { place, world in
            try ChildRun(same.path, flags, world, folder: "\(scratch.path)/\(place + 1)")
        }
        let ends = children.map { $0.wait() }
        if Interruption.isRequested {
            throw ExitFault(status: Interruption.status, message: "Interrupted.")
        }
        // A fault of the strategy or a kill switch (4, 7) leaves results like any other end.
        for (child, end) in zip(children, ends) {
            guard let status = ExitStatus(rawValue: end) else {
                throw ExitFault(
                    status: .internalError, message: "A run ended with \(end). \(child.complaint)")
            }
            guard [.ok, .strategyFault, .killSwitch].contains(status) else {
                throw ended(status, child)
            }
        }
        let folders = try children.map { try $0.resultFolder() }
        var difference = try RunDifference.first(between: folders[0], and: folders[1])
        if ends[0] != ends[1] {
            difference = difference ?? RunDifference()
            difference?.what.append("exit \(ends[0]) and \(ends[1])")
        }
        if difference == nil {
            difference = try same.difference(
                from: folders[0], after: others, in: scratch.path)
        }
        return Agreement(
            digest: children[0].digest, files: try ResultFiles.names(in: folders[0]).count,
            difference: difference, isAfterAnother: same.hasPlayedOthers)
    }

    private static func ended(_ status: ExitStatus, _ child: ChildRun) -> ExitFault {
        let complaint = child.complaint
        let silence =
            status == .unwritten
            ? "A run could not be written, nor why: the folder for temporary files is full."
            : "A run ended with exit code \(status.rawValue) and said nothing."
        return ExitFault(status: status, message: complaint.isEmpty ? silence : complaint)
    }

    /// The checks as one object for machines.
    static func json(_ checks: [DeterminismCheck], _ status: ExitStatus) -> String {
        Answer.json(command: "check determinism", .pretty) {
            $0.member("exit", JSONValue(.integer(Int64(status.rawValue))))
            $0.member("scenarios") { list in
                list.array { for check in checks { $0.element(check.json) } }
            }
        }
    }

    private var json: JSONValue {
        let exit = JSONValue(.integer(Int64(status.rawValue)))
        switch outcome {
        case .success(let agreement):
            return [
                "scenario": JSONValue(.string(path)), "exit": exit,
                "same": JSONValue(.boolean(agreement.difference == nil)),
                "digest": JSONValue(.string(agreement.digest)),
                "files": JSONValue(.integer(Int64(agreement.files))),
                "difference": agreement.difference?.json ?? nil,
            ]
        case .failure(let failure):
            return [
                "scenario": JSONValue(.string(path)), "exit": exit,
                "error": JSONValue(.string(failure.message)),
            ]
        }
    }
}
