import KraderModel
import KraderVenue
import Support
import Testing

@Suite("A hundred random days")
struct RandomHistoryTests {
    @Test(
        "no fill is outside the band, off the grid, in a halt, early, or beyond what was there",
        arguments: Proof.range(25, long: 100))
    func sound(seed: UInt64) {
        let history = RandomHistory(seed: seed).history
        for model in FillModel.allCases {
            let playback = Playback(history, model)
            var checker = FillChecker(history, isTouch: model == .touch, participation: 10)
            checker.check(playback.fills)
            #expect(checker.faults.isEmpty, "\(model)")
            #expect(!playback.fills.isEmpty, "A day without fills shows nothing")
        }
    }

    @Test(
        "without books touch fills each resting order no less than queue, and queue than through",
        arguments: Proof.range(25, long: 100))
    func ordered(seed: UInt64) {
        // With books our orders share an allowance, so that what one has another lacks: there the
        // sums are compared.
        var history = RandomHistory(seed: seed).history
        history.events.removeAll {
            if case .book = $0.event { true } else { false }
        }
        let touch = Playback(history, .touch)
        let queue = Playback(history, .queue)
        let through = Playback(history, .through)
        let resting = Self.resting(history)
        #expect(!resting.isEmpty)
        for order in resting {
            #expect(touch.filled[order] >= queue.filled[order], "order \(order)")
            #expect(queue.filled[order] >= through.filled[order], "order \(order)")
        }
    }

    @Test("with books touch fills no less than queue in all, and queue no less than through")
    func orderedInAll() {
        var sums: [FillModel: Int64] = [:]
        for seed in 0..<100 as Range<UInt64> {
            let history = RandomHistory(seed: seed).history
            for model in FillModel.allCases {
                let playback = Playback(history, model)
                for order in Self.resting(history) {
                    sums[model, default: 0] += playback.filled[order]
                }
            }
        }
        let (touch, queue) = (sums[.touch] ?? 0, sums[.queue] ?? 0)
        let through = sums[.through] ?? 0
        #expect(touch >= queue && queue >= through && through > 0, "\(touch) \(queue) \(through)")
    }

    @Test("the days reach every kind of evidence but paths")
    func reach() {
        var seen: Set<Evidence> = []
        for seed in 0..<20 as Range<UInt64> {
            let history = RandomHistory(seed: seed).history
            for model in FillModel.allCases {
                seen.formUnion(Playback(history, model).fills.map(\.evidence))
            }
        }
        #expect(seen == [.book, .quote, .through, .touch, .auction])
    }

    /// Day limits that lie away from the last price and from all that is displayed when they come,
    /// in continuous trading.
    static func resting(_ history: History) -> [Int] {
        var result: [Int] = []
        var order = 0
        var last: Int64?
        var (ask, bid) = (Int64.max, Int64(0))
        for (time, event) in history.events {
            switch event {
            case .print(let price, _): last = price
            case .book(let asks, let bids):
                (ask, bid) = (asks.first?.0 ?? .max, bids.first?.0 ?? 0)
            case .order(let new):
                let minutes = (time - history.midnight) / 60_000_000_000
                if new.type == .limit, new.kind == .day, let limit = new.limit, let last,
                    new.isBuy ? limit <= last && limit < ask : limit >= last && limit > bid,
                    minutes >= 541, minutes < 920
                {
                    result.append(order)
                }
                order += 1
            case .status, .cancel: break
            }
        }
        return result
    }
}

@Suite("The checker trips")
struct FillCheckerTests {
    /// Two prints, a book between them, a halt; a market order at 10 s and a limit at 40 s.
    static let history: History = {
        var history = History(
            midnight: RandomHistory.day.midnight.nanoseconds, lower: 49_000, upper: 91_000)
        func at(_ seconds: Int64) -> Int64 { history.midnight + (32_400 + seconds) * 1_000_000_000 }
        func order(_ type: OrderType, _ limit: Int64?) -> History.Event {
            .order(
                .init(
                    isBuy: true, quantity: 50, type: type, limit: limit, kind: .day,
                    isFromTick: false))
        }
        history.events = [
            (at(5), .print(price: 70_000, size: 100)), (at(10), order(.market, nil)),
            (at(20), .print(price: 70_000, size: 100)),
            (at(30), .book(asks: [(70_100, 10)], bids: [(70_000, 10)])),
            (at(40), order(.limit, 70_100)), (at(50), .status(.halted)),
            (at(60), .print(price: 70_000, size: 100)), (at(70), .status(.normal)),
            (at(80), .print(price: 70_000, size: 100)),
            (at(90), .print(price: 91_000, size: 1_000)),
            (at(100), .print(price: 80_000, size: 100)),
            (at(300), .print(price: 81_000, size: 100)),
        ]
        return history
    }()

    struct Planted: Sendable {
        var order: Int
        var price: Int64
        var quantity: Int64
        var second: Int64
        var evidence: Evidence
        var fault: String?
    }

    @Test(
        "a planted wrong fill is found, a right one isn't",
        arguments: [
            Planted(order: 0, price: 70_100, quantity: 10, second: 20, evidence: .through),
            Planted(order: 1, price: 70_100, quantity: 10, second: 40, evidence: .quote),
            Planted(
                order: 0, price: 70_100, quantity: 51, second: 20, evidence: .through,
                fault: "too much"),
            Planted(
                order: 0, price: 70_100, quantity: 12, second: 20, evidence: .through,
                fault: "cap"),
            Planted(
                order: 0, price: 70_000, quantity: 11, second: 20, evidence: .auction,
                fault: "auction cap"),
            Planted(
                order: 1, price: 70_100, quantity: 11, second: 40, evidence: .quote,
                fault: "more than displayed"),
            Planted(
                order: 0, price: 70_150, quantity: 1, second: 20, evidence: .through,
                fault: "grid"),
            Planted(
                order: 0, price: 91_100, quantity: 1, second: 20, evidence: .through,
                fault: "band"),
            Planted(
                order: 0, price: 70_100, quantity: 1, second: 5, evidence: .through,
                fault: "before arrival"),
            Planted(
                order: 0, price: 70_100, quantity: 1, second: 60, evidence: .through,
                fault: "halt"),
            Planted(
                order: 1, price: 70_200, quantity: 1, second: 80, evidence: .through,
                fault: "beyond its limit"),
            Planted(
                order: 0, price: 91_000, quantity: 1, second: 90, evidence: .through,
                fault: "locked"),
            Planted(
                order: 0, price: 70_100, quantity: 1, second: 25, evidence: .through,
                fault: "from no print"),
            Planted(
                order: 0, price: 80_000, quantity: 1, second: 200, evidence: .book,
                fault: "interruption"),
            Planted(
                order: 0, price: 81_000, quantity: 1, second: 23_400, evidence: .book,
                fault: "session"),
        ])
    func planted(_ planted: Planted) {
        let time = Self.history.midnight + (32_400 + planted.second) * 1_000_000_000
        var checker = FillChecker(Self.history, isTouch: false, participation: 10)
        checker.check([
            History.Fill(
                order: planted.order, price: planted.price, quantity: planted.quantity,
                time: time, evidence: planted.evidence)
        ])
        if let fault = planted.fault {
            #expect(checker.faults.contains { $0.hasPrefix("\(fault):") }, "\(checker.faults)")
        } else {
            #expect(checker.faults.isEmpty)
        }
    }
}
