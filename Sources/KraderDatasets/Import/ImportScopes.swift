import KraderCSV
import KraderJSON
import KraderModel

/// Finds of which venues the rows of an import are, by what codes, file names and columns say. Two
/// tellings of the same trades are never added up.
struct ImportScopes {
    private struct Key: Hashable {
        var code: IssueCode
        var content: ImportContent
    }

    /// The scopes that were said, by issue and kind of rows; `nil` stands for rows that say no
    /// venue.
    private var said: [Key: Set<MarketScope?>] = [:]
    /// Where each scope was said first.
    private var examples: [MarketScope: String] = [:]
    private var prints = ImportNotes.VenueCounts()
    private var hasOthers = false

    mutating func add(_ file: ImportedFile) {
        guard let content = file.table?.content, file.skipped == nil else { return }
        for issue in file.issues {
            said[Key(code: issue.code, content: content), default: []].insert(issue.scope)
            guard let scope = issue.scope, examples[scope] == nil else { continue }
            examples[scope] =
                "\(issue.code)\(scope == .nxt ? "_NX" : "_AL") in "
                + "'\(shown(file.path, charactersMax: 200))'"
        }
        guard content == .ticks else {
            hasOthers = true
            return
        }
        var venues = file.notes.venues
        if venues == ImportNotes.VenueCounts() { venues.unknown = file.notes.rows }
        prints.add(venues)
    }

    /// - Parameter told: the scope that whoever imports says.
    func settle(_ told: MarketScope?) throws(ImportFault) -> (scope: MarketScope, origin: String) {
        let keys = said.keys.sorted {
            ($0.code, $0.content.rawValue) < ($1.code, $1.content.rawValue)
        }
        for key in keys { try check(key) }
        let isMarked = Set(said.filter { $0.key.content != .ticks }.flatMap(\.value))
        guard isMarked.count < 2 else {
            throw .data(
                "some candles or books say a venue (\(mentioned)) and others don't: a dataset is "
                    + "of one scope; import them apart, or choose one issue with --symbol")
        }
        let all = Set(said.values.flatMap { $0 })
        if let told {
            if told != .unknown, let other = all.compactMap({ $0 }).first(where: { $0 != told }),
                !(told == .consolidated && isOfPrintsAlone(other))
            {
                throw .data(
                    "--scope says \(told.rawValue), but there are rows of \(text(other)) "
                        + "(\(examples[other] ?? "")); leave one of them out")
            }
            return (told, "it was said")
        }
        if all.count == 1, let scope = all.first, let scope {
            return (scope, examples[scope] ?? "codes say it")
        }
        if all.count > 1 {
            return (.unknown, "codes without a suffix say none; \(mentioned) are kept as such")
        }
        return hasOthers ? (.unknown, "nobody says; say --scope") : ofPrints
    }

    /// Checks that a scenario's files are KRX's, as they are unless they say a scope. Prints of NXT
    /// keep their venue and meet no order; all else that names another venue contradicts it.
    func checkKRX() throws(ImportFault) {
        let others = said.filter { key, scopes in
            scopes.contains(.consolidated) || key.content != .ticks && scopes.contains(.nxt)
        }.keys.sorted { ($0.code, $0.content.rawValue) < ($1.code, $1.content.rawValue) }
        guard let other = others.first, let scopes = said[other] else { return }
        let scope: MarketScope = scopes.contains(.consolidated) ? .consolidated : .nxt
        let advice =
            scope == .nxt ? "" : ": consolidated lets orders meet prints that KRX did not have"
        throw .data(
            "\(other.content.rawValue) of \(other.code) are of \(text(scope)) "
                + "(\(examples[scope] ?? "")), and a scenario's file is of KRX unless it says "
                + "scope\(advice)")
    }

    private var mentioned: String { examples.values.sorted().joined(separator: ", ") }

    /// The scope that a column of venues says.
    private var ofPrints: (scope: MarketScope, origin: String) {
        guard prints.unknown == 0, prints.krx + prints.nxt > 0 else {
            return (.unknown, "nobody says; say --scope")
        }
        let origin = "the column of venues"
        if prints.nxt == 0 { return (.krx, origin) }
        return (prints.krx == 0 ? .nxt : .consolidated, origin)
    }

    private func isOfPrintsAlone(_ scope: MarketScope) -> Bool {
        said.allSatisfy { $0.key.content == .ticks || !$0.value.contains(scope) }
    }

    private func check(_ key: Key) throws(ImportFault) {
        guard let scopes = said[key], scopes.count > 1 else { return }
        // Prints of single venues may stand beside each other, each with its venue.
        if key.content == .ticks, !scopes.contains(.consolidated) { return }
        let told = scopes.map { scope in scope.map { text($0) } ?? "no venue said" }.sorted()
        throw .data(
            "there are \(key.content.rawValue) of \(key.code) more than once "
                + "(\(told.joined(separator: "; "))): tellings of the same trades don't add up; "
                + "import them apart, or choose one with --symbol \(key.code)_NX or _AL")
    }

    private func text(_ scope: MarketScope) -> String {
        switch scope {
        case .nxt: "NXT"
        case .consolidated: "all venues together"
        case .krx: "KRX"
        case .unknown: "an unknown venue"
        }
    }
}
