import KraderBacktest
import KraderEngine
import KraderModel
import Support
import Testing

@Suite("A script: what happens to requests and replies")
struct ScriptedRequestTests {
    @Test(
        "A04: the reply of an order is lost, and it fills: one request, ten shares, 9,300,000 won")
    func replyLost() {
        let run = ScriptedDay([.firstReply(.drop), .fill("09:02:30")]).run()
        #expect(run.newOrders == 1)
        #expect(run.shares == 10)
        #expect(run.account.cash == Won(9_300_000))
        // The reply would have been there at 09:01:00.1; nobody answers until 09:01:10.
        #expect(run.incidents(.outcomeUnknown) == [ScriptedDay.at("09:01:10")])
        #expect(run.sink.lines.contains("1 adopted as 1"))
        run.expectDone(0, at: "09:01:00.05")
        run.expectDone(1, at: "09:02:30")
    }

    @Test("A05: a request that is lost is never sent again, and found absent")
    func requestLost() {
        let run = ScriptedDay([.firstRequest(.drop)]).run()
        #expect(run.newOrders == 1)
        #expect(run.shares == 0 && run.account.cash == Won(10_000_000))
        #expect(run.incidents(.orderNotFound).count == 1)
        run.expectDone(at: "09:01:00")
    }

    @Test("a request that is late by five seconds is acknowledged five seconds later")
    func requestLate() {
        let run = ScriptedDay([.firstRequest(.delay(.seconds(5)))]).run()
        #expect(run.first(.acknowledged) == ScriptedDay.at("09:01:05.1"))
        let plain = ScriptedDay([.at("09:20:00", .process(.secondCopy))]).run()
        #expect(plain.first(.acknowledged) == ScriptedDay.at("09:01:00.1"))
    }

    @Test(
        "B01, A14: a code of the closed list refuses; another proves nothing",
        arguments: [
            (855_056, "1 REJECTED REJECTED_BY_VENUE VENUE_CASH_SHORT"),
            (800_033, "1 REJECTED REJECTED_BY_VENUE VENUE_SHARES_SHORT"),
            (8_005, "1 in doubt, UNKNOWN_CODE"), (1_700, "1 in doubt, RATE_REFUSED"),
        ] as [(Int32, String)])
    func refused(code: Int32, line: String) {
        let run = ScriptedDay([.firstRequest(.reject(code))]).run()
        let lines = run.sink.lines.filter { $0.hasPrefix("1 ") }
        #expect(lines.contains(line), "\(lines)")
        #expect(run.newOrders == 1 && run.shares == 0)
        #expect(!lines.contains { $0.hasPrefix("1 adopted") }, "The broker took nothing")
    }

    @Test("F01: refused for the rate, an order may have been taken all the same, or not")
    func rate() {
        let taken = ScriptedDay([.firstRequest(.refuseRate(taken: true))]).run()
        #expect(taken.sink.lines.contains("1 in doubt, RATE_REFUSED"))
        #expect(taken.sink.lines.contains("1 adopted as 1"))
        let not = ScriptedDay([.firstRequest(.refuseRate(taken: false))]).run()
        #expect(not.sink.lines.contains("1 in doubt, RATE_REFUSED"))
        #expect(not.sink.lines.contains("1 not found"))
        #expect(taken.newOrders == 1 && not.newOrders == 1)
    }

    @Test(
        "A10, A11, A13, A14: what comes instead of a reply proves nothing, and a list tells",
        arguments: [
            (.reset, "CONNECTION_RESET"), (.http(502), "HTTP_STATUS"),
            (.garble, "GARBLED_REPLY"), (.blankNumber, "NUMBER_MISSING"),
            (.code(77), "UNKNOWN_CODE"), (.code(429), "RATE_REFUSED"),
        ] as [(ReplyFault, String)])
    func garbled(fault: ReplyFault, code: String) {
        let run = ScriptedDay([.firstReply(fault)]).run()
        #expect(run.sink.lines.contains("1 in doubt, \(code)"))
        #expect(run.sink.lines.contains("1 adopted as 1"))
        #expect(run.first(.inDoubt) == ScriptedDay.at("09:01:00.1"))
        run.expectDone(at: "09:01:00.05")
    }

    @Test("a reply that refuses what the broker took is believed, and the order is somebody's then")
    func falseRefusal() {
        let run = ScriptedDay([.firstReply(.code(855_056))]).run()
        #expect(run.sink.lines.contains("1 REJECTED REJECTED_BY_VENUE VENUE_CASH_SHORT"))
        #expect(run.newOrders == 1)
        #expect(run.incidents(.externalOrder).count + run.incidents(.secondOrder).count > 0)
    }

    @Test("A08: a reply twice acknowledges once; a late one acknowledges late")
    func repeated() {
        let twice = ScriptedDay([.firstReply(.repeat), .fill("09:02:00")]).run()
        #expect(twice.sent(.acknowledged) == 1 && twice.shares == 10)
        twice.expectDone(at: "09:01:00.05")
        let late = ScriptedDay([.firstReply(.delay(.seconds(4)))]).run()
        #expect(late.first(.acknowledged) == ScriptedDay.at("09:01:04.1"))
    }

    @Test("the answer to a query is lost, broken or refused: the lists are read again")
    func answers() {
        let faults: [ReplyFault] = [
            .drop, .reset, .http(503), .code(1_700), .code(1_687), .garble, .delay(.seconds(11)),
        ]
        for fault in faults {
            let run = ScriptedDay([
                .when(.reply(.openOrders), nth: 2, .reply(fault, .openOrders)), .fill("09:05:00"),
            ]).run()
            #expect(run.result.engineCounts.readingsLost == 1, "\(fault)")
            #expect(run.shares == 10)
        }
        let twice = ScriptedDay([
            .when(.reply(.balance), .reply(.repeat, .balance))
        ]).run()
        #expect(twice.result.engineCounts.answersUnknown == 1)
        let blank = ScriptedDay([
            .when(.reply(.balance), .reply(.blankNumber, .balance))
        ]).run()
        #expect(blank.result.script[0].obstacle != nil, "Money has no number")
    }

    @Test("a modify's reply is lost, and a cancel's request: queried, and cancelled again")
    func changes() {
        var day = ScriptedDay([
            .when(.request(.modify), .reply(.drop, .modify)),
            .when(.request(.cancel), .request(.drop, .cancel)),
        ])
        day.acts += [
            (
                ScriptedDay.at("09:03:00"),
                { context in
                    for order in context.activeOrders(ScriptedDay.share) {
                        context.replace(order.reference, limit: Price(69_900))
                    }
                }
            ),
            (
                ScriptedDay.at("09:06:00"),
                { context in
                    for order in context.activeOrders(ScriptedDay.share) {
                        context.cancel(order.reference)
                    }
                }
            ),
        ]
        let run = day.run()
        #expect(run.newOrders == 1)
        #expect(run.sink.lines.contains("1 modified to 69900"))
        #expect(run.sink.lines.contains { $0.hasPrefix("1 CANCELED") })
        run.expectDone(0, at: "09:03:00.05")
        run.expectDone(1, at: "09:06:00")
    }
}
