/// Refuses bytes that are not UTF-8, and says what they seem to be instead.
///
/// A UTF-8 byte order mark is accepted: editors on Windows write one. UTF-16 and CP949 are refused
/// with the place of the first byte that cannot be read.
public enum TextEncoding {
    public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The fault of a text that is not UTF-8; `nil` when it is.
    public static func fault(in bytes: [UInt8], file: String) -> TextFault? {
        if let kind = sixteenBitKind(bytes) {
            return TextFault(
                file: file, position: TextPosition(line: 1, column: 1),
                message: "The text is \(kind)", allowed: "save it as UTF-8")
        }
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return fault(at: error.byteOffsets.lowerBound, of: bytes, file: file)
        }
    }

    public static func isSixteenBit(_ bytes: [UInt8]) -> Bool { sixteenBitKind(bytes) != nil }

    private static func sixteenBitKind(_ bytes: [UInt8]) -> String? {
        guard bytes.count >= 2 else { return nil }
        switch (bytes[0], bytes[1]) {
        case (0xFF, 0xFE), (0x20...0x7E, 0): return "UTF-16 (little-endian)"
        case (0xFE, 0xFF), (0, 0x20...0x7E): return "UTF-16 (big-endian)"
        default: return nil
        }
    }

    private static func fault(at offset: Int, of bytes: [UInt8], file: String) -> TextFault {
        let before = bytes[..<min(offset, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
        let byte = offset < bytes.count ? hexadecimal(bytes[offset]) : "the last one"
        let guess = looksLikeCP949(bytes) ? " (it looks like CP949)" : ""
        return TextFault(
            file: file, position: TextPosition(line: line, column: column),
            message:
                "The text is not UTF-8\(guess): byte \(byte) at offset \(offset) cannot be read",
            value: byte, allowed: "save it as UTF-8")
    }

    /// Whether all bytes are ASCII or pairs that CP949 has: a lead byte and a trail byte.
    private static func looksLikeCP949(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            guard (0x81...0xFE).contains(bytes[index]), index + 1 < bytes.count else {
                return false
            }
            switch bytes[index + 1] {
            case 0x41...0x5A, 0x61...0x7A, 0x81...0xFE: index += 2
            default: return false
            }
        }
        return true
    }
}

/// The byte as messages write it: `0xB0`.
public func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0x0\(digits)" : "0x\(digits)"
}
