import Testing

@Suite("krader market --batch") struct MarketBatchTests {
    @Test("each row is answered: its columns, then the answer's")
    func rows() throws {
        let result = try krader(
            "market limits --batch -",
            input: "\u{FEFF}date,board,base\r\n2026-11-20,KOSPI,9980\r\n\r\n2026-11-20, elw ,15\r\n"
        )
        let expected = """
            date,board,base,lower,upper,width_down_ppm,width_up_ppm,before_first_rule
            2026-11-20,KOSPI,9980,6990,12970,300000,300000,false
            2026-11-20,elw,15,,,,,false

            """
        #expect(result == Finished(out: expected, err: "", exit: 0))
    }

    @Test("flags fill the columns that the file does not have")
    func flags() throws {
        let result = try krader(
            "market steps --board KOSPI --date 2026-11-20 --batch -", input: "price\n70050\n2000\n")
        let expected = """
            price,step,on_grid,up,down,before_first_rule
            70050,100,false,70100,70000,false
            2000,5,true,2005,1999,false

            """
        #expect(result == Finished(out: expected, err: "", exit: 0))
    }

    @Test("rows as JSON")
    func json() throws {
        let result = try krader(
            "market calendar --batch - --json", input: "date\n2026-11-19\n")
        #expect(
            result.out
                == #"{"schema":1,"command":"market calendar","rows":[{"date":"2026-11-19","#
                + #""trading_day":true,"reason":null,"previous":"2026-11-18","#
                + #""next":"2026-11-20","settlement":"2026-11-23","covered":true}]}"# + "\n")
    }

    /// One bad row: nothing on standard output, one line that names the place.
    @Test(
        "what can't be answered is named with its place",
        arguments: [
            (
                "board,base\nKOSPI,9980\nKOSPI,9983\n",
                "Error: standard input, line 3, column 'base' is '9983'; prices there move in "
                    + "steps of 10 won, the nearest valid ones are 9,980 and 9,990.\n"
            ),
            (
                "board,base\n\nKOSDAK,9980\n",
                "Error: standard input, line 3, column 'board' is 'KOSDAK'; it must be one of "
                    + "KOSPI, KOSDAQ, KONEX, ETF, ETN, ELW, index. Did you mean 'KOSDAQ'?\n"
            ),
            (
                "board,bse\nKOSPI,9980\n",
                "Error: standard input, line 1: unknown column 'bse'; it must be one of "
                    + "board, date, base, multiple, listing-day. Did you mean 'base'?\n"
            ),
            (
                "board,base\nKOSPI\n",
                "Error: standard input, line 2 has 1 cells; the header names 2 columns.\n"
            ),
            (
                "board,base\nKOSPI,\n",
                "Error: standard input, line 2: 'base' is needed, as a column or a flag.\n"
            ),
            (
                "board,base,board\nKOSPI,1,KOSPI\n",
                "Error: standard input, line 1: column 'board' appears twice.\n"
            ),
            (
                "board,date\nKOSPI,2026-11-20\n",
                "Error: standard input, line 1: column 'date' is also given as --date.\n"
            ),
            (
                "board,base\nKOSPI,\"9,980\"\n",
                "Error: standard input, line 2: quotes are not supported in a batch.\n"
            ),
            ("", "Error: standard input is empty; its first line must name columns.\n"),
        ])
    func refused(file: String, complaint: String) throws {
        let result = try krader("market limits --date 2026-11-20 --batch -", input: file)
        #expect(result == Finished(out: "", err: complaint, exit: 2))
    }

    @Test("a file that is not there is missing data, exit code 3")
    func missingFile() throws {
        let result = try krader("market limits --batch no-such-file.csv")
        #expect(
            result
                == Finished(
                    out: "",
                    err: "Error: Can't read 'no-such-file.csv': No such file or directory.\n",
                    exit: 3))
    }
}
