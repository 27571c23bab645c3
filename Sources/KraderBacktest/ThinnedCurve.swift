/// A curve of bounded length: when it is full, every second point goes and only every second new
/// one is taken.
struct ThinnedCurve<Point> {
    private(set) var points: [Point] = []
    private var last: Point?
    private var stride = 1
    private var skipped = 0
    private let most: Int

    init(most: Int) { self.most = most }

    mutating func add(_ point: Point) {
        last = point
        skipped += 1
        guard skipped >= stride else { return }
        skipped = 0
        last = nil
        points.append(point)
        if points.count >= most {
            // An even number of points ends with one that goes: it stays the newest all the same.
            if points.count % 2 == 0 {
                last = point
                skipped = stride
            }
            points = points.indices.filter { $0 % 2 == 0 }.map { points[$0] }
            stride *= 2
        }
    }

    /// The points with the newest one always among them.
    var complete: [Point] { last.map { points + [$0] } ?? points }
}
