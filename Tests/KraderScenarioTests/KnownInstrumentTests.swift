import KraderModel
import KraderScenario
import Testing

@Suite("What files say of instruments (semantics.md §4)")
struct KnownInstrumentTests {
    private let tuesday = CalendarDate(2026, 3, 3)
    private let thursday = CalendarDate(2026, 3, 5)

    /// Rows say base prices of Tuesday and Thursday, and how many shares are listed.
    private func known() throws -> Instrument {
        var instrument = Instrument(
            code: try IssueCode("005930"), board: .kospi, basePrice: Price(69_000))
        instrument.listedShares = Shares(1_000_000)
        instrument.history = InstrumentHistory(
            listedShares: [Dated(tuesday, Shares(1_000_000))],
            basePrices: [Dated(tuesday, Price(69_000)), Dated(thursday, Price(34_500))])
        return instrument
    }

    private func completed(_ members: String) throws -> Instrument {
        var scenario = try decode(
            good,
            overrides: [
                #"market.instruments=[{"symbol":"005930","board":"KOSPI"\#(members)}]"#
            ])
        scenario.complete(with: [try known()])
        return scenario.instruments[0]
    }

    @Test("they tell what the scenario doesn't")
    func told() throws {
        let instrument = try completed("")
        #expect(instrument.basePrice == Price(69_000))
        #expect(instrument.listedShares == Shares(1_000_000))
        #expect(instrument.history == (try known()).history)
    }

    @Test("what the scenario says of the first day goes before, later days stay")
    func said() throws {
        let instrument = try completed(#","base_price":70000,"listed_shares":5000000"#)
        #expect(instrument.basePrice == Price(70_000))
        #expect(instrument.listedShares == Shares(5_000_000))
        #expect(instrument.history?.basePrices == [Dated(thursday, Price(34_500))])
        #expect(instrument.history?.listedShares == [])
    }

    @Test("of issues that no file tells of nothing changes")
    func others() throws {
        var scenario = try decode(good)
        let before = scenario.instruments
        scenario.complete(with: [
            Instrument(code: try IssueCode("035420"), board: .kospi, basePrice: Price(5))
        ])
        #expect(scenario.instruments == before)
    }
}
