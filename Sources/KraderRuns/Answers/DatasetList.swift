import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
public import KraderReport
import KraderScenario

/// Datasets by name, whole or not.
public struct DatasetList {
    private let root: String
    private let found: [(name: String, dataset: Dataset?, fault: DatasetFault?)]

    public init(below root: String) {
        self.root = root
        found = DatasetPlace.names(below: root).map { name in
            do throws(DatasetFault) {
                let dataset = try Dataset(root + "/" + name)
                return (name, dataset, dataset.sizeFault)
            } catch {
                return (name, nil, error)
            }
        }
    }

    public func text(_ style: TextStyle) -> String {
        guard !found.isEmpty else {
            return "There are no datasets below '\(shown(root, charactersMax: 200))' (setting "
                + "\(DatasetPlace.setting)).\n"
        }
        var table = TextTable(columns: [
            ("dataset", .left), ("contents", .left), ("symbols", .right), ("from", .left),
            ("to", .left), ("rows", .right), ("size", .right), ("bytes/tick", .right),
            ("scope", .left), ("source", .left),
        ])
        var faults: [(name: String, fault: DatasetFault)] = []
        for (name, dataset, fault) in found {
            if let fault { faults.append((name, fault)) }
            guard let dataset else {
                table.rows.append(
                    [shown(name, charactersMax: 60), "damaged"]
                        + Array(repeating: "", count: table.columns.count - 2))
                continue
            }
            var cells = dataset.cells
            if fault != nil { cells[0] += " (damaged)" }
            table.rows.append([shown(name, charactersMax: 60)] + cells)
        }
        let isDamaged = found.map { $0.fault != nil }
        table.ink = { row, column in
            isDamaged[row] && column <= 1 ? .red : column == 0 ? .bold : nil
        }
        var lines = table.lines(style, indent: "")
        for (name, fault) in faults {
            let text = shown(fault.description, charactersMax: 400)
            lines += style.lines("\(shown(name, charactersMax: 60)): \(text).").map {
                style($0, .red)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    public var json: String {
        Answer.json(command: "data list") {
            $0.member("root", JSONValue(.string(root)))
            $0.member("datasets") { writer in
                writer.array {
                    for (name, dataset, fault) in found {
                        $0.element { writer in
                            writer.object {
                                $0.member("name", JSONValue(.string(name)))
                                $0.member(
                                    "damage",
                                    fault.map { JSONValue(.string($0.description)) }
                                        ?? JSONValue(.null))
                                if let dataset { dataset.writeSummary(to: &$0) }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Dataset {
    /// The first file that is not there or not as long as the index says.
    fileprivate var sizeFault: DatasetFault? {
        for file in files {
            let place = path + "/" + file.path
            do throws(FileFault) {
                guard try FileReader.size(of: place) == file.bytes else { return .otherFile(place) }
            } catch {
                return error.isAbsence ? .missingFile(place) : .unreadable(error)
            }
        }
        return nil
    }

    /// Of the row files.
    var bytes: Int { files.reduce(0) { $0 + $1.bytes } }

    /// What a print takes on disk; `nil` without prints.
    var bytesPerTick: Double? {
        let ticks = files.filter { $0.kind == .ticks }
        let rows = ticks.reduce(0) { $0 + $1.rows }
        return rows > 0 ? Double(ticks.reduce(0) { $0 + $1.bytes }) / Double(rows) : nil
    }

    fileprivate var cells: [String] {
        let contents = DatasetContent.of(files)
        return [
            contents.isEmpty ? "nothing" : contents.map(\.name).joined(separator: ", "),
            grouped(Int64(symbols.count)),
            contents.map(\.from).min().map(\.description) ?? "",
            contents.map(\.to).max().map(\.description) ?? "",
            grouped(Int64(files.reduce(0) { $0 + $1.rows })), byteSize(bytes),
            bytesPerTick.map { decimal($0, 1) } ?? "–", description.scope.rawValue,
            shown(description.source, charactersMax: 40),
        ]
    }

    /// Members of an object.
    func writeSummary(to writer: inout JSONWriter) {
        writer.member("hash", JSONValue(.string(hash)))
        writer.member("scope", JSONValue(.string(description.scope.rawValue)))
        writer.member("stamp_unit_ns", JSONValue(.integer(description.stampUnit.nanoseconds)))
        writer.member(
            "data_lag_ms", JSONValue(.integer(description.dataLag.nanoseconds / 1_000_000)))
        writer.member("book_coverage", JSONValue(.string(description.bookCoverage.rawValue)))
        writer.member("source", JSONValue(.string(description.source)))
        writer.member("licence", JSONValue(.string(description.licence)))
        writer.member("about", JSONValue(.string(description.about)))
        writer.member("symbols", JSONValue(.integer(Int64(symbols.count))))
        writer.member("files", JSONValue(.integer(Int64(files.count))))
        writer.member("rows", JSONValue(.integer(Int64(files.reduce(0) { $0 + $1.rows }))))
        writer.member("bytes", JSONValue(.integer(Int64(bytes))))
        if let bytesPerTick {
            writer.member("bytes_per_tick", JSONValue(.decimal(JSONDecimal(bytesPerTick))))
        }
        writer.member("contents") { writer in
            writer.array {
                for content in DatasetContent.of(files) {
                    $0.element { content.write(to: &$0) }
                }
            }
        }
    }
}
