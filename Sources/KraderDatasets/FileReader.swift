import Glibc

/// A file that can't be read: its name and what the system says.
public struct FileFault: Error, Hashable, Sendable {
    public var path: String
    public var reason: String

    init(path: String) {
        self.path = path
        reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    }
}

/// Reads a file piece by piece, so that memory does not grow with its size.
public enum FileReader {
    private static let pieceBytes = 1 << 20

    /// Hands the file's bytes to `body`, in order. Throws `FileFault`.
    public static func read(
        _ path: String, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(FileFault) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(path: path) }
        defer { close(descriptor) }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let count = Glibc.read(descriptor, piece.baseAddress, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFault(path: path) }
            if count == 0 { return }
            body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
    }
}
