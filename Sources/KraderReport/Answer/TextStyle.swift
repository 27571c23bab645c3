/// How a text is shown to people: in colours or none, on a terminal so many columns wide.
public struct TextStyle: Sendable {
    public var isColored: Bool
    public var columns: Int

    /// What holds where nobody says how wide the terminal is.
    public static let usualColumns = 80
    public static let plain = TextStyle(isColored: false)

    public init(isColored: Bool, columns: Int = TextStyle.usualColumns) {
        self.isColored = isColored
        self.columns = columns
    }

    public enum Ink: String {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case cyan = "36"
        case boldRed = "1;31"
    }

    public func callAsFunction(_ text: String, _ ink: Ink?) -> String {
        guard isColored, let ink, !text.isEmpty else { return text }
        return "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m"
    }

    /// A sentence on as many lines as it needs.
    public func lines(_ sentence: String, after mark: String = "") -> [String] {
        wrapped(sentence, after: mark, columns: columns)
    }
}
