import KraderDatasets
import KraderJSON
import KraderScenario

/// A scenario file's bytes, read only when it can be a scenario.
public enum ScenarioFile {
    /// Reads the bytes. Throws `ExitFault` with exit code 2 when the file is too large, a folder,
    /// or can't be read.
    public static func read(_ path: String) throws -> [UInt8] {
        do {
            if let fault = Scenario.sizeFault(bytes: try FileReader.size(of: path), file: path) {
                throw ExitFault(TextFaults([fault]))
            }
            var bytes: [UInt8] = []
            try FileReader.read(path) { bytes += $0 }
            return bytes
        } catch let fault as FileFault {
            throw ExitFault(
                status: .usage,
                message: "Can't read '\(shown(path, charactersMax: 200))': \(fault.reason).")
        }
    }

    /// The place of what a scenario names: relative to the scenario's folder, unless absolute.
    public static func place(of name: String, besides scenario: String) -> String {
        guard !name.hasPrefix("/"), let slash = scenario.lastIndex(of: "/") else { return name }
        return scenario[...slash] + name
    }
}
