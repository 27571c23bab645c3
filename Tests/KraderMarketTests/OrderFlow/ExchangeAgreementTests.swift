import KraderModel
import Support
import Testing

@testable import KraderMarket

/// These play `ExchangeBook` against `NaiveExchange`, order by order.
@Suite struct ExchangeAgreementTests {
    /// One day of random orders: for the opening auction, for continuous trading, for the close.
    private struct RandomDay {
        var generator: SeededGenerator
        var scene = FlowScene()
        var naive: NaiveExchange
        /// The price around which limits lie.
        let centre: Int64
        let spread: UInt64
        var numbers: [Int] = []
        var actions: [String] = []

        init(seed: UInt64) {
            generator = SeededGenerator(seed: seed, stream: "exchange agreement")
            // Some days near a limit, where market orders and limits rank equal.
            centre = [10_000, 10_000, 11_480, 8_520][Int(generator.next(below: 4))]
            spread = [3, 12][Int(generator.next(below: 2))]
            naive = NaiveExchange(lower: 8_500, upper: 11_500, base: 10_000)
        }

        mutating func price() -> Int64 {
            let steps = Int64(generator.next(below: 2 * spread + 1)) - Int64(spread)
            return min(max(centre + 10 * steps, 8_500), 11_500)
        }

        mutating func act(_ time: String, matches: Bool, types: [OrderType]) {
            switch generator.next(below: 10) {
            case 0 where !numbers.isEmpty:
                let named = numbers[Int(generator.next(below: UInt64(numbers.count)))]
                actions.append("cancel \(named)")
                scene.cancel(named, time)
                naive.cancel(named)
            case 1 where !numbers.isEmpty:
                let named = numbers[Int(generator.next(below: UInt64(numbers.count)))]
                let limit = generator.next(below: 2) == 0 ? price() : nil
                let quantity = generator.next(below: 2) == 0 ? size() : nil
                actions.append("change \(named) \(limit as Any) \(quantity as Any)")
                scene.change(named, limit: limit, quantity: quantity, time)
                naive.change(named, limit: limit, quantity: quantity, matches: matches)
            case _:
                enter(time, matches: matches, types: types)
            }
        }

        mutating func size() -> Int64 { Int64(generator.next(below: 40)) + 1 }

        mutating func enter(_ time: String, matches: Bool, types: [OrderType]) {
            let type = types[Int(generator.next(below: UInt64(types.count)))]
            let side: Side = generator.next(below: 2) == 0 ? .buy : .sell
            var timeInForce = TimeInForce.day
            if matches, type != .conditionalLimit, type != .bestLimit {
                timeInForce =
                    [.day, .day, .day, .immediateOrCancel, .fillOrKill][
                        Int(generator.next(below: 5))]
            }
            let (quantity, price) = (size(), price())
            let limit = type.hasLimit ? price : nil
            let number =
                side == .buy
                ? scene.buy(quantity, limit, time, type, timeInForce)
                : scene.sell(quantity, limit, time, type, timeInForce)
            actions.append("\(number) \(side) \(quantity) \(limit as Any) \(type) \(timeInForce)")
            let fixed = naive.limit(type, side, limit)
            if matches {
                naive.arrive(
                    number, side, quantity, limit: fixed, isConditional: type == .conditionalLimit,
                    timeInForce: timeInForce)
            } else {
                naive.join(
                    number, side, quantity, limit: fixed, isConditional: type == .conditionalLimit)
            }
            numbers.append(number)
        }

        /// What the two disagree on; `nil` when they agree.
        var difference: String? {
            if scene.prints != naive.prints {
                return "prints \(scene.prints.suffix(5)) against \(naive.prints.suffix(5))"
            }
            for side in Side.allCases {
                let (limits, market) = (naive.limits(side), naive.market(side))
                if scene.waiting(side) != limits || scene.waitingMarket(side) != market {
                    return "\(side) \(scene.waiting(side)), \(scene.waitingMarket(side)) against "
                        + "\(limits), \(market)"
                }
            }
            for number in numbers {
                let open = scene.book.orders[number]?.open.count ?? 0
                let parts = naive.waiting.filter { $0.number == number }
                let expected = parts.reduce(0) { $0 + $1.quantity }
                if open != expected { return "order \(number): \(open) against \(expected)" }
            }
            return nil
        }
    }

    @Test("a naive exchange agrees on prints and books of random days of 120 orders")
    func agreement() {
        var prints = 0
        let days = Proof.cases(120, long: 400)
        for seed in 0..<days {
            var day = RandomDay(seed: UInt64(seed))
            for order in 0..<120 {
                if order < 30 {
                    day.act("08:50", matches: false, types: [.limit, .limit, .limit, .market])
                } else if order < 100 {
                    if order == 30 {
                        day.scene.advance("09:01")
                        day.naive.cross()
                    }
                    day.act(
                        "10:00", matches: true,
                        types: [
                            .limit, .limit, .limit, .market, .conditionalLimit, .bestLimit,
                            .immediatelyExecutableLimit,
                        ])
                } else {
                    if order == 100 {
                        day.scene.advance("15:20")
                        day.naive.convert()
                    }
                    day.act("15:25", matches: false, types: [.limit, .limit, .market])
                }
                if let difference = day.difference {
                    Issue.record("seed \(seed), order \(order): \(difference)\n\(day.actions)")
                    return
                }
            }
            day.scene.advance("15:31")
            day.naive.cross()
            if day.scene.prints != day.naive.prints { Issue.record("seed \(seed), the close") }
            prints += day.scene.prints.count
            conserve(day.scene)
        }
        #expect(prints > 20 * days)
    }

    /// What was bought was sold, and what was printed; no trade leaves the limits.
    private func conserve(_ scene: FlowScene) {
        let traded = scene.trades.reduce(0) { $0 + $1[3] }
        #expect(traded == scene.prints.reduce(0) { $0 + $1[1] })
        #expect(scene.trades.allSatisfy { (8_500...11_500).contains($0[2]) && $0[0] != $0[1] })
    }
}
