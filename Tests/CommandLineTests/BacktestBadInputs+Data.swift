import Foundation

extension BacktestBadInputTests {
    static let inData: [Case] = [
        Case(
            "a missing file", 3,
            "Can't read 't.csv' in s.json, line 4 (market.data.ticks): No such file or directory."
        ) { try $0.write(oneBuyOneSellOnFile, to: "s.json") },
        Case(
            "a folder", 3,
            "Can't read 't.csv' in s.json, line 4 (market.data.ticks): It is a folder, not a file."
        ) {
            try $0.write(oneBuyOneSellOnFile, to: "s.json")
            try $0.makeFolder("t.csv")
        },
        Case(
            "a device", 3,
            "Can't read '/dev/zero' in s.json, line 4 (market.data.ticks): It is a device or a "
                + "pipe, not a file."
        ) { try $0.write(oneBuyOneSellOnFile.replacing("t.csv", by: "/dev/zero"), to: "s.json") },
        Case(
            "the same file twice", 3,
            "t.csv is given twice in s.json, line 4 (market.data.ticks[0])."
        ) {
            try $0.write(
                oneBuyOneSellOnFile.replacing(
                    #"{ "path": "t.csv", "symbol": "005930" }"#,
                    by: #"[ { "path": "t.csv", "symbol": "005930" }, "#
                        + #"{ "path": "t.csv", "symbol": "005930" } ]"#), to: "s.json")
            try $0.write(threePrints, to: "t.csv")
        },
        Case(
            "the same prints under two names", 3,
            "u.csv holds the same bytes as t.csv in s.json, line 4 (market.data.ticks[1])."
        ) {
            try $0.write(
                oneBuyOneSellOnFile.replacing(
                    #"{ "path": "t.csv", "symbol": "005930" }"#,
                    by: #"[ { "path": "t.csv", "symbol": "005930" }, "#
                        + #"{ "path": "u.csv", "symbol": "005930" } ]"#), to: "s.json")
            try $0.write(threePrints, to: "t.csv")
            try $0.write(threePrints, to: "u.csv")
        },
        .data("an empty file", "", "There is no row in t.csv."),
        .data("a header alone", "time,price,size\n", "There is no usable row in t.csv."),
        .data(
            "another symbol",
            "time,code,price,size\n2026-03-03 09:00:58,000660,70000,50\n",
            "t.csv has no rows of 005930 in s.json, line 4 (market.data.ticks); it has rows of "
                + "000660."),
        .data(
            "a last row that is cut off", threePrints + "2026-03-03 09:1",
            "Column 'time' is '2026-03-03 09:1' in t.csv, line 5; it must be a time such as "
                + "2026-03-03T09:00:58, 20260303, 090058 or a count since 1970."),
        .data(
            "a row without its last field", threePrints + "2026-03-03 09:11:00,7100",
            "The row can't be taken in t.csv, line 5; 2 fields, 3 expected."),
        .data(
            "columns that nobody knows", "zeit,preis,menge\n2026-03-03 09:00:58,70000,50\n",
            "No column is known as time in t.csv, line 1; the first row is 'zeit', 'preis', "
                + "'menge'; say which one is time."),
        .data(
            "a price that is no number", threePrints.replacing("71000", by: "abc"),
            "Column 'price' is 'abc' in t.csv, line 4; it must be a number."),
        .data(
            "a price of nothing", threePrints.replacing("71000", by: "0"),
            "Column 'price' is '0' in t.csv, line 4; it must be between 1 and 1000000000."),
        .data(
            "a size beyond 64 bits",
            threePrints.replacing("71000,1000", by: "71000,99999999999999999999"),
            "Column 'size' is '99999999999999999999' in t.csv, line 4; it does not fit 64 bits."),
        .data(
            "a print worth more than any day",
            threePrints.replacing("71000,1000", by: "71000,9223372036854775807"),
            "Column 'size' is '9223372036854775807' in t.csv, line 4; it must be at most "
                + "4294967295."),
        .data(
            "no row in the period", threePrints.replacing("2026", by: "2025"),
            "t.csv has no rows in the period in s.json, line 4 (market.data.ticks); its rows run "
                + "from 2025-03-03T09:00:58+09:00 to 2025-03-03T09:10:05+09:00."),
        .data(
            "a quote that is not closed", threePrints + "\"2026",
            "A quoted field is not closed in t.csv, line 5."),
        .data(
            "one endless line", String(repeating: "x", count: 3_000_000),
            "A field is longer than 1048576 bytes; a quote may not be closed in t.csv, line 1."),
        .data(
            "a packed file that is cut off", Data([0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3]),
            "Can't use 't.csv': the gzip data are cut off."),
        .data(
            "UTF-16", utf16(threePrints),
            "The text is UTF-16 (little-endian) in t.csv, line 1; save it as UTF-8."),
    ]
}
