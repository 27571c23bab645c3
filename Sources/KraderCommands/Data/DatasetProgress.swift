import Glibc
import KraderJSON
import KraderModel

/// Shows how far the reading of a dataset is on standard error, and nothing in the first second.
struct DatasetProgress {
    private let isLive: Bool
    private let isShown: Bool
    private let name: String
    private let whole: Int
    private let terminal: Terminal
    private let began = WallClock.seconds
    private var lastShown = WallClock.seconds
    private var hasShown = false
    private var rows = 0

    /// - Parameter whole: the number of rows that will be read.
    init(style: ProgressStyle, name: String, whole: Int, _ terminal: Terminal) {
        isLive = style == .auto && isatty(2) == 1
        isShown = style != .none
        self.name = name
        self.whole = whole
        self.terminal = terminal
    }

    /// Tells that some more rows were read.
    mutating func advance(_ more: Int) {
        rows += more
        guard isShown else { return }
        let now = WallClock.seconds
        guard now - began >= 1, now - lastShown >= (isLive ? 0.1 : hasShown ? 10 : 1) else {
            return
        }
        lastShown = now
        hasShown = true
        let seconds = now - began
        let share = Double(rows) / Double(max(1, whole))
        let left = share > 0 ? seconds * max(0, 1 - share) / share : 0
        let rate = Int64(Double(rows) / seconds)
        let text =
            "\(name)  \(Int(min(share, 1) * 100)) %  \(grouped(rate)) rows/s"
            + "  \(Int(left.rounded())) s left"
        if isLive { terminal.replaceLine(text) } else { terminal.complain(text + "\n") }
    }

    /// Clears the changing line.
    func finish() {
        if isLive && hasShown { terminal.replaceLine("") }
    }
}
