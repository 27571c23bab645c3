import Glibc
import KraderMarket
import KraderModel

/// The benchmark's files, mapped, or stand-ins of their shape where a file is missing.
final class BenchInputs {
    static let printsMax = 5_000_000

    private let folder: String?
    private var prints: UnsafeRawBufferPointer?
    private var candles: [String: UnsafeRawBufferPointer] = [:]

    /// The names of files that were missing and stood in for.
    private(set) var missing: [String] = []

    /// - Parameter folder: The folder of the files; `nil` for stand-ins only.
    init(folder: String?) { self.folder = folder }

    /// Whether the figures can be held against what other engines were measured to give.
    func isOriginal(_ name: String) -> Bool { !missing.contains(name) }

    /// W1's prints, the first `count` of them, as a run reads them.
    func ticks(_ count: Int = BenchInputs.printsMax) throws -> PackedTicks {
        try PackedTicks(printBytes(count), symbol: SymbolIndex(0))
    }

    /// The same for the bare loop.
    func rawPrints(_ count: Int) -> RawPrints { RawPrints(printBytes(count)) }

    private func printBytes(_ count: Int) -> UnsafeRawBufferPointer {
        let bytes = prints ?? loadPrints(count)
        let length = min(count * PackedTicks.rowLength, bytes.count)
        return UnsafeRawBufferPointer(rebasing: bytes[0..<length])
    }

    private func loadPrints(_ count: Int) -> UnsafeRawBufferPointer {
        if let mapped = map(BenchInputs.printsFile) {
            prints = mapped
            return mapped
        }
        missing.append(BenchInputs.printsFile)
        // A stand-in is made as long as the first caller needs it.
        let made = StandIn.prints(count)
        prints = made
        return made
    }

    static let printsFile = "ticks5m.bin"
    static let basketFile = "bars20.bin"
    static let pairFile = "bars1.bin"

    /// W2's candles (20 symbols) or W3's (one).
    func candles(_ file: String, symbols: Int, count: Int) throws -> PackedCandles {
        try PackedCandles(
            candleBytes(file, symbols: symbols, count: count), symbolCount: symbols)
    }

    /// The same for the bare loop.
    func rawCandles(_ file: String, symbols: Int, count: Int) -> RawCandles {
        RawCandles(candleBytes(file, symbols: symbols, count: count))
    }

    private func candleBytes(
        _ file: String, symbols: Int, count: Int
    ) -> UnsafeRawBufferPointer {
        let bytes = candles[file] ?? map(file) ?? standIn(file, symbols: symbols, count: count)
        candles[file] = bytes
        return bytes
    }

    private func standIn(_ file: String, symbols: Int, count: Int) -> UnsafeRawBufferPointer {
        missing.append(file)
        return StandIn.candles(count, symbols: symbols)
    }

    private func map(_ name: String) -> UnsafeRawBufferPointer? {
        guard let folder else { return nil }
        let descriptor = open(folder + "/" + name, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return nil }
        let length = Int(status.st_size)
        guard let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0),
            address != MAP_FAILED
        else { return nil }
        return UnsafeRawBufferPointer(start: address, count: length)
    }
}

/// The closes of candles as prints, a second before each candle's end: the one form in which an
/// order can fill at the very close that caused it (a candle's own hook is always too late).
final class ClosesAsPrints: TickSource {
    private let candles: PackedCandles
    private let batch = FixedBuffer(
        repeating: Tick(time: .distantPast, symbol: SymbolIndex(0), price: Price(1), size: .zero),
        count: 8_192)

    init(_ candles: PackedCandles) { self.candles = candles }

    func nextTicks() -> BufferView<Tick> {
        let events = candles.nextCandles()
        for index in 0..<events.count {
            let event = events[index]
            batch[index] = Tick(
                time: event.candle.end - .seconds(1), symbol: event.symbol,
                price: event.candle.close, size: event.candle.volume)
        }
        return batch.view(of: 0..<events.count)
    }
}
