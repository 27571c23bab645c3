import KraderCommands

@main
enum Krader {
    static func main() { print("krader") }
}
