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

@Suite("krader explain --symbol --at") struct ExplainSymbolTests {
    /// Prints a minute apart from 09:00 on, and a strategy that waits for candles; another symbol
    /// has none.
    private func scenario(_ name: String, from: String = "2026-03-03") -> String {
        let ticks = (0..<30).map {
            let minute = $0 < 10 ? "0\($0)" : "\($0)"
            return #"{ "at": "\#(from)T09:\#(minute):10", "symbol": "005930", "#
                + #""price": 70000, "size": 5 }"#
        }
        return """
            { "schema": 1, "name": "\(name)", "market": { "from": "\(from)", "to": "2026-03-03",
              "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 },
                { "symbol": "000660", "board": "KOSPI", "base_price": 90000 } ],
              "data": { "inline": { "ticks": [ \(ticks.joined(separator: ",\n")) ] } } },
              "account": { "cash": 10000000 }, "universe": { "symbols": ["005930"] },
              "strategies": [ { "name": "ema_cross", "id": "cross" },
                { "name": "scripted", "id": "asker", "parameters": { "signals": [
                  { "at": "\(from)T09:05:00", "symbol": "005930", "side": "sell", "quantity": 3 }
                ] } } ] }
            """
    }

    private func played(_ workshop: Workshop, _ text: String) throws -> String {
        try workshop.write(text, to: "why.json")
        let run = try workshop.backtest("why.json -q")
        #expect(run.exit == 0, "\(run.err)")
        return String(run.out.dropFirst(4).prefix(12))
    }

    private func explain(_ workshop: Workshop, _ arguments: String...) throws -> Finished {
        try workshop.start(["explain"] + arguments).finished()
    }

    @Test("it tells candles, what a strategy lacks, and what was refused with its numbers")
    func told() throws {
        let workshop = try Workshop()
        let run = try played(workshop, scenario("why"))
        let result = try explain(
            workshop, run, "--symbol", "005930", "--at", "09:06:30", "--json")
        #expect(result.exit == 0 && result.err == "", "\(result.err)")
        let answer = try JSON(Data(result.out.utf8))
        #expect(answer.text("phase") == "continuous")
        #expect(answer.text("mode") == "ACTIVE")
        let strategies = try #require(answer.list("strategies"))
        #expect(strategies.compactMap { $0.text("strategy") } == ["cross", "asker"])
        #expect(strategies[0].text("code") == "warm_up")
        // Nothing is held: the sale of three shares is refused, by the rule that says so.
        #expect(strategies[1].text("refused")?.contains("held=0") == true)
        let one = try explain(
            workshop, run, "--symbol", "005930", "--at", "09:06:30", "--strategy", "asker",
            "--json")
        #expect(try JSON(Data(one.out.utf8)).list("strategies")?.count == 1)
        // Long after the last print the session is that of the time asked about.
        let evening = try explain(
            workshop, run, "--symbol", "005930", "--at", "20:00", "--json")
        let closed = try JSON(Data(evening.out.utf8))
        #expect(closed.list("gates")?.compactMap { $0.text("code") } == ["OUTSIDE_TRADING_HOURS"])
        // Before the signal nothing had been refused.
        let before = try explain(
            workshop, run, "--symbol", "005930", "--at", "09:04:30", "--json")
        let early = try #require(try JSON(Data(before.out.utf8)).list("strategies"))
        #expect(early[1].text("refused") == nil)
    }

    @Test("a symbol outside the universe that nobody was shown is told as such")
    func unwatched() throws {
        let workshop = try Workshop()
        let run = try played(workshop, scenario("why"))
        let result = try explain(
            workshop, run, "--symbol", "000660", "--at", "2026-03-03T09:10:00", "--json")
        #expect(result.exit == 0, "\(result.err)")
        let answer = try JSON(Data(result.out.utf8))
        #expect(answer.list("gates")?.compactMap { $0.text("code") } == ["NOT_IN_UNIVERSE"])
        let text = try explain(workshop, run, "--symbol", "000660", "--at", "09:10")
        #expect(text.out.contains("it was never shown a candle, print or book of it"))
    }

