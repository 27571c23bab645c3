public import KraderEngine
public import KraderJSON
import KraderModel

extension Scenario {
    /// The keys at the top, those of settings among them.
    public static let keys: Set<String> = Set(
        [
            "schema", "name", "about", "seed", "market", "account", "universe", "strategies",
            "benchmark", "events", "expect", "local",
        ]
            + SettingDeclaration.all.filter(\.changesResults).map { String($0.section) })

    /// Reads a scenario.
    ///
    /// - Parameters:
    ///   - file: what messages call the text.
    ///   - catalog: the strategies that can be named.
    ///   - settings: in force where the scenario says nothing.
    ///   - overrides: `--set`, put into the text in their order before it is decoded.
    ///   - shelf: knows the dataset that the scenario names.
    /// - Throws: all faults at once; only a break of JSON's grammar ends the reading. None at all
    ///   when the shelf alone has something to complain of.
    public static func decode(
        bytes: [UInt8], file: String, catalog: StrategyCatalog, settings: Settings = Settings(),
        overrides: [Override] = [], shelf: (any DatasetShelf)? = nil
    ) throws(TextFaults) -> Scenario {
        try decode(
            bytes: bytes, file: file, catalog: catalog, settings: settings, overrides: overrides,
            shelf: shelf, into: Transcript())
    }

    /// - Parameter transcript: takes what is read.
    static func decode(
        bytes: [UInt8], file: String, catalog: StrategyCatalog, settings: Settings,
        overrides: [Override], shelf: (any DatasetShelf)?, into transcript: Transcript
    ) throws(TextFaults) -> Scenario {
        if let fault = sizeFault(bytes: bytes.count, file: file) { throw TextFaults([fault]) }
        var document = try JSONReader.read(bytes, file: file)
        let collector = FaultCollector(file: file)
        for fault in document.repeatedKeys { collector.add(fault) }
        for override in overrides { override.apply(to: &document.root, collector: collector) }
        var reader = ScenarioReader(catalog: catalog, settings: settings, shelf: shelf)
        let scenario = ValueReader(document.root, collector: collector, into: transcript)
            .object { reader.read(&$0) }
        try collector.throwIfAny()
        // Nothing was noted, so the top is an object and complete, but for what the shelf knows.
        guard var scenario = scenario ?? nil else { throw TextFaults([]) }
        scenario.identity = transcript.identity
        return scenario
    }
}

/// Reads the sections of a scenario, in the order in which they need each other.
struct ScenarioReader {
    let catalog: StrategyCatalog
    let settings: Settings
    let shelf: (any DatasetShelf)?
    /// `nil` while it is not known, or wrong: then nothing is said of times outside of it.
    var period: MomentSpan?
    /// The day of times that carry none.
    var day: CalendarDate?
    var symbols = SymbolTable()

    init(catalog: StrategyCatalog, settings: Settings, shelf: (any DatasetShelf)? = nil) {
        self.catalog = catalog
        self.settings = settings
        self.shelf = shelf
    }

    /// `nil` when something is wrong, which is then noted.
    mutating func read(_ root: inout ObjectReader) -> Scenario? {
        readSchema(&root)
        let name = root.required("name", placeholder: "") { ScenarioReader.name($0) }
        let about = root.outsideIdentity { $0.textIfPresent("about") }
        let seed = root.integer("seed", in: 0 ... .max, default: 1)
        let market = root.object("market") { readMarket(&$0) }
        let (account, orders) = root.object("account") { object in
            let account = readAccount(&object)
            return (account, readOrders(&object, of: account))
        }
        let universe = root.objectIfPresent("universe") { readUniverse(&$0) } ?? nil
        let strategies = readStrategies(&root)
        let local = readLocal(&root, beside: account, orders, strategies)
        let benchmark = root.optional("benchmark") { symbols.symbol($0, traded: false) }
        let script = readEvents(&root)
        let expectations = readExpectations(&root, script)
        let settings = readSettings(&root)
        guard let period, let market else { return nil }
        let tradeable = market.instruments.indices.filter {
            market.instruments[$0].board.isTradeable
        }
        if universe == nil {
            let codes = tradeable.map { JSONValue(.string("\(market.instruments[$0].code)")) }
            root.means("universe", ["symbols": JSONValue(.array(codes))])
        }
        return Scenario(
            name: name, about: about, seed: UInt64(seed), period: period,
            instruments: market.instruments, data: market.data, account: account,
            opening: opening(account, orders, local), records: local?.account ?? account,
            universe: universe ?? .symbols(tradeable.map { SymbolIndex($0) }),
            strategies: strategies, benchmark: benchmark, commands: script.commands,
            faults: script.faults, script: script.lines, expectations: expectations,
            settings: settings, document: JSONValue(.object(root.object)))
    }

