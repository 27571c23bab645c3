import KraderBacktest
import KraderEngine
import KraderModel
import Support
import Testing

@Suite("A script: the way, the store and the process")
struct ScriptedWayTests {
    private func broken(_ fault: WayFault, lasting: Interval? = .seconds(90)) -> FinishedRun {
        ScriptedDay([.at("09:02:00", .way(fault, lasting: lasting)), .fill("09:02:30")]).run()
    }

    @Test(
        "G01, G06: the socket is down for 90 s, and a fill in it is known when it is up again",
        arguments: [.drop, .dropPushes] as [WayFault])
    func down(fault: WayFault) {
        let run = broken(fault)
        #expect(run.incidents(.linkLost) == [ScriptedDay.at("09:02:00")])
        #expect(run.incidents(.linkRestored) == [ScriptedDay.at("09:03:30")])
        #expect(run.shares == 10)
        // Prints from 09:02:00 to 09:03:20 come over the same socket.
        #expect(run.result.scriptCounts.lostData == 9)
        let told = run.sink.fills.first?.fill.at ?? .distantPast
        let isKnownInIt = told < ScriptedDay.at("09:03:30")
        #expect(isKnownInIt == (fault == .dropPushes), "Lists can be read where requests go")
    }

    @Test("G11: requests are down, and pushes tell all the same")
    func requestsDown() {
        let run = broken(.dropRequests)
        #expect(run.incidents(.linkLost) == [ScriptedDay.at("09:02:00")])
        #expect(run.sink.fills.first?.fill.at == ScriptedDay.at("09:02:30.05"))
        #expect(run.result.scriptCounts.lostData == 0)
    }

    @Test("G02: a socket that is half open is noticed after two PINGs that don't come")
    func halfOpen() {
        let run = broken(.halfOpen)
        #expect(run.incidents(.linkLost) == [ScriptedDay.at("09:02:20")])
        #expect(run.incidents(.linkRestored) == [ScriptedDay.at("09:03:30")])
        #expect(run.shares == 10)
    }

    @Test("G03: pushes of orders don't come, and nobody says so: a list does")
    func silence() {
        let run = broken(.silence)
        #expect(run.incidents(.linkLost) == [])
        #expect(run.shares == 10)
        #expect(run.result.scriptCounts.lostData == 0, "Prints go on")
        let told = run.sink.fills.first?.fill.at ?? .distantPast
        #expect(told > ScriptedDay.at("09:02:31") && told < ScriptedDay.at("09:03:31"))
    }

    @Test("F08: taken over, the session is not fought for")
    func takenOver() {
        let run = broken(.takeOver, lasting: nil)
        #expect(run.incidents(.sessionTakenOver) == [ScriptedDay.at("09:02:00")])
        #expect(run.incidents(.linkRestored) == [])
        #expect(run.shares == 0, "Nobody tells it")
        let back = broken(.takeOver)
        #expect(back.incidents(.linkRestored) == [ScriptedDay.at("09:03:30")] && back.shares == 10)
    }

    @Test("F05: an expired token costs the next request a new one; without one for long it is over")
    func token() {
        let once = ScriptedDay([.at("09:00:59.9", .way(.expireToken, lasting: nil))]).run()
        #expect(once.first(.acknowledged) == ScriptedDay.at("09:01:01.1"))
        let short = broken(.expireToken)
        #expect(short.incidents(.linkLost) == [ScriptedDay.at("09:02:00")])
        #expect(short.incidents(.authenticationLost) == [])
        let long = broken(.expireToken, lasting: .minutes(10))
        #expect(long.incidents(.authenticationLost) == [ScriptedDay.at("09:04:00")])
        #expect(long.incidents(.killSwitchEngaged) == [ScriptedDay.at("09:04:00")])
    }

    @Test(
        "B10, F05: a key that is refused is critical",
        arguments: [.revokeToken, .refuseAddress] as [WayFault])
    func refused(fault: WayFault) {
        let run = broken(fault, lasting: nil)
        #expect(run.incidents(.authenticationLost) == [ScriptedDay.at("09:02:00")])
        #expect(run.incidents(.killSwitchEngaged) == [ScriptedDay.at("09:02:00")])
    }

    @Test("E08, E14: a clock that differs blocks; planned maintenance is no outage")
    func planned() {
        let run = broken(.maintenance)
        #expect(run.incidents(.linkLost) == [])
        #expect(run.incidents(.linkRestored) == [ScriptedDay.at("09:03:30")])
        #expect(run.shares == 10)
        let skewed = broken(.skewClock(.seconds(3)))
        #expect(skewed.incidents(.clockSkewed) == [ScriptedDay.at("09:02:00")])
        #expect(skewed.shares == 10)
    }

    @Test("E11: a machine that sleeps for 90 s hears all at once, and sends nothing meanwhile")
    func suspended() {
        var day = ScriptedDay([
            .at("09:00:45", .way(.suspend, lasting: .seconds(90)))
        ])
        let run = day.run()
        #expect(run.first(.acknowledged).map { $0 > ScriptedDay.at("09:02:15") } ?? true)
        day.events = [.at("09:02:00", .way(.suspend, lasting: .seconds(90))), .fill("09:02:30")]
        let filled = day.run()
        #expect(filled.sink.fills.first?.fill.at == ScriptedDay.at("09:03:30"))
        let time = filled.sink.fills.first?.fill.execution.time
        #expect(time == ScriptedDay.at("09:02:30"), "Stamps stay as they were")
    }

