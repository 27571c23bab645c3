public import Glibc

/// Writes files and makes folders.
public enum FileWriter {
    /// Writes all pieces as one new file, under a temporary name until it is whole.
    ///
    /// - Parameter syncs: whether the file is on the disk, not only in the system's memory, when it
    ///   gets its name.
    static func write(
        _ pieces: [UnsafeRawBufferPointer], to path: String, syncs: Bool
    ) throws(FileFault) {
        // No file of somebody else has such a name, so that nothing of theirs is written over.
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let temporary = String(path[..<name]) + HiddenFolder.prefix + path[name...]
        let descriptor = open(
            temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileFault(path: path, number: errno) }
        do throws(FileFault) {
            for piece in pieces { try append(piece, to: descriptor, path) }
            if syncs, fsync(descriptor) != 0 { throw FileFault(path: path, number: errno) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        guard close(descriptor) == 0, rename(temporary, path) == 0 else {
            let fault = FileFault(path: path, number: errno)
            unlink(temporary)
            throw fault
        }
    }

    /// Writes a new file, which gets its name when it is whole; what stands there stays.
    ///
    /// Throws `FileFault`, with `isPresence` when something stands there.
    public static func writeNew(
        _ bytes: [UInt8], to path: String, calls: FolderCalls = .system
    ) throws(FileFault) {
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let temporary = "\(path[..<name])\(HiddenFolder.prefix)\(path[name...])-\(getpid())"
        try write(bytes, to: temporary, syncs: false)
        var number = calls.renameToNew(temporary, path)
        // Not every file system can do it in one step; a second name is new too.
        if number == EINVAL || number == ENOSYS { number = calls.link(temporary, path) }
        unlink(temporary)
        guard number == 0 else { throw FileFault(path: path, number: number) }
    }

    /// Writes a file in place of what stands there, whole or not at all. A link is replaced, not
    /// followed.
    public static func replace(_ bytes: [UInt8], at path: String) throws(FileFault) {
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let temporary = "\(path[..<name])\(HiddenFolder.prefix)\(path[name...])-\(getpid())"
        try write(bytes, to: temporary, syncs: false)
        guard rename(temporary, path) == 0 else {
            let fault = FileFault(path: path, number: errno)
            unlink(temporary)
            throw fault
        }
    }

    static func write(_ bytes: [UInt8], to path: String, syncs: Bool) throws(FileFault) {
        let result: Result<Void, FileFault> = bytes.withUnsafeBytes { bytes in
            do throws(FileFault) {
                return .success(try write([bytes], to: path, syncs: syncs))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Writes all of the bytes. Throws `FileFault` with the path.
    public static func append(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String
    ) throws(FileFault) {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw FileFault(path: path, number: errno) }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    public static func append(
        _ bytes: [UInt8], to descriptor: Int32, _ path: String
    ) throws(FileFault) {
        let result: Result<Void, FileFault> = bytes.withUnsafeBytes { bytes in
            do throws(FileFault) {
                return .success(try append(bytes, to: descriptor, path))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Sees to it that what was renamed in a folder is on the disk.
    static func syncFolder(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Makes a folder and those above it that are not there. Answers the folders that it made, the
    /// outermost first; after a fault they are gone.
    @discardableResult
    public static func makeFolders(
        _ path: String, mode: mode_t = 0o755
    ) throws(FileFault) -> [String] {
        var made: [String] = []
        var next = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            next += part
            if mkdir(next, mode) == 0 {
                made.append(next)
            } else if errno != EEXIST {
                let fault = FileFault(path: next, number: errno)
                for path in made.reversed() { rmdir(path) }
                throw fault
            }
            next += "/"
        }
        return made
    }
}
