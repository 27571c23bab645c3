/// A map from positive integers to integers, without hashing per process: open addressing with
/// linear probing and deletion by shifting back. It finds an order by its number. Key and value lie
/// side by side: one look at memory finds both.
public struct IntegerMap: ~Copyable {
    @usableFromInline struct Entry {
        /// The key, or 0 when the place is free.
        @usableFromInline var key: Int64
        @usableFromInline var value: Int64

        @usableFromInline init(key: Int64, value: Int64) {
            self.key = key
            self.value = value
        }
    }

    @usableFromInline var entries: UnsafeMutablePointer<Entry>
    @usableFromInline var mask: Int
    @usableFromInline var used = 0
    /// A key times this, from bit 32 up, is its home.
    @usableFromInline let factor: UInt64
    @inlinable public var count: Int { used }

    /// How keys that follow each other are placed.
    public enum Layout: UInt64, Sendable {
        /// They lie far apart: what is removed leaves no long row to close up.
        case spread = 0x9E37_79B9_7F4A_7C15
        /// They lie side by side, so that a day's numbers are written like an array and not with a
        /// cache miss each. This is for maps that don't remove single keys.
        case row = 0x1_0000_0000
    }

    /// Makes a map with room for `capacity` keys at half load before it grows.
    public init(capacity: Int = 64, layout: Layout = .spread) {
        self.init(capacity: capacity, factor: layout.rawValue)
    }

    private init(capacity: Int, factor: UInt64) {
        self.factor = factor
        var size = 16
        while size < capacity * 2 { size *= 2 }
        entries = .allocate(capacity: size)
        entries.initialize(repeating: Entry(key: 0, value: 0), count: size)
        mask = size - 1
    }

    deinit { entries.deallocate() }

    @inlinable func home(_ key: Int64) -> Int {
        Int(truncatingIfNeeded: (UInt64(bitPattern: key) &* factor) &>> 32) & mask
    }

    @inlinable public subscript(key: Int64) -> Int? {
        var index = home(key)
        while entries[index].key != 0 {
            if entries[index].key == key { return Int(entries[index].value) }
            index = (index &+ 1) & mask
        }
        return nil
    }

    /// Sets the value of a key, which is at least 1.
    @inlinable public mutating func set(_ key: Int64, _ value: Int) {
        precondition(key > 0, "A key is a positive number")
        if (used &+ 1) &* 2 > mask { grow() }
        var index = home(key)
        while entries[index].key != 0 && entries[index].key != key { index = (index &+ 1) & mask }
        if entries[index].key == 0 { used &+= 1 }
        entries[index].key = key
        entries[index].value = Int64(value)
    }

    @inlinable public mutating func remove(_ key: Int64) {
        var hole = home(key)
        while entries[hole].key != key {
            if entries[hole].key == 0 { return }
            hole = (hole &+ 1) & mask
        }
        used &-= 1
        var next = (hole &+ 1) & mask
        while entries[next].key != 0 {
            // An entry may fill the hole unless its home lies between the hole and itself.
            if (next &- home(entries[next].key)) & mask >= (next &- hole) & mask {
                entries[hole] = entries[next]
                hole = next
            }
            next = (next &+ 1) & mask
        }
        entries[hole].key = 0
    }

    public mutating func removeAll() {
        entries.update(repeating: Entry(key: 0, value: 0), count: mask + 1)
        used = 0
    }

    /// Whether another has the same keys and values.
    public func agrees(with other: borrowing IntegerMap) -> Bool {
        guard used == other.used else { return false }
        for index in 0...mask where entries[index].key != 0 {
            if other[entries[index].key] != Int(entries[index].value) { return false }
        }
        return true
    }

    @usableFromInline mutating func grow() {
        var larger = IntegerMap(capacity: mask + 1, factor: factor)
        for index in 0...mask where entries[index].key != 0 {
            larger.set(entries[index].key, Int(entries[index].value))
        }
        swap(&self, &larger)
    }
}

extension IntegerMap: @unchecked Sendable {}
