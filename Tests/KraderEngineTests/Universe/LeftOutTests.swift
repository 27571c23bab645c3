import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("What a ranking leaves out (semantics.md §7)")
struct LeftOutTests {
    private func issue(_ code: String, _ board: Board = .kospi) -> Instrument {
        Instrument(code: Sample.code(code), board: board, basePrice: Price(10_000))
    }

    private func bench(
        _ instruments: [Instrument], preferred: Bool = true, boards: Set<Board> = [.kospi]
    ) -> EngineBench {
        var configuration = EngineConfiguration.sample([Puppet()], instruments: instruments)
        configuration.universe = .ranked(
            UniversePlan.Ranking(count: 9, boards: boards, includesPreferred: preferred))
        return EngineBench(configuration)
    }

    @Test("an issue on the day of its listing; the next day its value of that day counts")
    func listing() {
        var listed = issue("900020")
        listed.listing = Instrument.Listing(day: Sample.tuesday, offerPrice: Price(10_000))
        var known = issue("900030")
        known.history = InstrumentHistory(listed: Sample.wednesday)
        let bench = bench([issue("900010"), listed, known])
        bench.print("09:10", 10_000, 100)
        bench.print("09:10", 10_000, 200, symbol: 1)
        #expect(bench.changes(until: "15:31") == ["symbol 0 joined as 1"])
        bench.day = Sample.wednesday
        #expect(bench.changes(until: "09:05") == ["symbol 1 joined as 1"])
        bench.print("09:10", 10_000, 400, symbol: 2)
        bench.print("09:10", 10_000, 100)
        #expect(bench.changes(until: "15:31") == ["symbol 1 left"])
        bench.day = Sample.thursday
        #expect(bench.changes(until: "09:05") == ["symbol 2 joined as 1"])
    }

    @Test("a halted issue until it trades again, not one in an interruption or circuit breaker")
    func halted() {
        let bench = bench([issue("900010"), issue("900020")])
        func change(
            _ time: String, _ status: TradingStatus, _ cause: StatusChange.Cause, _ symbol: Int
        ) {
            bench.give(
                .status(
                    StatusChange(
                        time: bench.day.at(time), symbol: SymbolIndex(symbol), status: status,
                        cause: cause)), at: bench.day.at(time))
        }
        for symbol in 0..<2 { bench.print("09:10", 10_000, 100, symbol: symbol) }
        #expect(bench.changes(until: "09:30") == ["symbol 0 joined as 1", "symbol 1 joined as 2"])
        change("09:40", .halted, .halt, 0)
        change("09:41", .callAuction, .staticInterruption, 1)
        #expect(bench.changes(until: "10:00") == ["symbol 0 left"])
        // The auction that ends a halt is part of it.
        change("10:10", .callAuction, .halt, 0)
        change("10:11", .halted, .circuitBreaker1, 1)
        #expect(bench.changes(until: "10:30") == [])
        change("10:40", .normal, .resumption, 0)
        #expect(bench.changes(until: "11:00") == ["symbol 0 joined as 1"])
        change("11:10", .halted, .halt, 0)
        #expect(bench.changes(until: "15:31") == ["symbol 0 left"])
        bench.day = Sample.wednesday
        #expect(bench.changes(until: "09:00") == ["symbol 0 joined as 1"], "A new day")
    }

    @Test("preferred shares when that is asked for, whose codes end in another digit or a letter")
    func preferred() {
        let instruments = [
            issue("005930"), issue("005935"), issue("00088K"), issue("247540", .kosdaq),
            issue("069505", .etf),
        ]
        for isIn in [true, false] {
            let bench = bench(instruments, preferred: isIn, boards: [.kospi, .kosdaq, .etf])
            for symbol in 0..<5 { bench.print("09:10", 10_000, 100, symbol: symbol) }
            let members = isIn ? [0, 1, 2, 3, 4] : [0, 3, 4]
            #expect(
                bench.changes(until: "09:30")
                    == members.enumerated().map { "symbol \($1) joined as \($0 + 1)" })
        }
    }

    @Test("who was left out while he was held can be sold")
    func held() {
        let puppet = Puppet([
            (Sample.tuesday.at("09:31"), { $0.sell(SymbolIndex(0), quantity: Shares(5)) })
        ])
        var listed = issue("900010")
        listed.listing = Instrument.Listing(day: Sample.tuesday, offerPrice: Price(10_000))
        var configuration = EngineConfiguration.sample(
            [puppet], instruments: [listed],
            holdings: [.init(symbol: SymbolIndex(0), quantity: Shares(5), cost: Won(50_000))])
        configuration.universe = .ranked(UniversePlan.Ranking())
        let bench = EngineBench(configuration)
        bench.print("09:10", 10_000, 100)
        #expect(bench.wait("09:31").contains("→ 1 new sell 5"))
    }
}
