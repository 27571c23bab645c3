import Glibc
import KraderJSON
import KraderModel

/// The bytes of one file, or of standard input. They are unpacked where they are gzip: what they
/// begin with decides, not the file's name. Their SHA-256, as they lie, is computed on the way.
final class ImportSource {
    /// Why the bytes are no text of rows.
    struct Fault: Error {
        /// The reason as a part of a sentence: "it is a zip archive; unpack it first".
        var reason: String
    }

    private static let pieceBytes = 1 << 18

    /// The path as it was given; `-` is standard input.
    let path: String
    /// The number of bytes as they lie; `nil` for pipes.
    let size: Int?
    /// The number of the file's bytes read so far.
    private(set) var bytesRead = 0
    private(set) var isPacked = false
    private let descriptor: Int32
    private let memory: UnsafeMutableRawBufferPointer

    /// - Parameter isFound: whether the file was found in a folder and named by nobody: a pipe
    ///   there is not waited for.
    init(_ path: String, isFound: Bool = false) throws(FileFault) {
        self.path = path
        var status = stat()
        if path == "-" {
            descriptor = 0
            guard fstat(0, &status) == 0 else { throw FileFault(path: path, number: errno) }
        } else {
            // The kind of the file is asked first: opening a device may do things.
            guard stat(path, &status) == 0 else { throw FileFault(path: path, number: errno) }
            switch status.st_mode & S_IFMT {
            case S_IFREG: break
            case S_IFIFO where !isFound: break
            case S_IFIFO: throw FileFault(path: path, reason: "It is a pipe, not a file")
            case S_IFDIR: throw FileFault(path: path, reason: "It is a folder, not a file")
            default: throw FileFault(path: path, reason: "It is a device, not a file")
            }
            // Opening a pipe would wait for its writer, and hear no signal.
            let waits = status.st_mode & S_IFMT == S_IFREG ? 0 : O_NONBLOCK
            descriptor = open(path, O_RDONLY | O_CLOEXEC | waits)
            guard descriptor >= 0 else { throw FileFault(path: path, number: errno) }
        }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        size = isFile ? Int(status.st_size) : nil
        memory = .allocate(byteCount: ImportSource.pieceBytes, alignment: 4096)
        if isFile { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
    }

    deinit {
        memory.deallocate()
        if path != "-" { close(descriptor) }
    }

    /// Hands over the text, piece by piece. `pause` is called between pieces and while a pipe has
    /// nothing to say; what it throws ends the reading.
    ///
    /// Throws `Fault`, or what the closures throw. Returns the SHA-256 in hexadecimal.
    func read(
        pause: () throws -> Void, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> String {
        var inflater = Inflater()
        var isFirst = true
        var isFirstText = true
        var hash = FileHash()
        func hand(_ text: UnsafeRawBufferPointer) throws {
            if isFirstText {
                isFirstText = false
                if let fault = ImportSource.fault(of: text) { throw fault }
            }
            try body(text)
        }
        do {
            while true {
                try pause()
                let count = try fill(memory, pause)
                if count == 0 { break }
                bytesRead += count
                let piece = UnsafeRawBufferPointer(rebasing: memory[..<count])
                hash.update(piece)
                if isFirst {
                    isFirst = false
                    isPacked = piece.starts(with: [0x1F, 0x8B])
                }
                if isPacked { try inflater.read(piece, hand) } else { try hand(piece) }
            }
            if isPacked { try inflater.finish() }
        } catch Inflater.Fault.cutOff {
            throw Fault(reason: "the gzip data are cut off")
        } catch Inflater.Fault.damaged(let reason) {
            throw Fault(reason: "the gzip data are damaged: \(reason)")
        }
        return hash.finish()
    }

    /// The SHA-256 of the bytes as they lie, in hexadecimal. Throws what `pause` throws.
    func hash(pause: () throws -> Void) throws -> String {
        var hash = FileHash()
        while true {
            try pause()
            let count = try fill(memory, pause)
            if count == 0 { return hash.finish() }
            hash.update(UnsafeRawBufferPointer(rebasing: memory[..<count]))
        }
    }

    /// Reads until the place is full or the file is over.
    private func fill(
        _ place: UnsafeMutableRawBufferPointer, _ pause: () throws -> Void
    ) throws -> Int {
        var done = 0
        while done < place.count {
            if size == nil, try !isReady(pause, waits: done == 0) { return done }
            let count = Glibc.read(
                descriptor, place.baseAddress.map { $0 + done }, place.count - done)
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count >= 0 else {
                let fault = FileFault(path: path, number: errno)
                throw Fault(reason: "it can't be read: \(fault.reason)")
            }
            if count == 0 { return done }
            done += count
        }
        return done
    }

    /// Whether a pipe has something to say, or is over. A signal interrupts the waiting.
    private func isReady(_ pause: () throws -> Void, waits: Bool) throws -> Bool {
        while true {
            var asked = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let answer = poll(&asked, 1, waits ? 200 : 0)
            if answer > 0 { return true }
            guard answer == 0 || errno == EINTR else { return true }
            if !waits { return false }
            try pause()
        }
    }

    /// The fault of bytes that cannot be a text of rows, by the first of them.
    static func fault(of text: UnsafeRawBufferPointer) -> Fault? {
        let signs: [(bytes: [UInt8], reason: String)] = [
            ([0x50, 0x4B, 0x03, 0x04], "it is a zip archive (or a spreadsheet); unpack it first"),
            ([0x28, 0xB5, 0x2F, 0xFD], "it is packed with zstd; unpack it first"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "it is packed with xz; unpack it first"),
            ([0x42, 0x5A, 0x68], "it is packed with bzip2; unpack it first"),
            ([0x1F, 0x8B], "it is packed twice; unpack it first"),
            ([0x89, 0x4B, 0x52, 0x44], "it is a row file of a dataset"),
            (Array("PAR1".utf8), "it is a Parquet file; save it as CSV"),
            (Array("SQLite format 3".utf8), "it is an SQLite database; save its rows as CSV"),
            (Array("<!DOCTYPE".utf8), "it is a page of HTML"),
            (Array("<html".utf8), "it is a page of HTML"),
        ]
        if let sign = signs.first(where: { text.starts(with: $0.bytes) }) {
            return Fault(reason: sign.reason)
        }
        let head = text.prefix(4096)
        let isSixteenBit = text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF])
        if !isSixteenBit, head.contains(0) { return Fault(reason: "it is no text") }
        let first = head.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            return Fault(reason: "it is JSON, not CSV")
        }
        return nil
    }
}
