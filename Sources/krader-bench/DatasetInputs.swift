import KraderDatasets
import KraderMarket
import KraderModel

/// A dataset of prints in a folder of its own, gone with it: so many symbols, one day each.
final class DatasetInputs {
    static let day = CalendarDate(2026, 3, 3)

    private let folder: BenchFolder
    let symbols: Int
    let prints: Int
    let symbolList: [(code: IssueCode, symbol: SymbolIndex)]
    /// What a reader must find.
    private(set) var shares: Int64 = 0
    private(set) var value: Int64 = 0

    init(symbols: Int, prints: Int) throws {
        folder = try BenchFolder()
        self.symbols = symbols
        self.prints = prints
        symbolList = try (0..<symbols).map {
            (code: try IssueCode(String(100_000 + $0)), symbol: SymbolIndex($0))
        }
        try write()
    }

    var path: String { folder.path + "/prints" }

    private func write() throws {
        let writer = try DatasetWriter(path: path)
        var generator = SeededGenerator(seed: 1)
        let each = prints / symbols
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: each * TickRow.shortLength, alignment: 8)
        defer { bytes.deallocate() }
        let gap = UInt64(23_000_000_000_000 / each)
        for (code, _) in symbolList {
            var since: Int64 = 32_400_000_000_000
            var price: Int64 = 70_000
            for index in 0..<each {
                since += Int64(generator.next(below: 2 * gap))
                price = max(50_000, price + 100 * (Int64(generator.next(below: 3)) - 1))
                let size = 1 + Int64(generator.next(below: 100))
                shares += size
                value += size * price
                let record = TickRow(
                    sinceMidnight: min(since, 86_399_999_999_999), price: UInt32(price),
                    size: UInt32(size), taker: index % 2 == 0 ? .buyer : .seller)
                guard let base = bytes.baseAddress else { return }
                record.write(to: base + index * TickRow.shortLength, isLong: false)
            }
            try writer.write(
                RowHeader(kind: .ticks, symbol: code, day: DatasetInputs.day),
                UnsafeRawBufferPointer(bytes))
        }
        try writer.publish(DatasetDescription(scope: .krx))
    }
}
