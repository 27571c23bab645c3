import KraderEngine
import KraderModel
import Support

/// Strategies that trade one symbol at random against a broker that answers at random: late, in
/// parts, by refusals and expiries. It keeps its own list of the orders that live and looks at each
/// request whether two of them could meet.
final class RandomBroker {
    /// An order as the requests tell it.
    private struct Resting {
        var request: Int64
        var number: Int32?
        var side: Side
        /// The limit in won; `nil` takes any price.
        var limit: Int64?
        var asked: Int64?
        var leaves: Int64
        var changes: [(request: Int64, limit: Int64?)] = []

        /// The furthest price it may reach, now or after what is asked for.
        var reach: Int64? {
            guard let limit else { return nil }
            guard let asked else { return limit }
            return side == .buy ? max(limit, asked) : min(limit, asked)
        }
    }

    let bench: EngineBench
    private(set) var crossings: [String] = []
    private var resting: [Resting] = []
    private var read = 0
    private var generator: SeededGenerator
    private var now = Sample.tuesday.at("09:00")
    private var price: Int64 = 70_000
    private var numbers: Int32 = 100
    private var tape = ExecutionTape()
    private var cancels: Int32 = 1_000_000

    init(seed: UInt64, strategies: Int) {
        generator = SeededGenerator(seed: seed, stream: "random broker")
        let puppets = (0..<strategies).map { index in
            RandomBroker.puppet(SeededGenerator(seed: seed, stream: "random puppet \(index)"))
        }
        var configuration = EngineConfiguration.sample(
            puppets, instruments: [Instrument(code: Sample.samsung.code, board: .kospi)],
            cash: 1_000_000_000)
        configuration.limits.maxTradesPerDay = .max
        configuration.limits.maxPositionSize = Shares(10_000)
        bench = EngineBench(configuration)
    }

    private static func puppet(_ seeded: SeededGenerator) -> Puppet {
        var generator = seeded
        var puppet = Puppet()
        puppet.subscriptions = .ticks
        puppet.onTick = { tick, context in
            func near() -> Price {
                Price(tick.price.won + Int64(generator.next(below: 9)) * 100 - 400)
            }
            let quantity = Shares(Int64(generator.next(below: 20)) + 1)
            let limit = generator.next(below: 5) == 0 ? nil : near()
            switch generator.next(below: 8) {
            case 0, 1:
                var exits: ProtectiveExits?
                if generator.next(below: 2) == 0 {
                    exits = ProtectiveExits(
                        stop: .distance(Rate(basisPoints: 60)),
                        target: .distance(Rate(basisPoints: 80)),
                        trailing: Rate(basisPoints: 50), after: .seconds(240))
                }
                context.buy(tick.symbol, quantity: quantity, limit: limit, exits: exits)
            case 2: context.sell(tick.symbol, quantity: quantity, limit: limit)
            case 3:
                for order in context.activeOrders(tick.symbol) {
                    if generator.next(below: 2) == 0 {
                        context.cancel(order.reference)
                    } else {
                        context.replace(order.reference, limit: near())
                    }
                }
            case _: break
            }
        }
        return puppet
    }

    func run(prints: Int) {
        for _ in 0..<prints {
            now = now + .milliseconds(Int64(generator.next(below: 8_000)) + 1)
            if now > Sample.tuesday.at("15:19") { return }
            price = max(60_000, min(80_000, price + Int64(generator.next(below: 5)) * 100 - 200))
            bench.give(.tick(.print(now, price)), at: now)
            look()
            for _ in 0..<generator.next(below: 4) { answer() }
        }
    }

    /// Looks at the requests that have left since the last look.
    private func look() {
        while read < bench.requests.count {
            let numbered = bench.requests[read]
            read += 1
            switch numbered.request {
            case .newOrder(let order):
                resting.append(
                    Resting(
                        request: numbered.id.number, side: order.side,
                        limit: order.type == .limit ? order.limit?.won : nil,
                        leaves: order.quantity.count))
                compare(resting.count - 1)
            case .modify(let change):
                guard let place = resting.firstIndex(where: { $0.number == change.original.value })
                else { continue }
                resting[place].asked = change.limit.won
                resting[place].changes.append((numbered.id.number, change.limit.won))
                compare(place)
            case .cancel(let cancel):
                guard let place = resting.firstIndex(where: { $0.number == cancel.original.value })
                else { continue }
                resting[place].changes.append((numbered.id.number, nil))
            case .query: break
            }
        }
    }

