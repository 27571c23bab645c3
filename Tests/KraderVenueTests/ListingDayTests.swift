import KraderModel
import KraderVenue
import Testing

@Suite("Listing days (krx-market.md §3.1)")
struct ListingDayTests {
    static func bench(_ day: CalendarDate) -> VenueBench {
        VenueBench(
            base: nil, day: day, listing: .init(day: day, offerPrice: Price(20_000)))
    }

    @Test("§3.1 since 2023-06-26 the band is 60 % to 400 % of the offer price, all day")
    func now() {
        let bench = Self.bench(CalendarDate(2023, 6, 26))
        for time in [TimeOfDay(8, 50), TimeOfDay(11, 0)] {
            let moment = bench.day.at(time)
            #expect(bench.takes(80_000, at: moment) && !bench.takes(80_100, at: moment))
            #expect(bench.takes(12_000, at: moment) && !bench.takes(11_990, at: moment))
            bench.print("09:00:07", 60_000)
        }
        bench.begin(bench.day.advanced(by: 1), settles: bench.day.advanced(by: 3))
        let next = VenueBench.noon(of: bench.day.advanced(by: 1))
        #expect(bench.takes(78_000, at: next) && !bench.takes(78_100, at: next))
    }

    @Test("§3.1 before, 90 % to 200 % bounds the auction, whose price is the base of ± 30 %")
    func before() {
        let bench = Self.bench(CalendarDate(2022, 6, 2))
        bench.upper = 40_000
        let early = bench.day.at(TimeOfDay(8, 50))
        #expect(bench.takes(40_000, at: early) && !bench.takes(40_050, at: early))
        #expect(bench.takes(18_000, at: early) && !bench.takes(17_950, at: early))
        bench.buy("08:51", 1, 18_000)
        bench.buy("08:52", 1, 36_000)
        // The limits are 30,000 ± 9,000: the buy at 18,000 lies outside from now on.
        #expect(
            bench.print("09:00:07", 30_000) == ["6 filled 1 at 30000, auction", "5 expired 1"])
        let noon = VenueBench.noon(of: bench.day)
        #expect(bench.takes(39_000, at: noon) && !bench.takes(39_050, at: noon))
        #expect(bench.takes(21_000, at: noon) && !bench.takes(20_950, at: noon))
    }
}
