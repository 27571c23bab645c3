import KraderModel

@main
enum Bench {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        var folder = "bench-inputs"
        var previous = ""
        for argument in arguments {
            if previous == "--inputs" { folder = argument }
            previous = argument
        }
        let inputs = BenchInputs(folder: folder)
        Workloads(inputs: inputs, only: Array(arguments)).run()
    }
}
