import Glibc
import KraderCommands
import KraderStrategies

@main
enum Krader {
    static func main() {
        let program = KraderProgram(catalog: .shipped)
        exit(program.run(Array(CommandLine.arguments.dropFirst())))
    }
}
