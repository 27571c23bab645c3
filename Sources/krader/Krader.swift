import Glibc
import KraderCommands

@main
enum Krader {
    static func main() { exit(KraderProgram().run(Array(CommandLine.arguments.dropFirst()))) }
}
