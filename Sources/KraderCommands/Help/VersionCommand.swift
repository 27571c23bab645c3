import ArgumentParser
import KraderRuns

struct VersionCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader version", abstract: "Print the version by which results are known.")

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let version = KraderProgram.version
        program.terminal.write(
            output.json
                ? "{\"schema\":1,\"command\":\"version\",\"version\":\"\(version)\"}\n"
                : "\(version)\n")
        return .ok
    }
}
