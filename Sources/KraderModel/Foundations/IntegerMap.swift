/// From positive integers to integers, without hashing per process: open addressing with linear
/// probing and deletion by shifting back. Used to find an order by its number.
public struct IntegerMap: ~Copyable {
    @usableFromInline var keys: UnsafeMutablePointer<Int64>
    @usableFromInline var values: UnsafeMutablePointer<Int64>
    @usableFromInline var mask: Int
    @usableFromInline var used = 0
    @inlinable public var count: Int { used }

    /// Room for so many keys at half load before it grows.
    public init(capacity: Int = 64) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        keys = .allocate(capacity: size)
        keys.initialize(repeating: 0, count: size)
        values = .allocate(capacity: size)
        values.initialize(repeating: 0, count: size)
        mask = size - 1
    }

    deinit {
        keys.deallocate()
        values.deallocate()
    }

    @inlinable func home(_ key: Int64) -> Int {
        Int(truncatingIfNeeded: (UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    }

    @inlinable public subscript(key: Int64) -> Int? {
        var index = home(key)
        while keys[index] != 0 {
            if keys[index] == key { return Int(values[index]) }
            index = (index + 1) & mask
        }
        return nil
    }

    /// Sets the value of a key, which is at least 1.
    @inlinable public mutating func set(_ key: Int64, _ value: Int) {
        precondition(key > 0, "A key is a positive number")
        if (count + 1) * 2 > mask { grow() }
        var index = home(key)
        while keys[index] != 0 && keys[index] != key { index = (index + 1) & mask }
        if keys[index] == 0 { used += 1 }
        keys[index] = key
        values[index] = Int64(value)
    }

    @inlinable public mutating func remove(_ key: Int64) {
        var hole = home(key)
        while keys[hole] != key {
            if keys[hole] == 0 { return }
            hole = (hole + 1) & mask
        }
        used -= 1
        var next = (hole + 1) & mask
        while keys[next] != 0 {
            // An entry may fill the hole unless its home lies between the hole and itself.
            if (next - home(keys[next])) & mask >= (next - hole) & mask {
                keys[hole] = keys[next]
                values[hole] = values[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        keys[hole] = 0
    }

    public mutating func removeAll() {
        keys.update(repeating: 0, count: mask + 1)
        used = 0
    }

    @usableFromInline mutating func grow() {
        var larger = IntegerMap(capacity: mask + 1)
        for index in 0...mask where keys[index] != 0 {
            larger.set(keys[index], Int(values[index]))
        }
        swap(&self, &larger)
    }
}

extension IntegerMap: @unchecked Sendable {}
