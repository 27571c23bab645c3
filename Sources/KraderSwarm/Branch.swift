/// Where a world leaves the one that it branches from, and by which of the futures from there.
public struct Branch: Hashable, Sendable, CustomStringConvertible {
    /// Milliseconds from the market's begin to the moment from which on other things go wrong.
    public var milliseconds: Int64
    /// Which future, from 0.
    public var future: Int

    public init(milliseconds: Int64, future: Int) {
        self.milliseconds = milliseconds
        self.future = future
    }

    /// Reads `754210.3`: milliseconds and future; `nil`: it is none.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let future = Int(parts[1]),
            (0..<3_600_000).contains(milliseconds), future >= 0
        else { return nil }
        self.init(milliseconds: milliseconds, future: future)
    }

    public var description: String { "\(milliseconds).\(future)" }

    /// Reads branches of branches, the first one first: `754210.3/801223.1`.
    public static func path(_ text: String) -> [Branch]? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let branches = parts.compactMap { Branch($0) }
        return branches.count == parts.count ? branches : nil
    }
}

extension [Branch] {
    public var text: String { map(\.description).joined(separator: "/") }
}
