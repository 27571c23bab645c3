import Foundation

/// A fresh folder in which krader is run, removed when the test is over.
final class Workshop {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("krader-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

    /// Writes a file, and makes the folders on the way to it.
    func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

    func write(_ bytes: Data, to path: String) throws {
        let url = url(path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
    }

    func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(at: url(path), withIntermediateDirectories: true)
    }

    func makePipe(_ path: String) { mkfifo(url(path).path, 0o600) }

    func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: url(path).path, withDestinationPath: target)
    }

    func bytes(_ path: String) throws -> Data { try Data(contentsOf: url(path)) }

    func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    /// Names in a folder, hidden ones too, sorted; none when it is not there.
    func names(_ path: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: url(path).path)) ?? []).sorted()
    }

    /// Starts a program, in this folder unless told.
    func start(
        _ arguments: [String], in path: String = "", environment: [String: String] = [:]
    ) throws -> RunningProgram {
        try RunningProgram(
            arguments, folder: path.isEmpty ? folder : url(path), environment: environment)
    }

    /// Runs `krader backtest` to its end.
    func backtest(
        _ arguments: [String], in path: String = "", environment: [String: String] = [:]
    ) throws -> Finished {
        try start(["backtest"] + arguments, in: path, environment: environment).finished()
    }

    func backtest(
        _ line: String, in path: String = "", environment: [String: String] = [:]
    ) throws -> Finished {
        try backtest(
            line.split(separator: " ").map(String.init), in: path, environment: environment)
    }

    /// The one run folder of a scenario below `out`.
    func runFolder(_ scenario: String, out: String = "out") throws -> String {
        let names = names("\(out)/\(scenario)")
        guard names.count == 1 else { throw UnexpectedNames(names: names) }
        return "\(out)/\(scenario)/\(names[0])"
    }

    /// The `result.json` of the one run of a scenario.
    func result(_ scenario: String, out: String = "out") throws -> JSON {
        try JSON(bytes(try runFolder(scenario, out: out) + "/result.json"))
    }

    /// A table of the one run of a scenario.
    func table(_ name: String, of scenario: String, out: String = "out") throws -> Rows {
        Rows(try text(try runFolder(scenario, out: out) + "/\(name).csv"))
    }

    struct UnexpectedNames: Error { var names: [String] }
}

/// krader, started and not yet waited for. Its output goes to files, so that it never waits.
final class RunningProgram {
    private let process = Process()
    private let out: URL
    private let err: URL

    init(_ arguments: [String], folder: URL, environment: [String: String]) throws {
        let name = FileManager.default.temporaryDirectory
            .appendingPathComponent("krader-\(UUID().uuidString)").path
        out = URL(fileURLWithPath: name + ".out")
        err = URL(fileURLWithPath: name + ".err")
        process.executableURL = try program()
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var all = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("KRADER_") }
        all["COLUMNS"] = "200"
        process.environment = all.merging(environment) { $1 }
        for url in [out, err] { try Data().write(to: url) }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        for url in [out, err] { try? FileManager.default.removeItem(at: url) }
    }

    /// What it has said on standard error so far.
    func complaint() throws -> String {
        String(decoding: try Data(contentsOf: err), as: UTF8.self)
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end. A program that a signal killed has 128 and the signal's number.
    func finished() throws -> Finished {
        process.waitUntilExit()
        let status = process.terminationStatus
        return Finished(
            out: String(decoding: try Data(contentsOf: out), as: UTF8.self),
            err: String(decoding: try Data(contentsOf: err), as: UTF8.self),
            exit: process.terminationReason == .uncaughtSignal ? 128 + status : status)
    }
}

/// A JSON value, asked by paths such as `totals.cash` and `runs.0.exit`.
struct JSON {
    let value: Any

    init(_ bytes: Data) throws { value = try JSONSerialization.jsonObject(with: bytes) }

    private init(value: Any) { self.value = value }

    subscript(path: String) -> JSON? {
        var found: Any? = value
        for key in path.split(separator: ".") {
            if let list = found as? [Any], let index = Int(key) {
                found = list.indices.contains(index) ? list[index] : nil
            } else {
                found = (found as? [String: Any])?[String(key)]
            }
        }
        return found.map { JSON(value: $0) }
    }

    func integer(_ path: String) -> Int? { self[path]?.value as? Int }
    func text(_ path: String) -> String? { self[path]?.value as? String }
    func flag(_ path: String) -> Bool? { self[path]?.value as? Bool }
    func list(_ path: String) -> [JSON]? { (self[path]?.value as? [Any])?.map { JSON(value: $0) } }
    func counts(_ path: String) -> [String: Int]? { self[path]?.value as? [String: Int] }
}

/// The rows of a plain CSV text: its fields hold no commas in these tests.
struct Rows {
    let header: String
    let rows: [[String: String]]

    init(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        header = lines.first.map(String.init) ?? ""
        let names = header.split(separator: ",").map(String.init)
        rows = lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            return Dictionary(uniqueKeysWithValues: zip(names, fields.map(String.init)))
        }
    }
}

/// The text in little-endian UTF-16, with its mark.
func utf16(_ text: String) -> Data {
    Data([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
}

extension [String: String] {
    /// A whole number of a row; `nil` where the field is empty.
    func number(_ column: String) -> Int? { self[column].flatMap { Int($0) } }
}
