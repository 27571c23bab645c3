import Foundation

extension BacktestBadInputTests {
    static let inScenario: [Case] = [
        .scenario(
            "an unknown key", #""seed": 7"#, #""sede": 7"#,
            "Unknown key 'sede' in s.json, line 1 (sede). Did you mean 'seed'?"),
        .scenario(
            "a repeated key", #""seed": 7"#, #""seed": 7, "seed": 8"#,
            "Key 'seed' is repeated in s.json, line 1 (seed); it stands first in line 1."),
        .scenario(
            "a wrong type", #""cash": 10000000"#, #""cash": "10000000""#,
            #"Expected an integer, found the string "10000000" in s.json, line 8 (account.cash)."#),
        .scenario(
            "a number without bounds", #""cash": 10000000"#, #""cash": 1e400"#,
            "Expected an integer, found the number 1e400 in s.json, line 8 (account.cash)."),
        .scenario(
            "a number of 30 digits", #""cash": 10000000"#,
            #""cash": 123456789012345678901234567890"#,
            "cash is 123456789012345678901234567890 in s.json, line 8 (account.cash); it must be "
                + "between 0 and 10000000000000."),
        .scenario(
            "a base price off the grid", "70000 } ]", "70050 } ]",
            "base_price is 70050 in s.json, line 3 (market.instruments[0].base_price); prices "
                + "there move in steps of 100 won, the nearest valid ones are 70000 and 70100."),
        .scenario(
            "a period on a holiday", "2026-03-03", "2026-03-01",
            "from is '2026-03-01' in s.json, line 2 (market.from); 2026-03-01 is a Sunday."),
        .scenario(
            "a print on a holiday", #""to": "2026-03-03""#, #""to": "2026-03-10""#,
            "at is '2026-03-07T09:00:58' in s.json, line 5 (market.data.inline.ticks[0].at); "
                + "2026-03-07 is a Saturday.", and: ("\"09:00:58\"", "\"2026-03-07T09:00:58\"")),
        .scenario(
            "a period that goes backwards", #""to": "2026-03-03""#, #""to": "2026-03-02""#,
            "to is '2026-03-02' in s.json, line 2 (market.to); it must be after 'from', "
                + "2026-03-03."),
        .scenario(
            "a period of three hundred years", #""to": "2026-03-03""#, #""to": "2326-03-02""#,
            "to is '2326-03-02' in s.json, line 2 (market.to); it must be a time such as "
                + "2026-03-03T08:30:00 or a date such as 2026-03-03."),
        .scenario(
            "prints out of order", "09:01:05", "09:00:05",
            "at is '09:00:05' in s.json, line 6 (market.data.inline.ticks[1].at); ticks go by "
                + "time, and market.data.inline.ticks[0] is at 2026-03-03T09:00:58+09:00."),
        .scenario(
            "a print worth more than any day", #""size": 1000 } ] } } }"#,
            #""size": 1000000000 } ] } } }"#,
            "size is 1000000000 in s.json, line 7 (market.data.inline.ticks[2].size); price × "
                + "size must not exceed 10000000000000 won."),
        .scenario(
            "positions that no counter holds", #""cash": 10000000"#,
            #""cash": 0, "positions": [ { "symbol": "005930", "quantity": 1000000000, "#
                + #""average_price": 1000000000 } ]"#,
            "The positions cost too much in s.json, line 8 (account.positions); they may cost "
                + "1000000000000000 won together."),
        .scenario(
            "a name that is a path", "one-buy", "../../one-buy",
            "name is '../../one-buy' in s.json, line 1 (name); it is a name, not a path: small "
                + "letters, digits, '.', '_' and '-'."),
        .scenario(
            "a name that is the folder above", "one-buy", "..",
            "name is '..' in s.json, line 1 (name); it must begin with a small letter or a digit "
                + "and hold only those, '.', '_' and '-'."),
        .scenario(
            "a name with a control character", "one-buy", #"one\u001b[2J"#,
            #"name is 'one\u{1b}[2J' in s.json, line 1 (name); it must begin with a small letter "#
                + "or a digit and hold only those, '.', '_' and '-'."),
        .scenario(
            "an unknown strategy", "scripted", "scriptd",
            "name is 'scriptd' in s.json, line 9 (strategies[0].name); it must be pullback_v1, "
                + "ema_cross, sma_cross, volatility_breakout, rsi_reversion, momentum_rotation, "
                + "buy_and_hold or scripted. Did you mean 'scripted'?"),
        .scenario(
            "a parameter out of range", #""quantity": 10 },"#, #""quantity": 0 },"#,
            "quantity is 0 in s.json, line 10 (strategies[0].parameters.signals[0].quantity); it "
                + "must be between 1 and 1000000000."),
        .scenario(
            "a symbol that is not there", #"05930", "side": "sell""#, #"05935", "side": "sell""#,
            "symbol is '005935' in s.json, line 11 (strategies[0].parameters.signals[1].symbol); "
                + "it must be among the instruments (005930). Did you mean '005930'?"),
        .scenario(
            "a fault that says not of what", #""seed": 7"#,
            #""events": [ { "at": "09:02", "do": "drop_reply" } ]"#,
            "Missing key 'of' in s.json, line 1 (events[0].of); say which messages 'drop_reply' is "
                + "about."),
        .scenario(
            "a cause of the kill switch that is none", #""seed": 7"#,
            #""local": { "kill_switch": "ENGAGED" }"#,
            "kill_switch is 'ENGAGED' in s.json, line 1 (local.kill_switch); it must be BY_HAND, "
                + "ERRORS or CRITICAL."),
        .scenario(
            "records with an unknown key", #""seed": 7"#, #""local": { "cahs": 1 }"#,
            "Unknown key 'cahs' in s.json, line 1 (local.cahs). Did you mean 'cash'?"),
        .scenario(
            "records of less than no shares", #""seed": 7"#, recorded(#""quantity": -10"#),
            "quantity is -10 in s.json, line 1 (local.orders[0].quantity); it must be between 1 "
                + "and 1000000000."),
        .scenario(
            "records of a strategy that is none", #""seed": 7"#,
            recorded(#""quantity": 10, "strategy": "nobody""#),
            "strategy is 'nobody' in s.json, line 1 (local.orders[0].strategy); it must be "
                + "scripted."),
        .scenario(
            "records of more shares than were ordered", #""seed": 7"#,
            recorded(#""quantity": 10, "filled": 11"#),
            "filled is 11 in s.json, line 1 (local.orders[0].filled); it must be less than "
                + "'quantity': the records tell of orders that had not ended."),
    ]

    private static func recorded(_ more: String) -> String {
        #""local": { "orders": [ { "symbol": "005930", "side": "buy", "price": 70000, "#
            + more + " } ] }"
    }

    static let inScenarioFile: [Case] = [
        .file(
            "an empty file", Data(),
            "The text is empty in s.json, line 1, column 1; it must be one JSON value."),
        .file(
            "a file that is cut off", Data(oneBuyOneSell.utf8.prefix(100)),
            "The object opened in line 2 is not closed, nor is the object opened in line 1; the "
                + "text ends in s.json, line 2, column 56 (market)."),
        .file(
            "5,000 brackets", Data(repeating: 0x5B, count: 5_000),
            "Objects and lists are nested more than 64 deep in s.json, line 1, column 65 "
                + "(\(String(repeating: "[0]", count: 64)))."),
        .file(
            "bytes of all kinds", Data((0...255).map { UInt8($0) }),
            "The text is not UTF-8: byte 0x80 at offset 128 cannot be read in s.json, line 2; "
                + "save it as UTF-8."),
        .file(
            "UTF-16", utf16(oneBuyOneSell),
            "The text is UTF-16 (little-endian) in s.json, line 1; save it as UTF-8."),
        .file(
            // These bytes are 삼성 in CP949.
            "CP949",
            Data(#"{ "about": ""#.utf8) + Data([0xBB, 0xEF, 0xBC, 0xBA]) + Data("\" }".utf8),
            "The text is not UTF-8 (it looks like CP949): byte 0xBB at offset 12 cannot be read "
                + "in s.json, line 1; save it as UTF-8."),
        Case(
            "100 MB of nothing", 2,
            "The text has 104857600 bytes in s.json; it may have at most 16777216."
        ) { workshop in
            try workshop.write("", to: "s.json")
            let file = try FileHandle(forWritingTo: workshop.url("s.json"))
            try file.truncate(atOffset: 104_857_600)
        },
    ]
}
