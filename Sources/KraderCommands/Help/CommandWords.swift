import ArgumentParser
import KraderJSON
import KraderRuns

/// The words at the head of the arguments, each a command below the one before.
struct CommandWords {
    /// The command that they lead to.
    private(set) var command: any ParsableCommand.Type = KraderCommand.self
    /// The words that lead to it.
    private(set) var path = ["krader"]
    /// The first word that is no command, where one is needed.
    private(set) var unknown: String?

    init(_ arguments: [String]) {
        for word in arguments {
            let below = command.configuration.subcommands
            guard !below.isEmpty, !word.hasPrefix("-") else { return }
            guard let next = below.first(where: { CommandWords.name(of: $0) == word }) else {
                unknown = word
                return
            }
            command = next
            path.append(word)
        }
    }

    static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? ""
    }

    /// Throws `ExitFault` with exit code 2 where a word is no command, with the nearest that is.
    func check() throws(ExitFault) {
        guard let unknown else { return }
        let names = command.configuration.subcommands.map(CommandWords.name)
        let near = nearestSpelling(of: unknown, among: names).map { " Did you mean '\($0)'?" } ?? ""
        throw ExitFault(
            status: .usage,
            message: "\(path.joined(separator: " ")) has no command "
                + "'\(shown(unknown, charactersMax: 60))'; it must be \(alternatives(names))."
                + near)
    }
}
