/// Whether the rows of a symbol go forward in time, or newest first.
struct RowOrder {
    /// Steps of one direction: how many, and the first few with their lines.
    struct Steps {
        var count = 0
        var first: [(line: Int, previousLine: Int)] = []

        @inline(__always)
        mutating func add(_ line: Int, _ previousLine: Int) {
            count += 1
            if first.count < RowOrder.stepsKept { first.append((line, previousLine)) }
        }
    }

    static let stepsKept = 5

    private(set) var forward = Steps()
    private(set) var back = Steps()
    private var firstTime: Int64?
    private var lastTime: Int64?
    private var lastLine = 0

    @inline(__always)
    mutating func add(_ time: Int64, line: Int) {
        if let lastTime {
            if time > lastTime {
                forward.add(line, lastLine)
            } else if time < lastTime {
                back.add(line, lastLine)
            }
        } else {
            firstTime = time
        }
        lastTime = time
        lastLine = line
    }

    /// Newest first is what most steps say, and the ends of the file.
    var isReversed: Bool {
        guard let firstTime, let lastTime else { return false }
        return back.count > forward.count && lastTime < firstTime
    }

    /// The steps against the direction of the file; none when the order is right.
    var wrong: Steps { isReversed ? forward : back }
}
