import KraderDatasets
import KraderJSON
import KraderRuns

/// The arguments of `krader backtest`: scenarios, or files of market data that need none.
enum PlayedArguments {
    case scenarios([String])
    case marketData([String])

    /// Sorts the arguments. Throws `ExitFault` with exit code 2 when both kinds are mixed.
    init(_ paths: [String]) throws(ExitFault) {
        let data = paths.filter(PlayedArguments.isMarketData)
        if data.isEmpty {
            self = .scenarios(paths)
        } else if data.count == paths.count {
            self = .marketData(paths)
        } else {
            let scenario = paths.first { !data.contains($0) } ?? ""
            throw ExitFault(
                status: .usage,
                message: "'\(shown(scenario, charactersMax: 200))' is a scenario and "
                    + "'\(shown(data[0], charactersMax: 200))' a file of market data: play them "
                    + "apart, or name the file in the scenario.")
        }
    }

    /// Whether a file holds market data, by its name or its first bytes: a scenario begins with a
    /// brace.
    private static func isMarketData(_ path: String) -> Bool {
        let name = path.lowercased()
        if name.hasSuffix(".json") { return false }
        let endings = [".csv", ".tsv", ".txt"]
        if endings.contains(where: { name.hasSuffix($0) || name.hasSuffix($0 + ".gz") }) {
            return true
        }
        // A file that can't be read is told by whoever opens it.
        guard let head = try? FileReader.head(of: path, bytes: 4_096) else { return false }
        let first = head.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }.first
        return first.map { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "[") } ?? false
    }
}
