import KraderModel
import KraderScenario
import Testing

/// What an instrument may say of its days (semantics.md §6).
@Suite("Corporate actions in scenarios")
struct CorporateActionGrammarTests {
    /// The good scenario, whose period is 3 to 6 March 2026, with more said of 005930.
    func scenario(_ more: String) -> String {
        good.with(#""base_price": 70000"#, #""base_price": 70000, "# + more)
    }

    @Test("actions, base prices and a delisting are read as they are written")
    func facts() throws {
        let read = try decode(
            scenario(
                """
                "actions": [
                  { "day": "2026-03-04", "kind": "bonus", "factor": "1.05",
                    "sellable_from": "2026-03-20" },
                  { "day": "2026-03-05", "kind": "rights", "factor": "19/20" } ],
                "base_prices": [ { "day": "2026-03-04", "price": 66700 } ],
                "delisted": "2026-03-06"
                """))
        let (wednesday, thursday) = (CalendarDate(2026, 3, 4), CalendarDate(2026, 3, 5))
        #expect(
            read.instruments[0].history
                == InstrumentHistory(
                    basePrices: [Dated(wednesday, Price(66_700))],
                    actions: [
                        CorporateAction(
                            kind: .bonus, day: wednesday, shareFactor: Ratio(21, 20),
                            priceFactor: Ratio(20, 21), sellableFrom: CalendarDate(2026, 3, 20)),
                        CorporateAction(kind: .rights, day: thursday, priceFactor: Ratio(19, 20)),
                    ], delisted: CalendarDate(2026, 3, 6)))
        #expect(read.instruments[1].history == nil)
    }

    @Test("ways of writing a factor are one run, another factor is another")
    func identity() throws {
        func text(_ factor: String) throws -> String {
            let action = #"{ "day": "2026-03-04", "kind": "split", "factor": "\#(factor)" }"#
            return try decode(scenario(#""actions": [ \#(action) ]"#)).normalisedText
        }
        #expect(try text("5") == text("10/2") && text("5") == text("5.0"))
        #expect(try text("5") != text("50") && text("5") != decode(good).normalisedText)
    }

    static let mistakes: [(more: String, complaint: String)] = [
        (
            #""actions": [ { "day": "2026-03-03", "kind": "split", "factor": "50" } ]"#,
            "it must be after the first trading day, 2026-03-03"
        ),
        (
            #""actions": [ { "day": "2026-03-07", "kind": "split", "factor": "50" } ]"#,
            "2026-03-07 is a Saturday"
        ),
        (
            #""actions": [ { "day": "2026-03-04", "kind": "split", "factor": "1/50" } ]"#,
            "shares become more: it must be above 1"
        ),
        (
            #""actions": [ { "day": "2026-03-04", "kind": "reverse_split", "factor": "50" } ]"#,
            "shares become fewer: it must be below 1"
        ),
        (
            #""actions": [ { "day": "2026-03-04", "kind": "rights", "factor": "1.05" } ]"#,
            "a price becomes lower: it must be below 1"
        ),
        (
            #""actions": [ { "day": "2026-03-04", "kind": "split", "factor": "-5" } ]"#,
            "it must be a number from 1/1000 to 1000 such as 50, 1/10 or 1.05"
        ),
        (
            #""actions": [ { "day": "2026-03-04", "kind": "split", "factor": "\#(Int64.max)" } ]"#,
            "it must be a number from 1/1000 to 1000"
        ),
        (
            #""actions": [ { "day": "2026-03-04", "kind": "merger", "factor": "5" } ]"#,
            "kind is 'merger'"
        ),
        (
            """
            "actions": [ { "day": "2026-03-04", "kind": "split", "factor": "5",
              "sellable_from": "2026-03-05" } ]
            """, "only new shares of a bonus wait for their listing"
        ),
        (
            """
            "actions": [ { "day": "2026-03-05", "kind": "split", "factor": "5" },
              { "day": "2026-03-04", "kind": "split", "factor": "5" } ]
            """, "they must be in the order of their days, no day twice"
        ),
        (
            """
            "actions": [ { "day": "2026-03-05", "kind": "split", "factor": "5" } ],
            "delisted": "2026-03-05"
            """, "the issue is no longer listed from 2026-03-05 on"
        ),
        (
            #""base_prices": [ { "day": "2026-03-04", "price": 70050 } ]"#,
            "prices there move in steps of 100 won"
        ),
    ]

    @Test("a mistake is told with what is allowed", arguments: mistakes)
    func mistake(more: String, complaint expected: String) {
        let told = complaint(scenario(more))
        #expect(told.contains(expected), "\(told)")
    }

    @Test("an index has none")
    func index() {
        let text = good.with(
            #""board": "index" }"#, #""board": "index", "delisted": "2026-03-05" }"#)
        #expect(complaint(text).contains("it is not traded"))
    }
}
