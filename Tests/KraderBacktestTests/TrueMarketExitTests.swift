import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// The four kinds of exit, each alone, of shares bought for 70,100 when 70,000 was last.
enum GuardKind: String, CaseIterable, Sendable {
    case stop, target, trailing, time

    /// - Parameter due: the time of the time exit; the first fill is learned at 09:01:05.05.
    func rules(due: Moment) -> ProtectiveExits {
        switch self {
        case .stop: ProtectiveExits(stop: .price(Price(69_000)))
        case .target: ProtectiveExits(target: .price(Price(71_000)))
        // 70,000 less one per cent is 69,300.
        case .trailing: ProtectiveExits(trailing: Rate(basisPoints: 100))
        case .time: ProtectiveExits(after: due - Sample.tuesday.at("09:01:05.050"))
        }
    }

    /// A price that hits the exit; a time exit is hit by the hour alone.
    var hit: Int64 {
        switch self {
        case .stop: 69_000
        case .target: 71_000
        case .trailing: 69_300
        case .time: 70_000
        }
    }
}

/// Twenty shares bought at 09:01 under shipped latencies, played through engine and venue.
struct GuardScene {
    struct Fill: Hashable, CustomStringConvertible {
        var at: Moment
        var quantity: Int64
        var price: Int64
        var evidence: Evidence?
        var description: String { "\(at) \(quantity) at \(price) \(evidence?.description ?? "?")" }
    }

    private(set) var bought: [Fill] = []
    private(set) var sold: [Fill] = []
    let run: FinishedRun

    static let tuesday = Sample.tuesday
    static let entry = [
        Tick.print(tuesday.at("09:00:05"), 70_000, 1_000),
        Tick.print(tuesday.at("09:01:05"), 70_000, 1_000),
    ]

    init(
        _ rules: ProtectiveExits, limit: Int64? = nil, quantity: Int64 = 20, _ ticks: [Tick],
        statuses: [StatusChange] = []
    ) throws {
        let puppet = Puppet([
            (
                Self.tuesday.at("09:01"),
                {
                    $0.buy(
                        SymbolIndex(0), quantity: Shares(quantity), limit: limit.map { Price($0) },
                        exits: rules)
                }
            )
        ])
        run = FinishedRun(
            .sample(.sample([puppet]), fills: .through, latency: .shipped),
            ticks: BatchedTicks(Self.entry + ticks, size: 1_000),
            statuses: try StatusArray(statuses))
        for (fill, evidence) in run.sink.fills {
            let execution = fill.execution
            let line = Fill(
                at: execution.time, quantity: execution.quantity.count,
                price: execution.price.won, evidence: evidence)
            if fill.side == .buy { bought.append(line) } else { sold.append(line) }
        }
    }

    static func fill(
        _ time: String, _ quantity: Int64, _ price: Int64, _ evidence: Evidence = .through,
        on day: CalendarDate = tuesday
    ) -> Fill {
        Fill(at: day.at(time), quantity: quantity, price: price, evidence: evidence)
    }
}

@Suite("Each kind of exit, through engine and venue") struct TrueMarketExitTests {
    private let day = Sample.tuesday
    private let next = Sample.wednesday

