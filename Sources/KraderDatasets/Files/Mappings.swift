import Glibc
import Synchronization

/// The files that are mapped now, in memory that a signal handler may look at.
///
/// Touching a page behind the end of a file that became shorter, or that the disk can't give, is
/// the signal SIGBUS. Its handler finds the mapping, puts zeros in the place of what is left of it,
/// and marks it; whoever reads goes on and sees the mark. A SIGBUS anywhere else ends the process,
/// as ever.
enum Mappings {
    private struct Mapping {
        /// The address of the first byte; 0 when the place is free.
        var start: UInt = 0
        var end: UInt = 0
        var hasFailed = false
    }

    /// The most mappings, which are as many as Linux gives a process.
    private static let capacity = 1 << 16

    /// The places that are free again, and how many were ever used at once.
    private static let places = Mutex<(free: [Int], used: Int)>(([], 0))

    // The handler reads these: plain memory, changed before a file is touched and after.
    nonisolated(unsafe) private static var mappings: UnsafeMutablePointer<Mapping>?
    nonisolated(unsafe) private static var used = 0
    nonisolated(unsafe) private static var pageBytes: UInt = 4096

    /// Adds a mapping and answers its place; `nil` when there is no place for another.
    static func add(_ bytes: UnsafeRawBufferPointer) -> Int? {
        places.withLock { places in
            if mappings == nil { listen() }
            guard let mappings else { return nil }
            guard let slot = places.free.popLast() ?? (places.used < capacity ? places.used : nil)
            else { return nil }
            let start = UInt(bitPattern: bytes.baseAddress)
            mappings[slot] = Mapping(start: start, end: start + UInt(bytes.count))
            places.used = max(places.used, slot + 1)
            used = places.used
            return slot
        }
    }

    static func remove(_ slot: Int) {
        places.withLock { places in
            mappings?[slot] = Mapping()
            places.free.append(slot)
        }
    }

    static func hasFailed(_ slot: Int) -> Bool {
        // The fence lets this be asked after the bytes were touched, not before.
        atomicMemoryFence(ordering: .acquiring)
        return mappings?[slot].hasFailed ?? false
    }

    private static func listen() {
        pageBytes = UInt(sysconf(Int32(_SC_PAGESIZE)))
        let memory = UnsafeMutablePointer<Mapping>.allocate(capacity: capacity)
        memory.initialize(repeating: Mapping(), count: capacity)
        mappings = memory
        var action = sigaction()
        action.sa_flags = SA_SIGINFO
        action.__sigaction_handler.sa_sigaction = { _, info, _ in
            let address = info?.pointee._sifields._sigfault.si_addr
            guard Mappings.mend(UInt(bitPattern: address)) else {
                // The fault happens again, and this time nobody listens.
                signal(SIGBUS, SIG_DFL)
                return
            }
        }
        sigaction(SIGBUS, &action, nil)
    }

    /// Puts zeros from a page of a mapping to its end. The handler calls it: it allocates nothing.
    private static func mend(_ address: UInt) -> Bool {
        guard let mappings else { return false }
        for slot in 0..<used where mappings[slot].start <= address && address < mappings[slot].end {
            let page = address / pageBytes * pageBytes
            let zeros = mmap(
                UnsafeMutableRawPointer(bitPattern: page), Int(mappings[slot].end - page),
                PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
            guard zeros != MAP_FAILED else { return false }
            mappings[slot].hasFailed = true
            return true
        }
        return false
    }
}
