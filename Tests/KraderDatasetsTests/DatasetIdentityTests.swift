import KraderDatasets
import KraderMarket
import KraderModel
import Testing

@Suite("A dataset's identity")
struct DatasetIdentityTests {
    private static let ticks = "data/ticks/005930/2026-03-03.ticks"

    private func make(
        _ workspace: Workspace, _ name: String = "data", source: String = "a test",
        decimals: Int = 0, change: (inout DatasetDescription) -> Void = { _ in }
    ) throws -> Dataset {
        var random = RandomRows(seed: 7)
        let writer = try DatasetWriter(path: workspace.path + "/" + name)
        let code = try IssueCode("005930")
        try writer.write(
            random.ticks(9_000, isLong: false),
            RowHeader(
                kind: .ticks, symbol: code, day: CalendarDate(2026, 3, 3), decimals: decimals,
                source: source))
        try writer.write(
            random.candles(1_000), RowHeader(kind: .candles, symbol: code, timeframe: .d1))
        var description = DatasetDescription(scope: .krx, source: source)
        change(&description)
        try writer.publish(description)
        return try Dataset(workspace.path + "/" + name)
    }

    /// Seals changed bytes as an import would, with quick hashes that fit again.
    private func reseal(_ bytes: [UInt8]) throws -> [UInt8] {
        var header = try bytes.withUnsafeBytes { bytes in
            try RowHeader(bytes, fileBytes: bytes.count)
        }
        let end = RowHeader.length + header.rowBytes
        let hashes = bytes.withUnsafeBytes { bytes in
            VerifiedRows.hashes(of: UnsafeRawBufferPointer(rebasing: bytes[128..<end]))
        }.map(\.littleEndian)
        return hashes.withUnsafeBytes { hashes in
            header.sum = RowHash.of(hashes)
            return header.bytes + bytes[128..<end] + Array(hashes)
        }
    }

    /// Puts a file in place of one, with an index and a `dataset.json` that fit its quick hash and
    /// say what they said of its SHA-256.
    private func forge(_ workspace: Workspace, _ file: String, _ bytes: [UInt8]) throws {
        let before = try workspace.bytes(of: file)
        try workspace.write(bytes, to: file)
        func sum(_ bytes: [UInt8]) throws -> String {
            let header = try bytes.withUnsafeBytes {
                try RowHeader($0, fileBytes: $0.count)
            }
            let digits = String(header.sum, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        let index = try text(workspace, "data/index.csv")
        let forged = index.replacing(try sum(before), with: try sum(bytes))
        #expect(forged != index)
        try workspace.write(Array(forged.utf8), to: "data/index.csv")
        try sealAnew(workspace) {
            $0.replacing(hash(of: index), with: hash(of: forged))
        }
    }

    private func sealAnew(_ workspace: Workspace, _ change: (String) -> String) throws {
        let changed = change(try text(workspace, "data/dataset.json"))
        let parts = changed.split(separator: "\"seal\": \"", maxSplits: 1)
        let rest = parts[1].dropFirst(64)
        try workspace.write(
            DatasetSeal.sealed { Array("\(parts[0])\"seal\": \"\($0)\(rest)".utf8) },
            to: "data/dataset.json")
    }

    private func text(_ workspace: Workspace, _ file: String) throws -> String {
        String(decoding: try workspace.bytes(of: file), as: UTF8.self)
    }

    private func hash(of text: String) -> String { hexadecimal(SHA256.hash(Array(text.utf8))) }

    /// Makes the dataset as the version before wrote it: six columns and schema 1.
    private func makeOld(_ workspace: Workspace) throws -> Dataset {
        _ = try make(workspace)
        let index = try text(workspace, "data/index.csv")
        let old = index.split(separator: "\n").map {
            $0.split(separator: ",").prefix(6).joined(separator: ",") + "\n"
        }.joined()
        try workspace.write(Array(old.utf8), to: "data/index.csv")
        try sealAnew(workspace) {
            $0.replacing(hash(of: index), with: hash(of: old))
                .replacing("\"schema\": 2", with: "\"schema\": 1")
        }
        return try Dataset(workspace.path + "/data")
    }

    private func proves(_ dataset: Dataset) throws -> Bool { try dataset.prove { _, _ in true } }

    @Test("rests on the SHA-256 of each file's rows and of what a run sees of its header")
    func fileHashes() throws {
        let workspace = try Workspace()
        let dataset = try make(workspace)
        let lines = try text(workspace, "data/index.csv").split(separator: "\n")
        #expect(lines[0] == "file,rows,first,last,bytes,sum,sha256")
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",")
            let bytes = try workspace.bytes(of: "data/\(fields[0])")
            let header = try bytes.withUnsafeBytes { try RowHeader($0, fileBytes: $0.count) }
            let storedRows = bytes[128..<128 + header.rowBytes]
            #expect(hexadecimal(SHA256.hash(Array(storedRows) + bytes[..<64])) == String(fields[6]))
        }
        #expect(lines.count == 3)
        #expect(dataset.isProvable)
        #expect(try proves(dataset))
        let files = lines.dropFirst().map { line in
            let fields = line.split(separator: ",")
            return "\(fields[0]) \(fields[6])"
        }
        let instruments = hash(of: try text(workspace, "data/instruments.csv"))
        let facts = ["krader dataset 2"] + files + [instruments, "KRX", "1", "0"]
        #expect(dataset.hash == hash(of: facts.joined(separator: "\n")))
    }

