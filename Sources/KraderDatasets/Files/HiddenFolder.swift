import CLinux
import Glibc

/// A new folder of a name that nobody else has, locked while this lives: the lock ends with the
/// process however that ends, so that the next one can tell what a killed one left.
public final class HiddenFolder {
    public let path: String
    public let descriptor: Int32

    /// Throws `FileFault` when none can be made in the parent.
    public init(in parent: String, prefix: String) throws(FileFault) {
        while true {
            var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else {
                throw FileFault(path: parent, number: errno)
            }
            let path = template.withUnsafeBufferPointer { bytes in
                String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            // Between making and locking, another run may have taken it for a leftover.
            if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0, access(path, F_OK) == 0 {
                self.path = path
                self.descriptor = descriptor
                return
            }
            if descriptor >= 0 { close(descriptor) }
        }
    }

    /// Puts the folder in its place: in one step, so that whoever looks sees the old one or the
    /// new one.
    ///
    /// - Parameter replacing: what stands there, if anything, is removed; else nothing happens.
    /// Throws: `FileFault`, `isPresence` when something stands there that may not be replaced.
    public func publish(as place: String, replacing: Bool) throws(FileFault) {
        let none = UInt32(krader_rename_noreplace)
        if renameat2(AT_FDCWD, path, AT_FDCWD, place, none) == 0 { return }
        guard errno == EEXIST, replacing else { throw FileFault(path: place, number: errno) }
        // Both change places; what was there then lies under the hidden name.
        guard renameat2(AT_FDCWD, path, AT_FDCWD, place, UInt32(krader_rename_exchange)) == 0 else {
            throw FileFault(path: place, number: errno)
        }
        FolderRemoval.remove(path)
    }

    deinit { close(descriptor) }

    /// Removes what killed processes left: hidden folders that nobody holds the lock of.
    public static func removeLeftovers(in parent: String, prefix: String) {
        guard let folder = opendir(parent) else { return }
        defer { closedir(folder) }
        var leftovers: [String] = []
        while let name = FolderRemoval.nextName(folder) {
            if name.hasPrefix(prefix) { leftovers.append(parent + "/" + name) }
        }
        for path in leftovers {
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { FolderRemoval.remove(path) }
            close(descriptor)
        }
    }
}
