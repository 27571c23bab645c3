import KraderModel

/// What we took at each price of each displayed side: it stays subtracted from what is displayed
/// there (semantics.md §4). A chain a side, of few prices at any time; none where we took nothing.
struct Takings: ~Copyable {
    struct Taking {
        var price: Price
        var quantity: Shares
        var next: Int32
    }
    private static let none: Int32 = -1

    private let heads: FixedBuffer<Int32>
    private var nodes = AppendBuffer<Taking>(capacity: 64)
    private var free = Takings.none

    init(sides: Int) { heads = FixedBuffer(repeating: Takings.none, count: sides) }

    private init(heads: consuming FixedBuffer<Int32>) { self.heads = heads }

    func copy() -> Takings {
        var other = Takings(heads: heads.copy())
        other.nodes = nodes.copy()
        other.free = free
        return other
    }

    func isEmpty(_ side: Int) -> Bool { heads[side] == Takings.none }

    func quantity(at price: Price, on side: Int) -> Shares {
        var node = heads[side]
        while node != Takings.none {
            if nodes[Int(node)].price == price { return nodes[Int(node)].quantity }
            node = nodes[Int(node)].next
        }
        return .zero
    }

    mutating func add(_ quantity: Shares, at price: Price, on side: Int) {
        var node = heads[side]
        while node != Takings.none {
            if nodes[Int(node)].price == price {
                nodes[Int(node)].quantity += quantity
                return
            }
            node = nodes[Int(node)].next
        }
        let taking = Taking(price: price, quantity: quantity, next: heads[side])
        if free == Takings.none {
            heads[side] = Int32(nodes.count)
            nodes.append(taking)
        } else {
            let node = free
            free = nodes[Int(node)].next
            nodes[Int(node)] = taking
            heads[side] = node
        }
    }

    /// Explains what we took at a price by what was printed there; a print beyond it ends the
    /// price.
    mutating func explain(by print: Tick, on side: Int, of displayed: Side) {
        var node = heads[side]
        while node != Takings.none {
            let price = nodes[Int(node)].price
            if price == print.price {
                nodes[Int(node)].quantity -= print.size
            } else if displayed == .sell ? print.price > price : print.price < price {
                nodes[Int(node)].quantity = .zero
            }
            node = nodes[Int(node)].next
        }
        sweep(side)
    }

    /// Ends prices that have left a side: it shows better and worse ones, or only worse ones, or
    /// none. Nobody knows of prices beyond the last one shown.
    mutating func compare(with book: borrowing Book, on side: Int, of displayed: Side) {
        var hasLeft = false
        book.withLevels(displayed) { levels in
            var node = heads[side]
            while node != Takings.none {
                let price = nodes[Int(node)].price
                if !isShown(price, levels, displayed) {
                    nodes[Int(node)].quantity = .zero
                    hasLeft = true
                }
                node = nodes[Int(node)].next
            }
        }
        if hasLeft { sweep(side) }
    }

    /// Whether a side shows a price. It may stand all the same beyond the last level.
    private func isShown(
        _ price: Price, _ levels: UnsafeBufferPointer<PriceLevel>, _ displayed: Side
    ) -> Bool {
        guard let last = levels.last?.price else { return false }
        if displayed == .sell ? price > last : price < last { return true }
        for level in levels where level.price == price { return true }
        return false
    }

    mutating func removeAll(on side: Int) {
        var node = heads[side]
        while node != Takings.none {
            nodes[Int(node)].quantity = .zero
            node = nodes[Int(node)].next
        }
        sweep(side)
    }

    /// Removes the prices at which nothing is left of what we took.
    private mutating func sweep(_ side: Int) {
        var node = heads[side]
        heads[side] = Takings.none
        while node != Takings.none {
            let next = nodes[Int(node)].next
            if nodes[Int(node)].quantity > .zero {
                nodes[Int(node)].next = heads[side]
                heads[side] = node
            } else {
                nodes[Int(node)].next = free
                free = node
            }
            node = next
        }
    }
}
