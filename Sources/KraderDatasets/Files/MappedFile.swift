import Glibc

/// A file's bytes in memory, read from the disk as they are touched; kept in place while this
/// lives.
public final class MappedFile {
    public let bytes: UnsafeRawBufferPointer

    /// Throws `FileFault` when it can't be opened or is no regular file.
    public init(_ path: String) throws(FileFault) {
        let descriptor = try FileReader.opened(path)
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(path: path, number: errno) }
        let count = Int(status.st_size)
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let memory = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
            memory != MAP_FAILED
        else { throw FileFault(path: path, number: errno) }
        madvise(memory, count, MADV_SEQUENTIAL)
        bytes = UnsafeRawBufferPointer(start: memory, count: count)
    }

    /// A copy of a whole file. Throws `FileFault`.
    public static func contents(of path: String) throws(FileFault) -> [UInt8] {
        let file = try MappedFile(path)
        // The bytes go when the last use of the file is over.
        return withExtendedLifetime(file) { Array(file.bytes) }
    }

    deinit {
        if let start = bytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
        }
    }
}
