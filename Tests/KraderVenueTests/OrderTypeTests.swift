import KraderModel
import KraderVenue
import Testing

@Suite("Order types by phase (krx-market.md §5.1)")
struct OrderTypeTests {
    static let taken = "reply: 1"
    static let type = "reply: orderTypeNotAllowed"
    static let session = "reply: wrongSession"

    @Test(
        "§5.1 the table: what each phase takes as a day order",
        arguments: [
            (.limit, [session, taken, taken, taken, session, taken]),
            (.market, [session, taken, taken, taken, session, type]),
            (.conditionalLimit, [session, taken, taken, type, session, type]),
            (.immediatelyExecutableLimit, [session, type, taken, type, session, taken]),
            (.bestLimit, [session, type, taken, type, session, taken]),
            (.closingPrice, [session, taken, session, session, taken, session]),
        ] as [(OrderType, [String])])
    func phases(type: OrderType, expected: [String]) {
        // The pre-open closing-price session, from 08:30 to 08:40, lies beside the opening auction.
        let times = ["08:20", "08:35", "10:00", "15:25", "15:35", "17:00"]
        for (time, outcome) in zip(times, expected) {
            let bench = VenueBench(day: CalendarDate(2026, 10, 6), afterMarket: true)
            let said = bench.buy(time, 1, type.hasLimit ? 70_000 : nil, type: type)
            #expect(said.first == outcome, "\(type) at \(time)")
        }
    }

    @Test(
        "§5.1 IOC and FOK: continuous trading only, not for conditional and best limits",
        arguments: [
            (.limit, [session, taken, session, taken]),
            (.market, [session, taken, session, session]),
            (.conditionalLimit, [session, type, session, type]),
            (.immediatelyExecutableLimit, [session, taken, session, taken]),
            (.bestLimit, [session, type, session, type]),
            (.closingPrice, [session, session, session, session]),
        ] as [(OrderType, [String])])
    func immediate(type: OrderType, expected: [String]) {
        for kind in [TimeInForce.immediateOrCancel, .fillOrKill] {
            for (time, outcome) in zip(["08:50", "10:00", "15:25", "17:00"], expected) {
                let bench = VenueBench(day: CalendarDate(2026, 10, 6), afterMarket: true)
                let said = bench.buy(time, 1, type.hasLimit ? 70_000 : nil, kind: kind, type: type)
                let isTypeless = time == "17:00" && type == .market
                #expect(said.first == (isTypeless ? Self.type : outcome), "\(type) at \(time)")
            }
        }
    }

    @Test("§5.1 a type that needs a limit has one, the others have none")
    func limits() {
        for type in OrderType.allCases {
            let bench = VenueBench()
            let said = bench.buy("10:00", 1, type.hasLimit ? nil : 70_000, type: type)
            #expect(said == [Self.type])
        }
    }

    @Test("§5.1 a conditional limit is a limit until 15:20 and a market order from then on")
    func conditional() {
        let bench = VenueBench()
        bench.print("09:00:01", 70_000)
        bench.buy("10:00", 10, 69_000, type: .conditionalLimit)
        #expect(bench.venue.balance().reserved == Won(910_000), "It may end at the upper limit")
        #expect(bench.venue.nextWakeup == bench.moment("15:20"))
        #expect(bench.print("10:01", 68_900, 4) == ["1 filled 4 at 69000, through"])
        #expect(bench.limit == 69_000)
        bench.print("15:19:50", 70_000)
        bench.advance("15:20")
        #expect(bench.limit == nil && bench.venue.balance().reserved == Won(546_000))
        #expect(bench.venue.nextWakeup == bench.moment("15:30:30.000000001"))
        #expect(bench.modify("15:21", 1, to: 69_000) == [Self.type], "It has no price any more")
        #expect(bench.print("15:30:05", 71_000, 100) == ["1 filled 6 at 71000, auction"])
    }

