import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Special days (krx-market.md §1.5)")
struct SpecialDayTests {
    func ask(
        _ day: CalendarDate, _ time: String, _ timeInForce: TimeInForce = .day,
        type: OrderType = .limit, _ change: (inout RiskLimits) -> Void = { _ in }
    ) -> String {
        var scene = RiskScene()
        scene.limits(change)
        scene.rules.usesAfterMarket = true
        scene.move(to: day, time)
        return scene.ask(.buy, 1, type.hasLimit ? 70_000 : nil, timeInForce, type: type)
    }

    @Test(
        "§1.5 the first trading day of a year opens at 10:00 and closes at 15:30",
        arguments: [
            ("09:00", "OUTSIDE_TRADING_HOURS"), ("09:59:59.999999999", "OUTSIDE_TRADING_HOURS"),
            ("10:00", "1"), ("15:29:59.999999999", "1"), ("15:30", "OUTSIDE_TRADING_HOURS"),
        ])
    func firstDay(time: String, answer: String) {
        #expect(ask(CalendarDate(2026, 1, 2), time) == answer)
    }

    @Test("§1.5 its opening auction takes orders from 09:30, next_open ones too")
    func firstDayAuction() {
        let day = CalendarDate(2026, 1, 2)
        let early: (inout RiskLimits) -> Void = { $0.tradingStart = TimeOfDay(8, 0) }
        #expect(ask(day, "09:29:59.999999999", early) == "OUTSIDE_TRADING_HOURS")
        #expect(ask(day, "09:30", early) == "1")
        #expect(ask(day, "09:30", .nextOpen) == "1")
        #expect(ask(day, "09:30", type: .closingPrice) == "1", "Its session is 09:30 to 09:40")
        #expect(ask(day, "09:40", type: .closingPrice) == "OUTSIDE_TRADING_HOURS")
    }

    func ask(
        _ day: CalendarDate, _ time: String, _ change: (inout RiskLimits) -> Void
    ) -> String { ask(day, time, .day, type: .limit, change) }

    @Test(
        "§1.5 on the exam day the usual hours are 10:00 to 16:30",
        arguments: [
            ("09:30", "OUTSIDE_TRADING_HOURS"), ("10:00", "1"), ("15:30", "1"),
            ("16:29:59.999999999", "1"), ("16:30", "OUTSIDE_TRADING_HOURS"), ("17:00", "1"),
            ("19:59:59.999999999", "1"), ("20:00", "OUTSIDE_TRADING_HOURS"),
        ])
    func examDay(time: String, answer: String) {
        #expect(ask(CalendarDate(2026, 11, 19), time) == answer)
    }

    @Test("§1.5 on the exam day the closing auction begins at 16:20, its price trades to 17:00")
    func examDayPhases() {
        let day = CalendarDate(2026, 11, 19)
        #expect(ask(day, "16:19:59", .immediateOrCancel) == "1")
        #expect(ask(day, "16:20", .immediateOrCancel) == "WRONG_PHASE")
        #expect(ask(day, "16:45", type: .closingPrice) == "1")
        #expect(ask(day, "17:00", type: .closingPrice) == "WRONG_PHASE")
    }

    @Test("hours that somebody set are taken as they are, and the day's session still binds")
    func ownHours() {
        let exam = CalendarDate(2026, 11, 19)
        let own: (inout RiskLimits) -> Void = {
            $0.tradingStart = TimeOfDay(9, 30)
            $0.tradingEnd = TimeOfDay(15, 0)
        }
        #expect(ask(exam, "09:45", own) == "1", "The opening auction is from 09:30")
        #expect(ask(exam, "15:00", own) == "1")
        #expect(ask(exam, "15:00:00.000000001", own) == "OUTSIDE_TRADING_HOURS")
        #expect(ask(CalendarDate(2026, 1, 2), "09:29", own) == "OUTSIDE_TRADING_HOURS")
    }

    @Test("until 2016-07-29 the close was at 15:00")
    func earlierClose() {
        #expect(ask(CalendarDate(2016, 7, 29), "14:59:59.999999999") == "1")
        #expect(ask(CalendarDate(2016, 7, 29), "15:00") == "OUTSIDE_TRADING_HOURS")
    }

    @Test(
        "§3.1 on its listing day a share may go from 60 % to 400 % of its offer price, then ±30 %")
    func listingDay() {
        // The limits are 20,000 × 0.6 = 12,000 and × 4 = 80,000 (krx-market.md §3.1).
        var share = Sample.samsung
        share.basePrice = nil
        share.listing = .init(day: Sample.wednesday, offerPrice: Price(20_000))
        let bench = EngineBench(
            .sample(
                [
                    Puppet([
                        (
                            Sample.wednesday.at("10:00"),
                            { context in
                                for (leg, limit) in [80_000, 80_100, 12_000, 11_990].enumerated() {
                                    context.buy(
                                        SymbolIndex(0), quantity: Shares(1),
                                        limit: Price(Int64(limit)), leg: leg)
                                }
                            }
                        )
                    ])
                ], instruments: [share]))
        bench.day = Sample.wednesday
        let said = bench.wait("10:00").filter { $0.hasPrefix("order") || $0.hasPrefix("refused") }
        #expect(
            said == [
                "order 1 buy 1 @ 80000",
                "refused PRICE_OUTSIDE_BAND price=80100 lower=12000 upper=80000",
                "order 2 buy 1 @ 12000",
                "refused PRICE_OUTSIDE_BAND price=11990 lower=12000 upper=80000",
            ])
        bench.print("15:30:05", 70_000)
        bench.day = Sample.thursday
        bench.wait("09:00")
        let band = bench.engine.symbolState(SymbolIndex(0)).band
        #expect(band == PriceBand(lower: Price(49_000), upper: Price(91_000)))
    }
}
