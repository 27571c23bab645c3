/// A JSON text that was read: its top value, and the keys that stood twice.
public struct JSONDocument: Sendable {
    public var file: String
    public var root: JSONValue
    /// One fault for each key that repeats an earlier one of its object. The tree holds the first.
    public var repeatedKeys: [TextFault]
}

/// What a JSON text may hold at most. A text beyond these limits is a mistake or an attack.
public enum JSONLimits {
    /// The most bytes of a text; they are counted before anything is read.
    public static let bytesMax = 16 * 1_024 * 1_024
    /// The most objects and lists that lie inside each other.
    public static let depthMax = 64
    /// The most bytes of one string as written, with its escapes.
    public static let stringBytesMax = 1_024 * 1_024
    /// The most bytes of one number.
    static let numberBytesMax = 64
}

/// Reads JSON as RFC 8259 has it, and nothing else: no comments, no trailing commas, no NaN, UTF-8
/// only (a byte order mark is skipped).
///
/// A break of the grammar ends the reading, with line and column; a repeated key is noted and
/// reading goes on. No input makes it trap.
public enum JSONReader {
    /// - Parameter file: what messages call the text.
    /// - Throws: the fault of the grammar together with the repeated keys before it.
    public static func read(_ bytes: [UInt8], file: String) throws(TextFaults) -> JSONDocument {
        guard bytes.count <= JSONLimits.bytesMax else {
            throw TextFaults([
                TextFault(
                    file: file, position: nil, message: "The text has \(bytes.count) bytes",
                    value: "\(bytes.count)",
                    allowed: "it may have at most \(JSONLimits.bytesMax)")
            ])
        }
        if let fault = TextEncoding.fault(in: bytes, file: file) { throw TextFaults([fault]) }
        var parser = JSONParser(bytes: bytes, file: file)
        do throws(TextFault) {
            let root = try parser.document()
            return JSONDocument(file: file, root: root, repeatedKeys: parser.repeatedKeys)
        } catch {
            throw TextFaults(parser.repeatedKeys + [error], omitted: parser.repeatedKeysOmitted)
        }
    }

    public static func read(_ text: String, file: String) throws(TextFaults) -> JSONDocument {
        try read(Array(text.utf8), file: file)
    }
}
