import Glibc
import KraderEngine
import KraderModel
import KraderRuns

/// The last words of a process. What traps in a strategy's own code (a place outside of a list, a
/// sum beyond 64 bits, a recursion without end) nobody can catch: before the process ends, with
/// exit code 1, it names the strategy, the symbol and the moment.
///
/// The handler may be called anywhere, so it reads and writes only memory that was prepared before
/// and calls nothing but `write` and `_exit`.
enum TrapReport {
    private static let roomMax = 4_096
    private static let nameBytesMax = 100

    // These are written outside of the handler, before what they describe can trap.
    nonisolated(unsafe) private static var text: UnsafeMutablePointer<UInt8>?
    nonisolated(unsafe) private static var length = 0
    nonisolated(unsafe) private static let hook = UnsafeMutablePointer<HookMark>.allocate(
        capacity: 1)
    /// The names of the strategies, in `nameBytesMax` bytes each, with zeros behind each name.
    nonisolated(unsafe) private static var names: UnsafeMutablePointer<UInt8>?
    nonisolated(unsafe) private static var codes: UnsafeMutablePointer<UInt64>?
    nonisolated(unsafe) private static var symbols = 0
    /// The seeds of the worlds that a swarm plays just now.
    nonisolated(unsafe) private static var seeds: UnsafeMutablePointer<UInt64>?
    nonisolated(unsafe) private static var seedCount = 0

    /// Begins to listen: from here on a trap ends the process with a sentence.
    static func listen() {
        guard text == nil else { return }
        text = .allocate(capacity: roomMax)
        hook.initialize(to: HookMark())
        // A recursion without end has used up the stack: the handler has its own.
        var stack = stack_t()
        stack.ss_size = 1 << 16
        stack.ss_sp = .allocate(byteCount: stack.ss_size, alignment: 16)
        sigaltstack(&stack, nil)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in TrapReport.tell() }
        action.sa_flags = Int32(SA_ONSTACK) | Int32(bitPattern: UInt32(SA_RESETHAND))
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGFPE] { sigaction(number, &action, nil) }
    }

    /// The memory where a run's engine marks which hook of these strategies and instruments runs.
    static func mark(
        strategies: [String], instruments: [Instrument]
    ) -> UnsafeMutablePointer<HookMark> {
        hook.initialize(to: HookMark())
        names?.deallocate()
        codes?.deallocate()
        let bytes = strategies.flatMap { name in
            let bytes = Array(name.utf8.prefix(nameBytesMax - 1))
            return bytes + Array(repeating: 0, count: nameBytesMax - bytes.count)
        }
        names = .allocate(capacity: max(1, bytes.count))
        for (place, byte) in bytes.enumerated() { names?[place] = byte }
        codes = .allocate(capacity: max(1, instruments.count))
        for (place, instrument) in instruments.enumerated() {
            codes?[place] = instrument.code.packed
        }
        symbols = instruments.count
        return hook
    }

    /// The memory where each of a swarm's jobs marks the seed of its world.
    static func markSeeds(count: Int) -> UnsafeMutablePointer<UInt64> {
        let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        memory.initialize(repeating: 0, count: count)
        seeds = memory
        seedCount = count
        return memory
    }

    private static func tell() {
        length = 0
        put("\nError: ")
        if hook.pointee.strategy >= 0, let names, let codes {
            put("The strategy '")
            var byte = names + Int(hook.pointee.strategy) * nameBytesMax
            while byte.pointee != 0 {
                put(byte.pointee)
                byte += 1
            }
            put("' trapped in its own code, at ")
            put(hook.pointee.now.nanoseconds)
            put(", symbol ")
            let symbol = Int(hook.pointee.symbol.value)
            if symbol >= 0, symbol < symbols {
                for place in 0..<6 {
                    let byte = UInt8(truncatingIfNeeded: codes[symbol] >> (40 - 8 * UInt64(place)))
                    if byte != 0 { put(byte) }
                }
            }
            put(": a place outside of a list, a number beyond 64 bits, a missing value or a ")
            put("recursion without end. The run left no result.\n")
        } else {
            put("krader trapped in its own code: that is a fault of krader.\n")
            for place in 0..<seedCount {
                put(place == 0 ? "The seeds in play:" : ",")
                put(" ")
                put(seeds?[place] ?? 0, digits: 20)
            }
            if seedCount > 0 { put("\n") }
        }
        if let text { _ = write(2, text, length) }
        _exit(ExitStatus.internalError.rawValue)
    }

    private static func put(_ byte: UInt8) {
        guard let text, length < roomMax else { return }
        text[length] = byte
        length += 1
    }

    private static func put(_ words: StaticString) {
        for place in 0..<words.utf8CodeUnitCount { put(words.utf8Start[place]) }
    }

    /// Writes a moment as `2026-03-03T09:00:58+09:00`, worked out without a string.
    private static func put(_ nanoseconds: Int64) {
        let moment = Moment(nanoseconds: nanoseconds)
        let day = CalendarDate(moment)
        let (year, month, date) = day.civil
        let seconds = Int((moment - day.midnight).nanoseconds / 1_000_000_000)
        put(year, digits: 4)
        put("-")
        put(month, digits: 2)
        put("-")
        put(date, digits: 2)
        put("T")
        put(seconds / 3_600, digits: 2)
        put(":")
        put(seconds / 60 % 60, digits: 2)
        put(":")
        put(seconds % 60, digits: 2)
        put("+09:00")
    }

    private static func put(_ number: UInt64, digits: Int) {
        var unit: UInt64 = 1
        for _ in 1..<digits { unit *= 10 }
        while unit > 1, number < unit { unit /= 10 }
        while unit > 0 {
            put(UInt8(0x30 + number / unit % 10))
            unit /= 10
        }
    }

    private static func put(_ number: Int, digits: Int) {
        var unit = 1
        for _ in 1..<digits { unit *= 10 }
        while unit > 0 {
            put(UInt8(0x30 + number / unit % 10))
            unit /= 10
        }
    }
}
