import KraderModel

/// The texts that strategies gave as reasons and names, each once, in the order of their first use.
public final class ReasonTable {
    /// UTF-8 that lives as long as the table.
    struct Text {
        var start: UnsafePointer<UInt8>
        var count: Int
    }

    /// The texts. This is no array: reading a class's variable costs an exclusivity check and a
    /// reference count a signal.
    private let texts: FixedBuffer<Text>
    private let used = FixedBuffer(repeating: 0, count: 1)
    /// What a restart has read: the program's own texts are constants.
    private var owned: [UnsafeMutableBufferPointer<UInt8>] = []

    init() {
        let none = Text(start: StaticString("").utf8Start, count: 0)
        texts = FixedBuffer(repeating: none, count: Limits.reasonsMax)
    }

    deinit { for text in owned { text.deallocate() } }

    var count: Int { used[0] }

    /// The text behind a reason or a note's name.
    public func text(_ reason: ReasonIndex) -> String {
        let text = texts[Int(reason.value)]
        return String(
            decoding: UnsafeBufferPointer(start: text.start, count: text.count), as: UTF8.self)
    }

    func index(_ text: StaticString) -> ReasonIndex {
        guard text.hasPointerRepresentation else { return index(copying: text.description) }
        return index(Text(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Takes the texts that records know, in their order, before any other.
    func restore(_ texts: [String]) {
        for text in texts { _ = index(copying: text) }
    }

    /// Forgets the texts behind the first so many.
    func forget(after count: Int) { used[0] = min(used[0], count) }

    private func index(copying text: String) -> ReasonIndex {
        let bytes = Array(text.utf8)
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        _ = copy.initialize(from: bytes)
        guard let start = copy.baseAddress else { return ReasonIndex(0) }
        owned.append(copy)
        return index(Text(start: UnsafePointer(start), count: bytes.count))
    }

    private func index(_ text: Text) -> ReasonIndex {
        for index in 0..<used[0] where ReasonTable.same(texts[index], text) {
            return ReasonIndex(index)
        }
        precondition(used[0] < texts.count, "Reasons are fixed texts of a few strategies")
        texts[used[0]] = text
        used[0] += 1
        return ReasonIndex(used[0] - 1)
    }

    private static func same(_ a: Text, _ b: Text) -> Bool {
        if a.count != b.count { return false }
        if a.start == b.start { return true }
        for offset in 0..<a.count where a.start[offset] != b.start[offset] { return false }
        return true
    }
}
