import CLinux
import Glibc
import KraderModel

/// Keeps rows of very many partitions in bounded memory. Each partition fills small blocks of one
/// pool; when the pool is full all of them are written to a file, each partition's bytes side by
/// side.
///
/// A partition's bytes come back in the order in which they were put in: first those in the file,
/// by extent, then those in the pool. Rows don't straddle blocks, so an extent holds whole rows.
struct RowPool: ~Copyable {
    /// What a partition has in the pool and in the file.
    struct Chain {
        /// The bytes of one row.
        var rowBytes: Int32
        var firstBlock: Int32 = -1
        var lastBlock: Int32 = -1
        /// The bytes used in the last block; all other blocks are full.
        var used: Int32 = 0
        var firstExtent: Int32 = -1
        var lastExtent: Int32 = -1

        init(rowBytes: Int) { self.rowBytes = Int32(rowBytes) }

        /// The bytes of a block that rows can fill.
        var blockFill: Int32 { Int32(RowPool.blockBytes) / rowBytes * rowBytes }
    }

    private struct Extent {
        var offset: Int
        var bytes: Int
        var next: Int32
    }

    /// The bytes of a block: a multiple of those of a print and of a candle, so that full blocks
    /// leave no gaps.
    static let blockBytes = 6144

    private let pool: UnsafeMutableRawPointer
    private let blocks: Int
    private var freeBlock = 0
    private var nextBlock: UnsafeMutablePointer<Int32>
    /// The numbers of the chains that have blocks.
    private var dirty: [Int] = []
    private var extents: [Extent] = []
    /// A file without a name in the folder of the import, made when it is first needed.
    private var descriptor: Int32 = -1
    private let folder: String?
    private var fileBytes = 0

