import KraderCSV
import KraderJSON
import KraderModel

/// Remembers the files that an import has read, to know a second one of the same bytes.
struct SeenFiles {
    private struct Entry {
        var hash: String
        var path: String
        var hasTrades: Bool
    }

    private var byLength: [Int: [Entry]] = [:]

    mutating func add(_ file: ImportedFile, _ path: String, bytes: Int) {
        byLength[bytes, default: []].append(
            Entry(hash: file.sha256, path: path, hasTrades: file.hasTrades))
    }

    /// The file, read before, that says the same with the same bytes.
    ///
    /// Under the names of two issues they don't say the same: trades of two issues are never alike,
    /// so that one name is wrong; a header alone and days on which nothing traded often are alike.
    /// - Parameter pause: is called while the file is hashed.
    func twin(of path: String, _ size: Int, pause: () throws -> Void) throws -> String? {
        guard let candidates = byLength[size], size > 0 else { return nil }
        // A file that can't be read says so when its rows are read.
        guard let source = try? ImportSource(path, isFound: true) else { return nil }
        let hash = try source.hash { try pause() }
        let own = FileNameCode.find(in: path)
        var other: String?
        for twin in candidates where twin.hash == hash {
            let code = FileNameCode.find(in: twin.path)
            if own == nil || code == nil || own == code { return twin.path }
            if twin.hasTrades { other = other ?? twin.path }
        }
        guard let other else { return nil }
        throw ImportFault.data(
            "'\(shown(path, charactersMax: 200))' holds the same bytes as "
                + "'\(shown(other, charactersMax: 200))', and their names say two issues; "
                + "leave the wrong one out")
    }
}
