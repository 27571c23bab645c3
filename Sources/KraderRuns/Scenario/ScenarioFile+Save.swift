public import KraderDatasets
import KraderJSON

extension ScenarioFile {
    /// Saves a scenario as a new file, whole or not at all. A file that says the same to the byte
    /// may stand there already; another one is never replaced.
    ///
    /// Throws `ExitFault` with exit code 2, or 13 when the machine fails.
    public static func save(
        _ text: String, to path: String, calls: FolderCalls = .system
    ) throws(ExitFault) {
        let bytes = Array(text.utf8)
        do throws(FileFault) {
            try FileWriter.writeNew(bytes, to: path, calls: calls)
        } catch {
            guard error.isPresence else {
                throw ExitFault(writing: error, advice: "name another with --save")
            }
            var there: [UInt8] = []
            do throws(FileFault) { try FileReader.read(path) { there += $0 } } catch { there = [] }
            guard there == bytes else {
                throw ExitFault(
                    status: .usage,
                    message: "--save: '\(shown(path, charactersMax: 200))' is there already and "
                        + "says something else; take another name, or remove it.")
            }
        }
    }
}
