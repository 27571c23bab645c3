import Glibc
import KraderText

/// Standard output and standard error. A result is written in one piece, when it is complete. What
/// a terminal would obey, wherever it came from, is escaped here: nothing else writes to either.
struct Terminal {
    /// Standard output is a terminal and nobody asked for plain text (`NO_COLOR`).
    let mayColor: Bool

    init() {
        let noColor = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        mayColor = isatty(1) == 1 && !noColor
    }

    func write(_ text: String) {
        Terminal.write(shownLines(text, keepsStyle: mayColor), to: 1)
    }

    func complain(_ text: String) { Terminal.write(shownLines(text), to: 2) }

    /// Shows a line of standard error in place of the one before, which must not have ended.
    func replaceLine(_ text: String) {
        Terminal.write("\r\u{1B}[K" + shown(text, charactersMax: 1_000), to: 2)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written < 0 && errno == EINTR { continue }
                // The reader is gone or the disk is full: there is nobody left to tell.
                guard written > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}
