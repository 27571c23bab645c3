import KraderEngine
import KraderModel
import Support
import Testing

@Suite("Replies and signals that fit nothing are counted")
struct UnknownReplyTests {
    @Test("a reply to a request that was never sent is counted, and changes nothing")
    func unknown() {
        var engine = Engine(.sample())
        var out = OutputBuffer()
        engine.start(into: &out)
        out.removeAll()
        let before = engine.account
        for number in [0, 1, 77] as [Int64] {
            let reply = BrokerReply(
                request: RequestID(number), outcome: .accepted(OrderNumber(5)))
            engine.step(.reply(reply), at: Sample.tuesday.at("09:00:01"), into: &out)
        }
        let (unknown, after, sent) = (
            engine.counts.repliesUnknown, engine.account, out.requests.count
        )
        #expect(unknown == 3)
        #expect(after == before && sent == 0)
    }

    @Test("§8 the digest's events are the inputs, records and outputs, each once")
    func events() throws {
        let puppet = Puppet([
            (Sample.tuesday.at("09:01"), { $0.buy(SymbolIndex(0), quantity: Shares(3)) }),
            (Sample.tuesday.at("09:02"), { $0.buy(SymbolIndex(1), quantity: Shares(0)) }),
        ])
        var engine = Engine(.sample([puppet]))
        var out = OutputBuffer()
        engine.start(into: &out)
        var counted = out.records.count + out.requests.count
        out.removeAll()
        let inputs: [(String, Input)] = [
            ("09:00:05", .tick(.print(Sample.tuesday.at("09:00:05"), 70_000))),
            ("09:00:06", .clock), ("09:01:00", .timer), ("09:02:00", .timer),
            ("09:02:01", .command(.pause)),
            ("09:02:02", .reply(BrokerReply(request: RequestID(99), outcome: .rejected(.halted)))),
            ("09:02:03", .command(.engageKillSwitch)),
        ]
        for (time, input) in inputs {
            engine.step(input, at: Sample.tuesday.at(time), into: &out)
            counted += 1 + out.records.count + out.requests.count
            out.removeAll()
        }
        let told = engine.eventCount
        #expect(told == Int64(counted) && counted > inputs.count + 3)
    }
}
