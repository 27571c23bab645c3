import KraderDatasets
import KraderJSON
import KraderReport

/// Tells where a dataset came from, as its `import.json` says it.
struct Provenance {
    private static let filesShown = 10

    private struct File {
        var path: String
        var bytes: Int64?
        var rows: Int64
        var rejected: Int64
        var skipped: String?
    }

    let json: JSONValue
    private let files: [File]
    private let rows: Int64
    private let kept: Int64
    private let rejects: [(code: String, rows: Int64)]
    private let notes: [String]

    /// Reads `import.json`; `nil` for a dataset that has none. Throws `DatasetFault` when it was
    /// altered.
    init?(of dataset: Dataset) throws(DatasetFault) {
        let name = dataset.path + "/" + Dataset.provenanceName
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try MappedFile.contents(of: name)
        } catch {
            if error.isAbsence { return nil }
            throw .unreadable(error)
        }
        guard DatasetSeal.isWhole(bytes) else { throw .altered(file: name) }
        do throws(TextFaults) {
            json = try JSONReader.read(bytes, file: name).root
        } catch {
            throw .text(error)
        }
        rows = json.member("rows")?.integer ?? 0
        kept = json.member("kept")?.integer ?? 0
        rejects = (json.member("rejects")?.members ?? []).map { ($0.key, $0.value.integer ?? 0) }
        notes = (json.member("notes")?.elements ?? []).compactMap(\.text)
        files = (json.member("files")?.elements ?? []).map { file in
            File(
                path: file.member("file")?.text ?? "", bytes: file.member("bytes")?.integer,
                rows: file.member("rows")?.integer ?? 0,
                rejected: file.member("rejected")?.integer ?? 0,
                skipped: file.member("skipped")?.text)
        }
    }

    func lines(_ style: TextStyle) -> [String] {
        let whole = "\(grouped(rows)) rows read, \(grouped(kept)) kept"
        let codes = rejects.map { "\(shown($0.code)) \(grouped($0.rows))" }
        let rejected = codes.isEmpty ? "" : "; rejected: \(codes.joined(separator: ", "))"
        var lines = style.lines(
            "Imported from \(times(files.count, "file")): \(whole)\(rejected).")
        var table = TextTable(columns: [
            ("file", .left), ("size", .right), ("rows", .right), ("rejected", .right),
        ])
        for file in files.prefix(Provenance.filesShown) {
            let name = shown(file.path, charactersMax: 100)
            table.rows.append([
                file.skipped.map { "\(name) (skipped: \(shown($0, charactersMax: 60)))" } ?? name,
                file.bytes.map { byteSize(Int($0)) } ?? "–", grouped(file.rows),
                grouped(file.rejected),
            ])
        }
        lines += table.lines(style)
        let more = files.count - table.rows.count
        if more > 0 { lines.append(style("  … \(grouped(Int64(more))) more (--json)", .faint)) }
        return lines
            + notes.flatMap { style.lines(shown($0, charactersMax: 300), after: "Note: ") }
    }
}

extension JSONValue {
    fileprivate func member(_ key: String) -> JSONValue? {
        members.first { $0.key == key }?.value
    }

    fileprivate var members: [JSONObject.Member] {
        if case .object(let object) = content { object.members } else { [] }
    }

    fileprivate var elements: [JSONValue] {
        if case .array(let elements) = content { elements } else { [] }
    }

    fileprivate var text: String? {
        if case .string(let text) = content { text } else { nil }
    }

    fileprivate var integer: Int64? {
        if case .integer(let number) = content { number } else { nil }
    }
}
