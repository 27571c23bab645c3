import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// Ten shares bought on Tuesday in candles of five minutes, the third of which is interrupted.
private struct InterruptedCase {
    typealias Row = (open: Int64, high: Int64, low: Int64, close: Int64)

    var third: Row
    var exits = ProtectiveExits()
    /// The times from which and until which trading is interrupted.
    var interruption: (from: String, to: String)?
    var status = TradingStatus.callAuction

    func run() throws -> FinishedRun {
        let calm: Row = (10_000, 10_010, 9_990, 10_000)
        let last: Row = (third.close, third.close, third.close, third.close)
        let rows = [calm, calm, third, last]
        let candles = rows.enumerated().map { place, row in
            let start = Sample.tuesday.at("09:00") + .minutes(Int64(place) * 5)
            return CandleEvent(
                symbol: SymbolIndex(0), timeframe: .m5,
                candle: Candle(
                    start, start + .minutes(5), row.open, row.high, row.low, row.close,
                    volume: 1_000))
        }
        let exits = exits
        let puppet = Puppet([
            (
                Sample.tuesday.at("09:02"),
                { $0.buy(SymbolIndex(0), quantity: Shares(10), exits: exits) }
            )
        ])
        let changes = interruption.map { span in
            [
                StatusChange(
                    time: Sample.tuesday.at(span.from), symbol: SymbolIndex(0), status: status,
                    cause: status == .halted ? .halt : .staticInterruption),
                StatusChange(
                    time: Sample.tuesday.at(span.to), symbol: SymbolIndex(0), status: .normal,
                    cause: .resumption),
            ]
        }
        let instrument = Instrument(
            code: Sample.code("005930"), board: .kospi, basePrice: Price(10_000))
        let engine = EngineConfiguration.sample(
            [puppet], instruments: [instrument], pacing: .live)
        return FinishedRun(
            BacktestConfiguration.sample(engine, fills: .queue, latency: .shipped),
            candles: try CandleArray(candles), statuses: try StatusArray(changes ?? []))
    }
}

extension FinishedRun {
    fileprivate var sales: [String] {
        sink.fills.filter { $0.fill.side == .sell }.map { fill, evidence in
            "\(TimeOfDay(fill.execution.time)) \(fill.execution.quantity) at "
                + "\(fill.execution.price), \(evidence?.description ?? "")"
        }
    }
}

@Suite("Exits of points in an interruption (semantics.md §4)")
struct InterruptedExitTests {
    private let fall: InterruptedCase.Row = (9_950, 9_960, 8_950, 9_300)
    private let rise: InterruptedCase.Row = (10_050, 11_000, 10_000, 10_900)

    @Test(
        "a stop is met when trading goes on, at its level",
        arguments: [TradingStatus.callAuction, .halted])
    func stop(status: TradingStatus) throws {
        var plan = InterruptedCase(third: fall)
        plan.exits = ProtectiveExits(stop: .price(Price(9_100)))
        #expect(try plan.run().sales == ["09:11:40 10 at 9090, path"])
        plan.interruption = ("09:11:15", "09:13:31")
        plan.status = status
        let run = try plan.run()
        #expect(run.sales == ["09:13:31 10 at 9090, path"])
        #expect(run.result.lostPoints.count == 0)
    }

    @Test("so is a target", arguments: [TradingStatus.callAuction, .halted])
    func target(status: TradingStatus) throws {
        var plan = InterruptedCase(third: rise)
        plan.exits = ProtectiveExits(target: .price(Price(10_990)))
        #expect(try plan.run().sales == ["09:13:20 10 at 10990, path"])
        plan.interruption = ("09:12:50", "09:14:50")
        plan.status = status
        #expect(try plan.run().sales == ["09:14:50 10 at 10990, path"])
    }

    /// 95 % of the high of 11,000 is 10,450; the close of 10,300 lies below it.
    @Test("a trailing stop rises with the high that waited")
    func trailing() throws {
        var plan = InterruptedCase(third: (10_050, 11_000, 10_000, 10_300))
        plan.exits = ProtectiveExits(trailing: Rate(basisPoints: 500))
        plan.interruption = ("09:12:50", "09:14:50")
        #expect(try plan.run().sales == ["09:14:59 10 at 10440, path"])
    }

    @Test("what the candle's end cuts off is counted, with the first symbol and time")
    func lost() throws {
        var plan = InterruptedCase(third: rise)
        plan.exits = ProtectiveExits(target: .price(Price(10_990)))
        plan.interruption = ("09:12:50", "09:15:01")
        let run = try plan.run()
        #expect(run.sales == [])
        #expect(run.result.lostPoints.count == 2)
        #expect(run.result.lostPoints.first?.symbol == SymbolIndex(0))
        #expect(run.result.lostPoints.first?.at == Sample.tuesday.at("09:13:20"))
    }
}
