/// Why prints serve what a display would have served.
public enum Disbelief: UInt8, Hashable, Sendable, CaseIterable {
    /// No update of the side came that day.
    case neverCame
    /// A phase, an interruption, a halt or the day ended it.
    case ended
    /// Neither update nor print confirmed it for too long.
    case aged
    /// Prints took all that it showed.
    case emptied
}

/// How often something happened, by why a display was not believed.
public struct DisbeliefCounts: Hashable, Sendable {
    public var neverCame: Int64 = 0
    public var ended: Int64 = 0
    public var aged: Int64 = 0
    public var emptied: Int64 = 0

    public init() {}

    public var total: Int64 { neverCame + ended + aged + emptied }

    public mutating func count(_ why: Disbelief) {
        switch why {
        case .neverCame: neverCame += 1
        case .ended: ended += 1
        case .aged: aged += 1
        case .emptied: emptied += 1
        }
    }
}
