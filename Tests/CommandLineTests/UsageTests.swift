import Testing

@Suite("krader, used wrongly or asked for help") struct UsageTests {
    @Test(
        "a value that can't be used is named with what is allowed",
        arguments: [
            (
                "market limits --board kospy --date 2026-11-20 --base 9980",
                "--board is 'kospy'; it must be one of KOSPI, KOSDAQ, KONEX, ETF, ETN, ELW, index. "
                    + "Did you mean 'KOSPI'?"
            ),
            (
                "market limits --board KOSPI --date 2026-11-20 --base 9983",
                "--base is '9983'; prices there move in steps of 10 won, the nearest valid ones "
                    + "are 9,980 and 9,990."
            ),
            (
                "market limits --board ELW --date 2026-11-20 --base 3",
                "--base is '3'; prices there move in steps of 5 won, the nearest valid one is 5."
            ),
            (
                "market limits --board KOSPI --date 2026-02-30 --base 9980",
                "--date is '2026-02-30'; it must be a date such as 2026-03-03."
            ),
            (
                "market limits --board KOSPI --date 2026-11-20 --base 9223372036854775807",
                "--base is '9223372036854775807'; it must be whole won from 1 to 1000000000000, "
                    + "in digits only."
            ),
            (
                "market limits --board KOSPI --date 2026-11-20 --base 9980 --multiple 2",
                "--multiple is '2'; only an ETF or ETN has one, not KOSPI."
            ),
            ("market limits --date 2026-11-20 --base 9980", "--board is needed."),
            ("market steps --board KOSPI --price 9,980", nil),
            (
                "market costs --board KOSPI --side sel --amount 1",
                "--side is 'sel'; it must be buy or sell. Did you mean 'sell'?"
            ),
            ("market costs --board KOSPI --side sell", "--amount or --price is needed."),
            (
                "market costs --board KOSPI --side sell --amount 1 --price 2",
                "--amount is '1'; it can't be combined with 'price'."
            ),
            (
                "market costs --board KOSPI --side sell --price 1000000000000 --quantity 10000000",
                "--quantity is '10000000'; price × quantity must not exceed 1000000000000000 won."
            ),
            (
                "market calendar --from 2026-03-03 --to 2026-03-02",
                "--to is '2026-03-02'; it lies before 'from', 2026-03-03."
            ),
            ("market calendar --from 2026-03-03", "--to is needed."),
        ] as [(String, String?)])
    func wrongValue(line: String, complaint: String?) throws {
        let result = try krader(line)
        #expect(result.out.isEmpty)
        #expect(result.exit == 2)
        if let complaint { #expect(result.err == "Error: \(complaint)\n") }
    }

    @Test("a mistyped flag ends with exit code 2 and the nearest one")
    func unknownFlag() throws {
        let result = try krader("market steps --bord KOSPI")
        #expect(result.out.isEmpty)
        #expect(result.err.hasPrefix("Error: Unknown option '--bord'. Did you mean '--board'?\n"))
        #expect(result.exit == 2)
    }

    @Test("help and version are results: standard output, exit code 0")
    func help() throws {
        let version = try krader("--version")
        #expect(version == Finished(out: "0.1.0\n", err: "", exit: 0))
        let help = try krader("--help")
        #expect(help.out.contains("Exit codes: 0 ok, 1 internal error, 2 usage"))
        #expect(help.err.isEmpty)
        #expect(help.exit == 0)
        let steps = try krader("market steps --help")
        #expect(steps.out.hasPrefix("OVERVIEW: Price steps of a board"))
        #expect(steps.exit == 0)
        #expect(try krader("market steps --version") == version)
    }

    @Test("a message about usage names all words of the command")
    func wholeWords() throws {
        let missing = try krader("backtest --quiet")
        #expect(missing.exit == 2)
        #expect(missing.err.contains("\nUsage: krader backtest [<options>] <files> ...\n"))
        #expect(missing.err.contains("\n  See 'krader backtest --help' for more information."))
        let limits = try krader("market steps --bord KOSPI")
        #expect(limits.err.contains("Usage: krader market steps"))
        #expect(limits.err.contains("See 'krader market steps --help'"))
        let group = try krader("data")
        #expect((group.out + group.err).contains("USAGE: krader data <subcommand>"))
        #expect(try krader("help data imprt").err.contains("Did you mean 'import'?"))
    }
}
