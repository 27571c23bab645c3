import Glibc

/// A file's bytes in memory. They are read from the disk as they are touched, and stay in place
/// while this lives.
///
/// Bytes that can't be read any more, because somebody cut the file or the disk failed, are zeros
/// from then on, and `hasFailed` says so: the process lives on.
public final class MappedFile {
    public let bytes: UnsafeRawBufferPointer
    /// The file's place among the mappings; `nil` for an empty file.
    private let slot: Int?

    /// Maps a file. Throws `FileFault` when it can't be opened or is no regular file.
    public init(_ path: String) throws(FileFault) {
        let descriptor = try FileReader.opened(path)
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(path: path, number: errno) }
        let count = Int(status.st_size)
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            slot = nil
            return
        }
        guard let memory = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
            memory != MAP_FAILED
        else { throw FileFault(path: path, number: errno) }
        madvise(memory, count, MADV_SEQUENTIAL)
        bytes = UnsafeRawBufferPointer(start: memory, count: count)
        guard let slot = Mappings.add(bytes) else {
            munmap(memory, count)
            throw FileFault(path: path, number: EMFILE)
        }
        self.slot = slot
    }

    /// Whether bytes were asked for that could not be read.
    public var hasFailed: Bool { slot.map(Mappings.hasFailed) ?? false }

    /// A copy of a whole file, which is read and not mapped. Throws `FileFault`.
    public static func contents(of path: String) throws(FileFault) -> [UInt8] {
        var bytes: [UInt8] = []
        try FileReader.read(path) { bytes += $0 }
        return bytes
    }

    deinit {
        guard let slot, let start = bytes.baseAddress else { return }
        Mappings.remove(slot)
        munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
}

extension FileFault {
    /// The fault of a file of which bytes were asked for that are not there any more.
    static func shrunk(_ path: String) -> FileFault {
        FileFault(
            path: path, reason: "it became shorter, or the disk failed, while it was being read")
    }
}
