import KraderJSON

/// What a file that is no CSV seems to be, by its first bytes.
enum ForeignFormat {
    private static let beginnings: [(bytes: [UInt8], name: String, advice: String)] = [
        (
            [0x50, 0x4B, 0x03, 0x04], "a zip archive or an .xlsx workbook",
            "unpack it, or save it as CSV"
        ),
        ([0x1F, 0x8B], "gzip", "unpack it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "unpack it first"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz", "unpack it first"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an .xls workbook", "save it as CSV"),
        (Array("%PDF".utf8), "PDF", "take the table out of it"),
        (Array("PAR1".utf8), "Parquet", "write it as CSV"),
        (Array("ARROW1".utf8), "Arrow", "write it as CSV"),
        (Array("SQLite format 3".utf8), "an SQLite database", "write its table as CSV"),
        ([0x89, 0x48, 0x44, 0x46], "HDF5", "write its table as CSV"),
        ([0x80, 0x04, 0x95], "a Python pickle", "write its table as CSV"),
        ([0x80, 0x05, 0x95], "a Python pickle", "write its table as CSV"),
        (Array("<".utf8), "HTML or XML", "save it as CSV"),
        (Array("{".utf8), "JSON", "write a row a line, its fields with commas between"),
        (Array("[".utf8), "JSON", "write a row a line, its fields with commas between"),
    ]

    /// The name of the format, and what to do about it; `nil` for bytes that may be CSV.
    static func name(_ head: [UInt8]) -> (name: String, advice: String)? {
        let text = head.drop { $0 == 0x20 || $0 == 0x09 }
        for format in beginnings where text.starts(with: format.bytes) {
            return (format.name, format.advice)
        }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return nil }
        let hasObject = zip(head, head.dropFirst()).contains { $0 == 0x7B && $1 == 0x22 }
        if hasObject, !head.starts(with: [0x22]) {
            return ("lines of JSON", "write a row a line, its fields with commas between")
        }
        if TextEncoding.isSixteenBit(head) { return nil }
        return head.contains(0) ? ("binary", "write it as CSV") : nil
    }
}
