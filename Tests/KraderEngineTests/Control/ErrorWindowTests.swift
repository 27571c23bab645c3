import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Three errors in five minutes (failure-modes.md §2, invariant 42)")
struct ErrorWindowTests {
    let day = Sample.tuesday

    /// Orders of one share at these times, each answered by the venue with a refusal.
    func bench(
        refusedAt times: [String], _ why: VenueRejection = .offStep
    ) -> EngineBench {
        let acts: [(at: Moment, act: Puppet.Act)] = times.map { time in
            (
                day.at(time),
                { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000)) }
            )
        }
        let bench = EngineBench(.sample([Puppet(acts)]))
        for (index, time) in times.enumerated() {
            bench.wait(time)
            bench.refuse(time, Int64(index + 1), why)
        }
        return bench
    }

    func isKilled(_ bench: EngineBench) -> Bool { bench.engine.mode == .killed }

    @Test(
        "K14: the window is (t − 300 s, t]: an error exactly 300 s old counts no more",
        arguments: [
            (["10:00:00", "10:02:00", "10:04:59.999999999"], true),
            (["10:00:00", "10:02:00", "10:05:00"], false),
            (["10:00:00", "10:00:00", "10:00:00"], true), (["10:00:00", "10:00:01"], false),
            (["10:00", "10:02:30", "10:05", "10:07:30", "10:10", "10:12:30"], false),
            (["10:00", "10:05", "10:05", "10:09:59"], true),
        ])
    func window(times: [String], kills: Bool) {
        #expect(isKilled(bench(refusedAt: times)) == kills)
    }

    @Test("a ring of three says what counting all errors says, over random times")
    func ring() {
        var generator = SeededGenerator(seed: 7, stream: "errors")
        var window = ErrorWindow()
        var times: [Moment] = []
        var moment = day.at("09:00")
        var reached = 0
        for _ in 0..<10_000 {
            moment = moment + .seconds(Int64(generator.next(below: 31)) * 10)
            times.append(moment)
            let counted = times.count { $0 > moment - .seconds(300) && $0 <= moment }
            window.add(moment)
            let reaches = window.isFull(at: moment)
            #expect(reaches == (counted >= 3))
            reached += reaches ? 1 : 0
        }
        #expect(reached > 1_000 && reached < 9_000)
    }

    @Test("the third error engages the kill switch and says why")
    func cause() {
        let bench = bench(refusedAt: ["10:00:00", "10:00:01"])
        let incidents = bench.records.compactMap(words).filter { $0 == "UNEXPECTED_REJECTION" }
        #expect(incidents.count == 2)
        let third = self.bench(refusedAt: ["10:00:00", "10:00:01", "10:00:02"])
        #expect(
            third.records.compactMap(words).suffix(3) == [
                "UNEXPECTED_REJECTION", "KILL_SWITCH_ENGAGED ERRORS",
                "KILL_SWITCH_COMPLETE after 0 ms",
            ])
    }

    @Test("rearming does not empty the window: one more error kills again")
    func afterRearm() {
        let times = ["10:00:00", "10:00:01", "10:00:02"]
        let acts: [(at: Moment, act: Puppet.Act)] = (times + ["10:01"]).map { time in
            (
                day.at(time),
                { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000)) }
            )
        }
        let bench = EngineBench(.sample([Puppet(acts)]))
        for (index, time) in times.enumerated() {
            bench.wait(time)
            bench.refuse(time, Int64(index + 1), .offStep)
        }
        #expect(bench.command("10:00:30", .rearmKillSwitch) == ["KILL_SWITCH_REARMED"])
        bench.wait("10:01")
        #expect(
            bench.refuse("10:01", bench.lastOrder, .offStep).contains("KILL_SWITCH_ENGAGED ERRORS"))
    }

    @Test(
        "B04: a refusal for the wrong session within 60 s of an edge is no error, others are",
        arguments: [
            ("15:18:59.999999999", .wrongSession, true), ("15:19", .wrongSession, false),
            ("15:21", .orderTypeNotAllowed, false),
            ("15:21:00.000000001", .orderTypeNotAllowed, true), ("09:00:30", .wrongSession, false),
            ("15:19", .offStep, true), ("12:00", .wrongSession, true),
        ] as [(String, VenueRejection, Bool)])
    func edges(time: String, why: VenueRejection, counts: Bool) {
        let bench = bench(refusedAt: [time, time, time], why)
        #expect(isKilled(bench) == counts)
    }

    @Test("a refusal for the wrong session within 60 s of a halt is no error either")
    func nearAHalt() {
        let act: Puppet.Act = {
            $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000))
        }
        let bench = EngineBench(.sample([Puppet([(day.at("10:00"), act)])]))
        bench.wait("10:00")
        let moment = day.at("10:00:00.1")
        bench.give(
            .status(
                StatusChange(
                    time: moment, symbol: SymbolIndex(0), status: .halted, cause: .halt)),
            at: moment)
        #expect(
            bench.refuse("10:00:00.2", 1, .wrongSession) == [
                "1 REJECTED REJECTED_BY_VENUE VENUE_WRONG_SESSION"
            ])
    }

    @Test("what only the venue knows, cash without a known band, is no error")
    func unknownBand() {
        var share = Sample.samsung
        share.basePrice = nil
        let act: Puppet.Act = {
            $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000))
        }
        let bench = EngineBench(.sample([Puppet([(day.at("10:00"), act)])], instruments: [share]))
        bench.wait("10:00")
        #expect(!bench.refuse("10:00", 1, .cashShort).contains("UNEXPECTED_REJECTION"))
    }

    /// One order that works: messages about it that can't be are quarantined.
    var working: EngineBench {
        let act: Puppet.Act = {
            $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000))
        }
        let bench = EngineBench(.sample([Puppet([(day.at("10:00"), act)])]))
        bench.wait("10:00")
        bench.accept("10:00", 1, as: 7)
        return bench
    }

    @Test("quarantined pushes count the first of a kind in a minute")
    func quarantined() {
        let expired = BrokerPush.Event.expired(quantity: .zero)
        let same = working
        for second in 10..<20 { same.push("10:01:\(second)", 7, expired) }
        #expect(!isKilled(same), "Ten of a kind in a minute are one")
        #expect(same.engine.counts.pushesQuarantined == 10)
        same.push("10:02:00", 7, expired)
        #expect(!isKilled(same))
        same.push("10:03:00", 7, expired)
        #expect(isKilled(same), "Three minutes with one each")
        let kinds = working
        kinds.push("10:01:00", 7, expired)
        kinds.fill("10:01:01", 7, 0, at: 70_000)
        kinds.push("10:01:02", 7, .cancelled(quantity: Shares(-1), by: OrderNumber(8)))
        #expect(isKilled(kinds), "Three kinds in a minute")
    }

    @Test("a strategy that throws is an error; three of them kill")
    func throwers() {
        let thrower = Puppet([(day.at("10:00"), { _ in throw Mishap() })])
        let two = EngineBench(.sample([thrower, thrower, Puppet()]))
        two.wait("10:00")
        #expect(!isKilled(two))
        let three = EngineBench(.sample([thrower, thrower, thrower]))
        #expect(
            three.wait("10:00").suffix(3) == [
                "STRATEGY_PAUSED of 2", "KILL_SWITCH_ENGAGED ERRORS",
                "KILL_SWITCH_COMPLETE after 0 ms",
            ])
    }

    @Test("K15: more than twenty errors in a day pause trading, however slowly they come")
    func slowDrip() {
        // The errors come two at a time, ten minutes apart, so that no window has three.
        let times = (0..<22).map { index in
            "\(10 + index / 2 * 10 / 60):\(padded(index / 2 * 10 % 60))"
        }
        let twenty = bench(refusedAt: Array(times.prefix(20)))
        #expect(twenty.engine.mode == .active)
        let more = bench(refusedAt: Array(times.prefix(21)))
        #expect(more.engine.mode == .paused)
        #expect(more.records.compactMap(words).last == "PAUSED ERRORS")
        more.day = Sample.wednesday
        more.wait("10:00")
        #expect(more.engine.mode == .paused, "Until somebody resumes")
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
