import CLibCSV
import KraderJSON

/// Who takes what libcsv tells apart. Its functions are plain C ones and know the sink by a
/// pointer.
protocol CSVSink: ~Copyable {
    static var takeField: CSVTakeField { get }
    static var takeRow: CSVTakeRow { get }

    var lines: CSVLines { get set }
}

typealias CSVTakeField =
    @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void
typealias CSVTakeRow = @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void

/// Counts the lines of a text: a row ends with each line break, and quoted fields may hold others.
struct CSVLines {
    /// The line on which the row being read begins, from 1.
    private(set) var line = 1
    /// Whether fields must be looked through: without a quote they hold no line breaks.
    var mayHoldBreaks = true
    /// Line breaks inside quotes of the row being read.
    private var innerBreaks = 0
    private var lastBreak: UInt8 = 0

    /// The line being read, from 1.
    var current: Int { line + innerBreaks }

    @inline(__always)
    mutating func add(_ start: UnsafePointer<UInt8>, _ count: Int) {
        if mayHoldBreaks { addBreaks(start, count) }
    }

    private mutating func addBreaks(_ start: UnsafePointer<UInt8>, _ count: Int) {
        var breaks = 0
        for index in 0..<count where start[index] == 0x0A { breaks += 1 }
        innerBreaks += breaks
    }

    /// Counts lines that were left out without being read.
    mutating func skip(_ count: Int) { line += count }

    /// Counts the end of a row: a line break, or the end of the text (-1). Answers `false` for the
    /// line feed behind a carriage return: it ends nothing.
    @inline(__always)
    mutating func endRow(_ terminator: Int32, hasFields: Bool) -> Bool {
        if terminator == 0x0A, lastBreak == 0x0D, !hasFields {
            lastBreak = 0x0A
            return false
        }
        lastBreak = UInt8(truncatingIfNeeded: terminator)
        line += 1 + innerBreaks
        innerBreaks = 0
        return true
    }
}

/// Feeds a CSV text to libcsv, piece by piece: quotes, CRLF and line breaks inside quotes as
/// RFC 4180 has them. A UTF-8 byte order mark is skipped; the delimiter is the one of comma, tab,
/// semicolon and bar that stands most often in the first line.
struct CSVText<Sink: CSVSink & ~Copyable>: ~Copyable {
    let file: String
    private(set) var fault: TextFault?
    private(set) var delimiter: UInt8 = 0x2C
    private(set) var encoding = RecognisedTable.Encoding.utf8
    /// The taker of the fields, in memory of its own: libcsv's callbacks write to it while the
    /// parser is in use.
    let sink: UnsafeMutablePointer<Sink>
    private let decode: (@Sendable ([UInt8]) -> String?)?
    private var parser = csv_parser()
    /// The first line, until it is complete.
    private var head: [UInt8] = []
    private var isBegun = false
    private var edges: TableEdges

    /// - Parameters:
    ///   - edges: lines before and after the table, which are left out.
    ///   - decode: reads a first line that is not UTF-8; without it such a text is refused.
    init(
        file: String, sink: consuming Sink, edges: TableEdges = TableEdges(front: 0, footer: 0),
        decode: (@Sendable ([UInt8]) -> String?)? = nil
    ) {
        self.file = file
        self.edges = edges
        self.decode = decode
        self.sink = .allocate(capacity: 1)
        self.sink.initialize(to: sink)
        self.sink.pointee.lines.skip(edges.front)
        // Blank lines are reported too: lines are counted by them.
        let options = CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL
        if csv_init(&parser, UInt8(options)) != 0 {
            fault = TextFault(file: file, position: nil, message: "The reader could not be set up")
        }
    }

    deinit {
        var parser = parser
        csv_free(&parser)
        sink.deinitialize(count: 1)
        sink.deallocate()
    }

    /// Lines behind the table that were left out, once the text is over.
    var footerLines: Int { edges.footerLines }

    /// Reads a piece of the text, and says after each part of it that its rows have been told
    /// apart. After a fault nothing more is read.
    mutating func read(_ piece: UnsafeRawBufferPointer, _ after: () -> Void) {
        guard fault == nil else { return }
        guard edges.areThere else { return readTable(piece, after) }
        var rest = piece[...]
        edges.dropFront(&rest)
        guard edges.frontLeft == 0, !rest.isEmpty else { return }
        guard edges.footer > 0 else {
            return readTable(UnsafeRawBufferPointer(rebasing: rest), after)
        }
        let ready = edges.pass(rest)
        if edges.isTooLong { note("The last \(edges.footer) lines are too long for lines") }
        ready.withUnsafeBytes { readTable($0, after) }
    }

