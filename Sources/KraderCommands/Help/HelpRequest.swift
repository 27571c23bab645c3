import ArgumentParser
import KraderJSON
import KraderReport
import KraderRuns

/// `krader help` and what follows it: a command, a topic of the manual, or a word that a page
/// explains, such as a code or a column.
struct HelpRequest {
    private static let mentionsMax = 12

    private let words: [String]

    /// `nil`: the arguments ask for something else, or for help as ArgumentParser gives it.
    init?(_ arguments: [String]) {
        guard arguments.first == "help" else { return nil }
        words = arguments.dropFirst().filter { !$0.hasPrefix("-") }
    }

    func answer(in program: KraderProgram) throws -> ExitStatus {
        let commandHelp = helpOfCommand(program.terminal.columns)
        let style = program.terminal.style()
        guard let word = words.first else {
            program.terminal.write((commandHelp ?? "") + "\n" + topics(style))
            return .ok
        }
        var parts = commandHelp.map { [$0] } ?? []
        if words.count == 1, let page = ManualPage.all.first(where: { $0.topic == word }) {
            let text = PageText(page, style)
            parts.append(text.lines.joined(separator: "\n") + "\n")
        }
        if parts.isEmpty, words.count == 1 { parts = mentions(of: word, style) }
        if parts.isEmpty, words.count > 1 { try CommandWords(words).check() }
        guard !parts.isEmpty else { throw unknown(words) }
        program.terminal.write(parts.joined(separator: "\n"))
        return .ok
    }

    /// The help of a command, of krader itself where no word is given; `nil`: there is no such one.
    private func helpOfCommand(_ columns: Int) -> String? {
        let asked = CommandWords(words)
        guard asked.unknown == nil, asked.path.count == words.count + 1 else { return nil }
        return KraderCommand.helpMessage(for: asked.command, columns: columns) + "\n"
    }

    private func topics(_ style: TextStyle) -> String {
        let table = TextTable(
            columns: [("", .left), ("", .left)], rows: ManualPage.all.map { [$0.topic, $0.title] })
        return "TOPICS (krader help TOPIC; krader help CODE finds what explains a word):\n"
            + table.lines(style).map { $0 + "\n" }.joined()
    }

    private func mentions(of word: String, _ style: TextStyle) -> [String] {
        let mentions = ManualPage.mentions(of: word)
        var parts = mentions.prefix(HelpRequest.mentionsMax).map { mention in
            let page = ManualPage(topic: mention.topic, text: mention.text)
            let text = PageText(page, style)
            return "\(mention.heading) (krader help \(mention.topic)):\n"
                + text.lines.joined(separator: "\n") + "\n"
        }
        let more = mentions.count - parts.count
        if more > 0 { parts.append("… and \(more) more places.\n") }
        return parts
    }

    private func unknown(_ words: [String]) -> ExitFault {
        let known =
            ManualPage.all.map(\.topic)
            + KraderCommand.configuration.subcommands.map(CommandWords.name)
        let asked = words.joined(separator: " ")
        let near = nearestSpelling(of: asked, among: known).map { " Did you mean '\($0)'?" } ?? ""
        return ExitFault(
            status: .usage,
            message: "There is no help on '\(shown(asked, charactersMax: 60))'.\(near) "
                + "'krader help' lists commands and topics.")
    }
}
