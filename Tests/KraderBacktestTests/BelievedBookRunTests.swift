import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("A displayed book is believed until contradicted (semantics.md §4)")
struct BelievedBookRunTests {
    private func levels(_ price: Int64) -> [PriceLevel] {
        [PriceLevel(Price(price), Shares(1_000))]
    }

    /// One look at the book at 09:05:01; ten bought at 09:30 with a stop at 9,500. Nobody knows an
    /// ask of 25 minutes ago, and 9,800 lies outside that display's spread: the print of 10:00
    /// serves, a step of ten won worse. The stop is met at 12:00 and sold on the next print.
    @Test("an old look at a book fills nothing: prints do, and the run counts both")
    func old() throws {
        let day = Sample.tuesday
        var share = Sample.samsung
        share.basePrice = Price(10_000)
        let prints: [(String, Int64)] = [
            ("09:00:05", 10_000), ("10:00", 9_800), ("11:00", 9_600), ("12:00", 9_500),
            ("14:00", 9_400), ("14:00:01", 9_400),
        ]
        let puppet = Puppet([
            (
                day.at("09:30"),
                {
                    $0.buy(
                        SymbolIndex(0), quantity: Shares(10),
                        exits: ProtectiveExits(stop: .price(Price(9_500))))
                }
            )
        ])
        let book = Book(
            time: day.at("09:05:01"), symbol: SymbolIndex(0), asks: levels(10_010),
            bids: levels(9_990))
        let run = FinishedRun(
            .sample(.sample([puppet], instruments: [share]), fills: .queue, latency: .shipped),
            ticks: BatchedTicks(
                prints.map { Tick.print(day.at($0.0), $0.1, 1_000) }, size: 1_000),
            books: try BookArray([book]))
        var fills: [String] = []
        for case .fill(let fill) in run.sink.records {
            let execution = fill.execution
            fills.append(
                "\(fill.side) \(execution.quantity) at \(execution.price), \(execution.time)")
        }
        #expect(
            fills == [
                "buy 10 at 9810, \(day.at("10:00"))", "sell 10 at 9390, \(day.at("14:00"))",
            ])
        #expect(run.result.fillsByEvidence == [.through: 2])
        #expect(run.result.unbelievedFills.aged == 2)
        #expect(run.result.unbelievedSides.aged == 2)
    }
}
