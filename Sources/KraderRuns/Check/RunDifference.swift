import Glibc
import KraderDatasets
public import KraderJSON

/// Where two result folders of one run differ first.
public struct RunDifference: Hashable {
    /// The first minute that differs, as `digest.csv` names it: `2026-03-03T09:01:00+09:00`; `nil`
    /// when the digests of all minutes are the same.
    public var minute: String?
    /// What differs: first in that minute, then in the other files.
    public var what: [String] = []
    /// How the second run was played, when it wasn't in a fresh process like the first.
    public var when: String?

    public init(minute: String? = nil, what: [String] = []) {
        self.minute = minute
        self.what = what
    }

    public var text: String {
        (when.map { "\($0): " } ?? "") + (minute.map { "first in the minute \($0): " } ?? "")
            + what.joined(separator: "; ")
    }

    public var json: JSONValue {
        [
            "when": when.map { JSONValue(.string($0)) } ?? nil,
            "minute": minute.map { JSONValue(.string($0)) } ?? nil,
            "what": JSONValue(.array(what.map { JSONValue(.string($0)) })),
        ]
    }

    /// Compares every file but `timing.json`. Throws `ExitFault` when a file can't be read.
    public static func first(between a: String, and b: String) throws -> RunDifference? {
        var difference = RunDifference()
        let names = (try ResultFiles.names(in: a), try ResultFiles.names(in: b))
        let digests = (
            try ResultFiles.lines("digest.csv", in: a, names.0),
            try ResultFiles.lines("digest.csv", in: b, names.1)
        )
        difference.add(digests: digests.0, digests.1)
        if let (x, y) = runNames(a, b) { difference.what.append("run ids \(x) and \(y)") }
        for name in Set(names.0).symmetricDifference(names.1).sorted() {
            difference.what.append(
                "\(name) only in the \(names.0.contains(name) ? "first" : "second") run")
        }
        for name in names.0 where names.1.contains(name) && name != "digest.csv" {
            if let line = try ResultFiles.firstDifferingLine(of: name, in: a, b) {
                difference.what.append("\(name) from line \(line)")
            }
        }
        return difference == RunDifference() ? nil : difference
    }

    private static func runNames(_ a: String, _ b: String) -> (Substring, Substring)? {
        let names = [a, b].map { $0.split(separator: "/").last ?? "" }
        return names[0] == names[1] ? nil : (names[0], names[1])
    }

    /// Adds what differs in the lines of `digest.csv`, which stand under a header:
    /// `minute,events,inputs,records`.
    private mutating func add(digests a: [Substring], _ b: [Substring]) {
        guard
            let place = (0..<max(a.count, b.count)).first(where: { place in
                (place < a.count ? a[place] : nil) != (place < b.count ? b[place] : nil)
            })
        else { return }
        let columns = [a, b].map { lines in
            place < lines.count
                ? lines[place].split(separator: ",", omittingEmptySubsequences: false) : []
        }
        let minutes = columns.map { $0.first ?? "" }
        // The earlier minute is one that the other run has not.
        minute = minutes.filter { !$0.isEmpty }.min().map(String.init)
        if minutes[0] != minutes[1] {
            let which = minute.map { Substring($0) } == minutes[0] ? "first" : "second"
            what.append("only the \(which) run has it")
            return
        }
        let header = (a.first ?? "").split(separator: ",")
        for (column, name) in header.enumerated().dropFirst() {
            let values = columns.map { column < $0.count ? $0[column] : "" }
            guard values[0] != values[1] else { continue }
            what.append("\(name) \(values[0].prefix(12)) and \(values[1].prefix(12))")
        }
    }
}

/// The files of a result folder.
public enum ResultFiles {
    /// The files' names, sorted, without `timing.json`, the one file with a wall clock in it.
    public static func names(in folder: String) throws -> [String] {
        guard let handle = opendir(folder) else {
            let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
            throw ExitFault(
                status: .internalError, message: "Can't read '\(folder)': \(reason).")
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let name = FolderRemoval.nextName(handle) {
            if name != "timing.json" { names.append(name) }
        }
        return names.sorted()
    }

    /// The lines of a file; none when the folder has no such file.
    static func lines(_ name: String, in folder: String, _ names: [String]) throws -> [Substring] {
        guard names.contains(name) else { return [] }
        let bytes = try ResultFiles.bytes("\(folder)/\(name)") ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    /// The bytes of a file; `nil` for what is no file: a folder of results may come from anybody,
    /// and a pipe in it would be waited for.
    static func bytes(_ path: String) throws -> [UInt8]? {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return nil }
        do throws(FileFault) {
            return try MappedFile.contents(of: path)
        } catch {
            throw ExitFault(
                status: .data,
                message: "Can't read '\(shown(path, charactersMax: 200))': \(error.reason).")
        }
    }

    /// The number of the first line that differs, from 1; `nil` when the files are the same.
    static func firstDifferingLine(of name: String, in a: String, _ b: String) throws -> Int? {
        let (x, y) = (
            try ResultFiles.bytes("\(a)/\(name)") ?? [], try ResultFiles.bytes("\(b)/\(name)") ?? []
        )
        if x == y { return nil }
        let same = zip(x, y).prefix { $0 == $1 }
        return same.count { $0.0 == UInt8(ascii: "\n") } + 1
    }
}
