import Foundation

/// A fenced block of a page of the manual, with the marker above it: `<!-- run -->`.
struct ManualBlock {
    /// What stands in the marker; `nil` for a block without one.
    var marker: String?
    /// The language, `json` or `swift`; empty where nothing is said.
    var language: String
    var text: String
    /// The line of its first fence, from 1.
    var line: Int

    /// A line that begins with `$`, and what the page says that it prints.
    struct Command {
        var text: String
        var exit: Int32
        var output: [String]
    }

    var commands: [Command] {
        var found: [Command] = []
        var isGoingOn = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("$ ") {
                found.append(Command(text: String(line.dropFirst(2)), exit: 0, output: []))
            } else if isGoingOn, !found.isEmpty {
                found[found.count - 1].text += "\n\(line)"
            } else if !found.isEmpty {
                found[found.count - 1].output.append(String(line))
            }
            isGoingOn = line.hasSuffix("\\")
        }
        return found.map { command in
            let parts = command.text.components(separatedBy: "   # exit ")
            guard parts.count == 2, let exit = Int32(parts[1]) else { return command }
            return Command(text: parts[0], exit: exit, output: command.output)
        }
    }

    /// Names of strategies that its commands write files of.
    var ownStrategies: [String] {
        commands.compactMap { command in
            let words = command.text.split(separator: " ").map(String.init)
            guard words.starts(with: ["krader", "strategies", "new"]), words.contains("--file"),
                words.count > 3
            else { return nil }
            return words[3]
        }
    }

    /// All blocks of a page, from its top.
    static func read(_ page: String) -> [ManualBlock] {
        var found: [ManualBlock] = []
        var marker: String?
        var current: ManualBlock?
        for (index, line) in page.components(separatedBy: "\n").enumerated() {
            if var block = current {
                if line == "```" {
                    found.append(block)
                    current = nil
                } else {
                    block.text += line + "\n"
                    current = block
                }
            } else if line.hasPrefix("```") {
                current = ManualBlock(
                    marker: marker, language: String(line.dropFirst(3)), text: "", line: index + 1)
                marker = nil
            } else if line.hasPrefix("<!-- "), line.hasSuffix(" -->") {
                marker = String(line.dropFirst(5).dropLast(4))
            } else if !line.isEmpty {
                marker = nil
            }
        }
        return found
    }

    /// Whether lines are those that a page promises. A line `…` stands for any lines; ids of runs
    /// and digests may be others, for another version of krader has others.
    static func matches(_ lines: [String], promised: [String]) -> Bool {
        guard let first = promised.first else { return lines.isEmpty }
        let rest = Array(promised.dropFirst())
        if first.trimmingCharacters(in: .whitespaces) == "…" {
            return (0...lines.count).contains {
                matches(Array(lines.dropFirst($0)), promised: rest)
            }
        }
        guard let line = lines.first, masked(line) == masked(first) else { return false }
        return matches(Array(lines.dropFirst()), promised: rest)
    }

    /// Twelve hex digits behind `=` or `/` become a star; blanks at the end don't count.
    static func masked(_ line: String) -> String {
        var kept = ""
        var word = ""
        for character in line + " " {
            if character.isHexDigit, character.isASCII {
                word.append(character)
                continue
            }
            let isName = word.count == 12 && (kept.last == "=" || kept.last == "/")
            kept += isName ? "*" : word
            word = ""
            kept.append(character)
        }
        while kept.last == " " { kept.removeLast() }
        return kept
    }
}
