import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("The same answer")
struct DeterminismTests {
    let day = Sample.tuesday

    @Test(
        "L06: the same run has the same digest, whatever the batches of its source",
        arguments: 0..<6 as Range<UInt64>)
    func batches(seed: UInt64) {
        let (first, ticks) = randomRun(seed, perDay: 250)
        let whole = FinishedRun(first, ticks: ticks)
        for size in [1, 7, 4_096] {
            let (again, _) = randomRun(seed, perDay: 250)
            let run = FinishedRun(again, ticks: ticks, batch: size)
            #expect(run.result.digest == whole.result.digest, "batches of \(size)")
            #expect(run.sink.minutes == whole.sink.minutes)
            #expect(run.account == whole.account && run.result.events == whole.result.events)
        }
        let (other, _) = randomRun(seed, perDay: 250)
        var seeded = other
        seeded.engine.account.cash += Won(1)
        #expect(FinishedRun(seeded, ticks: ticks).result.digest != whole.result.digest)
    }

    @Test("the digest has a line for each minute with events, and a lane moves where it changed")
    func minutes() {
        let bench = EngineBench(.sample())
        bench.print("09:00:10", 70_000)
        bench.print("09:00:50", 70_100)
        bench.print("09:02:00", 70_200)
        let digest = bench.finish()
        let lines = bench.minutes
        #expect(
            lines.map { TimeOfDay($0.minute) } == [
                TimeOfDay(0, 0), TimeOfDay(9, 0), TimeOfDay(9, 2),
            ])
        // The first line has the run's record and the day's begin, the second two prints, the third
        // one print and the day's record.
        #expect(lines.map(\.events) == [2, 4, 6])
        let (inputs, records) = (lines.map(\.digest.inputs), lines.map(\.digest.records))
        #expect(inputs[0] == DigestChain(), "No market yet")
        #expect(Set(inputs).count == 3, "Prints move the lane of inputs")
        #expect(records[0] == records[1], "Prints alone make no record")
        #expect(records[1] != records[2])
        #expect(digest == SHA256.hash(inputs[2].bytes + records[2].bytes))
    }

    @Test("what the market shows has one lane whatever is traded on it, and each print moves it")
    func lanes() {
        func lanes(buys: Bool, price: Int64) -> RunDigest {
            var puppet = Puppet()
            puppet.subscriptions = .ticks
            puppet.onTick = { if buys { $1.buy($0.symbol, quantity: Shares(1)) } }
            let bench = EngineBench(.sample([puppet]))
            bench.print("09:00:10", 70_000)
            bench.print("09:00:50", price)
            _ = bench.finish()
            return bench.engine.digestLanes
        }
        let (idle, busy) = (lanes(buys: false, price: 70_100), lanes(buys: true, price: 70_100))
        #expect(idle.inputs == busy.inputs)
        #expect(idle.records != busy.records)
        #expect(idle.joined != busy.joined)
        let other = lanes(buys: false, price: 70_200)
        #expect(other.inputs != idle.inputs)
        #expect(other.records == idle.records)
    }

    static let symbol = SymbolIndex(0)
    static let at = Sample.tuesday.at("10:00")
    static let tick = Tick.print(at, 70_000, 10)

    static func ticks() -> [Input] {
        var changed = [Tick](repeating: tick, count: 7)
        changed[1].price = Price(70_001)
        changed[2].size = Shares(11)
        changed[3].symbol = SymbolIndex(1)
        changed[4].taker = .buyer
        changed[5].scope = .other
        changed[6].time = Moment(nanoseconds: at.nanoseconds - 1)
        return changed.map { .tick($0) }
    }

    static func candles() -> [Input] {
        let candle = Candle(at - .minutes(1), at, 100, 110, 90, 105, volume: 10)
        var changed = [Candle](repeating: candle, count: 9)
        changed[1].start = at - .minutes(2)
        changed[2].end = at - .seconds(1)
        changed[3].open = Price(101)
        changed[4].high = Price(111)
        changed[5].low = Price(89)
        changed[6].close = Price(106)
        changed[7].volume = Shares(11)
        changed[8].value = Won(1)
        return changed.map { .candle($0, .m1, symbol) } + [
            .candle(candle, .m3, symbol), .candle(candle, .m1, SymbolIndex(1)),
        ]
    }

    static func pushes() -> [Input] {
        func push(_ event: BrokerPush.Event, _ number: Int32 = 7, _ symbol: Int = 0) -> Input {
            .push(
                BrokerPush(
                    number: OrderNumber(number), symbol: SymbolIndex(symbol), event: event))
        }
        let execution = Execution(
            number: ExecutionNumber(1), price: Price(100), quantity: Shares(5), time: at,
            cumulativeQuantity: Shares(5), cumulativeAmount: Won(500))
        var executions = [Execution](repeating: execution, count: 9)
        executions[1].number = ExecutionNumber(2)
        executions[2].price = Price(101)
        executions[3].quantity = Shares(6)
        executions[4].time = at - .seconds(1)
        executions[5].cumulativeQuantity = Shares(6)
        executions[6].cumulativeAmount = Won(600)
        executions[7].venue = .nxt
        executions[8].channel = .other
        let nine = OrderNumber(9)
        let ten = OrderNumber(10)
        return executions.map { push(.executed($0)) } + [
            push(.accepted(.sample())), push(.accepted(.sample()), 8),
            push(.accepted(.sample()), 7, 1),
            push(.cancelled(quantity: Shares(1), by: nine)),
            push(.cancelled(quantity: Shares(2), by: nine)),
            push(.cancelled(quantity: Shares(1), by: ten)),
            push(.modified(quantity: Shares(1), limit: Price(1), to: nine)),
            push(.modified(quantity: Shares(2), limit: Price(1), to: nine)),
            push(.modified(quantity: Shares(1), limit: Price(2), to: nine)),
            push(.modified(quantity: Shares(1), limit: Price(1), to: ten)),
            push(.expired(quantity: Shares(1))), push(.expired(quantity: Shares(2))),
            push(.rejected(.offStep)), push(.rejected(.cashShort)),
        ]
    }

    static func others() -> [Input] {
        func reply(_ request: Int64, _ outcome: BrokerReply.Outcome) -> Input {
            .reply(BrokerReply(request: RequestID(request), outcome: outcome))
        }
        return [
            .clock, .command(.engageKillSwitch), .command(.rearmKillSwitch),
            reply(1, .accepted(OrderNumber(7))), reply(2, .accepted(OrderNumber(7))),
            reply(1, .accepted(OrderNumber(8))), reply(1, .rejected(.cashShort)),
            reply(1, .rejected(.offStep)),
        ]
    }

    @Test("inputs that differ in one field have different digests")
    func fields() {
        let inputs =
            DeterminismTests.ticks() + DeterminismTests.candles() + DeterminismTests.pushes()
            + DeterminismTests.others()
        var seen: [[UInt8]: Int] = [:]
        for (place, input) in inputs.enumerated() {
            let bench = EngineBench(.sample())
            bench.step(input, DeterminismTests.at)
            let digest = bench.finish()
            #expect(seen[digest] == nil, "\(place) is like \(seen[digest] ?? 0)")
            seen[digest] = place
        }
        let later = EngineBench(.sample())
        later.step(inputs[0], DeterminismTests.at + Interval(nanoseconds: 1))
        #expect(seen[later.finish()] == nil, "When it was learned counts too")
        #expect(seen.count == inputs.count)
        let timer = EngineBench(.sample())
        timer.step(.timer, DeterminismTests.at)
        let clock = EngineBench(.sample())
        clock.step(.clock, DeterminismTests.at)
        #expect(timer.finish() == clock.finish(), "That time passes is no fact of its own")
    }

    @Test("signals that differ in one field have different digests, refused ones too")
    func signals() {
        let acts: [Puppet.Act] = [
            { $0.buy(SymbolIndex(0), quantity: Shares(5), limit: Price(70_000)) },
            { $0.sell(SymbolIndex(0), quantity: Shares(5), limit: Price(70_000)) },
            { $0.buy(SymbolIndex(1), quantity: Shares(5), limit: Price(70_000)) },
            { $0.buy(SymbolIndex(0), quantity: Shares(6), limit: Price(70_000)) },
            { $0.buy(SymbolIndex(0), quantity: Shares(5), limit: Price(70_100)) },
            { $0.buy(SymbolIndex(0), quantity: Shares(5)) },
            { $0.buy(SymbolIndex(0), quantity: Shares(5), limit: Price(70_000), leg: 1) },
            {
                $0.buy(
                    SymbolIndex(0), quantity: Shares(5), limit: Price(70_000),
                    timeInForce: .immediateOrCancel)
            },
            {
                $0.buy(
                    SymbolIndex(0), quantity: Shares(5), limit: Price(70_000),
                    expireAfter: .seconds(1))
            },
            { $0.buy(SymbolIndex(0), quantity: Shares(5), limit: Price(70_000), confidence: 0.5) },
            {
                $0.buy(SymbolIndex(0), quantity: Shares(5), limit: Price(70_000), notes: [("a", 1)])
            },
        ]
        for killed in [false, true] {
            var seen: Set<[UInt8]> = []
            for act in acts {
                let bench = EngineBench(.sample([Puppet([(day.at("10:00"), act)])]))
                bench.print("09:59", 70_000)
                if killed { bench.command("09:59:30", .engageKillSwitch) }
                bench.wait("10:00")
                seen.insert(bench.finish())
            }
            #expect(seen.count == acts.count)
        }
    }
}