    @Test("J01, J06: a busy store keeps a request for two seconds; a slow one keeps each")
    func busy() {
        let run = ScriptedDay([.at("09:00:59", .store(.busy, lasting: .seconds(3)))]).run()
        // The order is decided at 09:01:00 and durable at 09:01:02.
        #expect(run.first(.acknowledged) == ScriptedDay.at("09:01:02.1"))
        #expect(run.result.storeFault == nil)
        let slow = ScriptedDay([
            .at("09:00:59", .store(.slow(.seconds(1)), lasting: .seconds(1)))
        ]).run()
        #expect(slow.first(.acknowledged).map { $0 >= ScriptedDay.at("09:01:00.1") } == true)
        let slower = ScriptedDay([
            .at("09:00:59", .store(.slow(.seconds(1)), lasting: .seconds(10)))
        ]).run()
        #expect(slower.first(.acknowledged) == ScriptedDay.at("09:01:01.1"))
    }

    @Test("J02, K13: a store that stays full ends the run, and the kill is marked in another place")
    func full() throws {
        var day = ScriptedDay([.at("09:00:59", .store(.full, lasting: nil))])
        let store = MemoryRecordStore()
        day.store = store
        let run = day.run()
        #expect(run.newOrders == 0, "Nothing is sent that is not durable")
        #expect(run.result.storeFault == "The store is full")
        #expect(!run.result.isComplete)
        #expect(try store.killMark() == .critical)
        #expect(run.result.markFault == nil)
        day.events.append(.at("09:00:58", .store(.markFails, lasting: nil)))
        day.store = MemoryRecordStore()
        let unmarked = day.run()
        #expect(unmarked.result.markFault == "The mark of a kill can't be written")
    }

    @Test("J04: what can't be read again is refused at the next start")
    func corrupt() {
        let run = ScriptedDay([
            .at("09:02:00", .store(.corrupt, lasting: nil)),
            .at("09:03:00", .process(.crash(restartAfter: .seconds(10)))),
        ]).run()
        #expect(run.result.storeFault == "The records can't be read")
        #expect(!run.result.isComplete)
    }

    @Test("J07: the process ends for a minute, and a fill meanwhile is known when it is back")
    func crash() {
        let run = ScriptedDay([
            .at("09:02:00", .process(.crash(restartAfter: .minutes(1)))), .fill("09:02:30"),
        ]).run()
        #expect(run.shares == 10 && run.account.cash == Won(9_300_000))
        #expect(run.newOrders == 1)
        let told = run.sink.fills.first?.fill.at ?? .distantPast
        #expect(told > ScriptedDay.at("09:03:00"))
        let runs = run.sink.records.count { if case .run = $0 { true } else { false } }
        #expect(runs == 2)
        #expect(run.result.scriptCounts.missedWhileDown > 0)
        let last = ScriptedDay([
            .at("09:20:00", .process(.crash(restartAfter: .hours(1)))), .fill("09:02:30"),
        ]).run()
        #expect(last.shares == 10, "The records tell what the run came to")
    }

    @Test("J07: a crash at each point leaves one order at most", arguments: CrashPoint.allCases)
    func crashPoint(point: CrashPoint) {
        var day = ScriptedDay([
            .when(.crashPoint(point), .process(.crash(restartAfter: .seconds(5)))),
            .fill("09:03:00", 4),
        ])
        day.acts += [
            (
                ScriptedDay.at("09:01:30"),
                {
                    $0.buy(ScriptedDay.share, quantity: Shares(5), limit: Price(69_900))
                }
            ),
            (
                ScriptedDay.at("09:06:00"),
                { context in
                    for order in context.activeOrders(ScriptedDay.share).prefix(1) {
                        context.cancel(order.reference)
                    }
                }
            ),
        ]
        day.commands = [(ScriptedDay.at("09:10:00"), .engageKillSwitch)]
        if point == .dayHalfRolled { day.end = ScriptedDay.at("16:30:00") }
        if point == .betweenKillCancels || point == .killCommitted { day.acts.removeLast() }
        let run = day.run()
        #expect(run.newOrders <= 2)
        #expect(run.result.script[0].isDone, "\(point) did not come")
        let runs = run.sink.records.count { if case .run = $0 { true } else { false } }
        #expect(runs == 2)
        #expect(run.shares == run.balanceHeld)
    }

    @Test("J09: a second process is refused and counted; a point that never comes fires nothing")
    func others() {
        let run = ScriptedDay([
            .when(.crashPoint(.killCommitted), .process(.crash(restartAfter: .seconds(5)))),
            .at("09:03:00", .process(.secondCopy)),
        ]).run()
        #expect(run.result.script[0] == ScriptedOutcome())
        #expect(run.result.scriptCounts.copiesRefused == 1)
        run.expectDone(1, at: "09:03:00")
    }
}

extension FinishedRun {
    /// What the broker holds for the account, of the first symbol.
    var balanceHeld: Int64 { held.first { $0.symbol.int == 0 }?.quantity.count ?? 0 }
}
