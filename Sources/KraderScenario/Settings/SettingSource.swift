/// Where the value of a setting came from.
public enum SettingSource: Hashable, Sendable, CustomStringConvertible {
    /// The default, when nobody said anything.
    case standard
    case file(String, line: Int)
    case dotEnv(String, line: Int)
    case environment
    case override(String)

    public var description: String {
        switch self {
        case .standard: "default"
        case .file(let file, let line), .dotEnv(let file, let line): "\(file), line \(line)"
        case .environment: "the environment"
        case .override(let text): text
        }
    }
}
