import KraderModel

/// What is under way, in the order of arrival, in memory that is used again and again.
struct Fifo<Element>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private var arrivals: UnsafeMutablePointer<Moment>
    private var mask: Int
    private var head = 0
    private(set) var count = 0
    /// The moment at which the first arrives; `distantFuture` when nothing is under way.
    private(set) var next = Moment.distantFuture

    init() {
        base = .allocate(capacity: 16)
        arrivals = .allocate(capacity: 16)
        mask = 15
    }

    deinit {
        for index in 0..<count { (base + (head + index) & mask).deinitialize(count: 1) }
        base.deallocate()
        arrivals.deallocate()
    }

    /// Another one with the same under way.
    func copy() -> Fifo {
        var other = Fifo()
        for index in 0..<count {
            let place = (head + index) & mask
            other.append(base[place], at: arrivals[place])
        }
        return other
    }

    var isEmpty: Bool { count == 0 }

    /// Adds an element at the end: arrivals never go back.
    mutating func append(_ element: Element, at arrival: Moment) {
        if count > mask { grow() }
        let place = (head + count) & mask
        (base + place).initialize(to: element)
        (arrivals + place).initialize(to: arrival)
        if count == 0 { next = arrival }
        count += 1
    }

    /// Puts an element before those that arrive later.
    mutating func insert(_ element: Element, at arrival: Moment) {
        append(element, at: arrival)
        var place = count - 1
        while place > 0 {
            let here = (head + place) & mask
            let before = (head + place - 1) & mask
            if arrivals[before] <= arrival { break }
            swap(&base[here], &base[before])
            swap(&arrivals[here], &arrivals[before])
            place -= 1
        }
        next = arrivals[head]
    }

    var firstAddress: UnsafePointer<Element> {
        precondition(count > 0, "The first of none")
        return UnsafePointer(base + head)
    }

    mutating func dropFirst() { _ = removeFirst() }

    mutating func removeAll() { while count > 0 { dropFirst() } }

    @inline(__always)
    mutating func removeFirst() -> Element {
        precondition(count > 0, "The first of none")
        let element = (base + head).move()
        head = (head + 1) & mask
        count -= 1
        next = count > 0 ? arrivals[head] : .distantFuture
        return element
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: (mask + 1) * 2)
        let later = UnsafeMutablePointer<Moment>.allocate(capacity: (mask + 1) * 2)
        for index in 0..<count {
            let place = (head + index) & mask
            (larger + index).initialize(to: (base + place).move())
            (later + index).initialize(to: arrivals[place])
        }
        base.deallocate()
        arrivals.deallocate()
        base = larger
        arrivals = later
        mask = mask * 2 + 1
        head = 0
    }
}