    private func readSchema(_ root: inout ObjectReader) {
        guard let reader = root.reader("schema") else {
            root.noteMissing("schema", allowed: "it must be \(Scenario.schema)")
            return
        }
        guard let schema = reader.integer(), schema != Scenario.schema else { return }
        reader.refuse("is \(schema)", allowed: "this krader reads schema \(Scenario.schema)")
    }

    /// A name that can be a folder's on every system.
    static func name(_ reader: ValueReader) -> String? {
        guard let text = reader.text(lengths: 1...100) else { return nil }
        let bytes = Array(text.utf8)
        func isPlain(_ byte: UInt8) -> Bool {
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
        }
        let isGood =
            isPlain(bytes[0])
            && bytes.allSatisfy { isPlain($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D }
        if isGood { return text }
        reader.refuse(
            "is '\(shown(text))'",
            allowed: bytes.contains { $0 == 0x2F || $0 == 0x5C }
                ? "it is a name, not a path: small letters, digits, '.', '_' and '-'"
                : "it must begin with a small letter or a digit and hold only those, '.', "
                    + "'_' and '-'"
        )
        return nil
    }

    /// The scenario's own settings over those in force.
    private func readSettings(_ root: inout ObjectReader) -> Settings {
        var layer = Settings.Layer()
        root.readSettings(into: &layer) { $0.changesResults }
        var inForce = settings
        inForce.apply(layer)
        if inForce.limits != settings.limits {
            for fault in inForce.crossFaults() { root.collector.add(fault) }
        }
        enter(inForce, &root)
        return inForce
    }

    /// The settings that can change results enter as they work, wherever they were said: a preset
    /// by what it stands for.
    private func enter(_ settings: Settings, _ root: inout ObjectReader) {
        var said = JSONValue(.object(JSONObject()))
        for declaration in SettingDeclaration.all
        where declaration.changesResults && declaration.path != "costs.preset" {
            let value = settings.effective(declaration.path)
            if value == .none { continue }
            // At their defaults these change no result: runs are known by what they were known by
            // before there were such settings.
            if declaration.path == "risk.controls", settings.controls == .off { continue }
            if declaration.path == "risk.exits_after_kill", settings.exitsAfterKill == .no {
                continue
            }
            said.put(value.json, at: JSONPath(keys: declaration.path).steps[...])
        }
        for member in said.object?.members ?? [] { root.means(member.key, member.value) }
    }
}

/// The instruments of a scenario by their codes, and in that order: in which order a file lists
/// them changes no result (semantics.md §1).
struct SymbolTable {
    private var places: [IssueCode: Int] = [:]
    private(set) var instruments: [Instrument] = []
    /// Whether all instruments could be read: if not, a symbol that is not among them is no fault.
    var isComplete = false

    init(_ instruments: [Instrument] = [], isComplete: Bool = false) {
        let instruments = instruments.sorted { $0.code < $1.code }
        self.instruments = instruments
        self.isComplete = isComplete
        for (index, instrument) in instruments.enumerated() { places[instrument.code] = index }
    }

    /// The place of a symbol, which must be among the instruments; if it is traded, not an index.
    func symbol(_ reader: ValueReader, traded: Bool) -> SymbolIndex? {
        // Only an index has a short code; which there are is only known with all instruments.
        let index = reader.value.string.flatMap { try? IssueCode(index: $0) }
        let isShort = index.map { places[$0] != nil || !isComplete } ?? false
        // Nobody calls a share by letters alone: this is the name of an index.
        if !traded, isComplete, let index, places[index] == nil,
            "\(index)".allSatisfy(\.isLetter)
        {
            reader.refuse(
                "is '\(index)'",
                allowed: "an index is one of market.instruments, "
                    + #"{ "symbol": "KS11", "board": "index" }, and has candles in market.data; "#
                    + "'krader help index-filter' shows one")
            return nil
        }
        guard let code = isShort ? index : reader.issueCode() else { return nil }
        reader.means(text: code)
        guard let place = places[code] else {
            if isComplete { refuse(reader, code) }
            return nil
        }
        if traded, !instruments[place].board.isTradeable {
            reader.refuse("is '\(code)'", allowed: "an index is not traded")
            return nil
        }
        return SymbolIndex(place)
    }

    private func refuse(_ reader: ValueReader, _ code: IssueCode) {
        let few = instruments.prefix(5).map { "\($0.code)" }
        let more = instruments.count > few.count ? " and \(instruments.count - few.count) more" : ""
        // With so many faults nobody reads on; looking for near spellings would only take time.
        let isRead = reader.collector.faults.count < FaultCollector.faultsMax
        reader.refuse(
            "is '\(code)'",
            allowed: "it must be among the instruments (\(few.joined(separator: ", "))\(more))",
            suggestion: isRead
                ? nearestSpelling(
                    of: "\(code)", among: instruments.lazy.map { "\($0.code)" }.prefix(10_000))
                : nil)
    }
}
