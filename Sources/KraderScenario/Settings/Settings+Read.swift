import KraderEngine
public import KraderJSON

/// Reads the sources of settings: a JSON text, lines of `.env`, the environment, overrides.
extension Settings {
    /// A text that was read somewhere else, and what messages call it.
    public struct Text: Sendable {
        public var bytes: [UInt8]
        public var name: String

        public init(bytes: [UInt8], name: String) {
            self.bytes = bytes
            self.name = name
        }
    }

    /// Variables that begin with `KRADER_` and are no settings: where tests find data.
    #if PLANTED_BUGS
        static let reservedVariables = [
            "KRADER_PLANTED_BUG", "KRADER_TEST_DATA", "KRADER_PYTHON",
        ]
    #else
        static let reservedVariables = ["KRADER_TEST_DATA", "KRADER_PYTHON"]
    #endif

    /// Puts the sources over each other, each nearer one over the ones before.
    ///
    /// - Parameters:
    ///   - file: `krader.json`, an object of sections.
    ///   - dotEnv: `.env`, lines of `NAME=value`; only names that begin with `KRADER_` are read.
    ///   - environment: the variables of the process, which are read by the same rule.
    /// - Throws: all faults of all sources.
    public init(
        file: Text? = nil, dotEnv: Text? = nil,
        environment: [(name: String, value: String)] = [], overrides: [Override] = []
    ) throws(TextFaults) {
        self.init()
        var faults: [TextFault] = []
        var omitted = 0
        func layer(_ name: String, _ read: (FaultCollector) -> Layer) -> Layer {
            let collector = FaultCollector(file: name)
            let layer = read(collector)
            faults += collector.faults
            omitted += collector.omitted
            return layer
        }
        if let file { apply(layer(file.name) { Settings.layer(of: file, $0) }) }
        if let dotEnv { apply(layer(dotEnv.name) { Settings.layer(ofDotEnv: dotEnv, $0) }) }
        let typed = environment.sorted { $0.name < $1.name }.map {
            Variable(name: $0.name, value: $0.value, source: .environment)
        }
        if !typed.isEmpty { apply(layer("the environment") { Settings.layer(of: typed, $0) }) }
        if !overrides.isEmpty { apply(layer("--set") { Settings.layer(of: overrides, $0) }) }
        faults += crossFaults()
        if !faults.isEmpty { throw TextFaults(faults, omitted: omitted) }
    }

    /// Whether an override is of a setting that scenarios don't have; others belong to the
    /// scenario.
    public static func owns(_ override: Override) -> Bool {
        guard case .key(let first)? = override.path.steps.first else { return false }
        let path = override.path.description
        let inSection = SettingDeclaration.all.filter { $0.section == first }
        if inSection.contains(where: { $0.path == path && !$0.changesResults }) { return true }
        return !inSection.isEmpty && !inSection.contains(where: \.changesResults)
    }

    /// The faults between settings: each value is allowed, but they don't go together.
    func crossFaults() -> [TextFault] {
        let limits = limits
        guard limits.tradingEnd < limits.tradingStart else { return [] }
        let path = "risk.trading_end_hour"
        let source = source(of: path)
        var fault = TextFault(
            file: "the settings", position: nil,
            path: JSONPath([.key("risk"), .key("trading_end_hour")]),
            message: "Trading hours end at \(limits.tradingEnd)", value: self[path].text,
            allowed: "they start at \(limits.tradingStart) and must not end before",
            origin: "\(source)")
        if case .file(let file, let line) = source {
            fault.file = file
            fault.position = TextPosition(line: line, column: 1)
            fault.origin = nil
        }
        return [fault]
    }

    private static func layer(of text: Text, _ collector: FaultCollector) -> Layer {
        var layer = Layer()
        do throws(TextFaults) {
            let document = try JSONReader.read(text.bytes, file: text.name)
            for fault in document.repeatedKeys { collector.add(fault) }
            _ = ValueReader(document.root, collector: collector).object { root in
                _ = root.integerIfPresent("schema", in: 1...1)
                root.readSettings(into: &layer) { _ in true }
            }
        } catch {
            for fault in error.list { collector.add(fault) }
        }
        return layer
    }

    private static func layer(of overrides: [Override], _ collector: FaultCollector) -> Layer {
        var layer = Layer()
        var root = JSONValue(.object(JSONObject()))
        for override in overrides {
            let path = override.path.description
            let isHidden = SettingDeclaration.all.contains {
                $0.path == path && $0.secrecy == .hidden
            }
            if isHidden {
                collector.add(
                    TextFault(
                        file: "--set", position: nil, message: "\(path) is secret",
                        allowed:
                            "others can read the command line: use "
                            + SettingDeclaration.variable(of: path)
                    ))
            } else {
                override.apply(to: &root, collector: collector)
            }
        }
        _ = ValueReader(root, collector: collector).object {
            $0.readSettings(into: &layer) { _ in true }
        }
        return layer
    }
}

extension ObjectReader {
    /// Reads the settings that stand in this object, which is the top of a text; the closure says
    /// which settings may stand there.
    mutating func readSettings(
        into layer: inout Settings.Layer, where isAllowed: (SettingDeclaration) -> Bool
    ) {
        var names: [SettingName] = []
        for (index, declaration) in SettingDeclaration.all.enumerated() where isAllowed(declaration)
        {
            names.append(SettingName(declaration.path, index: index))
            if let former = declaration.formerPath {
                names.append(SettingName(former, index: index))
            }
        }
        readSettings(names[...], into: &layer)
    }

    private mutating func readSettings(
        _ names: ArraySlice<SettingName>, into layer: inout Settings.Layer
    ) {
        var sections: [String] = []
        for name in names {
            guard let key = name.keys.first, name.keys.count > 1 else {
                readSetting(name, into: &layer)
                continue
            }
            if sections.contains(key) { continue }
            sections.append(key)
            let inside = names.filter { $0.keys.first == key }.map(\.inside)
            _ = objectIfPresent(key) { $0.readSettings(inside[...], into: &layer) }
        }
    }

    private mutating func readSetting(_ name: SettingName, into layer: inout Settings.Layer) {
        guard let key = name.keys.first, let reader = reader(key),
            let value = SettingDeclaration.all[name.index].kind.read(reader)
        else { return }
        let source: SettingSource =
            if let origin = reader.value.origin { .override(origin.name) } else {
                .file(reader.collector.file, line: Int(reader.value.position.line))
            }
        if layer.said[name.index] != nil {
            let path = SettingDeclaration.all[name.index].path
            reader.refuse("is said twice", allowed: "it is the same setting as '\(path)'")
        }
        layer.said[name.index] = (value, source)
    }
}

/// The path of a setting, on the way through the sections.
private struct SettingName {
    var keys: ArraySlice<String>
    /// The setting's place in `SettingDeclaration.all`.
    var index: Int

    init(_ path: String, index: Int) {
        keys = path.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }[...]
        self.index = index
    }

    var inside: SettingName {
        var copy = self
        copy.keys = keys.dropFirst()
        return copy
    }
}
