import KraderModel
import Testing

@Suite("How large one order may be (krx-market.md §5.2)")
struct OrderSizeTests {
    static let before = CalendarDate(2018, 9, 14)
    static let after = CalendarDate(2018, 9, 17)

    @Test("one per cent of the listed shares; five of a company below 20 billion won, and before")
    func part() {
        func most(_ base: Int64, _ day: CalendarDate) -> Shares {
            OrderSize.sharesMax(listed: Shares(1_000_000), base: Price(base), on: day)
        }
        #expect(most(20_000, Self.after) == Shares(10_000))
        #expect(most(19_999, Self.after) == Shares(50_000))
        #expect(most(20_000, Self.before) == Shares(50_000))
    }

    @Test("what isn't known bounds nothing, and no product overflows")
    func unknown() {
        #expect(OrderSize.sharesMax(listed: nil, base: Price(1), on: Self.after) == Shares(.max))
        #expect(OrderSize.sharesMax(listed: Shares(1), base: nil, on: Self.after) == Shares(.max))
        #expect(
            OrderSize.sharesMax(listed: Shares(.max), base: Price(.max), on: Self.after)
                == Shares(.max / 100))
    }

    @Test(
        "a billion won are free, a hundred billion the end, the part lies between",
        arguments: [
            (1_000, 0, 1_000_000), (1_000, 2_000_000, 2_000_000), (1_000, .max, 100_000_000),
            (3, 5, 333_333_333), (100_000_000_000, .max, 1), (100_000_000_001, .max, 0),
        ] as [(Int64, Int64, Int64)])
    func quantity(price: Int64, sharesMax: Int64, most: Int64) {
        #expect(
            OrderSize.quantityMax(at: Price(price), sharesMax: Shares(sharesMax)) == Shares(most))
    }
}
