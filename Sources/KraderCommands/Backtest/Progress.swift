import ArgumentParser
import Glibc
import KraderJSON
import KraderModel
import KraderScenario

/// How progress is shown.
enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
    /// A changing line on a terminal, and a line each 10 s elsewhere.
    case auto
    case plain
    case none

    // ArgumentParser would find these by reflection, which is a hundredth of a short run's start.
    static let allValueStrings = allCases.map(\.rawValue)
    static let allValueDescriptions: [String: String] = [:]

    /// The style that the setting `progress` says.
    init(_ choice: ProgressChoice) {
        switch choice {
        case .auto: self = .auto
        case .plain: self = .plain
        case .none: self = .none
        }
    }
}

/// Shows per cent, simulated date, events a second and time left on standard error, and nothing in
/// the first second.
struct Progress {
    private let isLive: Bool
    private let isShown: Bool
    private let name: String
    private let began = WallClock.seconds
    private var lastShown = WallClock.seconds
    private var hasShown = false

    init(style: ProgressStyle, name: String) {
        let isTerminal = isatty(2) == 1
        isLive = style == .auto && isTerminal
        isShown = style != .none
        self.name = name
    }

    /// - Parameter share: the share of the period that is done, 0…1.
    mutating func show(share: Double, at moment: Moment, events: Int64, terminal: Terminal) {
        let now = WallClock.seconds
        guard isShown, now - began >= 1, now - lastShown >= (isLive ? 0.1 : hasShown ? 10 : 1)
        else { return }
        lastShown = now
        hasShown = true
        let seconds = now - began
        let rate = Double(events) / seconds
        let left = share > 0 ? seconds * (1 - share) / share : 0
        let text =
            "\(name)  \(Int(share * 100)) %  \(CalendarDate(moment))  \(roughly(rate)) events/s"
            + "  \(Int(left.rounded())) s left"
        if isLive { terminal.replaceLine(text) } else { terminal.complain(text + "\n") }
    }

    /// Clears the changing line.
    func finish(_ terminal: Terminal) {
        if isLive && hasShown { terminal.replaceLine("") }
    }
}
