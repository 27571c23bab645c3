import ArgumentParser
import Glibc
import KraderJSON
import KraderRuns

/// Begins a package of the user's own.
struct StrategiesNewCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a package with a strategy of your own, a scenario and a test.",
        discussion: """
            The package stands in a new folder of the current one and has every command of krader: \
            'swift test' and 'swift run NAME backtest scenarios/NAME.json' work at once. It needs \
            krader's own package beside it or elsewhere (--krader).
            """)

    @Argument(help: "The strategy's name, which the folder has too: rising_closes.")
    var name: String

    @Option(
        help: ArgumentHelp(
            "The folder of krader's package; the current one when it is that.", valueName: "folder")
    )
    var krader: String?

    func run(in program: KraderProgram) throws -> ExitStatus {
        let name = try OwnName(name, catalog: program.catalog)
        let package = OwnPackage(name: name, krader: try kraderPath())
        try NewFolder.write(package.files, to: name.text, calls: program.folderCalls)
        program.terminal.write(
            """
            \(name.text)/ holds the strategy \(name.text), a scenario and a test. Go on with

              cd \(name.text)
              swift test
              swift run -c release \(name.text) backtest scenarios/\(name.text).json

            """)
        return .ok
    }

    /// As the new package, one folder deeper, sees it.
    private func kraderPath() throws -> String {
        if let krader {
            guard isKrader(krader) else {
                throw ExitFault(
                    status: .usage,
                    message: "--krader is '\(shown(krader, charactersMax: 200))'; it must be the "
                        + "folder of krader's own package, with its Package.swift.")
            }
            return krader.hasPrefix("/") ? krader : "../" + krader
        }
        guard isKrader(".") else {
            throw ExitFault(
                status: .usage,
                message: "--krader is needed: the current folder is not that of krader's own "
                    + "package.")
        }
        return ".."
    }

    private func isKrader(_ folder: String) -> Bool {
        guard access(folder + "/Sources/KraderCommands", F_OK) == 0,
            let manifest = try? readWholeFile(folder + "/Package.swift")
        else { return false }
        return String(decoding: manifest, as: UTF8.self).contains("name: \"krader\"")
    }
}
