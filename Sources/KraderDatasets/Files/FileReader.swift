import Glibc

/// A file that can't be read: its name and what the system says.
public struct FileFault: Error, Hashable, Sendable {
    public var path: String
    public var reason: String
    /// Whether the fault is that there is no such file.
    public var isAbsence = false
    /// Whether the fault is that something stands where nothing may.
    public var isPresence = false
    /// Whether nothing can be written there, whatever the disk holds: another place may do.
    public var isWrongPlace = false

    public init(path: String, number: Int32) {
        self.path = path
        isAbsence = number == ENOENT || number == ENOTDIR
        isPresence = number == EEXIST || number == ENOTEMPTY
        isWrongPlace = FileFault.ofPlaces.contains(number)
        reason = strerror(number).map { String(cString: $0) } ?? "error \(number)"
    }

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    private static let ofPlaces: Set<Int32> = [
        EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR, EEXIST, ENOTEMPTY, ENAMETOOLONG, ELOOP,
        EXDEV, EINVAL, ENOSYS, EOPNOTSUPP,
    ]
}

/// Reads a file piece by piece, so that memory does not grow with its size.
///
/// Only regular files are read: a device has no end, and opening a pipe waits for its writer.
public enum FileReader {
    private static let pieceBytes = 1 << 20

    /// Hands the file's bytes to `body`, in order. Throws `FileFault`.
    public static func read(
        _ path: String, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(FileFault) {
        let descriptor = try opened(path)
        defer { close(descriptor) }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let count = Glibc.read(descriptor, piece.baseAddress, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFault(path: path, number: errno) }
            if count == 0 { return }
            body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
    }

    /// The first bytes of a file, at most a given number of them. Throws `FileFault`.
    public static func head(of path: String, bytes: Int) throws(FileFault) -> [UInt8] {
        let descriptor = try opened(path)
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: bytes)
        while true {
            let count = Glibc.read(descriptor, &head, bytes)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFault(path: path, number: errno) }
            return Array(head.prefix(count))
        }
    }

    /// The number of bytes of a file. Throws `FileFault`.
    public static func size(of path: String) throws(FileFault) -> Int {
        let descriptor = try opened(path)
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(path: path, number: errno) }
        return Int(status.st_size)
    }

    /// Opens a file without waiting, so that its kind can be asked before anything is read.
    static func opened(_ path: String) throws(FileFault) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFault(path: path, number: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let number = errno
            close(descriptor)
            throw FileFault(path: path, number: number)
        }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG else {
            close(descriptor)
            throw kind == S_IFDIR
                ? FileFault(path: path, reason: "It is a folder, not a file")
                : FileFault(path: path, reason: "It is a device or a pipe, not a file")
        }
        return descriptor
    }
}
