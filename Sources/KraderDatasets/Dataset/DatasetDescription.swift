import KraderJSON
public import KraderModel

/// What `dataset.json` says of a dataset as a whole, beside what its index says file by file.
public struct DatasetDescription: Hashable, Sendable {
    public var scope: MarketScope
    /// The unit that times are cut to (semantics.md §1).
    public var stampUnit: Interval
    /// How much later than the exchange's stamp whoever recorded it learned of a thing.
    public var dataLag: Interval
    /// How complete quotes and books are: whole where krader made or recorded them.
    public var bookCoverage: BookCoverage
    /// Who recorded or made the data.
    public var source: String
    public var licence: String
    public var about: String

    public init(
        scope: MarketScope = .unknown, stampUnit: Interval = Interval(nanoseconds: 1),
        dataLag: Interval = .zero, bookCoverage: BookCoverage = .sampled, source: String = "",
        licence: String = "", about: String = ""
    ) {
        self.scope = scope
        self.stampUnit = stampUnit
        self.dataLag = dataLag
        self.bookCoverage = bookCoverage
        self.source = source
        self.licence = licence
        self.about = about
    }
}

/// The text of `dataset.json`. It is sealed, so that a changed byte shows.
struct DatasetText {
    /// The versions of the text. The first version's index has quick hashes alone.
    static let versions: ClosedRange<Int64> = 1...2

    var version = DatasetText.versions.upperBound
    var description: DatasetDescription
    var files: [RowFile]
    var indexHash: String
    var instrumentsHash: String

    var bytes: [UInt8] { DatasetSeal.sealed { text(seal: $0) } }

    private func text(seal: String) -> [UInt8] {
        let contents = DatasetContent.of(files)
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", JSONValue(.integer(version)))
            $0.member("about", JSONValue(.string(description.about)))
            $0.member("source", JSONValue(.string(description.source)))
            $0.member("licence", JSONValue(.string(description.licence)))
            $0.member("scope", JSONValue(.string(description.scope.rawValue)))
            $0.member("stamp_unit_ns", JSONValue(.integer(description.stampUnit.nanoseconds)))
            $0.member(
                "data_lag_ms", JSONValue(.integer(description.dataLag.nanoseconds / 1_000_000)))
            $0.member("book_coverage", JSONValue(.string(description.bookCoverage.rawValue)))
            $0.member("instruments", JSONValue(.integer(Int64(Set(files.map(\.symbol)).count))))
            if let from = contents.map(\.from).min(), let to = contents.map(\.to).max() {
                $0.member("from", JSONValue(.string("\(from)")))
                $0.member("to", JSONValue(.string("\(to)")))
            }
            $0.member("contents") {
                $0.array { for content in contents { $0.element { content.write(to: &$0) } } }
            }
            $0.member("index_sha256", JSONValue(.string(indexHash)))
            $0.member("instruments_sha256", JSONValue(.string(instrumentsHash)))
            $0.member("seal", JSONValue(.string(seal)))
        }
        return writer.finished()
    }

    /// What a `dataset.json` says, once its seal was found whole.
    static func read(_ bytes: [UInt8], file: String) throws(DatasetFault) -> DatasetText {
        guard DatasetSeal.isWhole(bytes) else { throw .altered(file: file) }
        do throws(TextFaults) {
            return try JSONReader.read(bytes, file: file).decode { root in
                let version = root.integer("schema", in: versions)
                let description = DatasetDescription(
                    scope: root.choice("scope", MarketScope.self),
                    stampUnit: Interval(
                        nanoseconds: root.integer("stamp_unit_ns", in: 1...86_400_000_000_000)),
                    dataLag: .milliseconds(root.integer("data_lag_ms", in: 0...3_600_000)),
                    bookCoverage: root.choiceIfPresent("book_coverage", BookCoverage.self)
                        ?? .sampled,
                    source: root.text("source"), licence: root.text("licence"),
                    about: root.text("about"))
                // These follow from the index, so that they are not read here.
                for key in ["instruments", "from", "to", "contents", "seal"] { _ = root.has(key) }
                return DatasetText(
                    version: version, description: description, files: [],
                    indexHash: root.text("index_sha256"),
                    instrumentsHash: root.text("instruments_sha256"))
            }
        } catch {
            throw .text(error)
        }
    }
}