    @Test("what is asked wrongly is an error that says what would be right")
    func wrong() throws {
        let workshop = try Workshop()
        let run = try played(workshop, scenario("why"))
        let near = try explain(workshop, run, "--symbol", "005931", "--at", "09:10")
        #expect(near.exit == 10 && near.err.contains("Did you mean '005930'?"))
        let id = try explain(
            workshop, run, "--symbol", "005930", "--at", "09:10", "--strategy", "askr")
        #expect(id.exit == 10 && id.err.contains("Did you mean 'asker'?"))
        let outside = try explain(
            workshop, run, "--symbol", "005930", "--at", "2026-03-04T09:10:00")
        #expect(outside.exit == 2 && outside.err.contains("lies outside the run"))
        let noMoment = try explain(workshop, run, "--symbol", "005930", "--at", "noon")
        #expect(noMoment.exit == 2 && noMoment.err.contains("is no moment"))
        #expect(try explain(workshop, run, "--symbol", "005930").exit == 2)
        #expect(try explain(workshop, run, "--order", "1", "--at", "09:10").exit == 2)
    }

    @Test("a folder whose digest is another's ends with exit code 6 and names the minute")
    func another() throws {
        let workshop = try Workshop()
        let run = try played(workshop, scenario("why"))
        let path = "reports/why/\(run)/digest.csv"
        var lines = try workshop.text(path).components(separatedBy: "\n")
        let changed = try #require(lines.firstIndex { $0.contains("T09:03:00") })
        lines[changed] += "0"
        try workshop.write(lines.joined(separator: "\n"), to: path)
        let after = try explain(workshop, run, "--symbol", "005930", "--at", "09:10")
        #expect(after.exit == 6 && after.err.contains("09:03:00"), "\(after.err)")
        // Up to a moment before it the folder is what is played.
        #expect(try explain(workshop, run, "--symbol", "005930", "--at", "09:02").exit == 0)
    }

    @Test("a kill that could be marked nowhere is told by result.json and warned of")
    func mark() throws {
        let workshop = try Workshop()
        let text = scripted(
            "mark", prints: [("09:00:58", 70_000, 1_000), ("09:02:00", 70_000, 1_000)],
            signals: [#""at": "09:01:00", "side": "buy", "quantity": 10"#],
            more: #""events": [ { "at": "09:00:56", "do": "mark_fails" }, "#
                + #"{ "at": "09:00:59", "do": "store_full" } ],"#)
        try workshop.write(text, to: "mark.json")
        _ = try workshop.backtest("mark.json -q")
        let run = try #require(workshop.names("reports/mark").first)
        let result = try JSON(workshop.bytes("reports/mark/\(run)/result.json"))
        #expect(result.text("mark_fault") == "The mark of a kill can't be written")
        let told = try workshop.text("reports/mark/\(run)/result.json")
        #expect(told.contains("MARK_FAULT: "))
        // Of a run that was stopped only what came before can be explained.
        let folder = "reports/mark/\(run)"
        #expect(
            try explain(workshop, folder, "--symbol", "005930", "--at", "08:30").exit == 0)
        let late = try explain(workshop, folder, "--symbol", "005930", "--at", "09:05")
        #expect(late.exit == 2 && late.err.contains("did not come to its end"))
        // Where it can be written nothing is said.
        let full = #"{ "at": "09:00:59", "do": "store_full" }"#
        let marked = scripted(
            "marked", prints: [("09:00:58", 70_000, 1_000), ("09:02:00", 70_000, 1_000)],
            signals: [#""at": "09:01:00", "side": "buy", "quantity": 10"#],
            more: #""events": [ \#(full) ],"#)
        try workshop.write(marked, to: "marked.json")
        _ = try workshop.backtest("marked.json -q")
        let other = try #require(workshop.names("reports/marked").first)
        #expect(try !workshop.text("reports/marked/\(other)/result.json").contains("mark_fault"))
    }
}
