import Glibc

/// Removing a folder with all that is in it. Links are removed, not followed.
public enum FolderRemoval {
    public static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        empty(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
        rmdir(path)
    }

    /// Takes the descriptor over.
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

    /// The next entry but the folder itself and the one above.
    public static func nextName(_ folder: OpaquePointer) -> String? {
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { return name }
        }
        return nil
    }

    /// Whether there is a folder of this path.
    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
