/// Text as a CSV field (RFC 4180) that no spreadsheet takes for a formula.
///
/// A text that begins with `=`, `+`, `-`, `@`, a tab or a line break gets a leading apostrophe; one
/// that holds a comma, a quote or a line break stands in quotes. Numbers are written elsewhere and
/// never pass through here.
enum CSVText {
    static func escaped(_ text: some StringProtocol) -> [UInt8] { escaped(Array(text.utf8)) }

    static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        if let first = bytes.first, [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A].contains(first) {
            bytes.insert(0x27, at: 0)
        }
        guard bytes.contains(where: { [0x2C, 0x22, 0x0D, 0x0A].contains($0) }) else {
            return bytes
        }
        var quoted: [UInt8] = [0x22]
        for byte in bytes {
            if byte == 0x22 { quoted.append(0x22) }
            quoted.append(byte)
        }
        quoted.append(0x22)
        return quoted
    }
}
