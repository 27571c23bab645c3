import Glibc
import KraderDatasets
import KraderJSON

/// A folder for what two runs leave until it has been compared.
public struct ScratchFolder {
    public let path: String
    /// The mask of whoever started krader: what lies in here is for nobody else, and must be read
    /// again.
    private let mask: mode_t

    /// Throws `ExitFault` when it can't be made.
    public init() throws {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        mask = umask(0o077)
        var template = Array("\(parent)/krader-check-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            let number = errno
            umask(mask)
            errno = number
            throw ScratchFolder.fault("make a folder in", parent)
        }
        let made = template.withUnsafeBufferPointer { bytes in
            String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        // The path has no links: two processes elsewhere must find it too.
        path = FolderPath.real(made) ?? made
    }

    public func remove() {
        FolderRemoval.remove(path)
        umask(mask)
    }

    /// The fault that keeps a folder or process from being made, by `errno`.
    public static func fault(_ verb: String, _ path: String) -> ExitFault {
        let isFull = [ENOSPC, EDQUOT, EFBIG].contains(errno)
        let isOfPlace = [EACCES, EPERM, EROFS, ENOENT, ENOTDIR].contains(errno)
        let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        return ExitFault(
            status: isFull ? .unwritten : isOfPlace ? .usage : .internalError,
            message: "Can't \(verb) '\(shown(path, charactersMax: 200))': \(reason).")
    }
}
