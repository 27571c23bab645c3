/// How a file is written, said where the file itself doesn't show it. Each part changes what the
/// file means.
public struct ImportForm: Hashable, Sendable {
    /// Lines before the table, its titles included in the table.
    public var skipLines = 0
    /// Lines after the table that say something.
    public var skipFooter = 0
    /// How dates and times are written, where their numbers could be meant in more ways than one.
    public var dateFormat: DateFormat?
    /// Rows without prices are left out, where they would be rejects.
    public var skipsEmpty = false

    public init() {}

    /// What is told, a sentence part each.
    var sentences: [String] {
        var result: [String] = []
        func tell(_ count: Int, _ place: String) {
            if count > 0 { result.append("\(count) \(count == 1 ? "line" : "lines") \(place)") }
        }
        tell(skipLines, "before the table skipped")
        tell(skipFooter, "after the table skipped")
        if let dateFormat { result.append("times written as \(dateFormat)") }
        if skipsEmpty { result.append("rows without prices skipped") }
        return result
    }

    /// More lines are no head and no foot of a table.
    public static let linesMax = 1_000
}

/// How messages call what may be said of a file.
public enum ImportAsker: Hashable, Sendable {
    /// By options: `--skip-lines`.
    case command
    /// By keys: `skip_lines`.
    case scenario

    public func name(_ option: String) -> String {
        switch self {
        case .command: "--" + option
        case .scenario: String(option.map { $0 == "-" ? "_" : $0 })
        }
    }

    /// `--skip-lines 2`, `"skip_lines": 2`
    public func saying(_ option: String, _ number: Int) -> String {
        switch self {
        case .command: "\(name(option)) \(number)"
        case .scenario: "\"\(name(option))\": \(number)"
        }
    }

    /// `--date-format %d/%m/%Y`, `"date_format": "%d/%m/%Y"`
    public func saying(_ option: String, _ text: String) -> String {
        switch self {
        case .command: "\(name(option)) " + (text.contains(" ") ? "'\(text)'" : text)
        case .scenario: "\"\(name(option))\": \"\(text)\""
        }
    }
}
