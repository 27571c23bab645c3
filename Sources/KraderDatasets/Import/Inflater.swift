import CZlib

/// Unpacks gzip, piece by piece. Members that follow each other are one text, as `gzip` has it.
struct Inflater: ~Copyable {
    /// Why packed bytes can't be unpacked.
    enum Fault: Error {
        case damaged(String)
        /// The last member does not end.
        case cutOff
    }

    private static let outputBytes = 1 << 18

    // The stream in memory of its own: zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableRawBufferPointer
    /// Whether the bytes stand between two members, or before the first.
    private var isBetween = true
    private var isBegun = false

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        output = .allocate(byteCount: Inflater.outputBytes, alignment: 16)
        // 31 is 15 bits of window and 16 for a gzip header.
        isBegun =
            inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        output.deallocate()
    }

    /// Hands over what a piece unpacks to; `body` says whether to go on.
    mutating func read(
        _ piece: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        guard isBegun else { throw Fault.damaged("there is no memory to unpack it") }
        guard let start = piece.baseAddress else { return }
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: start.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(piece.count)
        while stream.pointee.avail_in > 0 {
            if isBetween {
                // Zeros fill up what was written to tapes.
                guard let next = stream.pointee.next_in, next.pointee != 0 else {
                    stream.pointee.next_in += 1
                    stream.pointee.avail_in -= 1
                    continue
                }
                isBetween = false
            }
            try unpack(body)
        }
    }

    /// Unpacks all that the bytes at hand give.
    private mutating func unpack(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        while true {
            stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(output.count)
            let state = inflate(stream, Z_NO_FLUSH)
            let made = output.count - Int(stream.pointee.avail_out)
            if made > 0 { try body(UnsafeRawBufferPointer(rebasing: output[..<made])) }
            switch state {
            case Z_STREAM_END:
                inflateReset(stream)
                isBetween = true
                return
            case Z_OK:
                // A full output may have left something inside.
                if stream.pointee.avail_in == 0 && stream.pointee.avail_out > 0 { return }
            case Z_BUF_ERROR: return
            default:
                throw Fault.damaged(
                    stream.pointee.msg.map { String(cString: $0) } ?? "error \(state)")
            }
        }
    }

    /// Ends the packed bytes. Throws when a member does not end.
    func finish() throws { if !isBetween { throw Fault.cutOff } }
}
