import KraderModel

/// First in, first out, in memory that is used again and again.
struct Fifo<Element>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private var mask: Int
    private var head = 0
    private(set) var count = 0

    init() {
        base = .allocate(capacity: 16)
        mask = 15
    }

    deinit {
        for index in 0..<count { (base + (head + index) & mask).deinitialize(count: 1) }
        base.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    var first: Element {
        precondition(count > 0, "The first of none")
        return base[head]
    }

    mutating func append(_ element: Element) {
        if count > mask { grow() }
        (base + (head + count) & mask).initialize(to: element)
        count += 1
    }

    mutating func removeFirst() -> Element {
        precondition(count > 0, "The first of none")
        let element = (base + head).move()
        head = (head + 1) & mask
        count -= 1
        return element
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: (mask + 1) * 2)
        for index in 0..<count {
            (larger + index).initialize(to: (base + (head + index) & mask).move())
        }
        base.deallocate()
        base = larger
        mask = mask * 2 + 1
        head = 0
    }
}
