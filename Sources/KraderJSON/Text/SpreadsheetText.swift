/// Writes text from outside as a CSV field (RFC 4180) that no spreadsheet takes for a formula.
///
/// A text that begins with `=`, `+`, `-`, `@`, the wide forms of these, a tab or a line break gets
/// a leading apostrophe; one that holds a comma, a quote or a line break stands in quotes. Numbers
/// that krader writes are no text from outside and never pass through here.
public enum SpreadsheetText {
    public static func escaped(_ text: some StringProtocol) -> [UInt8] { escaped(Array(text.utf8)) }

    public static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        if isFormula(bytes[...]) { bytes.insert(apostrophe, at: 0) }
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

    public static func field(_ text: String) -> String {
        String(decoding: escaped(text), as: UTF8.self)
    }

    /// The field of a cell that somebody typed and gets back: a number stays one.
    public static func cell(_ text: String) -> String {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        let isNumber = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
        return isNumber && !digits.isEmpty ? text : field(text)
    }

    /// The text as a file holds it that krader reads back: `restored` gives it again.
    public static func guarded(_ text: String) -> String {
        isFormula(Array(text.utf8.drop { $0 == apostrophe })[...]) ? "'" + text : text
    }

    /// A guarded text without its apostrophe.
    public static func restored(_ text: String) -> String {
        guard text.utf8.first == apostrophe, guarded(text) != text else { return text }
        return String(text.dropFirst())
    }

    private static let apostrophe: UInt8 = 0x27

    /// Whether a spreadsheet might compute the text.
    private static func isFormula(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first else { return false }
        if [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A].contains(first) { return true }
        return wideSigns.contains { bytes.starts(with: $0) }
    }

    /// The signs `＝`, `＋`, `－` and `＠`, which some spreadsheets take for their narrow forms.
    private static let wideSigns = ["＝", "＋", "－", "＠"].map { Array($0.utf8) }
}
