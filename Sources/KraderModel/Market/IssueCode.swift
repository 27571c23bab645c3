/// The short code of an issue: six characters, digits and capital letters (`005930`, `00088K`).
/// That of an index may be shorter (`KS11`, `001`).
public struct IssueCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The ASCII characters, the first in the highest of six bytes, 0 where a short code has none:
    /// order is that of the text.
    public let packed: UInt64

    /// Why a text is no issue code.
    public enum Fault: Error, Hashable, Sendable { case notSixCharacters, notAlphanumeric }

    /// Reads a code as people and feeds write it: an `A` (stock), `Q` (ETN) or `J` (ELW) prefix
    /// before six characters and a venue suffix (`_NX`, `_AL`, `.KS`, `.KQ`) are stripped on entry.
    /// Throws: `Fault`.
    public init(_ text: some StringProtocol) throws(Fault) {
        var bytes = Array(text.utf8)
        if let cut = bytes.firstIndex(where: { $0 == 0x5F || $0 == 0x2E }), cut >= 6 {
            let suffix = String(decoding: bytes[(cut + 1)...], as: UTF8.self)
            if ["NX", "AL", "KS", "KQ"].contains(suffix) { bytes.removeSubrange(cut...) }
        }
        if bytes.count == 7, let first = bytes.first, [0x41, 0x51, 0x4A].contains(first) {
            bytes.removeFirst()
        }
        guard bytes.count == 6 else { throw .notSixCharacters }
        var packed: UInt64 = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) else {
                throw .notAlphanumeric
            }
            packed = packed << 8 | UInt64(byte)
        }
        self.packed = packed
    }

    /// What the venue suffix of a code as feeds write it says: `005930_NX` is of NXT, `005930_AL`
    /// of all venues together. It is `nil` for a code without one.
    public static func scope(of text: some Collection<UInt8>) -> MarketScope? {
        guard let cut = text.firstIndex(of: 0x5F) else { return nil }
        return scope(ofSuffix: text[text.index(after: cut)...])
    }

    /// The same of the suffix alone.
    public static func scope(ofSuffix suffix: some Collection<UInt8>) -> MarketScope? {
        if suffix.elementsEqual("NX".utf8) { return .nxt }
        return suffix.elementsEqual("AL".utf8) ? .consolidated : nil
    }

    /// Reads the code of an index: one to six digits and capital letters.
    /// Throws: `Fault`.
    public init(index text: some StringProtocol) throws(Fault) {
        let bytes = Array(text.utf8)
        guard (1...6).contains(bytes.count) else { throw .notSixCharacters }
        var packed: UInt64 = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) else {
                throw .notAlphanumeric
            }
            packed = packed << 8 | UInt64(byte)
        }
        self.packed = packed << (8 * UInt64(6 - bytes.count))
    }

    public static func < (a: IssueCode, b: IssueCode) -> Bool { a.packed < b.packed }

    public var description: String {
        String(
            decoding: (0..<6).map { UInt8(truncatingIfNeeded: packed >> (40 - 8 * $0)) }
                .prefix { $0 != 0 },
            as: UTF8.self)
    }
}

/// A symbol's place in a run's list of instruments: dense, so that state lives in plain buffers.
public struct SymbolIndex: Hashable, Comparable, Sendable {
    public var value: Int32
    @inlinable public init(_ value: Int) { self.value = Int32(value) }
    @inlinable public var int: Int { Int(value) }
    @inlinable public static func < (a: SymbolIndex, b: SymbolIndex) -> Bool { a.value < b.value }
}
