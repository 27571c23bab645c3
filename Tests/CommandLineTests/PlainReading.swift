import Foundation

/// What is counted of the rows of one symbol, by whoever reads them.
struct RowSums: Equatable, CustomStringConvertible {
    var rows = 0
    /// The numbers of the first row, its time in nanoseconds before the others.
    var first: [Int] = []
    var last: [Int] = []
    var volume = 0
    var value = 0

    mutating func add(_ row: [Int], volume: Int, value: Int) {
        if rows == 0 || row[0] < first[0] { first = row }
        // The later of two rows at equal times is the last.
        if rows == 0 || row[0] >= last[0] { last = row }
        rows += 1
        self.volume += volume
        self.value += value
    }

    var description: String {
        "\(rows) rows, \(first) … \(last), volume \(volume), value \(value)"
    }
}

/// A file read with none of krader's code: lines split by hand, numbers by Foundation.
struct PlainFile {
    var rows: [[String]]

    /// - Parameter encoding: the encoding's name as `iconv` has it.
    init(_ path: String, encoding: String? = nil, delimiter: Character = ",") throws {
        var command = path.hasSuffix(".gz") ? "gzip -dc '\(path)'" : "cat '\(path)'"
        if let encoding { command += " | iconv -f \(encoding) -t UTF-8" }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        let out = Pipe()
        process.standardOutput = out
        try process.run()
        var data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        if data.starts(with: [0xEF, 0xBB, 0xBF]) { data.removeFirst(3) }
        let comma = delimiter.asciiValue ?? 0
        rows = data.split(separator: 0x0A).map { line in
            var fields: [String] = []
            var field: [UInt8] = []
            var isQuoted = false
            for byte in line where byte != 0x0D {
                if byte == 0x22 {
                    isQuoted.toggle()
                } else if byte == comma && !isQuoted {
                    fields.append(String(decoding: field, as: UTF8.self))
                    field = []
                } else {
                    field.append(byte)
                }
            }
            return fields + [String(decoding: field, as: UTF8.self)]
        }
    }
}

/// The number in a text such as `257,750`, `-257750` or `18015.0`, times a power of ten and without
/// its sign.
func plainNumber(_ text: String, decimals: Int = 0) -> Int {
    let text = text.filter { !", +-'".contains($0) }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return Int(((Double(text) ?? .nan) * scale).rounded())
}

/// Nanoseconds since 1970 UTC of a date, and perhaps a time of day, of a zone that many hours east.
func plainTime(_ text: String, hoursEast: Int) -> Int {
    let parts = text.split { !$0.isNumber }.map(String.init)
    var numbers = parts.compactMap { Int($0) }
    if let first = parts.first, first.count == 8, let day = numbers.first {
        numbers.replaceSubrange(0...0, with: [day / 10_000, day / 100 % 100, day % 100])
    }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: hoursEast * 3_600) ?? .gmt
    func part(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
    let date = calendar.date(
        from: DateComponents(
            year: part(0), month: part(1), day: part(2), hour: part(3), minute: part(4),
            second: part(5)))
    return Int(date?.timeIntervalSince1970 ?? 0) * 1_000_000_000
}

/// The record files of a dataset, read byte by byte as docs/reference/dataset.md describes them,
/// none of krader's code in between.
struct PlainDataset {
    /// The sums by folder and symbol: `candles/1d/005930`, `ticks/005930/2026-03-03`.
    private(set) var sums: [String: RowSums] = [:]

    init(_ folder: URL) throws {
        let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects ?? []
        for case let name as String in names {
            let kind = String(name.split(separator: ".").last ?? "")
            guard ["candles", "ticks", "books", "quotes"].contains(kind), name.contains("/") else {
                continue
            }
            let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
            guard bytes.count > 128 else { continue }
            let key = name.split(separator: ".").dropLast().joined(separator: ".")
            sums[key] = PlainDataset.sums(bytes, kind)
        }
    }

    private static func sums(_ bytes: [UInt8], _ kind: String) -> RowSums {
        func number(_ at: Int, _ count: Int) -> Int {
            (0..<count).reversed().reduce(0) { $0 << 8 | Int(bytes[at + $1]) }
        }
        let (length, count, depth) = (number(12, 2), number(32, 8), Int(bytes[11]))
        var sums = RowSums()
        for row in 0..<count {
            let at = 128 + row * length
            switch kind {
            case "candles":
                let prices = (0..<4).map { number(at + 8 + 4 * $0, 4) }
                let volume = number(at + 24, 8)
                sums.add(
                    [number(at, 8)] + prices + [volume], volume: volume,
                    value: number(at + 32, 8))
            case "ticks":
                let (price, size) = (number(at + 8, 4), number(at + 12, 4))
                sums.add(
                    [number(at, 8) & 0xFFFF_FFFF_FFFF, price, size], volume: size,
                    value: price * size)
            default:
                let levels = (0..<2 * depth).map { level in
                    (number(at + 8 + 8 * level, 4), number(at + 12 + 8 * level, 4))
                }
                sums.add(
                    [number(at, 8), levels[0].0, levels[depth].0],
                    volume: levels.reduce(0) { $0 + $1.1 },
                    value: levels.reduce(0) { $0 + $1.0 * $1.1 })
            }
        }
        return sums
    }
}
