import Foundation
import Testing

@Suite("krader backtest, of a file and of the dataset that an import makes of it")
struct LooseAndImportedRunTests {
    /// A file, and what a scenario says beside its data.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var key = "candles"
        /// Members of the scenario's file object, and options of the import.
        var told = ""
        var options = ""
        var instrument = #""symbol": "005930", "board": "KOSPI""#
        var to = "2026-03-03"
        /// The timeframe of the strategy that trades where there are no signals.
        var timeframe = "1m"
        var signals: [String] = []
        var testDescription: String { name }
    }

    private static func buy(
        _ at: String, _ quantity: Int, in force: String? = nil, price: Int? = nil
    ) -> String {
        #"{ "at": "\#(at)", "symbol": "005930", "side": "buy", "quantity": \#(quantity)"#
            + (force.map { #", "time_in_force": "\#($0)""# } ?? "")
            + (price.map { #", "price": \#($0)"# } ?? "") + " }"
    }

    /// The candles of README and of docs/how-to/my-csv.md.
    private static let minutes = """
        time,open,high,low,close,volume
        2026-03-03 09:00,70000,70100,69900,70000,5200
        2026-03-03 09:01,70000,70000,69800,69800,3100
        2026-03-03 09:02,69800,70000,69800,69900,2600
        2026-03-03 09:03,69900,70300,69900,70300,4100
        2026-03-03 09:04,70300,70600,70200,70600,4700
        2026-03-03 09:05,70600,70700,70400,70500,2900
        2026-03-03 09:06,70500,70500,70100,70100,3800
        2026-03-03 09:07,70100,70200,69800,69800,3300
        2026-03-03 09:08,69800,69900,69600,69700,2500

        """

    /// The candles newest first, with the last row said again.
    private static let newestFirst: String = {
        var lines = minutes.split(separator: "\n").map(String.init)
        let title = lines.removeFirst()
        return ([title] + lines.reversed() + [lines[0]]).joined(separator: "\n") + "\n"
    }()

    private static let halted = """
        일자,시가,고가,저가,종가,거래량,전일대비
        2026-03-03,70000,71000,69000,70500,1000,500
        2026-03-04,0,0,0,70500,0,0
        2026-03-05,70500,71000,70000,70800,1000,300
        2026-03-06,35000,36000,34000,35500,1000,500

        """

    static let cases: [Case] = [
        Case(name: "minutes", text: minutes),
        Case(
            name: "minutes with IOC and FOK", text: minutes,
            signals: [
                buy("09:01:30", 5, in: "ioc"),
                buy("09:03:00", 5, in: "fok"),
                buy("09:04:00", 5, price: 60000),
            ]),
        Case(
            name: "newest first, one row told twice",
            text: newestFirst),
        Case(
            name: "a halted day, base prices from changes", text: halted, to: "2026-03-06",
            signals: [
                buy("2026-03-04T10:00:00", 1),
                buy("2026-03-05T10:00:00", 1),
                buy("2026-03-06T08:40:00", 1, price: 50_000),
            ]),
        Case(
            name: "prints out of order, times of day",
            text: """
                체결시간,현재가,체결량
                09:00:00,70000,500
                09:01:00,70100,200
                09:00:30,70100,20
                09:01:01,70000,300
                09:02:10,70200,40
                09:10:00,70600,90

                """, key: "ticks", told: #", "date": "2026-03-03""#, options: "--date 2026-03-03",
            signals: [
                buy("09:00:40", 10, price: 70100),
                buy("09:00:50", 3, in: "ioc"),
            ]),
        Case(
            name: "UTC, ends of candles, other titles",
            text: """
                t,o1,h1,l1,c1,v1
                2026-03-03 00:05,70000,70100,69900,70000,5200
                2026-03-03 00:10,70000,70000,69800,69800,3100
                2026-03-03 00:15,69800,70000,69800,69900,2600
                2026-03-03 00:20,69900,70900,69900,70800,2600
                2026-03-03 00:25,70900,71900,70900,71800,2600

                """,
            told: #", "timezone": "UTC", "stamp": "end", "timeframe": "5m", "columns": "#
                + #"{ "time": 1, "open": "o1", "high": "h1", "low": "l1", "close": "c1", "#
                + #""volume": 6 }"#,
            options: "--timezone UTC --stamp end --timeframe 5m "
                + "--columns time=1,open=o1,high=h1,low=l1,close=c1,volume=6", timeframe: "5m"),
        Case(
            name: "lines before and after, the day first, rows without prices",
            text: """
                삼성전자 (005930)
                일자,시가,고가,저가,종가,거래량
                03/03/2026,70000,71000,69000,70500,1000
                04/03/2026,-,-,-,-,-
                05/03/2026,70500,71000,70000,70800,1000
                합계,,,,,2000

                """,
            told: #", "skip_lines": 1, "skip_footer": 1, "date_format": "%d/%m/%Y", "#
                + #""skip_empty": true"#,
            options: "--skip-lines 1 --skip-footer 1 --date-format %d/%m/%Y --skip-empty",
            to: "2026-03-05", signals: [buy("2026-03-05T10:00:00", 1)]),
    ]

    private func scenario(_ file: Case, _ data: String, name: String) -> String {
        let signals = file.signals.joined(separator: ", ")
        let strategy =
            file.signals.isEmpty
            ? """
            { "name": "sma_cross", "parameters": {
              "fast": 2, "slow": 3, "timeframe": "\(file.timeframe)", "quantity": 10 } }
            """
            : #"{ "name": "scripted", "parameters": { "signals": [ \#(signals) ] } }"#
        return """
            { "schema": 1, "name": "\(name)",
              "market": { "from": "2026-03-03", "to": "\(file.to)",
                "instruments": [ { \(file.instrument) } ], "data": { \(data) } },
              "account": { "cash": 10000000 }, "strategies": [ \(strategy) ] }
            """
    }

    /// Plays a file in both ways.
    private func play(_ file: Case) throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write(file.text, to: "f.csv")
        let words =
            "data import f.csv --into \(workshop.url("d").path) -q --symbol 005930 "
            + "--board KOSPI --scope KRX " + file.options
        let made = try workshop.start(words.split(separator: " ").map(String.init)).finished()
        #expect(made.exit == 0, "\(made.err)")
        try workshop.write(
            scenario(
                file, #""\#(file.key)": { "path": "f.csv", "symbol": "005930"\#(file.told) }"#,
                name: "loose"), to: "loose.json")
        try workshop.write(
            scenario(file, #""dataset": "d""#, name: "imported"), to: "imported.json")
        for name in ["loose", "imported"] {
            let done = try workshop.backtest("\(name).json --out out")
            #expect(done.exit == 0, "\(done.err)")
        }
        return workshop
    }

    @Test("the same digest, the same orders and fills", arguments: cases)
    func agree(file: Case) throws {
        let workshop = try play(file)
        let loose = try workshop.runFolder("loose")
        let imported = try workshop.runFolder("imported")
        for table in ["digest", "orders", "fills", "signals", "equity"] {
            let (first, second) = (
                try workshop.text("\(loose)/\(table).csv"),
                try workshop.text("\(imported)/\(table).csv")
            )
            #expect(first == second, "\(table).csv")
        }
        #expect(try workshop.table("orders", of: "loose").rows.isEmpty == false)
    }

    @Test("README's nine minute candles lose 5,600 won, imported too")
    func nine() throws {
        let workshop = try play(Self.cases[0])
        for name in ["loose", "imported"] {
            #expect(try workshop.result(name).integer("totals.net") == -5_600)
        }
    }

    @Test("an order of a halted day is refused, loose and imported")
    func halt() throws {
        let workshop = try play(Self.cases[3])
        for name in ["loose", "imported"] {
            let signals = try workshop.table("signals", of: name).rows
            #expect(signals.first?["refusal"] == "HALTED")
        }
    }
}
