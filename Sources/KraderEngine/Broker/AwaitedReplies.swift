import KraderModel

/// The requests about orders whose reply has not come, in the order of leaving. Each has a moment
/// at which it is late, and one at which its outcome counts as unknown; a reply may come even
/// after that.
struct AwaitedReplies: ~Copyable {
    struct Entry {
        var id: RequestID
        var order: OrderReference
        /// Whether it is a new order, no change of one.
        var isNew: Bool
        var sentAt: Moment
        var isAnswered = false
        /// What is known of its outcome without a reply.
        var knowledge = Knowledge.none
    }

    enum Knowledge: UInt8 {
        case none
        /// That nobody knows it: its deadline passed.
        case inDoubt
        /// Something else told: a push, or a list.
        case settled
    }

    /// By id; those before `head` are answered.
    private var entries = AppendBuffer<Entry>(capacity: 64)
    private var head = 0
    /// How many of `entries` are answered: they are taken out when they are many.
    private var answered = 0

    var count: Int { entries.count - answered }

    mutating func add(_ id: RequestID, _ order: OrderReference, isNew: Bool, at moment: Moment) {
        entries.append(Entry(id: id, order: order, isNew: isNew, sentAt: moment))
    }

    mutating func end(_ id: RequestID) -> Moment? {
        guard let place = place(of: id), !entries[place].isAnswered else { return nil }
        let sentAt = entries[place].sentAt
        entries[place].isAnswered = true
        answered += 1
        while head < entries.count, entries[head].isAnswered { head += 1 }
        if head == entries.count {
            entries.removeAll()
            (head, answered) = (0, 0)
        } else if answered > 256, answered > entries.count / 2 {
            forget { $0.isAnswered }
        }
        return sentAt
    }

    private mutating func forget(_ isOver: (Entry) -> Bool) {
        var left = AppendBuffer<Entry>(capacity: entries.count)
        for place in 0..<entries.count where !isOver(entries[place]) { left.append(entries[place]) }
        entries = left
        (head, answered) = (0, 0)
    }

    /// What a reply will be about; `nil` when nothing with that number is awaited.
    @inline(__always)
    func entry(_ id: RequestID) -> Entry? {
        place(of: id).flatMap { entries[$0].isAnswered ? nil : entries[$0] }
    }

    mutating func noteInDoubt(_ id: RequestID) {
        if let place = place(of: id) { entries[place].knowledge = .inDoubt }
    }

    mutating func settle(_ order: OrderReference) {
        for place in head..<entries.count
        where entries[place].order == order && entries[place].knowledge == .inDoubt {
            entries[place].knowledge = .settled
        }
    }

    mutating func forgetSettled() {
        forget { $0.isAnswered || $0.knowledge == .settled }
    }

    /// The first whose outcome is not in doubt yet.
    @inline(__always)
    var firstTrusted: Entry? {
        var place = head
        while place < entries.count {
            let entry = entries[place]
            if !entry.isAnswered, entry.knowledge == .none { return entry }
            place += 1
        }
        return nil
    }

    /// When the first left that left at a moment or after it and is not answered.
    func firstUnanswered(sentFrom moment: Moment) -> Moment? {
        var place = place(from: head) { $0.sentAt >= moment }
        while place < entries.count {
            if !entries[place].isAnswered, entries[place].knowledge == .none {
                return entries[place].sentAt
            }
            place += 1
        }
        return nil
    }

    /// How many left by a moment and are not answered.
    func unanswered(sentBy moment: Moment) -> Int {
        var found = 0
        var place = head
        while place < entries.count, entries[place].sentAt <= moment {
            let entry = entries[place]
            if !entry.isAnswered, entry.knowledge != .settled { found += 1 }
            place += 1
        }
        return found
    }

    /// How many of an order are not answered.
    func unanswered(of order: OrderReference) -> Int {
        var found = 0
        for place in head..<entries.count {
            let entry = entries[place]
            if entry.order == order, !entry.isAnswered, entry.knowledge != .settled { found += 1 }
        }
        return found
    }

    @inline(__always)
    private func place(of id: RequestID) -> Int? {
        // Replies come mostly in the order of the requests.
        if head < entries.count, entries[head].id == id { return head }
        let place = place(from: 0) { $0.id >= id }
        return place < entries.count && entries[place].id == id ? place : nil
    }

    /// The place of the first entry from one on that belongs to the second part, by bisection.
    @inline(never)
    private func place(from first: Int, where belongsToSecond: (Entry) -> Bool) -> Int {
        (first..<entries.count).partitioningIndex { belongsToSecond(entries[$0]) }
    }

    private var open: [Entry] {
        (head..<entries.count).map { entries[$0] }.filter { !$0.isAnswered }
    }

    func agrees(with other: borrowing AwaitedReplies) -> Bool {
        let (mine, theirs) = (open, other.open)
        return mine.count == theirs.count
            && zip(mine, theirs).allSatisfy {
                ($0.id, $0.order, $0.isNew, $0.sentAt, $0.knowledge)
                    == ($1.id, $1.order, $1.isNew, $1.sentAt, $1.knowledge)
            }
    }
}
