import Glibc

/// Paths of folders, as they stand to each other.
public enum FolderPath {
    /// The path without links and dots; `nil` when there is no such folder.
    public static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// The way from one absolute path to another: `../../scenarios`; `.` when they are the same.
    static func way(from: String, to: String) -> String {
        let (from, to) = (from.split(separator: "/"), to.split(separator: "/"))
        let shared = zip(from, to).prefix { $0 == $1 }.count
        let up = Array(repeating: Substring(".."), count: from.count - shared)
        let way = up + to[shared...]
        return way.isEmpty ? "." : way.joined(separator: "/")
    }
}
