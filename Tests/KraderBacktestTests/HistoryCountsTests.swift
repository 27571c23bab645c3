import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("What a run counts of histories and limits")
struct HistoryCountsTests {
    /// The counts of two trading days of 2018: 27 April and 4 May.
    private func counts(
        boards: [(CalendarDate, Board)], base: Price? = Price(2_600_000),
        _ after: [(String, Int64)] = [("09:00:05", 2_650_000)]
    ) -> EngineCounts {
        var instrument = Sample.samsung
        instrument.basePrice = base
        instrument.history = InstrumentHistory(boards: boards.map { Dated($0.0, $0.1) })
        return Split2018.run(Puppet([]), instrument: instrument, after).result.engineCounts
    }

    @Test("a board that is known from a day on is no change, another one is")
    func boards() {
        let (before, day) = (Split2018.before, Split2018.day)
        #expect(counts(boards: [(day, .kospi)]).boardChanges == 0)
        #expect(counts(boards: [(before, .kospi), (day, .kospi)]).boardChanges == 0)
        #expect(counts(boards: [(before, .kosdaq), (day, .kospi)]).boardChanges == 1)
    }

    @Test("a day without a base price counts when the symbol trades, and on no other day")
    func bands() {
        #expect(counts(boards: []).bandsUnknown == 0)
        // The first day trades without one; its close is the base of the next.
        #expect(counts(boards: [], base: nil).bandsUnknown == 1)
        #expect(counts(boards: [], base: nil, []).bandsUnknown == 1)
    }
}
