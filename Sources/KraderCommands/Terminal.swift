import Glibc
import KraderDatasets
import KraderJSON
import KraderReport

/// Standard output and standard error. A result is written in one piece, when it is complete. What
/// a terminal would obey, wherever it came from, is escaped here: nothing else writes to either
/// stream.
final class Terminal {
    /// Whether standard output is a terminal and nobody asked for plain text (`NO_COLOR`).
    let mayColor: Bool
    /// How wide texts for people may be: as `COLUMNS` says, else as standard output is, if it is a
    /// terminal, else 80, so that a file or a pipe gets the same everywhere.
    let columns: Int
    /// Why an answer could not be written: its reader is gone, or the disk is full. What a command
    /// does beside answering goes on all the same.
    private(set) var fault: FileFault?

    init() {
        let noColor = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        mayColor = isatty(1) == 1 && !noColor
        columns = Terminal.variableColumns ?? Terminal.ownColumns ?? TextStyle.usualColumns
    }

    /// What shells say in `COLUMNS`; a text that is no width says nothing.
    private static var variableColumns: Int? {
        getenv("COLUMNS").flatMap { Int(String(cString: $0)) }.flatMap { $0 > 0 ? $0 : nil }
    }

    private static var ownColumns: Int? {
        var size = winsize()
        guard isatty(1) == 1, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }

    /// How texts for people are shown on standard output.
    func style(noColor: Bool = false) -> TextStyle {
        TextStyle(isColored: mayColor && !noColor, columns: columns)
    }

    func write(_ text: String) {
        do throws(FileFault) {
            try Terminal.write(shownLines(text, keepsStyle: mayColor), to: 1)
        } catch {
            fault = fault ?? error
        }
    }

    /// Writes to standard error. When that can't be written there is nobody left to tell.
    func complain(_ text: String) { try? Terminal.write(shownLines(text), to: 2) }

    /// Shows a line of standard error in place of the one before, which must not have ended.
    func replaceLine(_ text: String) {
        try? Terminal.write("\r\u{1B}[K" + shown(text, charactersMax: 1_000), to: 2)
    }

    /// Writes sentences that a user should know, and that are no part of the answer.
    func note(_ sentences: [String]) { for text in sentences { complain("Note: \(text)\n") } }

    /// Writes sentences on what was assumed and may be wrong.
    func warn(_ sentences: [String]) { for text in sentences { complain("Warning: \(text)\n") } }

    private static func write(_ text: String, to descriptor: Int32) throws(FileFault) {
        try FileWriter.append(Array(text.utf8), to: descriptor, "standard output")
    }

    /// Makes the three streams what commands count on. A closed stream would be the next file that
    /// is opened, and answers would go into it; a reader that went away (`| head`), and a file that
    /// may not grow, would end the process by a signal.
    static func prepare() {
        for (descriptor, mode) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is that of the closed stream. Neither reading nor writing it
            // works, as before.
            _ = open("/dev/null", mode)
        }
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
