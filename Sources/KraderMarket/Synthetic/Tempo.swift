import KraderModel

/// How fast and how wildly an issue trades through a day, by blocks of prints. A quick and a slow
/// part revert to their means; news makes a jump of the price and excites the quick one, and
/// excited
/// blocks bring more news.
struct Tempo: ~Copyable {
    static let blocksMax = 1_024

    /// Prints in a block.
    private(set) var length = 1
    private(set) var blocks = 0
    /// Speed of a block: 1 is the usual one.
    private let speeds = FixedBuffer<Double>(repeating: 1, count: blocksMax)
    /// The factor of each block on the deviation of its prints; the mean square of a day is 1.
    private let swings = FixedBuffer<Double>(repeating: 1, count: blocksMax)
    /// The jump at a block's begin, in deviations of a jump: mostly 0.
    private let jumps = FixedBuffer<Double>(repeating: 0, count: blocksMax)

    /// News items on an ordinary day.
    private static let newsADay = 1.5

    func speed(_ block: Int) -> Double { speeds[block] }
    func swing(_ block: Int) -> Double { swings[block] }
    func jump(_ block: Int) -> Double { jumps[block] }

    /// Draws a day of so many prints.
    mutating func draw(prints: Int, clustering: Double, generator: inout SeededGenerator) {
        // A block lasts about half a minute, so that bursts outlast the minute over which returns
        // are taken.
        length = max(4, prints / 780 + 1)
        blocks = (prints + length) / length
        precondition(blocks <= Tempo.blocksMax, "A day has a thousand blocks")
        if clustering == 0 {
            for block in 0..<blocks { (speeds[block], swings[block], jumps[block]) = (1, 1, 0) }
            return
        }
        // Fewer, longer blocks forget as much in the same time.
        let span = min(1, 2 / Double(blocks).squareRoot() + 0.05)
        let keepQuick = 1 - min(0.9, 2.4 * span)
        let keepSlow = 1 - 0.2 * span
        let quickNoise = clustering * 0.8 * (1 - keepQuick * keepQuick).squareRoot()
        let slowNoise = clustering * 0.7 * (1 - keepSlow * keepSlow).squareRoot()
        var (quick, slow) = (0.0, 0.0)
        var squares = 0.0
        for block in 0..<blocks {
            quick = keepQuick * quick + quickNoise * generator.normal()
            slow = keepSlow * slow + slowNoise * generator.normal()
            let news = Tempo.newsADay / Double(blocks) * exponential(min(quick, 2))
            jumps[block] = 0
            if generator.unit() < news {
                jumps[block] = generator.normal()
                quick += 2.2 * clustering
            }
            let root = exponential(0.25 * min(max(quick + slow, -4), 4))
            swings[block] = root
            let square = root * root
            speeds[block] = square * square
            squares += square
        }
        let usual = 1 / (squares / Double(blocks)).squareRoot()
        for block in 0..<blocks { swings[block] *= usual }
    }
}
