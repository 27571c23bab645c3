import Glibc

/// Measures krader against a bare loop of the same logic and checks each answer: a number without
/// the right fills and equity beside it does not count (semantics.md §9).
@main
enum Bench {
    static func main() {
        do {
            let options = try BenchOptions(CommandLine.arguments.dropFirst())
            exit(try run(options))
        } catch let fault as BenchOptions.Fault {
            complain("\(fault)\n\(BenchOptions.usage)")
            exit(2)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func run(_ options: BenchOptions) throws -> Int32 {
        if options.isHelp {
            print(BenchOptions.usage)
            return 0
        }
        // The gate is the same everywhere, whatever files lie about.
        let inputs = BenchInputs(folder: options.isGate ? nil : options.inputs)
        if let counted = options.counted {
            print(try counted.run.play(counted.inputs, inputs))
            return 0
        }
        if let prints = options.peak {
            print(fixed(try ProcessFigures.ownPeak(prints: prints, inputs: inputs), 3))
            return 0
        }
        let figures = options.isGate ? try Gate.figures(inputs) : try all(options, inputs)
        if options.isJSON {
            print(FigureTable.json(figures, missing: inputs.missing))
        } else {
            print(FigureTable.text(figures))
            if !inputs.missing.isEmpty {
                print(
                    "Stand-ins took the place of \(inputs.missing.joined(separator: ", ")): "
                        + "answers are held against the bare loop's only.")
            }
        }
        return figures.allSatisfy(\.check.isRight) ? 0 : 5
    }

    private static func all(_ options: BenchOptions, _ inputs: BenchInputs) throws -> [Figure] {
        let ticks = Workloads(inputs: inputs)
        let basket = CandleWorkloads.basket(inputs)
        let pair = CandleWorkloads.pair(inputs)
        let processes = ProcessFigures(inputsFolder: options.inputs)
        let workloads: [(String, () throws -> [Figure])] = [
            ("W1", { [try ticks.w1(), try ticks.prefix(1_000_000), try ticks.prefix(100_000)] }),
            ("W1c", { [try ticks.w1WithCosts()] }),
            ("W1n", { [try ticks.w1WithoutOrders()] }),
            ("W1x", { [try ticks.w1Crowded()] }),
            ("W1d", { [try ticks.w1Delayed()] }),
            ("Many", { [try ManyWorkload(inputs: inputs).figure()] }),
            ("Wide", { [try WideWorkload(inputs: WideInputs()).figure()] }),
            ("W2", { [try basket.asCandles(), try basket.asPrints()] }),
            ("W3", { [try pair.asCandles(), try pair.asPrints()] }),
            ("Books", { [try BooksWorkload(inputs: BookInputs()).figure()] }),
            ("Synthetic", { [SyntheticWorkload().prints(), SyntheticWorkload().books()] }),
            ("Restart", { [try RestartWorkload(inputs: inputs).figure()] }),
            ("Import", { [try ImportWorkload().figure()] }),
            ("Datasets", { try DatasetWorkload().figures() }),
            ("frames", { [try ticks.frames()] }),
            ("start", { try processes.startToExit().map { [$0] } ?? [] }),
            ("memory", { [try processes.memory()] }),
        ]
        return try workloads.filter { options.wants($0.0) }.flatMap { try $0.1() }
    }

    private static func complain(_ text: String) {
        let line = "krader-bench: \(text)\n"
        _ = line.withCString { write(2, $0, strlen($0)) }
    }
}
