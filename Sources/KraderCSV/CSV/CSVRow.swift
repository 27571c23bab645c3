/// The bytes of one field, without quotes and outer spaces. Valid while its row is looked at.
typealias CSVField = UnsafeBufferPointer<UInt8>

/// One row of a batch: valid until the next piece of text is read.
struct CSVRow {
    fileprivate let bytes: UnsafePointer<UInt8>
    /// Where each field ends, behind where the row begins.
    fileprivate let ends: UnsafePointer<Int>
    fileprivate let start: Int
    let count: Int
    /// The line on which the row begins, from 1.
    let line: Int

    /// A field, counted from 0; empty beyond the last.
    @inline(__always)
    subscript(_ index: Int) -> CSVField {
        guard index >= 0, index < count else { return CSVField(start: nil, count: 0) }
        let from = index == 0 ? start : ends[index - 1]
        return CSVField(start: bytes + from, count: ends[index] - from)
    }

    var isBlank: Bool { count == 0 || ends[count - 1] == start }

    /// All fields as texts, for headers.
    var texts: [String] { (0..<count).map { String(decoding: self[$0], as: UTF8.self) } }
}

/// Rows that libcsv has told apart and nobody has looked at yet: their bytes in one buffer, without
/// an allocation per row or field.
struct CSVBatch: ~Copyable {
    private var bytes = GrowingBuffer<UInt8>(capacity: 1 << 17)
    private var ends = GrowingBuffer<Int>(capacity: 1 << 14)
    /// The number of fields and bytes up to the end of each row, and its line.
    private var rows = GrowingBuffer<(fields: Int, bytes: Int, line: Int)>(capacity: 1 << 12)
    var lines = CSVLines()

    @inline(__always)
    mutating func addField(_ start: UnsafePointer<UInt8>, _ count: Int) {
        lines.add(start, count)
        bytes.grow(by: count).update(from: start, count: count)
        ends.append(bytes.count)
    }

    @inline(__always)
    mutating func addEmptyField() { ends.append(bytes.count) }

    @inline(__always)
    mutating func endRow(_ terminator: Int32) {
        let line = lines.line
        let hasFields = ends.count > (rows.last?.fields ?? 0)
        guard lines.endRow(terminator, hasFields: hasFields), hasFields else { return }
        rows.append((ends.count, bytes.count, line))
    }

    /// Hands over the rows that are complete, and forgets them.
    mutating func drain(_ body: (CSVRow) -> Void) {
        var firstField = 0
        var firstByte = 0
        for index in 0..<rows.count {
            let row = rows[index]
            body(
                CSVRow(
                    bytes: bytes.start, ends: ends.start + firstField, start: firstByte,
                    count: row.fields - firstField, line: row.line))
            firstField = row.fields
            firstByte = row.bytes
        }
        rows.removeAll()
        // What is left belongs to a row that the next piece of text goes on with.
        ends.removeFirst(firstField) { $0 - firstByte }
        bytes.removeFirst(firstByte) { $0 }
    }
}

/// Memory for plain values that grows and is reused.
private struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
    private var memory: UnsafeMutableBufferPointer<Element>
    private(set) var count = 0

    init(capacity: Int) { memory = .allocate(capacity: capacity) }

    deinit { memory.deallocate() }

    var start: UnsafePointer<Element> {
        guard let base = memory.baseAddress else { preconditionFailure("A buffer has memory") }
        return UnsafePointer(base)
    }

    var last: Element? { count > 0 ? memory[count - 1] : nil }

    subscript(_ index: Int) -> Element {
        precondition(index >= 0 && index < count, "An index lies inside its buffer")
        return memory[index]
    }

    /// Makes room for more elements and says where they go.
    @inline(__always)
    mutating func grow(by more: Int) -> UnsafeMutablePointer<Element> {
        if count + more > memory.count { reserve(count + more) }
        guard let base = memory.baseAddress else { preconditionFailure("A buffer has memory") }
        defer { count += more }
        return base + count
    }

    @inline(__always)
    mutating func append(_ element: Element) { grow(by: 1).initialize(to: element) }

    mutating func removeAll() { count = 0 }

    /// Removes elements from the front and changes each of the rest, which are few.
    mutating func removeFirst(_ taken: Int, _ change: (Element) -> Element) {
        for index in taken..<count { memory[index - taken] = change(memory[index]) }
        count -= taken
    }

    private mutating func reserve(_ needed: Int) {
        let larger = UnsafeMutableBufferPointer<Element>.allocate(
            capacity: max(needed, memory.count * 2))
        for index in 0..<count { larger[index] = memory[index] }
        memory.deallocate()
        memory = larger
    }
}
