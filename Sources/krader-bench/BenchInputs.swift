import Glibc
import KraderMarket
import KraderModel

/// The benchmark files, mapped, when they are there.
struct BenchInputs {
    let folder: String

    func ticks() -> PackedTicks? {
        guard let bytes = map("ticks5m.bin") else { return nil }
        return try? PackedTicks(bytes, owner: nil, symbol: SymbolIndex(0))
    }

    func candles(_ name: String, symbols: Int) -> PackedCandles? {
        guard let bytes = map(name) else { return nil }
        return try? PackedCandles(bytes, owner: nil, symbolCount: symbols)
    }

    func map(_ name: String) -> UnsafeRawBufferPointer? {
        let descriptor = open(folder + "/" + name, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return nil }
        guard
            let address = mmap(
                nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0),
            address != MAP_FAILED
        else { return nil }
        return UnsafeRawBufferPointer(start: address, count: Int(status.st_size))
    }
}

/// Seconds of this process's own work.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
