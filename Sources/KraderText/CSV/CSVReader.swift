import CLibCSV

/// Tells the rows of a CSV text apart, piece by piece, with libcsv: quotes, CRLF and line breaks
/// inside quotes as RFC 4180 has them. A UTF-8 byte order mark is skipped; the delimiter is the one
/// of comma, tab, semicolon and bar that stands most often in the first line.
struct CSVReader: ~Copyable {
    /// A row longer than this is an unclosed quote, not data.
    static let rowBytesMax = 1 << 20
    /// Pieces handed to libcsv at once, so that the batch stays in the cache.
    private static let pieceBytes = 1 << 16

    let file: String
    private(set) var fault: TextFault?
    private var parser = csv_parser()
    /// In a place of its own: libcsv's callbacks write to it while the parser is in use.
    private let batch: UnsafeMutablePointer<CSVBatch>
    /// The first line, until it is complete.
    private var head: [UInt8] = []
    private var isBegun = false

    init(file: String) {
        self.file = file
        batch = .allocate(capacity: 1)
        batch.initialize(to: CSVBatch())
        // Blank lines are reported too: lines are counted by them.
        let options = CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL
        if csv_init(&parser, UInt8(options)) != 0 {
            fault = TextFault(file: file, position: nil, message: "The reader could not be set up")
        }
    }

    deinit {
        var parser = parser
        csv_free(&parser)
        batch.deinitialize(count: 1)
        batch.deallocate()
    }

    /// Reads a piece of the text; rows that end in it are handed over. After a fault nothing more
    /// is read.
    mutating func read(_ piece: UnsafeRawBufferPointer, _ body: (CSVRow) -> Void) {
        guard fault == nil else { return }
        var rest = piece[...]
        if !isBegun {
            let lineEnd =
                rest.firstIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? rest.endIndex
            head.append(contentsOf: rest[..<lineEnd])
            rest = rest[lineEnd...]
            let isComplete = lineEnd > 0 && [0x0A, 0x0D].contains(piece[lineEnd - 1])
            guard isComplete || head.count > CSVReader.rowBytesMax else { return }
            begin(body)
        }
        while !rest.isEmpty, fault == nil {
            let end = min(rest.startIndex + CSVReader.pieceBytes, rest.endIndex)
            parse(UnsafeRawBufferPointer(rebasing: rest[..<end]), body)
            rest = rest[end...]
        }
    }

    /// The text is over: hands over the last row, which may lack its line break.
    mutating func finish(_ body: (CSVRow) -> Void) {
        if !isBegun, fault == nil { begin(body) }
        guard fault == nil else { return }
        if csv_fini(&parser, takeField, takeRow, batch) == 0 {
            batch.pointee.drain(body)
        } else {
            note("A quoted field is not closed")
        }
    }

    /// The first line is there: looks at encoding and delimiter, then reads it.
    private mutating func begin(_ body: (CSVRow) -> Void) {
        isBegun = true
        if head.starts(with: TextEncoding.byteOrderMark) { head.removeFirst(3) }
        // A cut-off UTF-16 line feed leaves an odd byte; the check looks at the first two.
        if let wrong = TextEncoding.fault(in: head, file: file) {
            fault = wrong
            return
        }
        csv_set_delim(&parser, CSVReader.delimiter(of: head))
        head.withUnsafeBytes { parse($0, body) }
        head = []
    }

    private mutating func parse(_ piece: UnsafeRawBufferPointer, _ body: (CSVRow) -> Void) {
        guard let start = piece.baseAddress, !piece.isEmpty else { return }
        let taken = csv_parse(&parser, start, piece.count, takeField, takeRow, batch)
        if taken == piece.count {
            batch.pointee.drain(body)
        } else if csv_error(&parser) == CSV_EPARSE {
            note("A quote stands where none may stand")
        } else {
            note("The text cannot be read as CSV")
        }
        if fault == nil, csv_get_buffer_size(&parser) > CSVReader.rowBytesMax {
            note("A field is longer than \(CSVReader.rowBytesMax) bytes; a quote may not be closed")
        }
    }

    private mutating func note(_ message: String) {
        fault = TextFault(
            file: file, position: TextPosition(line: batch.pointee.currentLine, column: 0),
            message: message)
    }

    /// The sign that stands most often outside quotes; a comma when there is none.
    private static func delimiter(of line: [UInt8]) -> UInt8 {
        var counts: [(sign: UInt8, count: Int)] = [0x2C, 0x09, 0x3B, 0x7C].map { ($0, 0) }
        var isQuoted = false
        for byte in line {
            if byte == 0x22 { isQuoted.toggle() }
            guard !isQuoted, let index = counts.firstIndex(where: { $0.sign == byte }) else {
                continue
            }
            counts[index].count += 1
        }
        var best = counts[0]
        for other in counts where other.count > best.count { best = other }
        return best.sign
    }
}

/// libcsv's callbacks: plain C functions, so the batch comes through the pointer.
private func takeField(
    _ field: UnsafeMutableRawPointer?, _ count: Int, _ batch: UnsafeMutableRawPointer?
) {
    guard let batch = batch?.assumingMemoryBound(to: CSVBatch.self) else { return }
    if let field {
        batch.pointee.addField(UnsafePointer(field.assumingMemoryBound(to: UInt8.self)), count)
    } else {
        batch.pointee.addEmptyField()
    }
}

private func takeRow(_ terminator: Int32, _ batch: UnsafeMutableRawPointer?) {
    batch?.assumingMemoryBound(to: CSVBatch.self).pointee.endRow(terminator)
}
