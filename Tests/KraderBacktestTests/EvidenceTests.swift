import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("What fills rest on, joined by the number of the execution") struct EvidenceTests {
    private let day = Sample.tuesday
    private let next = Sample.wednesday

    /// One fill on a print and two at one moment on Tuesday's closing cross. Their pushes take
    /// sixteen hours and come on Wednesday, of which execution 1 is another one.
    @Test("pushes under way over midnight keep the evidence of their own day")
    func overMidnight() throws {
        let puppet = Puppet([
            (day.at("09:01"), { $0.buy(SymbolIndex(0), quantity: Shares(30)) }),
            (day.at("15:15"), { $0.buy(SymbolIndex(0), quantity: Shares(10)) }),
            (day.at("15:16"), { $0.buy(SymbolIndex(0), quantity: Shares(20)) }),
            (next.at("09:01"), { $0.buy(SymbolIndex(0), quantity: Shares(40)) }),
        ])
        var latency = VenueConfiguration.Latency.none
        latency.push = .constant(.hours(16))
        let run = FinishedRun(
            .sample(.sample([puppet]), fills: .through, latency: latency),
            ticks: [
                .print(day.at("09:00"), 70_000, 10_000), .print(day.at("09:02"), 70_000, 10_000),
                .print(day.at("15:30"), 70_000, 10_000), .print(next.at("09:00"), 70_000, 10_000),
                .print(next.at("09:02"), 70_000, 10_000),
                .print(next.at("15:00"), 70_000, 10_000),
                .print(Sample.wednesday.advanced(by: 1).at("09:30"), 70_000, 10_000),
            ])
        let fills = run.sink.fills.map {
            "\($0.fill.execution.number.value) \($0.fill.execution.quantity) "
                + ($0.evidence?.description ?? "nothing")
        }
        #expect(fills == ["1 30 through", "2 10 auction", "3 20 auction", "1 40 through"])
        #expect(run.result.fillsByEvidence == [.auction: 2, .through: 2])
        #expect(run.result.sharesByEvidence == [.auction: Shares(30), .through: Shares(70)])
    }
}
