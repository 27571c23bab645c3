import Glibc
import KraderDatasets
import KraderJSON
import KraderRuns

/// Shows how an import goes on, on standard error: what was recognised, then per cent of the bytes,
/// rows a second and time left, of which nothing in the first second. It ends the import when it is
/// interrupted.
final class ImportWatch: ImportObserver {
    private let terminal: Terminal
    private let isLive: Bool
    private let isShown: Bool
    private let tells: Bool
    private let began = WallClock.seconds
    private var lastShown = WallClock.seconds
    private var isLineOpen = false
    private var hasShown = false
    /// What was said of the file before.
    private var lastSaid = ""

    /// - Parameter tells: whether what is recognised is said.
    init(style: ProgressStyle, tells: Bool, terminal: Terminal) {
        self.terminal = terminal
        isLive = style == .auto && isatty(2) == 1
        isShown = style != .none
        self.tells = tells
    }

    func began(_ file: ImportedFile) {
        guard tells else { return }
        clear()
        let text = ImportAnswer.recognised(file)
        // The columns of the first one are enough of many files alike.
        let isSame = text.lines.dropFirst() == lastSaid.lines.dropFirst() && file.skipped == nil
        lastSaid = text
        terminal.complain(isSame ? (text.lines.first ?? "") + "; columns as before\n" : text)
    }

    func moved(bytes: Int, of total: Int?, rows: Int) throws(ImportFault) {
        if Interruption.isRequested { throw .interrupted }
        let now = WallClock.seconds
        guard isShown, total != 0, now - began >= 1,
            now - lastShown >= (isLive ? 0.1 : hasShown ? 10 : 1)
        else { return }
        lastShown = now
        hasShown = true
        let seconds = now - began
        var text = "\(roughly(Double(rows))) rows  \(roughly(Double(rows) / seconds)) rows/s"
        if let total, total > 0 {
            let share = Double(bytes) / Double(total)
            let left = share > 0 ? seconds * (1 - share) / share : 0
            text = "\(Int(share * 100)) %  \(text)  \(Int(left.rounded())) s left"
        }
        if isLive { terminal.replaceLine(text) } else { terminal.complain(text + "\n") }
        isLineOpen = isLive
    }

    func finish() { clear() }

    private func clear() {
        if isLineOpen { terminal.replaceLine("") }
        isLineOpen = false
    }
}

extension String {
    fileprivate var lines: [Substring] { split(separator: "\n") }
}