    @Test("sells in the parts that the market takes", arguments: GuardKind.allCases)
    func parts(kind: GuardKind) throws {
        let price = kind.hit
        let scene = try GuardScene(
            kind.rules(due: day.at("10:00:05.050")),
            [
                .print(day.at("10:00:05"), price, 1_000), .print(day.at("10:00:10"), price, 50),
                .print(day.at("10:00:20"), price, 50), .print(day.at("10:00:30"), price, 1_000),
                .print(day.at("10:00:40"), price, 1_000),
            ])
        // Each print gives a tenth, a step below it.
        let line = price - 100
        #expect(
            scene.sold == [
                GuardScene.fill("10:00:10", 5, line), GuardScene.fill("10:00:20", 5, line),
                GuardScene.fill("10:00:30", 10, line),
            ])
    }

    @Test(
        "of an entry filled in part, sells that part and takes the rest back",
        arguments: GuardKind.allCases)
    func partialEntry(kind: GuardKind) throws {
        let price = kind.hit
        // The entry fills 55 s later than the others': the clock of a time exit starts then.
        let scene = try GuardScene(
            kind.rules(due: day.at("09:59:10.050")), limit: 69_900, quantity: 30,
            [
                .print(day.at("09:02:00"), 69_800, 10), .print(day.at("09:30:00"), 70_000, 10),
                .print(day.at("10:00:05"), price, 3), .print(day.at("10:00:30"), price, 1_000),
                .print(day.at("10:01:30"), 69_000, 1_000),
                .print(day.at("15:30:05"), 69_000, 1_000),
            ])
        // The print that hits a stop trades below the bid too, and fills three more of it.
        let isBelow = price < 69_900
        #expect(scene.bought.map(\.quantity) == (isBelow ? [10, 3] : [10]))
        #expect(
            scene.sold == [GuardScene.fill("10:00:30", isBelow ? 13 : 10, price - 100)])
        #expect(scene.run.positions[0].quantity == .zero)
    }

    @Test(
        "§3 hit as an interruption begins: it joins the call auction and is sold at its cross",
        arguments: GuardKind.allCases)
    func interruption(kind: GuardKind) throws {
        let price = kind.hit
        func status(_ time: String, _ status: TradingStatus) -> StatusChange {
            StatusChange(
                time: day.at(time), symbol: SymbolIndex(0), status: status,
                cause: status == .normal ? .resumption : .dynamicInterruption)
        }
        let scene = try GuardScene(
            kind.rules(due: day.at("10:01:00")),
            [
                .print(day.at("10:00:05"), price, 1_000), .print(day.at("10:02:31"), price, 1_000),
                .print(day.at("10:02:36"), price, 1_000),
            ],
            statuses: [status("10:00:05", .callAuction), status("10:02:31", .normal)])
        // A market order at the cross: no step worse, under the cap of a tenth of 1,000.
        #expect(scene.sold == [GuardScene.fill("10:02:31", 20, price, .auction)])
    }

    @Test(
        "locked at the lower limit sells nothing; the next opening auction does",
        arguments: [GuardKind.stop, .trailing, .time])
    func locked(kind: GuardKind) throws {
        let scene = try GuardScene(
            kind.rules(due: day.at("10:00:05.050")),
            [
                .print(day.at("09:30:00"), 49_000, 1_000),
                .print(day.at("09:30:30"), 49_000, 1_000),
                .print(day.at("10:00:10"), 49_000, 1_000),
                .print(day.at("14:00:00"), 49_000, 1_000),
                .print(day.at("15:30:05"), 49_000, 1_000),
                .print(next.at("09:00:10"), 45_000, 1_000),
                .print(next.at("09:01:00"), 46_000, 1_000),
            ])
        #expect(scene.sold == [GuardScene.fill("09:00:10", 20, 45_000, .auction, on: next)])
    }

    @Test("locked at the upper limit a target sells at once: everybody wants to buy there")
    func lockedAbove() throws {
        let scene = try GuardScene(
            GuardKind.target.rules(due: .distantFuture),
            [
                .print(day.at("10:00:05"), 91_000, 1_000),
                .print(day.at("10:00:10"), 91_000, 1_000),
                .print(day.at("10:00:15"), 91_000, 1_000),
            ])
        #expect(scene.sold.map(\.quantity) == [20])
        #expect(scene.sold.allSatisfy { $0.price >= 90_900 && $0.at == day.at("10:00:10") })
    }

    @Test(
        "hit in the last second of continuous trading, sells in the closing auction",
        arguments: GuardKind.allCases)
    func close(kind: GuardKind) throws {
        let price = kind.hit
        let scene = try GuardScene(
            kind.rules(due: day.at("15:19:59.950")),
            [
                .print(day.at("15:19:59.900"), price, 1_000),
                .print(day.at("15:30:11"), price, 1_000),
                .print(next.at("09:00:10"), 70_000, 1_000),
            ])
        #expect(scene.sold == [GuardScene.fill("15:30:11", 20, price, .auction)])
    }

    @Test(
        "hit by the closing cross, or by the clock of the night, sells at the next open",
        arguments: GuardKind.allCases)
    func overnight(kind: GuardKind) throws {
        let price = kind.hit
        let scene = try GuardScene(
            kind.rules(due: day.at("22:00")),
            [
                .print(day.at("15:30:11"), price, 1_000), .print(next.at("09:00:10"), 69_500, 50),
                .print(next.at("09:00:30"), 69_400, 1_000),
            ])
        // The cross gives a tenth, the first print after it the rest.
        #expect(
            scene.sold == [
                GuardScene.fill("09:00:10", 5, 69_500, .auction, on: next),
                GuardScene.fill("09:00:30", 15, 69_300, on: next),
            ])
    }
}
