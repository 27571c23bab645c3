import Glibc
import KraderDatasets
import KraderMarket
import KraderModel

/// A folder of its own for a test, removed with it.
final class Workspace {
    let path: String

    init() throws {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        var template = Array("\(folder)/krader-dataset-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileFault(path: folder, number: errno) }
        path = template.withUnsafeBufferPointer { bytes in
            String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    deinit { FolderRemoval.remove(path) }

    /// The paths of all files below, relative to it and sorted.
    func files(below folder: String = "") -> [String] {
        var result: [String] = []
        guard let open = opendir(path + "/" + folder) else { return [] }
        defer { closedir(open) }
        while let name = FolderRemoval.nextName(open) {
            let place = folder.isEmpty ? name : folder + "/" + name
            if FolderRemoval.isFolder(path + "/" + place) {
                result += files(below: place)
            } else {
                result.append(place)
            }
        }
        return result.sorted()
    }

    func bytes(of file: String) throws -> [UInt8] {
        try MappedFile.contents(of: path + "/" + file)
    }

    func write(_ bytes: [UInt8], to file: String) throws {
        guard let open = fopen(path + "/" + file, "w") else {
            throw FileFault(path: file, number: errno)
        }
        defer { fclose(open) }
        guard fwrite(bytes, 1, bytes.count, open) == bytes.count else {
            throw FileFault(path: file, number: errno)
        }
    }
}

/// Random rows that a dataset can hold, and how they are written.
struct RandomRows {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound
            + Int64(generator.next(below: UInt64(range.upperBound - range.lowerBound + 1)))
    }

    mutating func ticks(_ count: Int, isLong: Bool) -> [TickRow] {
        var since: Int64 = 32_400_000_000_000
        return (0..<count).map { _ in
            since += number(0...3) * number(0...1_000_000_000) / 20
            return TickRow(
                sinceMidnight: min(since, 86_399_999_999_999),
                price: UInt32(number(1...1_000_000_000)), size: UInt32(number(1...4_294_967_295)),
                ask: isLong ? UInt32(number(0...1_000_000_000)) : 0,
                bid: isLong ? UInt32(number(0...1_000_000_000)) : 0,
                taker: Tick.Taker(rawValue: UInt8(number(0...2))) ?? .unknown,
                venue: PrintVenue(rawValue: UInt8(number(0...2))) ?? .unknown)
        }
    }

    mutating func books(_ count: Int, day: CalendarDate, depth: Int) -> [Book] {
        var time = day.midnight
        return (0..<count).map { _ in
            time = time + Interval(nanoseconds: number(0...400_000_000))
            var book = Book(time: time, symbol: SymbolIndex(0))
            for side in Side.allCases {
                var price: Int64 = 500_000_000
                for _ in 0..<number(0...Int64(depth)) {
                    price += (side == .sell ? 1 : -1) * number(1...10_000)
                    book.append(
                        PriceLevel(Price(price), Shares(number(0...4_294_967_295))), to: side)
                }
            }
            return book
        }
    }

    mutating func candles(_ count: Int) -> [CandleRow] {
        var start = CalendarDate(2024, 1, 2).midnight
        return (0..<count).map { _ in
            start = start + .minutes(number(1...3_000))
            if number(0...9) == 0 {
                return CandleRow(
                    start: start, open: 0, high: 0, low: 0, close: 700, volume: 0, value: 0,
                    basePrice: UInt32(number(0...1_000_000_000)), isHalted: true)
            }
            let prices = (0..<4).map { _ in UInt32(number(1...1_000_000_000)) }.sorted()
            return CandleRow(
                start: start, open: prices[1], high: prices[3], low: prices[0], close: prices[2],
                volume: number(0...1_000_000_000_000_000),
                value: number(0...1_000_000_000_000_000_000),
                basePrice: UInt32(number(0...1_000_000_000)))
        }
    }
}

extension DatasetWriter {
    func write(_ ticks: [TickRow], _ header: RowHeader) throws {
        try write(header, count: ticks.count) { ticks[$0].write(to: $1, isLong: header.depth == 1) }
    }

    func write(_ candles: [CandleRow], _ header: RowHeader) throws {
        try write(header, count: candles.count) { candles[$0].write(to: $1) }
    }

    func write(_ books: [Book], _ header: RowHeader) throws {
        let midnight = (header.day ?? CalendarDate(2026, 3, 3)).midnight
        try write(header, count: books.count) {
            BookRow.write(books[$0], midnight: midnight, depth: header.depth, to: $1)
        }
    }

    private func write(
        _ header: RowHeader, count: Int, _ put: (Int, UnsafeMutableRawPointer) -> Void
    ) throws {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: count * header.rowLength, alignment: 8)
        defer { bytes.deallocate() }
        for index in 0..<count {
            guard let base = bytes.baseAddress else { return }
            put(index, base + index * header.rowLength)
        }
        try write(header, UnsafeRawBufferPointer(bytes))
    }
}

/// All that a source hands out, in its order.
func forEach<Element>(
    _ next: () -> BufferView<Element>, _ body: (Element) -> Void
) {
    while true {
        let batch = next()
        if batch.count == 0 { return }
        for index in 0..<batch.count { body(batch[index]) }
    }
}
