import KraderEngine
import KraderModel
import Support
import Testing

@Suite("The kill switch is done when the broker says so (failure-modes.md §1, K07–K18; §2, 11, 12)")
struct KillProofTests: BuyOfTen {
    /// A buy of ten that the broker has under 7, killed at 10:00:02 and cancelled at 10:00:03; its
    /// list of open orders is asked then, by the third request.
    private func killed() -> EngineBench {
        let bench = bench()
        bench.answersWhenKilled = false
        bench.accept("10:00:01", 1, as: 7)
        bench.command("10:00:02", .engageKillSwitch)
        #expect(
            bench.push("10:00:03", 7, .cancelled(quantity: Shares(10), by: OrderNumber(8))) == [
                "1 CANCELED CANCELLED_BY_KILL_SWITCH", "→ 3 query open_orders",
            ])
        return bench
    }

    private func row(
        _ number: Int32, leaves: Int64, channel: OrderChannel = .openAPI
    ) -> ListedOrder {
        ListedOrder(
            number: OrderNumber(number), original: nil, symbol: SymbolIndex(0),
            terms: .sample(.buy, 10, channel: channel, at: day.at("10:00:00")),
            leaves: Shares(leaves), filled: .zero, amount: .zero)
    }

    private let nothing = BrokerAnswer.Outcome.orders([], hasMore: false)

    @Test("K18: confirmed cancels are not enough, the list of open orders has to be empty")
    func provedByList() {
        let bench = killed()
        #expect(
            bench.answer("10:00:03.2", nothing) == ["KILL_SWITCH_COMPLETE after 1200 ms"])
        #expect(bench.wait("10:10") == [])
    }

    @Test("a list that still shows our order proves nothing: it is asked for again")
    func stillOpen() {
        let bench = killed()
        #expect(bench.answer("10:00:03.2", .orders([row(7, leaves: 10)], hasMore: false)) == [])
        #expect(bench.wait("10:00:04") == ["→ 4 query open_orders"])
        #expect(bench.answer("10:00:04.2", nothing).first == "KILL_SWITCH_COMPLETE after 2200 ms")
    }

    @Test("K07: a list that can't be read proves nothing, and it is asked for until it can")
    func unreadable() {
        let bench = killed()
        #expect(bench.answer("10:00:03.5", .failed(.garbled)) == [])
        #expect(bench.wait("10:00:04") == ["→ 4 query open_orders"])
        // Nothing comes for ten seconds.
        #expect(bench.wait("10:00:13.9") == [])
        #expect(bench.wait("10:00:14") == ["→ 5 query open_orders"])
        #expect(bench.answer("10:00:15", nothing) == ["KILL_SWITCH_COMPLETE after 13000 ms"])
    }

    @Test("K07: while the broker can't be reached it is not complete, however long that lasts")
    func unreachable() {
        let bench = bench()
        bench.answersWhenKilled = false
        bench.give(.link(.down), at: day.at("10:00:00.5"))
        bench.command("10:00:02", .engageKillSwitch)
        #expect(bench.wait("14:00").isEmpty)
        #expect(bench.engine.mode == .killed)
        let back = bench.give(.link(.up), at: day.at("14:00"))
        #expect(back.last == "→ 2 query orders_of_day" || back.last == "→ 2 query open_orders")
    }

    @Test("an order of ours that nobody here knows is asked about before it is complete")
    func unknownOrder() {
        let bench = killed()
        let other = row(99, leaves: 10)
        #expect(
            bench.answer("10:00:03.2", .orders([other], hasMore: false)) == [
                "→ 4 query open_orders"
            ])
        bench.answer("10:00:03.4", .orders([other], hasMore: false))
        bench.answer("10:00:03.6", .orders([other], hasMore: false))
        #expect(
            bench.answer("10:00:03.8", .executions([], hasMore: false)) == [
                "2 external buy 10", "EXTERNAL_ORDER", "KILL_SWITCH_COMPLETE after 1800 ms",
            ])
    }

    @Test("orders of other channels are left alone and don't keep it at work")
    func others() {
        let bench = killed()
        #expect(
            bench.answer(
                "10:00:03.2", .orders([row(50, leaves: 10, channel: .other)], hasMore: false))
                == ["KILL_SWITCH_COMPLETE after 1200 ms"])
    }

    @Test("it is armed again when all lists were read and left nothing open")
    func rearmed() {
        let bench = killed()
        bench.answer("10:00:03.2", nothing)
        #expect(bench.command("10:01", .rearmKillSwitch) == ["→ 4 query open_orders"])
        #expect(bench.engine.mode == .killed)
        #expect(bench.answer("10:01:00.1", nothing) == ["→ 5 query orders_of_day"])
        #expect(bench.answer("10:01:00.2", nothing) == ["→ 6 query executions"])
        #expect(
            bench.answer("10:01:00.3", .executions([], hasMore: false)) == ["KILL_SWITCH_REARMED"])
        #expect(bench.engine.mode == .active)
        guard case .incident(let incident) = bench.records.last else {
            Issue.record("The last record is the rearming")
            return
        }
        #expect(incident.note == .test, "Who did it and why is kept")
    }

    @Test("K10: what is open, unknown or unread keeps it engaged, and it is said which")
    func obstacles() {
        let unread = killed()
        unread.answer("10:00:03.2", nothing)
        unread.command("10:01", .rearmKillSwitch)
        #expect(
            unread.answer("10:01:00.1", .refused(nil)) == [
                "KILL_SWITCH_REFUSED_REARM LISTS_UNREAD"
            ])
        let down = killed()
        down.answer("10:00:03.2", nothing)
        down.give(.link(.down), at: day.at("10:00:30"))
        #expect(
            down.command("10:01", .rearmKillSwitch) == ["KILL_SWITCH_REFUSED_REARM LINK_DOWN"])
        let lost = killed()
        lost.answer("10:00:03.2", nothing)
        lost.command("10:01", .rearmKillSwitch)
        #expect(
            lost.give(.link(.down), at: day.at("10:01:00.1")).contains(
                "KILL_SWITCH_REFUSED_REARM LINK_DOWN"), "The wish does not outlive the way")
        #expect(lost.engine.mode == .killed)
    }

    @Test("who stops everything while the lists are read for a rearming is heard")
    func killedAgain() {
        let bench = killed()
        bench.answer("10:00:03.2", nothing)
        bench.command("10:01", .rearmKillSwitch)
        #expect(
            bench.command("10:01:00.1", .engageKillSwitch) == [
                "KILL_SWITCH_REFUSED_REARM KILLED_AGAIN"
            ])
        bench.answer("10:01:00.2", nothing)
        #expect(bench.engine.mode == .killed)
    }

    @Test("K04: signals that wait for an auction are refused by the kill, and none comes back")
    func held() {
        let bench = EngineBench(
            .sample([
                Puppet([
                    (
                        day.at("15:00"),
                        { $0.buy(SymbolIndex(0), quantity: Shares(5), timeInForce: .nextOpen) }
                    )
                ])
            ]))
        bench.wait("16:00")
        #expect(
            bench.command("17:00", .engageKillSwitch) == [
                "KILL_SWITCH_ENGAGED", "refused KILL_SWITCH", "KILL_SWITCH_COMPLETE after 0 ms",
            ])
        bench.command("17:01", .rearmKillSwitch)
        #expect(!bench.wait(until: Sample.wednesday.at("10:00")).contains { $0.hasPrefix("→") })
    }

    @Test("armed again reducing, only sales leave until a person resumes")
    func reducing() {
        let buys: (String) -> (at: Moment, act: Puppet.Act) = { time in
            (
                day.at(time),
                { $0.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000)) }
            )
        }
        let bench = bench([buys("10:02"), buys("10:04")])
        bench.accept("10:00:01", 1, as: 7)
        bench.command("10:00:02", .engageKillSwitch)
        bench.push("10:00:03", 7, .cancelled(quantity: Shares(10), by: OrderNumber(8)))
        #expect(
            bench.command("10:01", .rearmKillSwitch(.test, isReducing: true)) == [
                "REDUCING", "KILL_SWITCH_REARMED",
            ])
        #expect(bench.engine.mode == .reducing)
        #expect(bench.wait("10:02") == ["refused REDUCING"])
        #expect(bench.command("10:03", .resume) == ["RESUMED"])
        #expect(bench.wait("10:04").last?.hasPrefix("→") == true)
    }

    @Test("reducing by hand outlives the day, that by losses does not")
    func reducingOverDays() {
        let bench = EngineBench(.sample())
        bench.command("10:00", .engageKillSwitch)
        bench.command("10:01", .rearmKillSwitch(.test, isReducing: true))
        bench.wait(until: Sample.wednesday.at("10:00"))
        #expect(bench.engine.mode == .reducing)
    }
}
