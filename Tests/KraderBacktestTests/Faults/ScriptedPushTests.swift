import KraderBacktest
import KraderEngine
import KraderModel
import Support
import Testing

@Suite("A script: what happens to pushes, and what the broker's lists tell")
struct ScriptedPushTests {
    private func pushed(_ fault: PushFault, _ kind: MessageKind = .executed) -> ScriptedEvent {
        .when(.push(kind), .push(fault, kind))
    }

    @Test("C04: a fill whose push is lost is found in a list, once")
    func lost() {
        let run = ScriptedDay([pushed(.drop), .fill("09:02:30")]).run()
        #expect(run.shares == 10 && run.account.cash == Won(9_300_000))
        #expect(run.result.fills == 1)
        let told = run.sink.fills.first?.fill.at
        #expect(told.map { $0 > ScriptedDay.at("09:02:31") } == true, "No push told of it")
    }

    @Test("C05: a late push tells late; C01: one that comes twice is booked once")
    func late() {
        let late = ScriptedDay([pushed(.delay(.seconds(3))), .fill("09:02:40")]).run()
        #expect(late.sink.fills.first?.fill.at == ScriptedDay.at("09:02:43.05"))
        let twice = ScriptedDay([pushed(.repeat), .fill("09:02:30", 4)]).run()
        #expect(twice.shares == 4 && twice.result.fills == 1)
        #expect(twice.result.engineCounts.executionsRepeated > 0)
    }

    @Test("C06: the second of two fills overtakes the first, and both are booked")
    func overtaken() {
        let run = ScriptedDay([
            pushed(.reorder), .fill("09:02:30", 4), .fill("09:02:32", 6),
        ]).run()
        #expect(run.shares == 10 && run.account.cash == Won(9_300_000))
        run.expectDone(at: "09:02:30")
        // Nothing overtakes this one: it goes by itself, or a list is faster.
        let alone = ScriptedDay([pushed(.reorder), .fill("09:02:30")]).run()
        #expect(alone.shares == 10)
    }

    @Test("two pushes of one order stay in their order, though of one moment")
    func notSwapped() {
        let run = ScriptedDay([
            pushed(.swap), .fill("09:02:30", 4), .fill("09:02:30", 6),
        ]).run()
        #expect(run.shares == 10 && run.result.fills == 2)
        #expect(run.result.script[0].done.isEmpty)
    }

    @Test("C13: a push with a quantity of zero is set aside, and the broker is asked")
    func corrupt() {
        let run = ScriptedDay([pushed(.corrupt(.zero)), .fill("09:02:30")]).run()
        #expect(run.incidents(.quarantinedPush).count == 1)
        #expect(run.shares == 10)
        let refusal = ScriptedDay([pushed(.corrupt(.zero), .rejected)]).run()
        #expect(refusal.result.script[0].done.isEmpty, "Nothing was refused by push")
    }

    @Test("what is done at a moment is done to the next message of its kind")
    func next() {
        let run = ScriptedDay([
            .fill("09:02:30", 4), .at("09:03:00", .push(.drop, .executed)),
            .fill("09:04:00", 6),
        ]).run()
        #expect(run.shares == 10)
        run.expectDone(1, at: "09:04:00")
        let none = ScriptedDay([.at("09:03:00", .push(.drop, .executed))]).run()
        #expect(none.result.script[0].obstacle == "No such message came after its moment")
    }

    @Test("F11, F12: while a list is empty or half, it takes nothing back; then it tells")
    func lists() {
        for fault in [ListFault.empty, .partial] {
            let run = ScriptedDay([
                pushed(.drop), .fill("09:02:30"),
                .at("09:02:00", .list(fault, .anyQuery, lasting: .minutes(5))),
            ]).run()
            #expect(run.shares == 10)
            let told = run.sink.fills.first?.fill.at
            #expect(
                told.map { $0 > ScriptedDay.at("09:07:00") } == true, "\(fault): \(told as Any)")
            let done = run.result.script[2].done.count
            #expect(done >= 4, "It is read each minute")
        }
        let empty = ScriptedDay([
            .fill("09:02:30"), .at("09:03:00", .list(.empty, .positions, lasting: .minutes(4))),
        ]).run()
        #expect(empty.shares == 10, "An empty list means nothing by itself")
    }

    @Test("F12: a list of a minute ago takes nothing back")
    func stale() {
        let run = ScriptedDay([
            .at("09:02:00", .list(.stale(.minutes(3)), .anyQuery, lasting: .minutes(6))),
            .fill("09:03:30"),
        ]).run()
        #expect(run.shares == 10 && run.account.cash == Won(9_300_000))
        #expect(run.sink.fills.first?.fill.at == ScriptedDay.at("09:03:30.05"))
        #expect(run.result.incidents.allSatisfy { $0.kind != .repaired })
    }

    @Test("F11: a list that is refused is read again")
    func refused() {
        let run = ScriptedDay([
            .at("09:02:30", .list(.refuse(571_758), .ordersOfDay, lasting: .minutes(2)))
        ]).run()
        #expect(run.result.engineCounts.readingsLost > 0)
        #expect(run.result.script[0].isDone)
        let never = ScriptedDay([
            .at("09:02:30", .list(.empty, .executedOrders, lasting: .seconds(1)))
        ]).run()
        #expect(never.result.script[0].obstacle == "No list told anything else by it in its time")
    }
}
