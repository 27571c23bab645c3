@main
enum Probe {
    static func main() { print("krader") }
}
