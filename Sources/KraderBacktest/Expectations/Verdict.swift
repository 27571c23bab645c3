/// What became of an expectation.
public struct Verdict: Hashable, Sendable {
    /// Where the expectation stands in its file.
    public var path: String
    public var isMet: Bool
    /// What was expected and what was found, in words.
    public var expected: String
    public var found: String
    /// What led there, where it was not met: the last events about it, the oldest first.
    public var chain: [String] = []
    /// How many earlier events the chain leaves out.
    public var omitted = 0

    /// The most events of a chain.
    public static let chainMax = 20

    public init(_ path: String, isMet: Bool, expected: String, found: String) {
        self.path = path
        self.isMet = isMet
        self.expected = expected
        self.found = found
    }
}
