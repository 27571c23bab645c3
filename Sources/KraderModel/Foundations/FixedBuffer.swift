/// A buffer of fixed length whose elements are changed in place: no uniqueness check, no reference
/// counting, bounds always checked. The engine's per-symbol state lives in these (swift-notes.md
/// §2).
public struct FixedBuffer<Element>: ~Copyable {
    @usableFromInline let base: UnsafeMutablePointer<Element>
    public let count: Int

    public init(repeating element: Element, count: Int) {
        precondition(count >= 0, "A buffer has zero elements or more")
        base = .allocate(capacity: count)
        base.initialize(repeating: element, count: count)
        self.count = count
    }

    public init(count: Int, _ make: (Int) -> Element) {
        precondition(count >= 0, "A buffer has zero elements or more")
        base = .allocate(capacity: count)
        for index in 0..<count { (base + index).initialize(to: make(index)) }
        self.count = count
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    /// Another buffer with the same elements.
    public func copy() -> FixedBuffer {
        let elements = base
        return FixedBuffer(count: count) { elements[$0] }
    }

    @inlinable public subscript(index: Int) -> Element {
        @inline(__always) unsafeAddress {
            precondition(isPlace(index, among: count), "Index outside the buffer")
            return UnsafePointer(base + index)
        }
        @inline(__always) nonmutating unsafeMutableAddress {
            precondition(isPlace(index, among: count), "Index outside the buffer")
            return base + index
        }
    }

    /// The address of an element, for work on several of its parts: it may be kept only as long as
    /// the buffer lives.
    @inlinable @inline(__always)
    public func address(of index: Int) -> UnsafeMutablePointer<Element> {
        precondition(isPlace(index, among: count), "Index outside the buffer")
        return base + index
    }

    /// A view that may be kept only as long as the buffer lives: for read access beside its owner.
    @inlinable public var view: BufferView<Element> { BufferView(base: base, count: count) }

    /// A view of a part, which must lie inside the buffer. It too may be kept only as long as the
    /// buffer lives.
    @inlinable public func view(of range: Range<Int>) -> BufferView<Element> {
        precondition(range.upperBound <= count && range.lowerBound >= 0, "Range in the buffer")
        return BufferView(base: base + range.lowerBound, count: range.count)
    }
}

/// A bounds-checked view into a `FixedBuffer`; whoever makes one keeps the buffer alive.
public struct BufferView<Element> {
    @usableFromInline let base: UnsafeMutablePointer<Element>
    public let count: Int

    @inlinable init(base: UnsafeMutablePointer<Element>, count: Int) {
        self.base = base
        self.count = count
    }

    /// The address of an element, for properties that lend it without a copy.
    @inlinable @inline(__always)
    public func address(of index: Int) -> UnsafePointer<Element> {
        precondition(isPlace(index, among: count), "Index outside the buffer")
        return UnsafePointer(base + index)
    }

    /// A view of nothing.
    public static var empty: BufferView<Element> {
        BufferView(base: .allocate(capacity: 0), count: 0)
    }

    @inlinable public subscript(index: Int) -> Element {
        @inline(__always) unsafeAddress {
            precondition(isPlace(index, among: count), "Index outside the buffer")
            return UnsafePointer(base + index)
        }
        @inline(__always) nonmutating unsafeMutableAddress {
            precondition(isPlace(index, among: count), "Index outside the buffer")
            return base + index
        }
    }
}

/// Whether an index lies in `0..<count`, by one comparison: a negative one is a very large one.
@inlinable @inline(__always)
func isPlace(_ index: Int, among count: Int) -> Bool {
    UInt(bitPattern: index) < UInt(bitPattern: count)
}

extension FixedBuffer: @unchecked Sendable where Element: Sendable {}
