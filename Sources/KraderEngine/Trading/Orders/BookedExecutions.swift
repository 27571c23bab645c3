import KraderModel

/// Which executions of one order number are booked. Each execution says what the number's
/// executions amount to with it (fid 903), and so covers a piece of that sum: what is covered
/// already was told before, and a hole is what was not told yet. Numbers of executions need not be
/// known for it, and every source says the same (failure-modes.md §1, C01–C06).
struct BookedExecutions: Hashable {
    private struct Piece: Hashable {
        var from = Won.zero
        var to = Won.zero
        var isNone: Bool { from == to }
    }

    /// All up to this sum is booked, in won.
    private(set) var through = Won.zero
    /// The shares of all that is booked.
    private(set) var shares = Shares.zero
    /// Pieces beyond it that are booked, by their place; the latter is none while the former is.
    private var near = Piece()
    private var far = Piece()

    enum Finding: Hashable {
        case new, repeated
        /// It covers a part of what is booked, or its shares are not those that make up its sum:
        /// one of them is told wrongly.
        case contradictory
        /// It leaves more holes than are kept: it is to be asked for again.
        case scattered
    }

    /// Whether everything up to the furthest piece is booked.
    var isWhole: Bool { near.isNone }

    @inline(__always)
    func finding(_ execution: borrowing Execution) -> Finding {
        let to = execution.cumulativeAmount
        let from = to - execution.price * execution.quantity
        if from == through && near.isNone {
            let isSum = execution.cumulativeQuantity == shares + execution.quantity
            return isSum ? .new : .contradictory
        }
        return findingBeyond(from, to)
    }

    @inline(never)
    private func findingBeyond(_ from: Won, _ to: Won) -> Finding {
        if to <= through { return .repeated }
        if from < through { return .contradictory }
        for piece in [near, far] where !piece.isNone && from < piece.to && piece.from < to {
            return piece.from <= from && to <= piece.to ? .repeated : .contradictory
        }
        let touches =
            [through, near.to, far.to].contains(from) || [near.from, far.from].contains(to)
        return touches || far.isNone ? .new : .scattered
    }

    /// Notes an execution that is new.
    @inline(__always)
    mutating func add(_ execution: borrowing Execution) {
        let to = execution.cumulativeAmount
        let from = to - execution.price * execution.quantity
        shares += execution.quantity
        if from == through && near.isNone {
            through = to
        } else {
            addBeyond(Piece(from: from, to: to))
        }
    }

    @inline(never)
    private mutating func addBeyond(_ piece: Piece) {
        var pieces = [near, far, piece].filter { !$0.isNone }.sorted { $0.from < $1.from }
        var joined: [Piece] = []
        while let next = pieces.first {
            pieces.removeFirst()
            if let last = joined.last, last.to == next.from {
                joined[joined.count - 1].to = next.to
            } else if joined.isEmpty, next.from == through {
                through = next.to
            } else {
                joined.append(next)
            }
        }
        near = joined.first ?? Piece()
        far = joined.count > 1 ? joined[1] : Piece()
    }
}

extension Execution {
    /// Whether its numbers can be: a price, shares, and sums that hold them (failure-modes.md §1,
    /// C12–C14).
    var isReadable: Bool {
        guard price.canBe, quantity.canBe else {
            return false
        }
        let (amount, overflow) = price.won.multipliedReportingOverflow(by: quantity.count)
        return !overflow && cumulativeAmount.amount >= amount && cumulativeQuantity >= quantity
    }
}
