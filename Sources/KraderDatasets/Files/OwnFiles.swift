import Glibc
import KraderModel

/// The files of a folder that krader wrote, as a sealed text in it proves: all else is somebody's,
/// and is never removed.
public struct OwnFiles: Sendable {
    /// The list that results and exports carry: lines that `sha256sum -c` reads, and a seal.
    public static let listName = "SHA256SUMS"

    private static let unhashed = "# may differ: "
    private static let seal = "# seal: "

    /// The SHA-256, in hex, of what was written, by path below the folder; `nil` for files that
    /// nobody edits, or that differ each time.
    private var hashes: [String: String?]

    public init(_ hashes: [String: String?] = [:]) { self.hashes = hashes }

    public mutating func add(_ path: String, hash: String?) { hashes[path] = .some(hash) }

    /// The text of the list, in order of path. Its last line is the SHA-256 of all before it.
    public var list: [UInt8] {
        var text = ""
        for (path, hash) in hashes.sorted(by: { $0.key < $1.key }) {
            text += hash.map { "\($0)  \(path)\n" } ?? "\(OwnFiles.unhashed)\(path)\n"
        }
        return Array((text + OwnFiles.seal + OwnFiles.hash(of: Array(text.utf8)) + "\n").utf8)
    }

    /// Reads a list; `nil` when it isn't as it was sealed.
    public init?(list bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.popLast() == "", let last = lines.popLast() else { return nil }
        let sealed = lines.map { $0 + "\n" }.joined()
        guard last == OwnFiles.seal + OwnFiles.hash(of: Array(sealed.utf8)) else { return nil }
        hashes = [:]
        for line in lines {
            if line.hasPrefix(OwnFiles.unhashed) {
                hashes[String(line.dropFirst(OwnFiles.unhashed.count))] = .some(nil)
            } else {
                guard line.count > 66 else { return nil }
                hashes[String(line.dropFirst(66))] = .some(String(line.prefix(64)))
            }
        }
        hashes[OwnFiles.listName] = .some(nil)
    }

    /// Reads the list in a folder; `nil` when it has none that is whole.
    public init?(listedIn folder: String) {
        guard let bytes = try? MappedFile.contents(of: folder + "/" + OwnFiles.listName) else {
            return nil
        }
        self.init(list: bytes)
    }

    /// A file of ours that was changed since it was written; `nil` when there is none.
    public func changed(in folder: String) -> String? {
        for (path, hash) in hashes.sorted(by: { $0.key < $1.key }) {
            guard let hash else { continue }
            var hasher = FileHash()
            do throws(FileFault) {
                try FileReader.read(folder + "/" + path) { hasher.update($0) }
            } catch {
                // A file that is gone can't be lost.
                if error.isAbsence { continue }
                return path
            }
            if hasher.finish() != hash { return path }
        }
        return nil
    }

    /// The paths of what somebody else put into the folder. A folder stands for all in it when
    /// nothing of ours is in it. Throws `FileFault` when the folder can't be looked at.
    public func others(in folder: String) throws(FileFault) -> [String] {
        var folders: Set<Substring> = []
        for path in hashes.keys {
            var above = path[...]
            while let slash = above.lastIndex(of: "/") {
                above = above[..<slash]
                folders.insert(above)
            }
        }
        var found: [String] = []
        var pending = [""]
        while let below = pending.popLast() {
            for name in try FolderRemoval.names(in: folder + "/" + below) {
                let path = below.isEmpty ? name : below + "/" + name
                if hashes.keys.contains(path) || name.hasPrefix(HiddenFolder.prefix) { continue }
                if folders.contains(path[...]), FolderRemoval.isFolder(folder + "/" + path) {
                    pending.append(path)
                } else {
                    found.append(path)
                }
            }
        }
        return found.sorted()
    }

    private static func hash(of bytes: [UInt8]) -> String {
        var hasher = FileHash()
        bytes.withUnsafeBytes { hasher.update($0) }
        return hasher.finish()
    }
}
