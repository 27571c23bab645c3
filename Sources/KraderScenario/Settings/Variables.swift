import KraderJSON

/// A variable of the environment or of a line of `.env`.
struct Variable {
    var name: String
    var value: String
    var source: SettingSource
}

extension Settings {
    /// The settings among some variables. Unknown names that begin with `KRADER_` are noted.
    static func layer(of variables: [Variable], _ collector: FaultCollector) -> Layer {
        var layer = Layer()
        for variable in variables
        where variable.name.hasPrefix("KRADER_") && !reservedVariables.contains(variable.name) {
            let path = JSONPath([.key(variable.name)])
            guard let index = index(ofVariable: variable.name) else {
                collector.add(
                    TextFault(
                        file: collector.file, position: nil, path: path,
                        message: "\(shown(variable.name, charactersMax: 80)) is no setting",
                        suggestion: nearestSpelling(
                            of: variable.name, among: SettingDeclaration.all.map(\.variable)),
                        origin: "\(variable.source)"))
                continue
            }
            let declaration = SettingDeclaration.all[index]
            let reader = ValueReader(
                JSONValue(typed: variable.value, from: "\(variable.source)"), path: path,
                collector: collector)
            guard let value = declaration.kind.read(reader) else { continue }
            if layer.said[index] != nil {
                reader.refuse("is said twice", allowed: "it is the same as \(declaration.variable)")
            }
            layer.said[index] = (value, variable.source)
        }
        return layer
    }

    private static func index(ofVariable name: String) -> Int? {
        SettingDeclaration.all.firstIndex {
            $0.variable == name || $0.formerPath.map(SettingDeclaration.variable) == name
        }
    }

    static func layer(ofDotEnv text: Text, _ collector: FaultCollector) -> Layer {
        guard let decoded = String(validating: text.bytes, as: UTF8.self) else {
            collector.add(
                TextFault(
                    file: text.name, position: nil, message: "The text is not UTF-8",
                    allowed: "save it as UTF-8"))
            return Layer()
        }
        var variables: [Variable] = []
        let lines = decoded.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let bare = line.trimmed
            if bare.isEmpty || bare.hasPrefix("#") { continue }
            guard let variable = Variable(line: bare, source: .dotEnv(text.name, line: index + 1))
            else {
                collector.add(
                    TextFault(
                        file: text.name, position: TextPosition(line: index + 1, column: 1),
                        message: "A line is not understood", allowed: "it must be NAME=value"))
                continue
            }
            variables.append(variable)
        }
        return layer(of: variables, collector)
    }
}

extension Variable {
    /// Reads a line such as `NAME=value` or `export NAME="value"  # comment`.
    init?(line: some StringProtocol, source: SettingSource) {
        guard let equals = line.firstIndex(of: "=") else { return nil }
        var name = Substring(line[..<equals]).trimmed
        if name.hasPrefix("export ") { name = name.dropFirst(7).trimmed }
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
            return nil
        }
        var value = Substring(line[line.index(after: equals)...]).trimmed
        if let quote = value.first, quote == "\"" || quote == "'" {
            value = value.dropFirst()
            guard let end = value.firstIndex(of: quote) else { return nil }
            let rest = value[value.index(after: end)...].trimmed
            guard rest.isEmpty || rest.hasPrefix("#") else { return nil }
            value = value[..<end]
        } else if value.hasPrefix("#") {
            value = ""
        } else if let comment = value.firstRange(of: " #") {
            value = value[..<comment.lowerBound].trimmed
        }
        self.init(name: String(name), value: String(value), source: source)
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }
}