    /// Reads what is neither before nor after the table.
    private mutating func readTable(_ piece: UnsafeRawBufferPointer, _ after: () -> Void) {
        guard fault == nil, !piece.isEmpty else { return }
        var rest = piece[...]
        if !isBegun {
            let lineEnd =
                rest.firstIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? rest.endIndex
            head.append(contentsOf: rest[..<lineEnd])
            rest = rest[lineEnd...]
            let isComplete = lineEnd > 0 && [0x0A, 0x0D].contains(piece[lineEnd - 1])
            guard isComplete || head.count > CSVLimits.rowBytesMax else { return }
            begin(after)
        }
        while !rest.isEmpty, fault == nil {
            let end = min(rest.startIndex + CSVLimits.pieceBytes, rest.endIndex)
            parse(UnsafeRawBufferPointer(rebasing: rest[..<end]), after)
            rest = rest[end...]
        }
    }

    /// Ends the text: tells apart the last row, which may lack its line break.
    mutating func finish(_ after: () -> Void) {
        if edges.frontLeft > 0, fault == nil {
            fault = TextFault(
                file: file, position: nil,
                message: "The text has no more than the \(edges.front) lines that are skipped",
                allowed: "skip fewer")
        }
        if !isBegun, fault == nil { begin(after) }
        guard fault == nil else { return }
        if csv_fini(&parser, Sink.takeField, Sink.takeRow, sink) == 0 {
            after()
        } else {
            note("A quoted field is not closed")
        }
    }

    /// Begins once the first line is there: looks at what the text is, then reads it.
    private mutating func begin(_ after: () -> Void) {
        isBegun = true
        if edges.front > 0, let wrong = sixteenBitFault {
            fault = wrong
            return
        }
        if head.starts(with: TextEncoding.byteOrderMark) {
            head.removeFirst(3)
            encoding = .utf8WithMark
        }
        if let kind = ForeignFormat.name(head) {
            fault = TextFault(
                file: file, position: TextPosition(line: edges.front + 1, column: 1),
                message: "It is \(kind.name), not CSV", allowed: kind.advice)
            return
        }
        // A cut-off UTF-16 line feed leaves an odd byte; the check looks at the first two.
        if let wrong = TextEncoding.fault(in: head, file: file) {
            guard let decode, !TextEncoding.isSixteenBit(head), decode(head) != nil else {
                fault = wrong
                return
            }
            encoding = .told
        }
        delimiter = CSVLimits.delimiter(of: head)
        csv_set_delim(&parser, delimiter)
        head.withUnsafeBytes { parse($0, after) }
        head = []
    }

    /// Why the text can't be read, where its first line is left out.
    private var sixteenBitFault: TextFault? {
        TextEncoding.isSixteenBit(edges.beginning)
            ? TextEncoding.fault(in: edges.beginning, file: file) : nil
    }

    private mutating func parse(_ piece: UnsafeRawBufferPointer, _ after: () -> Void) {
        guard let start = piece.baseAddress, !piece.isEmpty else { return }
        // A quoted field may go on from the piece before.
        sink.pointee.lines.mayHoldBreaks = parser.quoted != 0 || CSVLimits.hasQuote(piece)
        let taken = csv_parse(
            &parser, start, piece.count, Sink.takeField, Sink.takeRow, sink)
        if taken == piece.count {
            after()
        } else if csv_error(&parser) == CSV_EPARSE {
            note("A quote stands where none may stand")
        } else {
            note("The text cannot be read as CSV")
        }
        if fault == nil, csv_get_buffer_size(&parser) > CSVLimits.rowBytesMax {
            note("A field is longer than \(CSVLimits.rowBytesMax) bytes; a quote may not be closed")
        }
    }

    private mutating func note(_ message: String) {
        fault = TextFault(
            file: file, position: TextPosition(line: sink.pointee.lines.current, column: 0),
            message: message)
    }
}

enum CSVLimits {
    /// A field longer than this is an unclosed quote, not data.
    static let rowBytesMax = 1 << 20
    /// Pieces handed to libcsv at once, so that what is made of them stays in the cache.
    static let pieceBytes = 1 << 16

    /// Whether a piece holds a quote. Every byte is looked at, many at a time by the processor.
    static func hasQuote(_ piece: UnsafeRawBufferPointer) -> Bool {
        var found: UInt8 = 0
        for byte in piece { found |= byte == 0x22 ? 1 : 0 }
        return found != 0
    }

    /// The sign that stands most often outside quotes; a comma when there is none.
    static func delimiter(of line: [UInt8]) -> UInt8 {
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
