import KraderModel

/// Immediate orders by arrival. All of a line wait equally long: the first to come is the first to
/// go.
struct WaitingLine: ~Copyable {
    private var numbers = AppendBuffer<OrderNumber>(capacity: 16)
    /// The place at which those that may still live begin.
    private var begin = 0

    func copy() -> WaitingLine {
        var other = WaitingLine()
        other.numbers = numbers.copy()
        other.begin = begin
        return other
    }

    var first: OrderNumber? { begin < numbers.count ? numbers[begin] : nil }

    mutating func add(_ number: OrderNumber) { numbers.append(number) }

    mutating func drop() {
        begin += 1
        if begin == numbers.count {
            numbers.removeAll()
            begin = 0
        }
    }
}
