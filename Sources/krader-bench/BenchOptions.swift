/// What the command line asks for.
struct BenchOptions {
    static let usage = """
        usage: krader-bench [--inputs FOLDER] [--only NAME,NAME…] [--gate] [--json]

          --inputs FOLDER  ticks5m.bin, bars20.bin and bars1.bin; a stand-in is made for each that
                           is missing (bench-inputs)
          --only NAMES     of \(names.joined(separator: ", "))
          --gate           a quick pass over stand-ins: exit 5 when an answer is wrong or the engine
                           has become slow by the bare loop
          --json           one JSON object in place of the table
          --count NAME,N   play N inputs of one of
                           \(CountedRun.names)
                           and print its fills: for callgrind
          --peak PRINTS    play W1's first prints and print the most memory it took beyond them, MB

        Exit codes: 0 right · 1 cannot run · 2 usage · 5 a wrong answer, or the gate failed
        """
    static let names = [
        "W1", "W1c", "W1n", "W1x", "W1d", "Many", "Wide", "W2", "W3", "Books", "Synthetic",
        "Restart", "Import", "Datasets", "frames", "start", "memory",
    ]

    var inputs = "bench-inputs"
    var only: [String] = []
    var isGate = false
    var isJSON = false
    var isHelp = false
    var peak: Int?
    var counted: (run: CountedRun, inputs: Int)?

    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    init(_ arguments: some Sequence<String>) throws(Fault) {
        var rest = Array(arguments)[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--gate": isGate = true
            case "--json": isJSON = true
            case "-h", "--help": isHelp = true
            case "--inputs": inputs = try BenchOptions.value(of: argument, &rest)
            case "--only":
                only = try BenchOptions.value(of: argument, &rest).split(separator: ",")
                    .map(String.init)
            case "--count":
                let text = try BenchOptions.value(of: argument, &rest)
                let parts = text.split(separator: ",").map(String.init)
                guard parts.count == 2, let run = CountedRun(rawValue: parts[0]),
                    let count = Int(parts[1]), (1...CountedRun.inputsMax).contains(count)
                else {
                    throw Fault(
                        description: "--count takes one of \(CountedRun.names) and a number: "
                            + "W1,100000, not \(text)")
                }
                counted = (run, count)
            case "--peak":
                let text = try BenchOptions.value(of: argument, &rest)
                guard let count = Int(text), (1...BenchInputs.printsMax).contains(count) else {
                    throw Fault(description: "--peak takes 1 to 5000000, not \(text)")
                }
                peak = count
            default: throw Fault(description: "unknown option \(argument)")
            }
        }
        for name in only where !BenchOptions.names.contains(name) {
            throw Fault(description: "no workload is called \(name)")
        }
    }

    func wants(_ name: String) -> Bool { only.isEmpty || only.contains(name) }

    private static func value(
        of option: String, _ rest: inout ArraySlice<String>
    ) throws(Fault) -> String {
        guard let value = rest.popFirst() else {
            throw Fault(description: "\(option) needs a value")
        }
        return value
    }
}
