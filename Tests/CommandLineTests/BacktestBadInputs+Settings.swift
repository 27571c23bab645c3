import Foundation

extension BacktestBadInputTests {
    static let inSettings: [Case] = [
        .set(
            #"account={"cahs":1,"cash":1}"#,
            #"Unknown key 'cahs' (account.cahs, from --set account={"cahs":1,"cash":1}). "#
                + "Did you mean 'cash'?"),
        .set(
            #"events=[{"at":"2026-03-03T09:00:00","do":"kil"}]"#,
            #"do is 'kil' (from --set events=[{"at":"2026-03-03T09:00:00","do":"kil"}]); it must "#
                + "be "
                + "kill, rearm, acknowledge, flatten, pause, resume, reconcile, "
                + "accept_difference, drop_request, delay_request, reject_request, refuse_rate, "
                + "drop_reply, delay_reply, reset_reply, http_status, reply_code, garble_reply, "
                + "blank_number, repeat_reply, drop_push, delay_push, repeat_push, reorder_push, "
                + "corrupt_push, empty_list, partial_list, stale_list, short_pages, refuse_list, "
                + "fill, reject_order, manual_order, manual_cancel, manual_modify, drop_link, "
                + "drop_rest, drop_socket, "
                + "half_open, silence, take_over, expire_token, revoke_token, refuse_address, "
                + "maintenance, suspend, skew_clock, store_busy, store_full, store_corrupt, "
                + "mark_fails, store_slow, crash, halt, volatility_interruption, stale, gap or "
                + "crossed. Did you mean 'kill'?"),
        .set("x", "'=' is missing in --set x; it must be path=value, like account.cash=5000000."),
        .set(
            "acount.cash=5",
            "Unknown key 'acount' (from --set acount.cash=5). Did you mean 'account'?"),
        .set(
            "account.cash=-5",
            "cash is -5 (from --set account.cash=-5); it must be between 0 and 10000000000000."),
        .set(
            "risk.position_size_pct=5",
            "position_size_pct is 5 (from --set risk.position_size_pct=5); it must be between "
                + "0.01 and 0.5."),
        .set(
            "strategies[id=fast].name=scripted",
            "strategies has no element with id 'fast' (from --set "
                + "strategies[id=fast].name=scripted); there is scripted."),
        .set(
            "strategies[5].name=scripted",
            "strategies[5] is not there: strategies has 1 element (from --set "
                + "strategies[5].name=scripted)."),
        .good(
            "a variable out of range", 2,
            "KRADER_RISK__POSITION_SIZE_PCT is 5 (from the environment); it must be between 0.01 "
                + "and 0.5.", environment: ["KRADER_RISK__POSITION_SIZE_PCT": "5"]),
        .good(
            "a variable of no setting", 2,
            "KRADER_RISK__POSITION_SIZ_PCT is no setting (from the environment). Did you mean "
                + "'KRADER_RISK__POSITION_SIZE_PCT'?",
            environment: ["KRADER_RISK__POSITION_SIZ_PCT": "0.1"]),
        .good(
            "krader.json out of range", 2,
            "max_position_size is 0 in krader.json, line 1 (risk.max_position_size); it must be "
                + "between 1 and 1000000000."
        ) { try $0.write(#"{ "risk": { "max_position_size": 0 } }"#, to: "krader.json") },
        .good(
            "krader.json that is a folder", 2,
            "Can't read 'krader.json': It is a folder, not a file."
        ) { try $0.makeFolder("krader.json") },
        .good(
            "a line of .env", 2,
            "A line is not understood in .env, line 1; it must be NAME=value."
        ) { try $0.write("what\n", to: ".env") },
    ]

    static let onCommandLine: [Case] = [
        Case("a missing scenario", 2, "Can't read 's.json': No such file or directory."),
        Case("a folder as scenario", 2, "Can't read 's.json': It is a folder, not a file.") {
            try $0.makeFolder("s.json")
        },
        Case(
            "a device as scenario", 2,
            "Can't read '/dev/zero': It is a device or a pipe, not a file.",
            arguments: ["/dev/zero"]),
        Case("a pipe as scenario", 2, "Can't read 's.json': It is a device or a pipe, not a file.")
        {
            $0.makePipe("s.json")
        },
        Case("a link to itself", 2, "Can't read 's.json': Too many levels of symbolic links.") {
            try $0.link("s.json", to: "s.json")
        },
        Case(
            "a path of escapes", 2,
            #"Can't read '\u{1b}[2Js.json': No such file or directory."#,
            arguments: ["\u{1B}[2Js.json"]),
        .good(
            "a seed beyond 64 bits", 2,
            "seed is 18446744073709551615 (from --set seed=18446744073709551615); it must fit a "
                + "64-bit integer.",
            arguments: ["s.json", "--seed", "18446744073709551615"]),
    ]

    static let inPlaces: [Case] = [
        .good(
            "an output folder without a name", 2, "--out is empty; it must name a folder.",
            arguments: ["s.json", "--out", ""]),
        .good(
            "an output folder that is a file", 2,
            "Can't write 'out/one-buy': Not a directory; name another with --out."
        ) { try $0.write("mine", to: "out") },
        .good(
            "an output folder below a file", 2,
            "Can't write 'keep/sub': Not a directory; name another with --out.",
            arguments: ["s.json", "--out", "keep/sub"]
        ) { try $0.write("mine", to: "keep") },
        .good(
            "a scenario's folder that is a file", 2,
            "Can't write 'out/one-buy': Not a directory; name another with --out."
        ) { try $0.write("mine", to: "out/one-buy") },
        .good(
            "an output folder that leads nowhere", 2,
            "Can't write 'out/one-buy': No such file or directory; name another with "
                + "--out."
        ) { try $0.link("out", to: "nowhere") },
        .good(
            "an output folder where nobody may write", 2,
            "Can't write '/proc/krader': No such file or directory; name another with "
                + "--out.", arguments: ["s.json", "--out", "/proc/krader"]),
    ]
}
