import Foundation
import KraderDatasets
import KraderMarket
import KraderModel
import Testing

/// The reader that docs/reference/dataset.md shows to strangers, run as it is printed there.
@Suite(
    "The manual's reader in Python",
    .enabled(if: PythonReader.isThere, "there is no python3 to run it"))
struct PythonReaderTests {
    @Test("is ten lines long and finds what was written", arguments: [false, true])
    func reads(isLong: Bool) throws {
        let lines = try PythonReader.code().split(separator: "\n")
        #expect(lines.count <= 10)
        let workspace = try Workspace()
        let day = CalendarDate(2026, 3, 3)
        var random = RandomRows(seed: 5)
        let ticks = random.ticks(700, isLong: isLong)
        let writer = try DatasetWriter(path: workspace.path + "/small")
        try writer.write(
            ticks,
            RowHeader(
                kind: .ticks, symbol: try IssueCode("00088K"), day: day, depth: isLong ? 1 : 0))
        try writer.publish(DatasetDescription())
        try workspace.write(Array(lines.joined(separator: "\n").utf8), to: "read.py")

        let said = try PythonReader.run(
            [workspace.path + "/read.py", workspace.path + "/small/ticks/00088K/2026-03-03.ticks"])
        // Sums of many such prints go beyond 64 bits, in Python as here.
        let volume = ticks.reduce(Int128(0)) { $0 + Int128($1.size) }
        let value = ticks.reduce(Int128(0)) { $0 + Int128($1.size) * Int128($1.price) }
        #expect(said == "00088K 20260303 700 \(volume) \(value)\n")
    }
}

enum PythonReader {
    struct Missing: Error {}

    static let isThere = (try? run(["-c", "print(1)"])) == "1\n"

    /// The block behind the marker in docs/reference/dataset.md.
    static func code() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appendingPathComponent("docs/reference/dataset.md"), encoding: .utf8)
        let parts = text.components(separatedBy: "<!-- file read.py -->\n```python\n")
        guard parts.count == 2, let code = parts[1].components(separatedBy: "```").first else {
            throw Missing()
        }
        return code
    }

    /// Runs python3 and gives what it prints.
    static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let out = Pipe()
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }
}
