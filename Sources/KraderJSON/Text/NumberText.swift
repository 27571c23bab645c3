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

/// `812 B`, `3.4 MB`: units of 1,000 bytes, as disks are sold.
public func byteSize(_ bytes: Int) -> String {
    if bytes < 1_000 { return "\(bytes) B" }
    var value = Double(bytes) / 1_000
    for unit in ["kB", "MB", "GB"] {
        if value < 999.95 { return "\(decimal(value, value < 99.95 ? 1 : 0)) \(unit)" }
        value /= 1_000
    }
    return "\(decimal(value, 1)) TB"
}

/// So many decimals, halves away from zero, thousands grouped.
public func decimal(_ value: Double, _ places: Int) -> String {
    guard let text = plainDecimal(value, places) else { return "–" }
    let parts = text.split(separator: ".")
    let sign = text.hasPrefix("-") ? "-" : ""
    let whole = Int64(parts[0]).map { grouped($0.magnitude) } ?? String(parts[0])
    return sign + ([whole] + parts.dropFirst().map(String.init)).joined(separator: ".")
}

/// So many decimals, halves away from zero, for machines: ASCII minus, no grouping. `nil` for what
/// 64 bits can't hold.
public func plainDecimal(_ value: Double, _ places: Int) -> String? {
    var unit: Int64 = 1
    for _ in 0..<places { unit *= 10 }
    guard let all = Int64(exactly: (value * Double(unit)).rounded()) else { return nil }
    let whole = "\(all < 0 ? "-" : "")\(all.magnitude / unit.magnitude)"
    guard places > 0 else { return whole }
    let rest = String(all.magnitude % unit.magnitude)
    return whole + "." + String(repeating: "0", count: places - rest.count) + rest
}

/// `25.3 M`, `840 k`, `12`: a count that nobody needs to know exactly.
public func roughly(_ number: Double) -> String {
    if number < 1e3 { return "\(Int(number))" }
    if number < 1e6 { return "\(Int(number / 1e3)) k" }
    let tenths = Int(number / 1e5)
    return "\(tenths / 10).\(tenths % 10) M"
}
