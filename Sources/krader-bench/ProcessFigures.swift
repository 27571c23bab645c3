import Glibc
import KraderMarket

/// Figures of whole processes: from start to exit, and the most memory.
struct ProcessFigures {
    let inputsFolder: String?

    /// The time of `krader backtest` on one made-up day of one symbol, report included, by wall
    /// clock. It is `nil` when `krader` does not lie beside this program.
    func startToExit() throws -> Figure? {
        guard let folder = ChildProcess.ownFolder, access(folder + "/krader", X_OK) == 0 else {
            return nil
        }
        let scratch = try Scratch()
        let scenario = scratch.path + "/one-day.json"
        try Scratch.write(Self.oneDay, to: scenario)
        let run = try best(of: 5) {
            let begin = wallSeconds()
            let said = try ChildProcess.run(
                folder + "/krader",
                ["backtest", scenario, "--out", scratch.path + "/out", "--quiet"])
            return Timed(result: said, seconds: wallSeconds() - begin)
        }
        let isDone = run.result.contains("digest=") && run.result.contains("exit=0")
        return Figure(
            name: "start",
            about: "krader backtest, start to exit, a day of a symbol, report written",
            value: run.seconds * 1_000, unit: .milliseconds, target: 50,
            check: Figure.Check(
                text: isDone ? "a digest, exit 0" : "WRONG: no digest", isRight: isDone))
    }

    private static let oneDay = """
        { "schema": 1, "name": "one-day", "seed": 7,
          "market": { "from": "2026-03-03", "to": "2026-03-03",
                      "data": { "synthetic": { "symbols": 1 } } },
          "account": { "cash": 50000000 },
          "strategies": [ { "name": "ema_cross", "parameters": { "quantity": 10 } } ] }
        """

    /// The most memory that W1 takes beyond its prints, which must not grow with their number.
    func memory() throws -> Figure {
        let part = try peak(prints: BenchInputs.printsMax / 5)
        let whole = try peak(prints: BenchInputs.printsMax)
        // A fifth more is noise of pages and buffers; five times the prints would be far beyond.
        let isFlat = whole <= part * 1.2 + 2
        return Figure(
            name: "memory", about: "the most beyond the prints, W1 with 5 M of them", value: whole,
            unit: .megabytes, target: 100,
            check: Figure.Check(
                text: (isFlat ? "" : "WRONG: grows: ")
                    + "\(fixed(part, 1)) MB with a fifth of them",
                isRight: isFlat))
    }

    private func peak(prints: Int) throws -> Double {
        guard let program = ChildProcess.ownPath else {
            throw ChildProcess.Failed(program: "krader-bench")
        }
        var arguments = ["--peak", "\(prints)"]
        if let inputsFolder { arguments += ["--inputs", inputsFolder] }
        let said = try ChildProcess.run(program, arguments)
        guard let megabytes = Double(said.prefix { $0 != "\n" }) else {
            throw ChildProcess.Failed(program: program)
        }
        return megabytes
    }

    /// What `--peak` prints: plays W1 in this process and tells its peak in MB, prints left out.
    static func ownPeak(prints: Int, inputs: BenchInputs) throws -> Double {
        _ = try BenchRun().play(inputs.ticks(prints), BenchRun.cross())
        // Every byte of the prints has been touched, whether they were mapped or made. `getrusage`
        // would tell the parent's peak when that is higher; `status` tells this program's alone.
        let kilobytes = try Scratch.peakKilobytes()
        return (Double(kilobytes) * 1_024 - Double(prints * PackedTicks.rowLength)) / 1e6
    }
}

/// A folder that goes when its owner does.
private final class Scratch {
    struct Failed: Error, CustomStringConvertible {
        var description: String
    }

    let path: String

    init() throws {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        guard let name = strdup(parent + "/krader-bench-XXXXXX") else {
            throw Failed(description: "No memory")
        }
        defer { free(name) }
        guard mkdtemp(name) != nil else {
            throw Failed(description: "No folder can be made in \(parent)")
        }
        path = String(cString: name)
    }

    deinit {
        _ = try? ChildProcess.run("/bin/rm", ["-r", path])
    }

    static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else {
            throw Failed(description: "\(path) cannot be written")
        }
        fputs(text, file)
        fclose(file)
    }

    /// The peak of this process's memory in kilobytes, `VmHWM`.
    static func peakKilobytes() throws -> Int {
        guard let file = fopen("/proc/self/status", "r") else {
            throw Failed(description: "No /proc/self/status")
        }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = line.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
            guard let text, text.hasPrefix("VmHWM:") else { continue }
            if let kilobytes = Int(text.filter(\.isNumber)) { return kilobytes }
        }
        throw Failed(description: "/proc/self/status has no VmHWM")
    }
}
