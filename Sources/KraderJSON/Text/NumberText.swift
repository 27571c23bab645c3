// Numbers in sentences and tables for people. Nothing depends on a locale.

/// The number with thousands separators: `12,970`, `-1,234,567`.
public func grouped(_ number: some BinaryInteger) -> String {
    let bytes = Array(String(number).utf8)
    let digits = bytes.first == 0x2D ? bytes.count - 1 : bytes.count
    var text: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
        let left = bytes.count - index
        if byte != 0x2D && left % 3 == 0 && left < digits { text.append(0x2C) }
        text.append(byte)
    }
    return String(decoding: text, as: UTF8.self)
}

/// The number with its noun, in the plural where it must be: `1 order`, `12,970 orders`.
public func times(_ count: some BinaryInteger, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(grouped(count)) \(noun)s"
}
