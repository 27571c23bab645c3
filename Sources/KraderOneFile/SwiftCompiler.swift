import Glibc
import KraderDatasets
import KraderJSON
import KraderRuns

/// The Swift compiler of the machine. It is started without a shell.
struct SwiftCompiler {
    /// The path as found, with its links: the program behind it goes by the name that it is called
    /// by.
    let path: String

    /// Finds the compiler. Throws `ExitFault` with exit code 2 when `PATH` has none.
    init() throws {
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        for folder in folders.split(separator: ":") where folder.hasPrefix("/") {
            let candidate = "\(folder)/swiftc"
            if access(candidate, X_OK) == 0 {
                path = candidate
                return
            }
        }
        throw ExitFault(
            status: .usage,
            message: "There is no swiftc in PATH, and a strategy in one file must be compiled: "
                + "install Swift 6.3, or that with which krader was built, and put its folder into "
                + "PATH.")
    }

    /// - Parameters:
    ///   - folder: the folder that holds `main.swift` and `Strategy.swift`, and gets the program.
    ///   - modules: a folder in which the compiler may keep what it makes of C headers.
    func arguments(
        _ build: KraderBuild, flags: [String], in folder: String, modules: String
    ) -> [String] {
        let maps = build.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
        return flags + [
            "-I", build.modules, "-module-cache-path", modules,
        ] + maps + [
            "\(folder)/\(SwiftCompiler.sourceName)", "\(folder)/main.swift",
            "@\(folder)/objects", "-o", "\(folder)/\(ProgramCache.programName)",
        ]
    }

    static let sourceName = "Strategy.swift"

    /// The flags that do not depend on places.
    static func flags(optimize: Bool) -> [String] {
        ["-module-name", "strategy_file", "-swift-version", "6", "-wmo", "-gnone"]
            + [optimize ? "-O" : "-Onone", "-lm", "-Xlinker", "-S"]
    }

    /// The text of one argument in a file of arguments.
    static func quoted(_ argument: String) -> String {
        let text = argument.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined()
        return "\"\(text)\"\n"
    }
}
