import Glibc

/// Standard output and standard error. A result is written in one piece, when it is complete.
struct Terminal {
    /// Standard output is a terminal and nobody asked for plain text (`NO_COLOR`).
    let mayColor: Bool

    init() {
        let noColor = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        mayColor = isatty(1) == 1 && !noColor
    }

    func write(_ text: String) { Terminal.write(text, to: 1) }

    func complain(_ text: String) { Terminal.write(text, to: 2) }

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
