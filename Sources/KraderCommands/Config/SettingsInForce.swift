import Glibc
import KraderJSON
import KraderRuns
import KraderScenario

/// Reads the settings that a command runs under from the current folder and the process's
/// environment.
enum SettingsInForce {
    /// The files that are looked for in the current folder; neither needs to be there.
    static let fileName = "krader.json"
    static let dotEnvName = ".env"

    /// - Parameter overrides: texts `path=value` as typed after `--set`.
    /// Throws `ExitFault` with exit code 2 that tells all faults.
    static func read(overrides: [String]) throws -> Settings {
        var typed: [Override] = []
        var faults: [TextFault] = []
        for text in overrides {
            do throws(TextFaults) {
                typed.append(try Override(text))
            } catch {
                faults += error.list
            }
        }
        if !faults.isEmpty { throw ExitFault(TextFaults(faults)) }
        let file = try text(fileName)
        let dotEnv = try text(dotEnvName)
        do throws(TextFaults) {
            return try Settings(
                file: file, dotEnv: dotEnv, environment: environmentVariables(), overrides: typed)
        } catch {
            throw ExitFault(error)
        }
    }

    /// The text of a file of the current folder; `nil` when there is none.
    private static func text(_ name: String) throws -> Settings.Text? {
        guard access(name, F_OK) == 0 else { return nil }
        return Settings.Text(bytes: try ScenarioFile.read(name), name: name)
    }

    /// The variables that may be settings.
    private static func environmentVariables() -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        var next = environ
        while let entry = next.pointee {
            next += 1
            guard strncmp(entry, "KRADER_", 7) == 0 else { continue }
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                result.append(
                    (String(text[..<equals]), String(text[text.index(after: equals)...])))
            }
        }
        return result
    }
}
