import CLibCSV
import Glibc
import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel

/// Five million prints from a CSV file into a dataset, all hashes and the disk's part included; by
/// `wc -l` on the same file, and by libcsv with callbacks that only count.
struct ImportWorkload {
    private static let rows = 5_000_000
    private static let days = 5
    private static let runs = 3

    func figure() throws -> Figure {
        let folder = try BenchFolder()
        let text = try TickText(rows: ImportWorkload.rows, days: ImportWorkload.days)
        let file = folder.path + "/prints.csv"
        try text.write(to: file)
        let counted = try best(of: ImportWorkload.runs) {
            let begin = wallSeconds()
            let lines = try ChildProcess.run("/usr/bin/wc", ["-l", file])
            return Timed(
                result: lines.split(separator: " ").first.flatMap { Int($0) },
                seconds: wallSeconds() - begin)
        }
        let bare = try best(of: ImportWorkload.runs) { try bareLoop(file) }
        let run = try best(of: ImportWorkload.runs) { try load(file, into: folder.path) }
        let answer = run.result
        let isRight =
            answer == text.answer && bare.result == 5 * (ImportWorkload.rows + 1)
            && counted.result == ImportWorkload.rows + 1
        let megabytes = Double(text.bytes) / 1e6
        let said =
            "\(grouped(Int64(answer.count))) prints, \(grouped(answer.value)) won; "
            + "\(fixed(megabytes / run.seconds, 0)) MB/s, wc -l "
            + "\(fixed(megabytes / counted.seconds, 0)), libcsv alone "
            + "\(fixed(megabytes / bare.seconds, 0))"
        return Figure(
            name: "Import",
            about: "\(grouped(Int64(ImportWorkload.rows))) prints from CSV into a dataset, "
                + "\(fixed(megabytes, 0)) MB", value: Double(ImportWorkload.rows) / run.seconds,
            unit: .rowsASecond, target: 5e6,
            check: Figure.Check(text: isRight ? said : "WRONG: " + said, isRight: isRight),
            ratio: run.seconds / bare.seconds)
    }

    private func load(_ file: String, into folder: String) throws -> Timed<TickText.Answer> {
        var request = ImportRequest(paths: [file], place: folder + "/imported")
        request.replaces = true
        let begin = processorSeconds()
        var load = try DatasetImport(request, observer: Silence())
        _ = try load.run()
        let seconds = processorSeconds() - begin
        var answer = TickText.Answer()
        let dataset = try Dataset(request.place)
        let faults = DatasetFaults()
        let always = MomentSpan(start: .distantPast, end: .distantFuture)
        if let source = dataset.ticks(
            of: dataset.symbols.map { ($0, SymbolIndex(0)) }, in: always, faults: faults)
        {
            while true {
                let batch = source.nextTicks()
                if batch.count == 0 { break }
                for index in 0..<batch.count { answer.add(batch[index]) }
            }
        }
        if let fault = faults.first { throw fault }
        return Timed(result: answer, seconds: seconds)
    }

    /// Counts the fields that libcsv finds, and does nothing else.
    private func bareLoop(_ file: String) throws -> Timed<Int> {
        let begin = processorSeconds()
        var parser = csv_parser()
        guard csv_init(&parser, UInt8(CSV_STRICT)) == 0 else {
            throw FileFault(path: file, number: 1)
        }
        defer { csv_free(&parser) }
        let count = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        count.initialize(to: 0)
        defer { count.deallocate() }
        func field(_: UnsafeMutableRawPointer?, _: Int, _ count: UnsafeMutableRawPointer?) {
            count?.assumingMemoryBound(to: Int.self).pointee += 1
        }
        func row(_: Int32, _: UnsafeMutableRawPointer?) {}
        try FileReader.read(file) { piece in
            _ = csv_parse(&parser, piece.baseAddress, piece.count, field, row, count)
        }
        csv_fini(&parser, field, row, count)
        return Timed(result: count.pointee, seconds: processorSeconds() - begin)
    }
}

/// Nobody watches.
private final class Silence: ImportObserver {
    func began(_ file: ImportedFile) {}
    func moved(bytes: Int, of total: Int?, rows: Int) {}
}

/// A folder of its own, gone with this.
final class BenchFolder {
    let path: String

    init() throws {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        var template = Array("\(place)/krader-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileFault(path: place, number: errno) }
        path = template.withUnsafeBufferPointer { bytes in
            String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    deinit { FolderRemoval.remove(path) }
}
