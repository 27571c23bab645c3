import Foundation
import Testing

@Suite("krader explain") struct ExplainTests {
    /// Ten shares bought and sold, and a limit order that a cancel ends.
    private func played(_ workshop: Workshop) throws -> String {
        let text = scripted(
            "story", prints: [("09:00:58", 70_000, 1_000), ("09:01:05", 70_000, 1_000)],
            signals: [
                #""at": "09:01:00", "side": "buy", "quantity": 10"#,
                #""at": "09:02:00", "side": "buy", "quantity": 5, "price": 69000, "#
                    + #""expire_after_ms": 60000"#,
            ])
        try workshop.write(text, to: "story.json")
        let run = try workshop.backtest("story.json -q")
        #expect(run.exit == 0, "\(run.err)")
        return String(run.out.dropFirst(4).prefix(12))
    }

    private func explain(_ workshop: Workshop, _ arguments: String...) throws -> Finished {
        try workshop.start(["explain"] + arguments).finished()
    }

    @Test("an order's story: timer, signal, rules, request, acknowledgement, fill, end")
    func story() throws {
        let workshop = try Workshop()
        let run = try played(workshop)
        let result = try explain(workshop, run, "--order", "1", "--json")
        #expect(result.exit == 0 && result.err == "")
        let steps = try #require(try JSON(Data(result.out.utf8)).list("steps"))
        #expect(
            steps.compactMap { $0.text("what") } == [
                "a timer", "signal", "rules", "order", "sent", "acknowledged", "fill", "ended",
            ])
        #expect(steps[2].text("how") == "all passed, 10 shares")
        #expect(steps[7].text("how")?.hasPrefix("FILLED") == true)
        // Each step has its moment, and none comes before the one above.
        let times = steps.compactMap { $0.text("at") }
        #expect(times.count == 8 && times == times.sorted())
    }

    @Test("a cancel, with its wish, its request and what the order came to")
    func cancel() throws {
        let workshop = try Workshop()
        let run = try played(workshop)
        let result = try explain(workshop, run, "--order", "2", "--json")
        let steps = try #require(try JSON(Data(result.out.utf8)).list("steps"))
        let words = steps.compactMap { $0.text("what") }
        #expect(words.contains("cancel requested") && words.contains("change sent"))
        #expect(steps.last?.text("what") == "ended")
        #expect(steps.last?.text("how")?.contains("0 of 5 filled") == true)
    }

    @Test("an order is found by the first digits of its id, and asked for again where it isn't")
    func finding() throws {
        let workshop = try Workshop()
        let run = try played(workshop)
        let id = try #require(
            try workshop.table("orders", of: "story", out: "reports").rows.first?["order_id"])
        let found = try explain(workshop, run, "--order", String(id.prefix(10)))
        #expect(found.exit == 0 && found.out.hasPrefix("Order 1: buy 10 005930, FILLED\n"))
        let missing = try explain(workshop, run, "--order", "99")
        #expect(missing.exit == 10 && missing.out == "")
        #expect(missing.err.contains("This run has no order '99'"))
        #expect(try explain(workshop, "000000000000", "--order", "1").exit == 10)
    }
}
