import Foundation
import KraderMarket
import KraderModel
import Testing

/// A workshop with two days of prints and two of daily candles of one issue.
private func workshop() throws -> Workshop {
    let workshop = try Workshop()
    let sample = try DatasetSample(workshop.url("datasets/sample").path)
    let (tuesday, wednesday) = (CalendarDate(2026, 3, 3), CalendarDate(2026, 3, 4))
    for day in [tuesday, wednesday] {
        var rows: [(second: Double, price: UInt32, size: UInt32)] = []
        for place in UInt32(0)..<60 {
            rows.append((32_400 + Double(place) * 5, 70_000 + place % 7 * 100, place + 1))
        }
        rows.append((second: 55_811, price: 70_300, size: 500))
        try sample.ticks("005930", day, rows)
    }
    var book = Book(time: tuesday.at(TimeOfDay(9, 1)), symbol: SymbolIndex(0))
    for level in Int64(0)..<10 {
        book.append(PriceLevel(Price(70_100 + level * 100), Shares(40 - level)), to: .sell)
        book.append(PriceLevel(Price(70_000 - level * 100), Shares(10 + level)), to: .buy)
    }
    try sample.books("005930", tuesday, depth: 10, [book])
    try sample.candles(
        "005930", .d1,
        [tuesday, wednesday].enumerated().map { place, day in
            CandleRow(
                start: day.midnight, open: 70_000, high: 70_600, low: 70_000, close: 70_300,
                volume: Int64(2_330 + place), value: 2_330 * 70_300)
        })
    sample.fact("005930,2020-01-01,board,KOSPI")
    try sample.publish()
    return workshop
}

extension Workshop {
    fileprivate func data(_ line: String) throws -> Finished {
        try start(["data"] + line.split(separator: " ").map(String.init)).finished()
    }
}

