import Glibc
import KraderCSV
import KraderJSON
import KraderModel

/// The rejected rows of an import. They are written as they come and counted by code, and the first
/// few are kept.
struct ImportRejects: ~Copyable {
    static let columns = "file,line,code,column,value,reason"
    /// The most rejects that are kept for messages, and the most that a command names.
    static let keptMax = 20
    static let shownMax = 5

    private(set) var count = 0
    private(set) var counts: [String: Int] = [:]
    private(set) var first: [(path: String, reject: ImportReject)] = []
    private let path: String?
    private var descriptor: Int32 = -1
    private var hasher = SHA256()
    private var buffer: [UInt8] = []

    /// - Parameter path: the path of the file to write; with `nil` rejects are counted only.
    init(path: String?) { self.path = path }

    deinit { if descriptor >= 0 { close(descriptor) } }

    mutating func add(_ reject: ImportReject, of file: String) throws(FileFault) {
        count += 1
        counts[reject.code, default: 0] += 1
        if first.count < ImportRejects.keptMax { first.append((file, reject)) }
        guard path != nil else { return }
        if count == 1 { buffer += (ImportRejects.columns + "\n").utf8 }
        let fields = [
            shown(file), String(reject.line), reject.code, reject.column, reject.value,
            reject.reason,
        ]
        buffer += (fields.map(SpreadsheetText.field).joined(separator: ",") + "\n").utf8
        if buffer.count > 1 << 16 { try flush() }
    }

    /// The number of rejects by code, in a fixed order.
    var sortedCounts: [(code: String, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Completes the file. Answers its SHA-256; `nil` when none was written.
    mutating func finish() throws(FileFault) -> String? {
        guard count > 0, let path else { return nil }
        try flush()
        guard fsync(descriptor) == 0 else { throw FileFault(path: path, number: errno) }
        return hexadecimal(hasher.finish())
    }

    private mutating func flush() throws(FileFault) {
        guard let path, !buffer.isEmpty else { return }
        if descriptor < 0 {
            descriptor = open(
                path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw FileFault(path: path, number: errno) }
        }
        hasher.update(buffer)
        try FileWriter.append(buffer, to: descriptor, path)
        buffer.removeAll(keepingCapacity: true)
    }
}
