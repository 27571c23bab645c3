import KraderDatasets
import KraderMarket
import KraderModel
import Testing

@Suite("A damaged dataset")
struct DatasetDamageTests {
    private static let day = CalendarDate(2026, 3, 3)

    private func make(_ workspace: Workspace) throws {
        var random = RandomRows(seed: 7)
        let writer = try DatasetWriter(path: workspace.path + "/data")
        let code = try IssueCode("005930")
        try writer.write(
            random.ticks(9_000, isLong: false),
            RowHeader(kind: .ticks, symbol: code, day: Self.day, source: "a test"))
        try writer.write(
            random.books(500, day: Self.day, depth: 5),
            RowHeader(kind: .books, symbol: code, day: Self.day, depth: 5))
        try writer.write(
            random.candles(1_000), RowHeader(kind: .candles, symbol: code, timeframe: .d1))
        try writer.writeInstruments(
            Array(
                "symbol,day,fact,value,sellable,status,note\n005930,2026-03-03,board,KOSPI,,,\n"
                    .utf8))
        try writer.publish(DatasetDescription(scope: .krx, source: "a test"))
    }

    /// Reads everything there is. Throws what it finds wrong.
    private func readAll(_ workspace: Workspace) throws {
        let dataset = try Dataset(workspace.path + "/data")
        _ = try dataset.instrumentBytes()
        for file in dataset.files {
            var rows = try dataset.open(file)
            _ = try rows.bytes(of: 0..<rows.header.count)
        }
    }

    @Test("is noticed wherever one byte was changed, 200 times")
    func everyByteCounts() throws {
        let workspace = try Workspace()
        try make(workspace)
        try readAll(workspace)
        var random = RandomRows(seed: 11)
        let files = workspace.files()
        #expect(files.count == 6)
        var whole: [String: [UInt8]] = [:]
        for file in files { whole[file] = try workspace.bytes(of: file) }
        for _ in 0..<200 {
            let file = files[Int(random.number(0...Int64(files.count - 1)))]
            let bytes = try #require(whole[file])
            let place = Int(random.number(0...Int64(bytes.count - 1)))
            var damaged = bytes
            damaged[place] ^= UInt8(random.number(1...255))
            try workspace.write(damaged, to: file)
            #expect(throws: DatasetFault.self, "\(file) at \(place)") { try readAll(workspace) }
            try workspace.write(bytes, to: file)
        }
        try readAll(workspace)
    }

    @Test("is refused with name and offset where a row file was cut off", arguments: 0..<40)
    func cutOff(seed: UInt64) throws {
        let workspace = try Workspace()
        try make(workspace)
        let file = "data/ticks/005930/2026-03-03.ticks"
        let bytes = try workspace.bytes(of: file)
        var random = RandomRows(seed: seed)
        let length = Int(random.number(8...Int64(bytes.count - 1)))
        try workspace.write(Array(bytes.prefix(length)), to: file)
        let fault = #expect(throws: DatasetFault.self) { try readAll(workspace) }
        #expect(
            fault?.description
                == "can't use '\(workspace.path)/\(file)': the file is cut off (offset \(length))")
    }

    @Test("names the block of the rows that were altered")
    func alteredBlock() throws {
        let workspace = try Workspace()
        try make(workspace)
        let file = "data/ticks/005930/2026-03-03.ticks"
        var bytes = try workspace.bytes(of: file)
        // 16-byte rows: number 5,000 lies in the second block of 65,536 bytes.
        bytes[128 + 5_000 * 16 + 9] ^= 1
        try workspace.write(bytes, to: file)
        let fault = #expect(throws: DatasetFault.self) { try readAll(workspace) }
        #expect(
            fault?.description
                == "can't use '\(workspace.path)/\(file)': rows were altered (offset 65664)")
    }

    @Test("ends a source and says so, and no row of the altered block is played")
    func sourceStops() throws {
        let workspace = try Workspace()
        try make(workspace)
        let file = "data/ticks/005930/2026-03-03.ticks"
        var bytes = try workspace.bytes(of: file)
        bytes[128 + 5_000 * 16] ^= 1
        try workspace.write(bytes, to: file)
        let faults = DatasetFaults()
        let source = try #require(
            try Dataset(workspace.path + "/data").ticks(
                of: [(try IssueCode("005930"), SymbolIndex(0))],
                in: MomentSpan(start: .distantPast, end: .distantFuture), faults: faults))
        var count = 0
        while true {
            let batch = source.nextTicks()
            if batch.count == 0 { break }
            count += batch.count
        }
        #expect(count == 4_096)
        #expect(faults.first?.description.contains("rows were altered") == true)
    }

    @Test("one from before coverage was said is sampled, and keeps its hash")
    func coverageUnsaid() throws {
        let workspace = try Workspace()
        try make(workspace)
        let dataset = try Dataset(workspace.path + "/data")
        #expect(dataset.description.bookCoverage == .sampled)
        let text = String(decoding: try workspace.bytes(of: "data/dataset.json"), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let older = lines.filter { !$0.contains("book_coverage") }
        #expect(older.count == lines.count - 1)
        let bytes = DatasetSeal.sealed { seal in
            let sealed = older.map { line in
                line.contains("\"seal\"") ? "  \"seal\": \"\(seal)\"" : String(line)
            }
            return Array(sealed.joined(separator: "\n").utf8)
        }
        try workspace.write(bytes, to: "data/dataset.json")
        let read = try Dataset(workspace.path + "/data")
        #expect(read.description == dataset.description && read.hash == dataset.hash)
    }
}