    @Test("notices a print that was changed together with every quick hash and seal")
    func forgery() throws {
        let workspace = try Workspace()
        let before = try make(workspace).hash
        var bytes = try workspace.bytes(of: Self.ticks)
        // The change is in a price, of print 200 from 0.
        bytes[128 + 200 * 16 + 6] ^= 1
        try forge(workspace, Self.ticks, try reseal(bytes))
        let dataset = try Dataset(workspace.path + "/data")
        let file = try #require(dataset.files.first { $0.kind == .ticks })
        // The quick hashes can't tell the change.
        var open = try dataset.open(file)
        _ = try open.bytes(of: 0..<file.rows)
        #expect(dataset.hash == before)
        let fault = #expect(throws: DatasetFault.self) { try proves(dataset) }
        #expect(
            fault?.description.hasPrefix("'\(workspace.path)/\(Self.ticks)' holds something else")
                == true)
        var validation = DatasetValidation(dataset)
        #expect(validation.run { _ in }.isDamaged)
    }

    @Test("notices decimals, scope and stamp unit of a file's header", arguments: [28, 29, 56])
    func headerFacts(place: Int) throws {
        let workspace = try Workspace()
        _ = try make(workspace)
        var bytes = try workspace.bytes(of: Self.ticks)
        bytes[place] += 1
        let sealed = bytes[..<120].withUnsafeBytes { RowHash.of($0) }
        for index in 0..<8 { bytes[120 + index] = UInt8(truncatingIfNeeded: sealed >> (8 * index)) }
        try workspace.write(bytes, to: Self.ticks)
        let dataset = try Dataset(workspace.path + "/data")
        let fault = #expect(throws: DatasetFault.self) { try proves(dataset) }
        guard case .otherContent = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }

    @Test(
        "is another for other decimals, scope, stamp unit, lag or coverage; not for other sources")
    func whatCounts() throws {
        let workspace = try Workspace()
        let hash = try make(workspace).hash
        #expect(try make(workspace, "other-source", source: "another").hash == hash)
        let others = [
            try make(workspace, "decimals", decimals: 2).hash,
            try make(workspace, "scope") { $0.scope = .nxt }.hash,
            try make(workspace, "unit") { $0.stampUnit = Interval(nanoseconds: 1_000_000_000) }
                .hash,
            try make(workspace, "lag") { $0.dataLag = .milliseconds(5) }.hash,
            try make(workspace, "coverage") { $0.bookCoverage = .full }.hash,
        ]
        #expect(Set(others + [hash]).count == 6)
    }

    @Test("of the old version is the hash that it had, and unproven")
    func oldVersion() throws {
        let workspace = try Workspace()
        let old = try makeOld(workspace)
        #expect(!old.isProvable)
        let index = hash(of: try text(workspace, "data/index.csv"))
        let instruments = hash(of: try text(workspace, "data/instruments.csv"))
        #expect(
            old.hash == hash(of: [index, instruments, "KRX", "1", "0"].joined(separator: "\n")))
        #expect(try proves(old))
    }

    @Test("of the old version is upgraded to what an import writes today, byte for byte")
    func upgrade() throws {
        let workspace = try Workspace()
        let old = try makeOld(workspace)
        var validation = DatasetValidation(old)
        let upgraded = try old.upgraded(validation.run { _ in }.identities)
        let today = try make(workspace, "today")
        #expect(upgraded.isProvable)
        #expect(upgraded.hash == today.hash)
        for name in ["index.csv", "dataset.json"] {
            #expect(try workspace.bytes(of: "data/" + name) == workspace.bytes(of: "today/" + name))
        }
        #expect(upgraded.oldHash == old.hash)
        #expect(today.oldHash == old.hash)
        #expect(workspace.files(below: "data").count == workspace.files(below: "today").count)
    }

    @Test("an upgrade that was killed between index and dataset.json leaves the old dataset whole")
    func killedUpgrade() throws {
        let workspace = try Workspace()
        let old = try makeOld(workspace)
        let seal = try workspace.bytes(of: "data/dataset.json")
        var validation = DatasetValidation(old)
        _ = try old.upgraded(validation.run { _ in }.identities)
        try workspace.write(seal, to: "data/dataset.json")
        let left = try Dataset(workspace.path + "/data")
        #expect(!left.isProvable)
        #expect(left.hash == old.hash)
        var again = DatasetValidation(left)
        #expect(try left.upgraded(again.run { _ in }.identities).isProvable)
    }

    @Test("an index that lost, or shortened, a SHA-256 is refused", arguments: [0, 1, 63, 64])
    func brokenIndex(kept: Int) throws {
        let workspace = try Workspace()
        _ = try make(workspace)
        let index = try text(workspace, "data/index.csv")
        let broken = String(index.dropLast(65)) + index.suffix(65).prefix(kept) + "\n"
        try workspace.write(Array(broken.utf8), to: "data/index.csv")
        try sealAnew(workspace) { $0.replacing(hash(of: index), with: hash(of: broken)) }
        if kept == 64 {
            #expect(try Dataset(workspace.path + "/data").isProvable)
        } else {
            #expect(throws: DatasetFault.self) { try Dataset(workspace.path + "/data") }
        }
    }
}
