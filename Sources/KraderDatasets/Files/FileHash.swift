import KraderModel

/// The SHA-256 of what files hold, which may be gigabytes.
public struct FileHash: Sendable {
    private var hash = SHA256()

    public init() {}

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        hash.update(bytes.bindMemory(to: UInt8.self))
    }

    /// The 32 bytes in hex. The hash is spent afterwards.
    public mutating func finish() -> String { "\(finished())" }

    /// The 32 bytes as a value. The hash is spent afterwards.
    public mutating func finished() -> ContentHash { ContentHash(hash.finish()) }

    /// The hash of bytes that lie in memory.
    public static func of(_ bytes: [UInt8]) -> ContentHash {
        var hash = FileHash()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.finished()
    }
}