    /// - Parameters:
    ///   - bytes: the size of the pool in bytes.
    ///   - folder: the folder of a file that takes what does not fit; with `nil` a file in memory
    ///     does.
    init(bytes: Int, folder: String?) {
        blocks = max(bytes / RowPool.blockBytes, 2)
        // Memory is used up only as pages are touched.
        let memory = mmap(
            nil, blocks * RowPool.blockBytes, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory, memory != MAP_FAILED else {
            preconditionFailure("There is memory for the rows of an import")
        }
        pool = memory
        nextBlock = .allocate(capacity: blocks)
        self.folder = folder
    }

    deinit {
        munmap(pool, blocks * RowPool.blockBytes)
        nextBlock.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    var isFull: Bool { freeBlock == blocks }

    /// The place where the next rows of a chain go: the rest of its last block, or a new one. The
    /// pool must not be full.
    mutating func room(
        _ chain: inout Chain, number: Int
    ) -> (start: UnsafeMutableRawPointer, bytes: Int) {
        if chain.lastBlock < 0 || chain.used == chain.blockFill {
            precondition(!isFull, "A full pool is emptied before it is filled on")
            let block = Int32(freeBlock)
            freeBlock += 1
            if chain.lastBlock < 0 {
                chain.firstBlock = block
                dirty.append(number)
            } else {
                nextBlock[Int(chain.lastBlock)] = block
            }
            chain.lastBlock = block
            chain.used = 0
        }
        return (
            pool + Int(chain.lastBlock) * RowPool.blockBytes + Int(chain.used),
            Int(chain.blockFill - chain.used)
        )
    }

    /// Writes everything to the file.
    mutating func spill(
        _ partitions: inout AppendBuffer<ImportedRows.Partition>
    ) throws(FileFault) {
        if descriptor < 0 { try makeFile() }
        var pieces: [iovec] = []
        pieces.reserveCapacity(1024)
        var gathered = 0
        for number in dirty {
            let chain = partitions[number].chain
            var bytes = 0
            var block = chain.firstBlock
            while block >= 0 {
                let isLast = block == chain.lastBlock
                let used = Int(isLast ? chain.used : chain.blockFill)
                let start = pool + Int(block) * RowPool.blockBytes
                if let last = pieces.last, let base = last.iov_base, base + last.iov_len == start {
                    pieces[pieces.count - 1].iov_len += used
                } else {
                    if pieces.count == 1024 {
                        try write(&pieces, gathered)
                        gathered = 0
                    }
                    pieces.append(iovec(iov_base: start, iov_len: used))
                }
                gathered += used
                bytes += used
                block = isLast ? -1 : nextBlock[Int(block)]
            }
            addExtent(bytes, &partitions[number].chain, at: fileBytes + gathered - bytes)
        }
        try write(&pieces, gathered)
        dirty.removeAll(keepingCapacity: true)
        freeBlock = 0
    }

    private mutating func addExtent(_ bytes: Int, _ chain: inout Chain, at offset: Int) {
        chain.firstBlock = -1
        chain.lastBlock = -1
        chain.used = 0
        if chain.lastExtent >= 0 {
            let last = Int(chain.lastExtent)
            if extents[last].offset + extents[last].bytes == offset {
                extents[last].bytes += bytes
                return
            }
            extents[last].next = Int32(extents.count)
        } else {
            chain.firstExtent = Int32(extents.count)
        }
        chain.lastExtent = Int32(extents.count)
        extents.append(Extent(offset: offset, bytes: bytes, next: -1))
    }

    private mutating func write(_ pieces: inout [iovec], _ bytes: Int) throws(FileFault) {
        var first = 0
        while first < pieces.count {
            let written = pieces.withUnsafeBufferPointer { all in
                pwritev(
                    descriptor, all.baseAddress.map { $0 + first }, Int32(all.count - first),
                    off_t(fileBytes))
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw FileFault(path: place, number: errno) }
            fileBytes += written
            var left = written
            while first < pieces.count, left >= pieces[first].iov_len {
                left -= pieces[first].iov_len
                first += 1
            }
            if left > 0, let base = pieces[first].iov_base {
                pieces[first] = iovec(
                    iov_base: base + left, iov_len: pieces[first].iov_len - left)
            }
        }
        pieces.removeAll(keepingCapacity: true)
    }

    /// The place of the file in messages.
    private var place: String { folder ?? "memory" }

    private mutating func makeFile() throws(FileFault) {
        guard let folder else {
            descriptor = memfd_create("rows", UInt32(krader_memory_cloexec))
            guard descriptor >= 0 else { throw FileFault(path: place, number: errno) }
            return
        }
        let path = folder + "/.rows"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFault(path: path, number: errno) }
        // Nobody else needs its name, and without one nothing can be left behind.
        unlink(path)
    }

    /// Hands over bytes of a chain, from an offset on, in whole rows; `body` doesn't keep them.
    func read(
        _ chain: Chain, from start: Int, bytes count: Int,
        through buffer: UnsafeMutableRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var skip = start
        var left = count
        let rowBytes = Int(chain.rowBytes)
        let pieceMax = buffer.count / rowBytes * rowBytes
        var extent = chain.firstExtent
        while extent >= 0, left > 0 {
            let found = extents[Int(extent)]
            var at = min(skip, found.bytes)
            skip -= at
            while at < found.bytes, left > 0 {
                let piece = min(pieceMax, found.bytes - at, left)
                try fill(buffer, piece, from: found.offset + at)
                try body(UnsafeRawBufferPointer(rebasing: buffer[..<piece]))
                at += piece
                left -= piece
            }
            extent = found.next
        }
        var block = chain.firstBlock
        while block >= 0, left > 0 {
            let isLast = block == chain.lastBlock
            let used = Int(isLast ? chain.used : chain.blockFill)
            let at = min(skip, used)
            skip -= at
            let piece = min(used - at, left)
            if piece > 0 {
                try body(
                    UnsafeRawBufferPointer(
                        start: pool + Int(block) * RowPool.blockBytes + at, count: piece))
            }
            left -= piece
            block = isLast ? -1 : nextBlock[Int(block)]
        }
        precondition(left == 0, "A chain has the rows that were put in")
    }

    private func fill(
        _ buffer: UnsafeMutableRawBufferPointer, _ count: Int, from offset: Int
    ) throws(FileFault) {
        var done = 0
        while done < count {
            let got = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, count - done,
                off_t(offset + done))
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw FileFault(path: place, number: got < 0 ? errno : EIO) }
            done += got
        }
    }
}
