import KraderBacktest
import KraderModel

/// A workload played once over so many of its first inputs, for a counter of instructions. What one
/// more input costs is the difference of two such runs: what comes before it, the making of the
/// inputs included, is in both.
enum CountedRun: String, CaseIterable {
    case w1 = "W1"
    case w1WithoutOrders = "W1n"
    case w1Delayed = "W1d"
    case many = "Many"
    case books = "Books"

    /// The number of prints that are made, however few are played.
    static let inputsMax = 300_000

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// Answers how many fills the run made, so that nobody counts a run that did nothing.
    func play(_ count: Int, _ inputs: BenchInputs) throws -> Int64 {
        _ = inputs.rawPrints(CountedRun.inputsMax)
        switch self {
        case .w1: return try BenchRun().play(inputs.ticks(count), BenchRun.cross()).result.fills
        case .w1WithoutOrders:
            return try BenchRun().play(inputs.ticks(count), BenchRun.cross(orders: false)).result
                .fills
        case .w1Delayed:
            return try BenchRun(venue: BenchRun.shipped).play(
                inputs.ticks(count), BenchRun.cross(shares: 1)
            ).result.fills
        case .many:
            return try ManyWorkload(inputs: inputs, prints: count, runs: 1).play().result.fills
        case .books:
            return try BooksWorkload(inputs: BookInputs().prefix(count), runs: 1).play().result
                .fills
        }
    }
}
