import KraderModel

/// The settings in force, each with where it came from.
///
/// Defaults are overridden by `krader.json`, that by `.env`, that by the environment, that by what
/// a scenario says itself (`Scenario`), and all by `--set`. Invariants:
/// 1. Every value is of its declared kind and in its range.
/// 2. A preset said nearer than a commission rate or a tax takes their place.
public struct Settings: Hashable, Sendable {
    /// The values in the order of `SettingDeclaration.all`.
    private var values = SettingDeclaration.all.map(\.defaultValue)
    private var sources = SettingDeclaration.all.map { _ in SettingSource.standard }

    /// Makes the defaults.
    public init() {}

    /// The value of a declared path; traps for others.
    public subscript(path: String) -> SettingValue { values[Settings.index(of: path)] }

    /// Where the value of a declared path came from; traps for others.
    public func source(of path: String) -> SettingSource { sources[Settings.index(of: path)] }

    /// What one source says, by places in `SettingDeclaration.all`.
    struct Layer {
        var said: [Int: (value: SettingValue, source: SettingSource)] = [:]
    }

    /// Puts what a nearer source says over what is known.
    mutating func apply(_ layer: Layer) {
        for index in SettingDeclaration.all.indices {
            guard let (value, source) = layer.said[index] else { continue }
            values[index] = value
            sources[index] = source
            guard index == Settings.preset else { continue }
            for decided in Settings.decidedByPreset {
                values[decided] = .none
                sources[decided] = source
            }
        }
    }

    static func index(of path: String) -> Int {
        guard let index = SettingDeclaration.all.firstIndex(where: { $0.path == path }) else {
            preconditionFailure("Settings are asked for by declared paths: \(path)")
        }
        return index
    }

    private static let preset = index(of: "costs.preset")
    private static let decidedByPreset = [
        index(of: "costs.commission_rate"), index(of: "costs.tax"),
    ]
}

extension Settings {
    /// The value of a declared path, and where nobody said one what follows from the others.
    public func effective(_ path: String) -> SettingValue {
        if path == "close_delay_ms" {
            return .decimal(Double(closeDelay().nanoseconds) / 1_000_000)
        }
        let value = self[path]
        guard value == .none else { return value }
        switch path {
        case "costs.commission_rate": return .decimal(costs.commissionRate.fraction)
        case "costs.tax":
            let tax: TaxChoice = costs.tax == .none ? .none : .dated
            return .text(tax.rawValue)
        default: return value
        }
    }

    /// Where the effective value comes from: what a preset decides comes from the preset's source.
    func effectiveSource(of path: String) -> SettingSource {
        guard self[path] == .none else { return source(of: path) }
        switch path {
        case "costs.commission_rate", "costs.tax": return source(of: "costs.preset")
        default: return source(of: path)
        }
    }

    /// The effective value, fit to be shown: a password as `***`, an account as its last four
    /// characters.
    public func shownValue(of declaration: SettingDeclaration) -> SettingValue {
        let value = effective(declaration.path)
        guard case .text(let text) = value, !text.isEmpty else { return value }
        switch declaration.secrecy {
        case .open: return value
        case .hidden: return .text("***")
        // The last four would be most of a short value, which therefore shows none.
        case .lastFour: return .text(text.count >= 8 ? "***" + text.suffix(4) : "***")
        }
    }

    /// Where the shown value comes from; what was typed of a secret is left out.
    public func shownSource(of declaration: SettingDeclaration) -> String {
        let source = effectiveSource(of: declaration.path)
        if case .override = source, declaration.secrecy != .open { return "--set" }
        return "\(source)"
    }
}
