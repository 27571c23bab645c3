import ArgumentParser
import Glibc
import KraderJSON
import KraderOneFile
import KraderRuns

/// Begins a package of the user's own.
struct StrategiesNewCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader strategies new",
        abstract:
            "Write a strategy of your own: a package with a scenario and a test, or one file.",
        discussion: """
            With --file it is one Swift file, with an indicator and a stop, which \
            'krader strategies run' plays at once; it moves into a package unchanged. The package \
            stands in a new folder of the current one and has every command of krader: \
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

    @Flag(name: .customLong("file"), help: "Write one Swift file and no package.")
    var isFile = false

    @Argument(
        help: ArgumentHelp(
            "Where the file goes, with --file; NAME.swift unless said.", valueName: "path"),
        completion: .file(extensions: ["swift"]))
    var path: String?

    func validate() throws {
        if path != nil && !isFile { throw ValidationError("A path is taken with --file only.") }
        if krader != nil && isFile { throw ValidationError("--file needs no --krader.") }
    }

    func run(in program: KraderProgram) throws -> ExitStatus {
        let name = try OwnName(name, catalog: program.catalog)
        if isFile {
            let file = OwnFile(name: name)
            let path = path ?? name.text + ".swift"
            try file.write(to: path)
            program.terminal.write(
                """
                \(shown(path, charactersMax: 200)) holds the strategy \(name.text). Play it with

                  krader strategies run \(shown(path, charactersMax: 200)) SCENARIO.json \
                --set 'strategies=[{"name":"\(name.text)"}]'

                """)
            return .ok
        }
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

    /// The path of krader's package as the new package, one folder deeper, sees it.
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
