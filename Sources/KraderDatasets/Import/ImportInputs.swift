import Glibc
import KraderCSV
import KraderJSON
import KraderMarket
public import KraderModel

/// The files that paths lead to, and what a folder's `options.json` says of them: `krader data
/// export` writes one, so that what comes back is the same dataset.
struct ImportInputs {
    struct Input {
        var path: String
        /// The name that messages and results use.
        var name: String
        /// Whether the file was found in a folder and not named: it may be something else than
        /// data.
        var isFound: Bool
        /// What is known of this file alone; `nil` when only what is known of all files is.
        var request: ImportRequest?

        init(
            path: String, name: String? = nil, isFound: Bool, request: ImportRequest? = nil
        ) {
            self.path = path
            self.name = name ?? path
            self.isFound = isFound
            self.request = request
        }
    }

    static let optionsName = "options.json"

    private(set) var inputs: [Input] = []
    private(set) var options: ImportDefaults?
    /// The path of an `instruments.csv` of an imported folder.
    private(set) var instruments: String?

    init(_ files: [Input]) { inputs = files }

    init(_ paths: [String]) throws(ImportFault) {
        for path in paths {
            if path != "-", FolderRemoval.isFolder(path) {
                try addFolder(path)
            } else {
                inputs.append(Input(path: path, isFound: false))
            }
        }
        let standard = inputs.count { $0.path == "-" }
        guard standard < 2 else { throw .usage("standard input is there once") }
    }

    /// Adds all files below a folder, by path; hidden ones are not seen.
    private mutating func addFolder(_ path: String) throws(ImportFault) {
        let base = path.hasSuffix("/") ? String(path.dropLast()) : path
        if access(base + "/" + Dataset.descriptionName, F_OK) == 0 {
            throw .usage("'\(shown(path, charactersMax: 200))' is a dataset already")
        }
        var names: [String] = []
        ImportInputs.list(base, below: "", depth: 0, into: &names)
        names.sort()
        for name in names {
            if name == ImportInputs.optionsName {
                guard options == nil else {
                    throw .usage("two folders have an \(ImportInputs.optionsName)")
                }
                options = try ImportDefaults(base + "/" + name)
            } else if name == Dataset.instrumentsName {
                guard instruments == nil else {
                    throw .usage("two folders have an \(Dataset.instrumentsName)")
                }
                instruments = base + "/" + name
            } else if name == OwnFiles.listName, OwnFiles(listedIn: base) != nil {
                continue
            } else {
                inputs.append(Input(path: base + "/" + name, isFound: true))
            }
        }
    }

    private static func list(
        _ base: String, below: String, depth: Int, into names: inout [String]
    ) {
        guard depth < 16, let folder = opendir(below.isEmpty ? base : base + "/" + below) else {
            return
        }
        defer { closedir(folder) }
        while let name = FolderRemoval.nextName(folder) {
            if name.hasPrefix(".") { continue }
            let place = below.isEmpty ? name : below + "/" + name
            if FolderRemoval.isFolder(base + "/" + place) {
                list(base, below: place, depth: depth + 1, into: &names)
            } else {
                names.append(place)
            }
        }
    }
}

/// What an `options.json` says: defaults of an import of its folder.
public struct ImportDefaults: Hashable, Sendable {
    public var scope: MarketScope?
    public var stampUnit: Interval?
    public var dataLag: Interval?
    public var bookCoverage: BookCoverage?
    public var source: String?
    public var licence: String?
    public var about: String?
    public var timeframe: Timeframe?
    public var decimals: Int?
    /// The decimals of single issues, which mostly are indices.
    var decimalsOf: [IssueCode: Int] = [:]

    init(_ path: String) throws(ImportFault) {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try MappedFile.contents(of: path)
        } catch {
            throw .data("can't read '\(error.path)': \(error.reason)")
        }
        do throws(TextFaults) {
            self = try JSONReader.read(bytes, file: path).decode { root in
                var options = ImportDefaults()
                _ = root.has("schema")
                options.scope = root.choiceIfPresent("scope", MarketScope.self)
                options.stampUnit = root.integerIfPresent(
                    "stamp_unit_ns", in: 1...86_400_000_000_000
                ).map { Interval(nanoseconds: $0) }
                options.dataLag = root.integerIfPresent("data_lag_ms", in: 0...3_600_000).map {
                    .milliseconds($0)
                }
                options.bookCoverage = root.choiceIfPresent("book_coverage", BookCoverage.self)
                options.source = root.textIfPresent("source")
                options.licence = root.textIfPresent("licence")
                options.about = root.textIfPresent("about")
                options.timeframe = root.choiceIfPresent("timeframe", Timeframe.self)
                options.decimals = root.integerIfPresent("decimals", in: 0...4).map { Int($0) }
                guard root.has("decimals_of") else { return options }
                let each = root.list("decimals_of", counts: 0...10_000) { reader in
                    reader.object { issue -> (code: String, decimals: Int) in
                        (issue.text("symbol"), Int(issue.integer("decimals", in: 0...4)))
                    }
                }
                for (text, decimals) in each {
                    guard let code = try? IssueCode(index: text) else { continue }
                    options.decimalsOf[code] = decimals
                }
                return options
            }
        } catch {
            throw .text(error)
        }
    }

    private init() {}
}

extension ImportInputs {
    /// What is known of a file: what is said of it alone, or what its place in an exported folder
    /// tells: `candles/1m/005930.csv`.
    func request(_ request: ImportRequest, for input: Input) -> ImportRequest {
        if let own = input.request { return own }
        guard let options else { return request }
        var request = request
        let parts = input.path.split(separator: "/")
        let name = parts.last?.split(separator: ".").first ?? ""
        if parts.count > 2, parts[parts.count - 3] == "candles",
            let timeframe = Timeframe(parts[parts.count - 2])
        {
            request.timeframe = request.timeframe ?? timeframe
            request.stamp = request.stamp ?? .start
            let code = try? IssueCode(index: name)
            request.decimals = code.flatMap { options.decimalsOf[$0] } ?? request.decimals
        }
        return request
    }
}
