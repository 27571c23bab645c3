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

    /// Reads the arguments after the words. A command that does work is parsed by itself: on the
    /// way down from the root ArgumentParser would read the command's options twice.
    func parse(_ arguments: [String]) throws -> any ParsableCommand {
        let skipped = parsed == command ? path.count - 1 : 0
        return try parsed.parseAsRoot(Array(arguments.dropFirst(skipped)))
    }

    /// The command from which ArgumentParser starts.
    var parsed: any ParsableCommand.Type {
        command.configuration._superCommandName == nil ? KraderCommand.self : command
    }

    /// A message of ArgumentParser with all the words of the command: it knows the last one only
    /// where it says how to ask for help.
    func told(_ message: String) -> String {
        guard let last = path.last else { return message }
        let whole = path.joined(separator: " ")
        return message.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("  See '\(last) ")
                ? "  See '\(whole) " + line.dropFirst(8 + last.utf8.count) : String(line)
        }.joined(separator: "\n")
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

extension CommandConfiguration {
    /// The configuration of a command that does work, by all the words that lead to it.
    static func work(
        _ words: String, abstract: String, discussion: String = ""
    ) -> CommandConfiguration {
        let words = words.split(separator: " ")
        return CommandConfiguration(
            commandName: words.last.map(String.init),
            _superCommandName: words.dropLast().joined(separator: " "), abstract: abstract,
            discussion: discussion, version: KraderProgram.version)
    }
}