    @Test("§5.1 a changed conditional limit is still one")
    func changedConditional() {
        let bench = VenueBench()
        bench.print("09:00:01", 70_000)
        bench.buy("10:00", 10, 69_000, type: .conditionalLimit)
        #expect(
            bench.modify("10:01", 1, to: 68_000, quantity: 4)
                == ["reply: 2", "1 modified 4 to 68000 as 2"])
        bench.advance("15:20")
        #expect(bench.limits == [nil, nil])
    }

    @Test(
        "§5.1 an immediately executable limit takes the opposite best as its limit and rests",
        arguments: [
            ([(70_200, 5), (70_300, 9)], [(70_000, 7)], 70_200),
            // Without an opposite order the limit is the own best, one step more aggressive.
            ([], [(70_000, 7)], 70_100), ([], [(91_000, 7)], 91_000),
            // Without any order the limit is the last price.
            ([], [], 70_000),
        ] as [([(Int64, Int64)], [(Int64, Int64)], Int64)])
    func immediatelyExecutable(
        asks: [(Int64, Int64)], bids: [(Int64, Int64)], limit: Int64
    ) {
        let bench = VenueBench()
        bench.print("09:00:01", 70_000)
        bench.book("09:01", asks: asks, bids: bids)
        let said = bench.buy("09:02", 8, type: .immediatelyExecutableLimit)
        if asks.isEmpty {
            #expect(said == ["reply: 1", "1 accepted"])
        } else {
            #expect(said == ["reply: 1", "1 accepted", "1 filled 5 at 70200, book"])
        }
        #expect(bench.limit == limit)
    }

    @Test("§5.1 without a book the opposite best is one step from the last print")
    func immediatelyExecutableOnPrints() {
        let bench = VenueBench(held: 5, heldCost: 350_000)
        bench.print("09:00:01", 70_000)
        bench.buy("09:02", 8, type: .immediatelyExecutableLimit)
        bench.sell("09:02", 5, type: .immediatelyExecutableLimit)
        #expect(bench.limits == [70_100, 69_900])
        #expect(bench.venue.balance().reserved == Won(728_000), "Reserved at the upper limit")
        #expect(bench.print("09:03", 70_000, 20) == ["1 filled 2 at 70100, through"])
    }

    @Test("§5.1 a best limit takes its own side's best price, without quotes the last price")
    func bestLimit() {
        let bench = VenueBench(held: 5, heldCost: 350_000)
        bench.print("09:00:01", 70_050)
        bench.buy("09:00:30", 1, type: .bestLimit)
        bench.sell("09:00:31", 1, type: .bestLimit)
        #expect(
            bench.limits == [70_000, 70_100],
            "Off the grid: buys down, sells up (semantics.md §4)")
        bench.book("09:01", asks: [(70_300, 5)], bids: [(69_800, 7)])
        bench.buy("09:02", 1, type: .bestLimit)
        bench.sell("09:02", 1, type: .bestLimit)
        #expect(bench.limits.suffix(2) == [69_800, 70_300])
    }

    @Test(
        "§5.2 one order: 1 % of the listed shares, 5 % of a company under 20 billion won",
        arguments: [
            // 1,000,000 × 70,000 is 70 billion: 1 % is 10,000 shares, 700 million won: small.
            (1_000_000, 14_285, "reply: cashShort"), (1_000_000, 14_286, "reply: quantityTooLarge"),
            // With 70 million shares 1 % is 700,000, 49 billion won.
            (70_000_000, 700_000, "reply: cashShort"),
            (70_000_000, 700_001, "reply: quantityTooLarge"),
            // 285,714 × 70,000 is just under 20 billion: 5 % is 14,285, worth under a billion.
            (285_714, 14_285, "reply: cashShort"), (285_714, 14_286, "reply: quantityTooLarge"),
            // The limit is 100 billion, whoever the company is.
            (6_000_000_000, 1_428_571, "reply: cashShort"),
            (6_000_000_000, 1_428_572, "reply: quantityTooLarge"),
        ] as [(Int64, Int64, String)])
    func quantity(listed: Int64, quantity: Int64, said: String) {
        let bench = VenueBench(listedShares: listed)
        #expect(bench.buy("10:00", quantity, 70_000) == [said])
    }

    @Test("§5.2 before 2018-09-17 it was 5 % for all")
    func olderQuantity() {
        let bench = VenueBench(day: CalendarDate(2018, 9, 14), listedShares: 20_000_000)
        #expect(bench.buy("10:00", 1_000_000, 70_000) == ["reply: cashShort"])
        #expect(bench.buy("10:00", 1_000_001, 70_000) == ["reply: quantityTooLarge"])
    }
}
