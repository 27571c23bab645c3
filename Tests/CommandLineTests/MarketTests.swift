import Testing

@Suite("krader market") struct MarketTests {
    @Test("limits for people, by default without colours when nobody watches")
    func limits() throws {
        let result = try krader("market limits --board KOSPI --date 2026-11-20 --base 9980")
        let expected = """
            Price limits of KOSPI on 2026-11-20

              base    9,980
              lower   6,990
              upper  12,970

            """
        #expect(result == Finished(out: expected, err: "", exit: 0))
    }

    @Test("limits as JSON")
    func limitsJSON() throws {
        let result = try krader(
            "market limits --board etf --date 2026-11-20 --base 10000 --multiple -2 --json")
        #expect(
            result
                == Finished(
                    out: #"{"schema":1,"command":"market limits","board":"ETF","#
                        + #""date":"2026-11-20","base":10000,"multiple_thousandths":-2000,"#
                        + #""listing_day":false,"lower":4000,"upper":16000,"#
                        + #""width_down_ppm":600000,"width_up_ppm":600000,"#
                        + #""before_first_rule":false}"# + "\n", err: "", exit: 0))
    }

    @Test("steps: the table of a board")
    func steps() throws {
        let result = try krader("market steps --board kospi --date 2026-11-20")
        let expected = """
            Price steps of KOSPI on 2026-11-20

                 from    below   step
                    1    2,000      1
                2,000    5,000      5
                5,000   20,000     10
               20,000   50,000     50
               50,000  200,000    100
              200,000  500,000    500
              500,000        –  1,000

            """
        #expect(result == Finished(out: expected, err: "", exit: 0))
    }

    @Test("steps: the neighbours of a price")
    func stepsOfPrice() throws {
        let result = try krader("market steps --board KOSDAQ --date 2020-11-20 --price 9983")
        let expected = """
            Price steps of KOSDAQ on 2020-11-20

              price        9,983
              step            10
              on the grid     no
              next above   9,990
              next below   9,980

            """
        #expect(result == Finished(out: expected, err: "", exit: 0))
    }

    @Test("session: an exam day")
    func session() throws {
        let result = try krader("market session --date 2026-11-19")
        let expected = """
            KRX session on 2026-11-19, Thursday: college entrance exam day, one hour later

              pre-open closing-price session  09:30 – 09:40
              opening auction                 09:30 – 10:00  ends at random within 30 s
              continuous trading              10:00 – 16:20
              closing auction                 16:20 – 16:30  ends at random within 30 s
              closing-price session           16:30 – 17:00  matched from 16:40
              after-market                    17:00 – 20:00

            """
        #expect(result == Finished(out: expected, err: "", exit: 0))
    }

    @Test("session: a closed day says why and until when")
    func closed() throws {
        let result = try krader("market session --date 2026-12-25")
        let text =
            "KRX is closed on 2026-12-25, Friday: Christmas Day. It opens again on 2026-12-28.\n"
        #expect(result == Finished(out: text, err: "", exit: 0))
    }

    @Test("costs of a sale")
    func costs() throws {
        let result = try krader(
            "market costs --board KOSPI --date 2026-11-20 --price 70000 --quantity 100 --side sell")
        let expected = """
            Costs of a KOSPI sell on 2026-11-20

              amount           7,000,000
              commission           1,050
              transaction tax      3,500
              rural tax           10,500
              costs               15,050
              to receive       6,984,950

            """
        #expect(result == Finished(out: expected, err: "", exit: 0))
    }

    @Test("costs: a rate may be a fraction or per cent", arguments: ["0.35%", "0.0035"])
    func rate(_ rate: String) throws {
        let result = try krader(
            "market costs --board ETF --date 2026-11-20 --amount 700000 --side buy "
                + "--commission-rate \(rate) --json")
        #expect(
            result.out
                == #"{"schema":1,"command":"market costs","board":"ETF","date":"2026-11-20","#
                + #""side":"buy","amount":700000,"commission":2450,"transaction_tax":0,"#
                + #""rural_tax":0,"tax":0,"costs":2450,"net":702450,"before_first_rule":false}"#
                + "\n")
    }

    @Test("calendar: a date, and why it is closed")
    func calendar() throws {
        let result = try krader("market calendar --date 2026-12-25")
        let expected = """
            2026-12-25, Friday is not a trading day: Christmas Day.

              previous trading day  2026-12-24
              next trading day      2026-12-28
              settlement (T+2)      –

            """
        #expect(result == Finished(out: expected, err: "", exit: 0))
    }

    @Test("calendar: a period and its holidays")
    func period() throws {
        let result = try krader("market calendar --from 2026-09-01 --to 2026-10-31")
        let expected = """
            KRX trading days in 2026-09-01 … 2026-10-31

              trading days               40
              closed weekdays             4
              first trading day  2026-09-01
              last trading day   2026-10-30

              closed
              2026-09-24  Thursday  Chuseok (eve)
              2026-09-25  Friday    Chuseok
              2026-10-05  Monday    Substitute holiday: National Foundation Day
              2026-10-09  Friday    Hangul Day

            """
        #expect(result == Finished(out: expected, err: "", exit: 0))
    }

    @Test("calendar: what is projected or unknown is noted")
    func notes() throws {
        let projected = try krader("market calendar --year 2027 --json")
        #expect(projected.out.contains(#""trading_days":245,"closed_weekdays":16,"#))
        #expect(
            projected.out.hasSuffix(
                #""notes":["2027 is projected from the law; the exchange has not announced it."]}"#
                    + "\n"))
        let unknown = try krader("market calendar --date 2019-12-31")
        #expect(
            unknown.out.hasSuffix(
                "Note: Holidays are known for 2020 to 2027; outside, Monday to Friday are assumed "
                    + "to trade.\n"))
    }
}
