import KraderDatasets
import KraderJSON
public import KraderReport
import KraderScenario

/// The scenarios below a folder: what each is called, what it says of itself, how much it scripts
/// and expects.
public struct ScenarioList {
    public struct Entry {
        public var path: String
        public var name: String
        public var about: String
        public var events: Int
        public var expectations: Int
    }

    private let root: String
    public private(set) var entries: [Entry] = []
    /// Files that are no scenarios.
    private var others = 0
    /// How many levels below the folder scenarios may lie.
    private static let depthMax = 4

    /// Looks below a folder; links to folders are not followed. Throws `ExitFault` with exit code
    /// 10 when there is no such folder.
    public init(below root: String) throws {
        self.root = root
        guard FolderRemoval.isFolder(root) else {
            throw ExitFault(
                status: .notFound,
                message: "There is no folder '\(shown(root, charactersMax: 200))'. Name the one "
                    + "that holds your scenarios.")
        }
        look(in: root, depth: 0)
    }

    private mutating func look(in folder: String, depth: Int) {
        guard let names = try? ResultFiles.names(in: folder) else {
            others += 1
            return
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder == "." ? name : folder + "/" + name
            if FolderRemoval.isFolder(path, followingLinks: false) {
                if depth + 1 < ScenarioList.depthMax { look(in: path, depth: depth + 1) }
            } else if name.hasSuffix(".json") {
                add(path)
            }
        }
    }

    private mutating func add(_ path: String) {
        guard let bytes = try? ScenarioFile.read(path),
            let document = try? JSONReader.read(bytes, file: path),
            document.root["schema"]?.integer == Scenario.schema, document.root["market"] != nil
        else {
            others += 1
            return
        }
        let root = document.root
        entries.append(
            Entry(
                path: path, name: root["name"]?.string ?? "", about: root["about"]?.string ?? "",
                events: root["events"]?.array?.count ?? 0,
                expectations: root["expect"]?.array?.count ?? 0))
    }

    public func text(_ style: TextStyle) -> String {
        let below = shown(root, charactersMax: 200)
        guard !entries.isEmpty else { return "There are no scenarios below '\(below)'.\n" }
        var table = TextTable(
            columns: [
                ("scenario", .left), ("events", .right), ("expect", .right), ("about", .left),
            ],
            rows: entries.map {
                [within($0.path), grouped($0.events), grouped($0.expectations), $0.about]
            })
        table.ink = { _, column in column == 0 ? .bold : nil }
        var lines = table.lines(style, indent: "")
        lines.append("\(times(entries.count, "scenario")) below '\(below)'.")
        if others > 0 { lines.append("Not scenarios that can be read: \(others).") }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A path as seen from the folder.
    private func within(_ path: String) -> String {
        path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
    }

    public var json: String {
        Answer.json(command: "scenario list", .pretty) {
            $0.member("root", JSONValue(.string(root)))
            $0.member("scenarios") { list in
                list.array { for entry in entries { $0.element(entry.json) } }
            }
            $0.member("others", JSONValue(.integer(Int64(others))))
        }
    }
}

extension ScenarioList.Entry {
    fileprivate var json: JSONValue {
        [
            "path": JSONValue(.string(path)), "name": JSONValue(.string(name)),
            "about": JSONValue(.string(about)), "events": JSONValue(.integer(Int64(events))),
            "expectations": JSONValue(.integer(Int64(expectations))),
        ]
    }
}