@Suite("krader data list, inspect and validate") struct DataLookTests {
    @Test("list names datasets with what they hold; a damaged one with what is wrong")
    func list() throws {
        let workshop = try workshop()
        let whole = try workshop.data("list")
        #expect(whole.exit == 0 && whole.err == "")
        let lines = whole.out.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("dataset"))
        let words = lines[1].split(separator: " ").map(String.init)
        #expect(words.first == "sample" && words.contains("125") && words.contains("KRX"))
        #expect(!whole.out.contains("\u{1B}"))
        try workshop.write("{}", to: "datasets/other/dataset.json")
        let damaged = try workshop.data("list")
        #expect(damaged.exit == 0 && damaged.out.contains("was changed since it was written"))
        let json = try JSON(Data(try workshop.data("list --json").out.utf8))
        #expect(json.text("datasets.1.name") == "sample" && json.integer("datasets.1.rows") == 125)
        #expect(json.text("datasets.0.damage") != nil)
    }

    @Test("without any dataset list says where it looked")
    func none() throws {
        let done = try Workshop().data("list")
        #expect(done.exit == 0 && done.out.contains("below 'datasets' (setting data.dir)"))
    }

    @Test("a name that is not there gets the nearest spelling and exit code 3")
    func names() throws {
        let workshop = try workshop()
        for command in ["inspect", "validate"] {
            let done = try workshop.data("\(command) sampel")
            #expect(done.exit == 3 && done.out == "")
            #expect(done.err.contains("Did you mean 'sample'?"))
            #expect(try workshop.data("\(command) ./nothing").exit == 3)
            #expect(try workshop.data("\(command) datasets/sample").exit == 0)
            #expect(try workshop.data("\(command) sample --set data.dir=elsewhere").exit == 3)
        }
    }

    @Test("inspect shows contents and symbols, and as JSON the same")
    func overview() throws {
        let workshop = try workshop()
        let done = try workshop.data("inspect sample")
        #expect(done.exit == 0 && done.err == "")
        for word in ["ticks", "books", "candles 1d", "005930", "KOSPI", "122"] {
            #expect(done.out.contains(word), "\(word)")
        }
        let json = try JSON(Data(try workshop.data("inspect sample --json").out.utf8))
        #expect(json.integer("issues.0.rows") == 125 && json.text("issues.0.board") == "KOSPI")
        #expect(json.list("contents")?.count == 3)
    }

    @Test("inspect draws prices and volume in the terminal's width, of all days or of one")
    func chart() throws {
        let workshop = try workshop()
        for line in [
            "inspect sample --symbol 005930", "inspect sample --symbol 005930 --day 2026-03-03",
        ] {
            let done = try workshop.data(line)
            #expect(done.exit == 0 && done.err == "")
            #expect(done.out.contains("volume") && done.out.contains("┤"))
            #expect(done.out.split(separator: "\n").allSatisfy { $0.count <= 100 })
        }
        // The volumes are 1 + 2 … + 60 and 500.
        let day = try workshop.data("inspect sample --symbol 005930 --day 2026-03-03 --json")
        let columns = try #require(try JSON(Data(day.out.utf8)).list("columns"))
        #expect(columns.compactMap { $0.integer("volume") }.reduce(0, +) == 2_330)
        #expect(try workshop.data("inspect sample --symbol 005930 --day 2026-03-05").exit == 3)
        #expect(try workshop.data("inspect sample --symbol 005930 --day 3.3.2026").exit == 2)
    }

    @Test("inspect --at shows rows around a time, the nearest marked, and books as a ladder")
    func rows() throws {
        let workshop = try workshop()
        let done = try workshop.data(
            "inspect sample --symbol 005930 --day 2026-03-03 --at 09:01:01 --rows 4")
        #expect(done.exit == 0 && done.err == "")
        let marked = try #require(done.out.split(separator: "\n").first { $0.contains("▶") })
        #expect(marked.contains("09:01:00") && marked.contains("13"))
        let book = try workshop.data(
            "inspect sample --symbol 005930 --kind books --at 09:01:00")
        #expect(book.exit == 0 && book.out.contains("ask quantity") && book.out.contains("71,000"))
        let json = try JSON(
            Data(
                try workshop.data(
                    "inspect sample --symbol 005930 --day 2026-03-03 --at 15:30 --rows 1 --json"
                ).out.utf8))
        #expect(json.integer("rows.0.price") == 70_300 && json.flag("rows.0.nearest") == true)
        #expect(try workshop.data("inspect sample --at 09:00").exit == 2)
        #expect(try workshop.data("inspect sample --symbol 005930 --at 09:00").exit == 2)
        #expect(try workshop.data("inspect sample --symbol 000660").exit == 3)
    }

    @Test("inspect --profile measures a dataset as it does a scenario")
    func profile() throws {
        let done = try workshop().data("inspect sample --profile --json")
        #expect(done.exit == 0 && done.err == "")
        let json = try JSON(Data(done.out.utf8))
        #expect(json.integer("prints") == 122 && json.integer("issues.0.prints_per_day") == 61)
    }

    @Test("validate groups findings; --strict ends with 5 when one is an error, damage with 3")
    func validate() throws {
        let workshop = try workshop()
        let done = try workshop.data("validate sample --strict")
        #expect(done.exit == 0 && done.err == "")
        #expect(done.out.contains("SESSION_CUT") && !done.out.contains("\u{1B}"))
        let json = try JSON(Data(try workshop.data("validate sample --json").out.utf8))
        #expect(json.integer("errors") == 0 && json.integer("rows") == 125)
        #expect(json.list("findings")?.contains { $0.text("code") == "SESSION_CUT" } == true)

        let closed = try DatasetSample(workshop.url("datasets/closed").path)
        try closed.ticks("005930", CalendarDate(2026, 2, 17), [(32_400, 70_000, 1)])
        try closed.publish()
        #expect(try workshop.data("validate closed").exit == 0)
        #expect(try workshop.data("validate closed --strict").exit == 5)

        let file = "datasets/sample/ticks/005930/2026-03-03.ticks"
        var bytes = try workshop.bytes(file)
        bytes[200] ^= 1
        try workshop.write(bytes, to: file)
        let damaged = try workshop.data("validate sample")
        #expect(damaged.exit == 3)
        #expect(damaged.out.contains("DAMAGED") && damaged.out.contains("2026-03-03.ticks"))
        #expect(damaged.out.contains("offset 128"))
    }
}
