import Glibc
import KraderDatasets
import KraderMarket
import KraderModel
import Testing

@Suite("A mapped file that becomes shorter while it is read")
struct MappedFileTests {
    private static let day = CalendarDate(2026, 3, 3)
    private static let file = "data/ticks/005930/2026-03-03.ticks"

    private func open(_ workspace: Workspace, rows: Int) throws -> OpenRows {
        var random = RandomRows(seed: 5)
        let writer = try DatasetWriter(path: workspace.path + "/data")
        try writer.write(
            random.ticks(rows, isLong: false),
            RowHeader(kind: .ticks, symbol: try IssueCode("005930"), day: Self.day))
        try writer.publish(DatasetDescription())
        let dataset = try Dataset(workspace.path + "/data")
        return try dataset.open(try #require(dataset.files.first))
    }

    @Test(
        "is a fault that names it, wherever it was cut", arguments: [0, 1, 4_096, 70_000, 300_000])
    func shrinks(length: Int) throws {
        let workspace = try Workspace()
        var storedRows = try open(workspace, rows: 30_000)
        _ = try storedRows.bytes(of: 0..<10)
        #expect(truncate(workspace.path + "/" + Self.file, length) == 0)
        let fault = #expect(throws: DatasetFault.self) {
            _ = try storedRows.bytes(of: 0..<30_000)
        }
        #expect(
            fault?.description
                == "can't read '\(workspace.path)/\(Self.file)': it became shorter, or the disk "
                + "failed, while it was being read")
    }

    @Test("leaves other files as they are, and places for many more")
    func others() throws {
        let workspace = try Workspace()
        var storedRows = try open(workspace, rows: 30_000)
        try workspace.write(Array(repeating: 7, count: 100_000), to: "other")
        for _ in 0..<70_000 { _ = try MappedFile(workspace.path + "/other") }
        let other = try MappedFile(workspace.path + "/other")
        #expect(truncate(workspace.path + "/" + Self.file, 0) == 0)
        #expect(throws: DatasetFault.self) { _ = try storedRows.bytes(of: 0..<30_000) }
        #expect(!other.hasFailed)
        #expect(other.bytes.allSatisfy { $0 == 7 })
    }
}
