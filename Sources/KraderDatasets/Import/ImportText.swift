import KraderCSV
import KraderJSON
import KraderModel

/// The text of `import.json`, which says where a dataset came from. It is sealed like
/// `dataset.json`.
struct ImportText {
    let report: ImportReport
    /// The SHA-256 of `rejects.csv` in hex; `nil` when there is no such file.
    let rejectsHash: String?

    var bytes: [UInt8] { DatasetSeal.sealed { text(seal: $0) } }

    private func text(seal: String) -> [UInt8] {
        var writer = JSONWriter(.pretty)
        func number(_ value: Int) -> JSONValue { JSONValue(.integer(Int64(value))) }
        func text(_ value: String) -> JSONValue { JSONValue(.string(value)) }
        writer.object {
            $0.member("schema", 1)
            $0.member("rows", number(report.rows))
            $0.member("kept", number(report.kept))
            $0.member("repeated", number(report.repeated))
            $0.member("out_of_order", number(report.outOfOrder))
            $0.member("rejected", number(report.rejected))
            $0.member("rejects") {
                $0.object { for (code, count) in report.rejects { $0.member(code, number(count)) } }
            }
            if let rejectsHash { $0.member("rejects_sha256", text(rejectsHash)) }
            $0.member("files") {
                $0.array { for file in report.files { $0.element { write(file, to: &$0) } } }
            }
            $0.member("notes") {
                $0.array { for note in report.notes { $0.element(text(note)) } }
            }
            $0.member("guesses") {
                $0.array { for guess in report.guesses { $0.element(text(guess)) } }
            }
            $0.member("seal", text(seal))
        }
        return writer.finished()
    }

    /// What an import guessed, mended or rounded. The list is empty for a dataset that no import
    /// made, or whose row is damaged, which reading the dataset itself tells.
    static func guesses(of dataset: Dataset) -> [String] {
        let name = dataset.path + "/" + Dataset.provenanceName
        guard let bytes = try? MappedFile.contents(of: name), DatasetSeal.isWhole(bytes),
            let root = try? JSONReader.read(bytes, file: name).root
        else { return [] }
        return (root["guesses"]?.array ?? []).compactMap(\.string)
    }

    private func write(_ file: ImportedFile, to writer: inout JSONWriter) {
        func number(_ value: Int) -> JSONValue { JSONValue(.integer(Int64(value))) }
        func text(_ value: String) -> JSONValue { JSONValue(.string(value)) }
        writer.object {
            $0.member("file", text(file.path))
            if let bytes = file.bytes { $0.member("bytes", number(bytes)) }
            if let skipped = file.skipped {
                $0.member("skipped", text(skipped))
                return
            }
            $0.member("sha256", text(file.sha256))
            // These were told of the file and change what it means; what was not told is left out.
            let form = file.form
            if form.skipLines > 0 { $0.member("skip_lines", number(form.skipLines)) }
            if form.skipFooter > 0 { $0.member("skip_footer", number(form.skipFooter)) }
            if let format = form.dateFormat {
                $0.member("date_format", text(format.description))
            }
            if form.skipsEmpty { $0.member("skip_empty", JSONValue(.boolean(true))) }
            $0.member("rows", number(file.notes.rows))
            $0.member("rejected", number(file.rejected))
        }
    }
}
