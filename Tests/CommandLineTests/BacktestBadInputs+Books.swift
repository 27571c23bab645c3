import Foundation

extension BacktestBadInputTests {
    /// The good scenario on a file, with something in place of its only source.
    private static func sources(
        _ name: String, _ sources: String, _ complaint: String, files: [(String, String)]
    ) -> Case {
        Case(name, 3, complaint) { workshop in
            try workshop.write(
                oneBuyOneSellOnFile.replacing(
                    #""ticks": { "path": "t.csv", "symbol": "005930" }"#, by: sources),
                to: "s.json")
            for (path, text) in files { try workshop.write(text, to: path) }
        }
    }

    private static let ticksAndBooks =
        #""ticks": { "path": "t.csv", "symbol": "005930" }, "#
        + #""books": { "path": "b.csv", "symbol": "005930" }"#
    private static let bookHeader = "time,ask1,askqty1,bid1,bidqty1\n"

    static let inBooks: [Case] = [
        sources(
            "a missing file of books", ticksAndBooks,
            "Can't read 'b.csv' in s.json, line 4 (market.data.books): No such file or directory.",
            files: [("t.csv", threePrints)]),
        sources(
            "a book whose asks fall", ticksAndBooks,
            "ask_price_2 70000 can't be taken in b.csv, line 2; it must lie above the level before "
                + "it, 70100.",
            files: [
                ("t.csv", threePrints),
                (
                    "b.csv",
                    "time,ask1,askqty1,ask2,askqty2,bid1,bidqty1\n"
                        + "2026-03-03 09:00:58,70100,5,70000,5,69900,5\n"
                ),
            ]),
        sources(
            "books without quantities", ticksAndBooks,
            "No column is known as ask_quantity_1 in b.csv, line 1; the first row is 'time', "
                + "'ask', 'bid'; say which one is ask_quantity_1.",
            files: [
                ("t.csv", threePrints), ("b.csv", "time,ask,bid\n2026-03-03 09:00:58,70100,5\n"),
            ]),
        sources(
            "books of another year", ticksAndBooks,
            "b.csv has no rows in the period in s.json, line 4 (market.data.books); its rows run "
                + "from 2025-03-03T09:00:58+09:00 to 2025-03-03T09:00:58+09:00.",
            files: [
                ("t.csv", threePrints),
                ("b.csv", bookHeader + "2025-03-03 09:00:58,70100,5,70000,5\n"),
            ]),
        sources(
            "a file of all instruments that names none", #""ticks": { "path": "t.csv" }"#,
            "No column is known as code in t.csv, line 1; the first row is 'time', 'price', "
                + "'size'; say which one is code, or of which symbol the file is.",
            files: [("t.csv", threePrints)]),
        sources(
            "a file of all instruments with rows of none of them",
            #""ticks": { "path": "t.csv" }"#,
            "There is no usable row in t.csv; 1 rows of other issues were left out.",
            files: [("t.csv", "time,code,price,size\n2026-03-03 09:00:58,000660,70000,50\n")]),
        sources(
            "prints of one file, candles of another, of one symbol",
            #""ticks": { "path": "t.csv", "symbol": "005930" }, "candles": { "path": "k.csv" }"#,
            "k.csv tells of 005930 in s.json, line 4 (market.data.candles), as a file of another "
                + "kind does; one kind of data tells of a symbol.",
            files: [
                ("t.csv", threePrints),
                (
                    "k.csv",
                    "date,code,open,high,low,close,volume\n"
                        + "2026-03-03,005930,70000,71000,69000,70500,10\n"
                ),
            ]),
    ]
}
