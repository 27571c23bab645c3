import ArgumentParser
import KraderRuns

struct CompletionCommand: ProgramCommand {
    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish
    }

    static let configuration = CommandConfiguration.work(
        "krader completion",
        abstract: "Print what makes a shell complete commands, flags and choices.",
        discussion: "For this session: source <(krader completion bash)")

    @Argument(help: "The shell.")
    var shell: Shell

    func run(in program: KraderProgram) throws -> ExitStatus {
        program.terminal.write(KraderCommand.completionScript(for: shell.known) + "\n")
        return .ok
    }
}

extension CompletionCommand.Shell {
    var known: CompletionShell {
        switch self {
        case .bash: .bash
        case .zsh: .zsh
        case .fish: .fish
        }
    }
}
