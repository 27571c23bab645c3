/// How a file is written, said where the file itself doesn't show it. Each part changes what the
/// file means.
public struct ImportForm: Hashable, Sendable {
    /// The number of lines before the table. Its titles belong to the table.
    public var skipLines = 0
    /// The number of lines after the table that say something.
    public var skipFooter = 0
    /// How dates and times are written, where their numbers could be meant in more ways than one.
    public var dateFormat: DateFormat?
    /// Whether rows without prices are left out, which would be rejects otherwise.
    public var skipsEmpty = false

    public init() {}

    /// What is told about the form, each as a part of a sentence.
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

    /// The most lines that may be left out: more are no head and no foot of a table.
    public static let linesMax = 1_000
}

/// How messages call what may be said of a file.
public enum ImportAsker: Hashable, Sendable {
    /// The command line, which has options: `--skip-lines`.
    case command
    /// A scenario, which has keys: `skip_lines`.
    case scenario

    public func name(_ option: String) -> String {
        switch self {
        case .command: "--" + option
        case .scenario: String(option.map { $0 == "-" ? "_" : $0 })
        }
    }

    /// How the number is said: `--skip-lines 2`, `"skip_lines": 2`.
    public func saying(_ option: String, _ number: Int) -> String {
        switch self {
        case .command: "\(name(option)) \(number)"
        case .scenario: "\"\(name(option))\": \(number)"
        }
    }

    /// How the text is said: `--date-format %d/%m/%Y`, `"date_format": "%d/%m/%Y"`.
    public func saying(_ option: String, _ text: String) -> String {
        switch self {
        case .command: "\(name(option)) " + (text.contains(" ") ? "'\(text)'" : text)
        case .scenario: "\"\(name(option))\": \"\(text)\""
        }
    }
}
