/// A growing buffer of plain values that is filled, read and emptied again and again without giving
/// its memory back: what a step of the engine or a venue's call leaves behind.
public struct AppendBuffer<Element>: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<Element>
    @usableFromInline var capacity: Int
    @usableFromInline var used = 0

    public init(capacity: Int = 16) {
        self.capacity = max(capacity, 1)
        base = .allocate(capacity: self.capacity)
    }

    deinit {
        base.deinitialize(count: used)
        base.deallocate()
    }

    /// Another buffer with the same elements.
    public func copy() -> AppendBuffer {
        var other = AppendBuffer(capacity: capacity)
        for place in 0..<used { other.append(base[place]) }
        return other
    }

    @inlinable public var count: Int { used }
    @inlinable public var isEmpty: Bool { used == 0 }

    // This is inlinable, since other modules would call an unspecialised append, whose copies cost
    // ten times as much.
    @inlinable public mutating func append(_ element: Element) {
        if used == capacity { grow() }
        (base + used).initialize(to: element)
        used += 1
    }

    @inlinable public mutating func removeAll() {
        if used == 0 { return }
        base.deinitialize(count: used)
        used = 0
    }

    @inlinable public subscript(index: Int) -> Element {
        @inline(__always) unsafeAddress {
            precondition(isPlace(index, among: used), "Index outside the buffer")
            return UnsafePointer(base + index)
        }
        @inline(__always) unsafeMutableAddress {
            precondition(isPlace(index, among: used), "Index outside the buffer")
            return base + index
        }
    }

    /// The address of an element, to read it without a copy until the buffer changes.
    @inlinable @inline(__always)
    public func address(of index: Int) -> UnsafePointer<Element> {
        precondition(isPlace(index, among: used), "Index outside the buffer")
        return UnsafePointer(base + index)
    }

    @usableFromInline mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: used)
        base.deallocate()
        base = larger
        capacity *= 2
    }
}

extension AppendBuffer: @unchecked Sendable where Element: Sendable {}
