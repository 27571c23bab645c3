import Glibc

/// Looks at folders, and removes one with all that is in it.
public enum FolderRemoval {
    /// Removes a folder with all that is in it. Links are removed, not followed.
    public static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        empty(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
        rmdir(path)
    }

    /// Empties the folder of a descriptor, and closes the descriptor.
    private static func empty(_ descriptor: Int32) {
        guard descriptor >= 0 else { return }
        guard let folder = fdopendir(descriptor) else {
            close(descriptor)
            return
        }
        defer { closedir(folder) }
        while let name = nextName(folder) {
            if unlinkat(descriptor, name, 0) == 0 { continue }
            empty(openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
            unlinkat(descriptor, name, AT_REMOVEDIR)
        }
    }

    /// The name of the next entry, without the folder itself and the one above.
    public static func nextName(_ folder: OpaquePointer) -> String? {
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { return name }
        }
        return nil
    }

    /// The names in a folder, with hidden ones, in no order. Throws `FileFault`.
    static func names(in path: String) throws(FileFault) -> [String] {
        guard let folder = opendir(path) else { throw FileFault(path: path, number: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let name = nextName(folder) { names.append(name) }
        return names
    }

    /// Whether there is a folder of this path.
    public static func isFolder(_ path: String, followingLinks: Bool = true) -> Bool {
        var status = stat()
        let answer = followingLinks ? stat(path, &status) : lstat(path, &status)
        return answer == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