    private func compare(_ place: Int) {
        let mine = resting[place]
        for other in resting where other.side != mine.side {
            let buy = mine.side == .buy ? mine.reach : other.reach
            let sale = mine.side == .sell ? mine.reach : other.reach
            if let buy, let sale, buy < sale { continue }
            crossings.append("\(mine) meets \(other)")
        }
    }

    private func answer() {
        guard !resting.isEmpty else { return }
        now = now + .milliseconds(1)
        let place = Int(generator.next(below: UInt64(resting.count)))
        guard let number = resting[place].number else {
            accept(place)
            look()
            return
        }
        if !resting[place].changes.isEmpty && generator.next(below: 2) == 0 {
            answerChange(place, number)
        } else {
            switch generator.next(below: 8) {
            case 0: end(place, number, .expired(quantity: Shares(resting[place].leaves)))
            case 1 where resting[place].leaves > 1:
                let cut = Int64(generator.next(below: UInt64(resting[place].leaves - 1))) + 1
                resting[place].leaves -= cut
                cancels += 1
                push(number, .cancelled(quantity: Shares(cut), by: OrderNumber(cancels)))
            case _: fill(place, number)
            }
        }
        look()
    }

    private func accept(_ place: Int) {
        let id = RequestID(resting[place].request)
        if generator.next(below: 20) == 0 {
            resting.remove(at: place)
            bench.give(
                .reply(BrokerReply(request: id, outcome: .rejected(.outsideBand))), at: now)
            return
        }
        numbers += 1
        resting[place].number = numbers
        bench.give(
            .reply(BrokerReply(request: id, outcome: .accepted(OrderNumber(numbers)))), at: now)
    }

    private func answerChange(_ place: Int, _ number: Int32) {
        let change = resting[place].changes.removeFirst()
        numbers += 1
        let own = OrderNumber(numbers)
        let isRefused = generator.next(below: 4) == 0
        if isRefused {
            if change.limit != nil { resting[place].asked = nil }
            bench.give(
                .reply(
                    BrokerReply(
                        request: RequestID(change.request), outcome: .rejected(.wrongSession))),
                at: now)
            return
        }
        let leaves = Shares(resting[place].leaves)
        if let limit = change.limit {
            resting[place].limit = limit
            resting[place].asked = nil
            resting[place].number = numbers
            bench.give(
                .reply(
                    BrokerReply(request: RequestID(change.request), outcome: .accepted(own))),
                at: now)
            push(number, .modified(quantity: leaves, limit: Price(limit), to: own))
        } else {
            bench.give(
                .reply(
                    BrokerReply(request: RequestID(change.request), outcome: .accepted(own))),
                at: now)
            end(place, number, .cancelled(quantity: leaves, by: own))
        }
    }

    private func end(_ place: Int, _ number: Int32, _ event: BrokerPush.Event) {
        resting.remove(at: place)
        push(number, event)
    }

    private func fill(_ place: Int, _ number: Int32) {
        let order = resting[place]
        let quantity = Int64(generator.next(below: UInt64(order.leaves))) + 1
        let execution = tape.next(number, quantity, at: order.limit ?? price, time: now)
        if quantity == order.leaves {
            resting.remove(at: place)
        } else {
            resting[place].leaves -= quantity
        }
        push(number, .executed(execution))
        // A fill is told twice now and then.
        if generator.next(below: 6) == 0 { push(number, .executed(execution)) }
    }

    private func push(_ number: Int32, _ event: BrokerPush.Event) {
        bench.give(
            .push(
                BrokerPush(number: OrderNumber(number), symbol: SymbolIndex(0), event: event)),
            at: now)
    }

    var signals: Int {
        bench.records.count { record in
            if case .signal = record { true } else { false }
        }
    }

    var refusals: [String: Int] {
        var counts: [String: Int] = [:]
        for record in bench.records {
            if case .signal(let signal) = record, case .refused(let refusal) = signal.answer {
                counts[refusal.code, default: 0] += 1
            }
        }
        return counts
    }

    /// The number of exits whose shares were all sold by the engine.
    var exitsSold: Int {
        bench.records.count { record in
            if case .exit(let exit) = record {
                exit.event == .done && exit.exit.hit != nil
            } else {
                false
            }
        }
    }

    /// The armed exits as the records alone tell them: the last of each strategy, unless done.
    var folded: [ArmedExit] {
        var last: [Int32: ArmedExit] = [:]
        for record in bench.records {
            guard case .exit(let exit) = record else { continue }
            last[exit.exit.strategy] = exit.event == .done ? nil : exit.exit
        }
        return last.values.sorted { $0.strategy < $1.strategy }
    }
}
