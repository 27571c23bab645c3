import KraderModel

/// A text that carries its own SHA-256, as the value of its last member `seal`: the hash of the
/// text with 64 zeros in its place.
public enum DatasetSeal {
    private static let empty = String(repeating: "0", count: 64)

    /// - Parameter text: writes the text with a given seal of 64 characters.
    public static func sealed(_ text: (String) -> [UInt8]) -> [UInt8] {
        text(hexadecimal(SHA256.hash(text(empty))))
    }

    /// Whether a text is as it was sealed.
    public static func isWhole(_ bytes: [UInt8]) -> Bool {
        let key = Array("\"seal\": \"".utf8)
        guard bytes.count > key.count + 64 else { return false }
        var at = bytes.count - key.count - 64
        while at >= 0, !bytes[at..<at + key.count].elementsEqual(key) { at -= 1 }
        guard at >= 0 else { return false }
        let seal = at + key.count..<at + key.count + 64
        var blank = bytes
        blank.replaceSubrange(seal, with: Array(empty.utf8))
        return Array(hexadecimal(SHA256.hash(blank)).utf8) == Array(bytes[seal])
    }
}
