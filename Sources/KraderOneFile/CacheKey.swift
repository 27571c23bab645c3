import Glibc
import KraderDatasets
import KraderRuns

/// The SHA-256 of all that a compiled program follows from. Each part enters with its length.
struct CacheKey {
    private var hash = FileHash()

    mutating func add(_ bytes: [UInt8]) {
        let length = Array("\(bytes.count):".utf8)
        length.withUnsafeBytes { hash.update($0) }
        bytes.withUnsafeBytes { hash.update($0) }
    }

    mutating func add(_ text: String) { add(Array(text.utf8)) }

    /// Adds the content of a file. Throws `ExitFault` when it can't be read.
    mutating func add(contentOf path: String) throws {
        var content = FileHash()
        do throws(FileFault) {
            try FileReader.read(path) { content.update($0) }
        } catch {
            throw ExitFault(
                status: .internalError, message: "Can't read '\(path)': \(error.reason).")
        }
        add(content.finish())
    }

    /// Adds the path, size and time of a file, which are enough to tell that it was written anew.
    mutating func add(stampOf path: String) {
        let stamp = FileStamp(path)
        add("\(path) \(stamp?.text ?? "")")
    }

    /// The key as 64 hex digits.
    consuming func text() -> String { hash.finish() }
}

/// The time at which a file was written last, and its size.
public struct FileStamp: Equatable {
    let size: Int64
    let seconds: Int
    let nanoseconds: Int
    private let number: UInt64

    /// Reads the stamp of a file; `nil` when there is none.
    public init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        size = Int64(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
        number = UInt64(status.st_ino)
    }

    var text: String { "\(size) \(seconds).\(nanoseconds)" }

    /// The seconds from then until now, by the clock that files are stamped with.
    public var age: Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec - seconds) + Double(now.tv_nsec - nanoseconds) / 1e9
    }
}
