import KraderCSV
import KraderDatasets
import KraderJSON
import KraderModel
import Testing

/// Days of January 2023, all of them trading days.
private let days = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13].map { CalendarDate(2023, 1, $0) }

/// The facts of rows `close base shares`, one a day. A `-` is a day without a row; an `h` in front
/// marks a halted day.
private func facts(
    _ rows: [String], board: Board? = .kosdaq, market: Bool = true, from first: Int = 0,
    _ change: (inout InstrumentBuilder) -> Void = { _ in }
) throws -> [String] {
    let findings = try findings(rows, board: board, market: market, from: first, change)
    return InstrumentTable(findings.facts.filter { $0.symbol.description == "000020" }).facts.map {
        let sellable = $0.action?.sellableFrom.map { " sellable \($0)" } ?? ""
        return "\($0.day.description.suffix(5)) \($0.kind.name) \($0.value.text)\(sellable)"
            + ($0.isProposed ? " ?" : "")
    }
}

private func findings(
    _ rows: [String], board: Board? = .kosdaq, market: Bool = true, from first: Int = 0,
    _ change: (inout InstrumentBuilder) -> Void = { _ in }
) throws -> InstrumentFindings {
    var builder = InstrumentBuilder()
    let code = try IssueCode("000020")
    for (place, text) in rows.enumerated() where text != "-" {
        let fields = text.split(separator: " ")
        let numbers = fields.compactMap { Int64($0) }
        builder.add(
            code,
            DailyRow(
                day: days[first + place], open: fields[0] == "h" ? 0 : numbers[0],
                close: numbers[0], basePrice: numbers[1], listedShares: numbers[2],
                isHalted: fields[0] == "h", board: board))
    }
    if market {
        // Another issue trades every day; a third is halted, so halted days are kept.
        for day in days {
            builder.add(
                try IssueCode("000010"),
                DailyRow(day: day, open: 100, close: 100, basePrice: 100, listedShares: 50))
            builder.add(
                try IssueCode("000030"),
                DailyRow(
                    day: day, close: 100, basePrice: 100, listedShares: 50, isHalted: true))
        }
    }
    change(&builder)
    return builder.finish()
}

private let same = ["100 100 1000", "100 100 1000"]

@Suite("Facts from rows of the whole market")
struct InstrumentBuilderTests {
    private let start = ["01-02 base_price 100", "01-02 board KOSDAQ", "01-02 listed_shares 1000"]

    @Test("the first row says board, shares and base price; more only when they change")
    func first() throws {
        let rows = Array(repeating: "100 100 1000", count: 10)
        #expect(try facts(rows) == start)
        #expect(
            try facts(rows.dropLast() + ["100 100 1001"]) == start + ["01-13 listed_shares 1001"])
    }

    @Test("§3.3 a base price is a fact where it is not the close before")
    func base() throws {
        let rows = ["100 100 1000", "120 100 1000", "110 119 1000", "110 110 1000"]
        #expect(
            try facts(rows + Array(repeating: "110 110 1000", count: 6))
                == start + ["01-04 base_price 119"])
    }

    @Test("a code that comes later was listed then; one that goes was delisted the day after")
    func lives() throws {
        #expect(
            try facts(same, from: 3) == [
                "01-05 base_price 100", "01-05 board KOSDAQ", "01-05 listed ",
                "01-05 listed_shares 1000", "01-09 delisted ",
            ])
    }

    @Test("where days without trading have no rows, comings and goings are proposed")
    func absent() throws {
        let lives = try facts(same, from: 3) { builder in
            // Nothing is added: the market of this one has no halted issue.
            _ = builder
        }
        #expect(lives.contains("01-05 listed "))
        let alone = try facts(same, market: false, from: 3) { builder in
            for day in days {
                guard let code = try? IssueCode("000010") else { return }
                builder.add(
                    code, DailyRow(day: day, open: 100, close: 100, basePrice: 100))
            }
        }
        #expect(alone.contains("01-05 listed  ?") && alone.contains("01-09 delisted  ?"))
    }

    @Test("a list of issues tells when one was listed and removed")
    func lists() throws {
        let code = try IssueCode("000020")
        let told = try facts(same, from: 3) { builder in
            builder.life(code, listed: CalendarDate(1999, 5, 3), delisted: days[7])
        }
        #expect(told.contains("05-03 listed ") && told.contains("01-11 delisted "))
        #expect(!told.contains("01-05 listed ") && !told.contains("01-09 delisted "))
        // It has rows before: it only changed its board then.
        let moved = try facts(Array(repeating: "100 100 1000", count: 10)) { builder in
            builder.life(code, listed: days[5], delisted: days[2])
        }
        #expect(moved == start)
    }

    @Test("§8 a split: shares × 5, base price ÷ 5 on the same day")
    func split() throws {
        let rows = ["100 100 1000"] + Array(repeating: "20 20 5000", count: 9)
        #expect(
            try facts(rows) == start + [
                "01-03 base_price 20", "01-03 listed_shares 5000", "01-03 split 5 ?",
            ])
    }

    @Test("§3.3 a reduction over a halt: the shares change first, the base when trading goes on")
    func reduction() throws {
        let rows =
            ["100 100 1000", "h 100 100 1000", "h 100 100 333", "h 100 100 333"]
            + Array(repeating: "330 330 333", count: 6)
        let first = try facts(rows[0..<4] + ["320 260 333"] + rows[5...])
        #expect(
            first.filter { $0.contains("?") || $0.contains("base") } == [
                "01-02 base_price 100", "01-06 base_price 260", "01-06 reverse_split 1/3 ?",
                "01-09 base_price 330",
            ])
    }

    @Test("a bonus issue: the price falls on the ex-day, the shares are listed later")
    func bonus() throws {
        let rows =
            ["20000 20000 1000000", "10000 10000 1000000", "10000 10000 1000000"]
            + Array(repeating: "10000 10000 1980000", count: 7)
        #expect(
            try facts(rows).filter { $0.contains("?") } == [
                "01-03 bonus 2 sellable 2023-01-05 ?"
            ])
        let note = try findings(rows).facts.first { $0.kind == .bonus }?.note
        #expect(
            note
                == "base 10,000 after close 20,000; "
                + "listed shares 1,000,000 → 1,980,000 on 2023-01-05"
        )
    }

    @Test("a rights issue and shares that come alone are no action")
    func none() throws {
        let rights =
            ["20000 20000 1000000", "19300 19300 1000000", "19300 19300 1000000"]
            + Array(repeating: "19300 19300 1250000", count: 7)
        #expect(try facts(rights).filter { $0.contains("?") } == [])
        let alone = ["20000 20000 1000000"] + Array(repeating: "20000 20000 2000000", count: 9)
        #expect(try facts(alone).filter { $0.contains("?") } == [])
    }

    @Test("a fall that no round factor explains is told")
    func unexplained() throws {
        let rows = ["20000 20000 1000000"] + Array(repeating: "11330 11330 1000000", count: 9)
        #expect(try facts(rows).filter { $0.contains("?") } == [])
        let moves = try findings(rows).unexplained
        #expect(moves.map(\.evidence) == ["base 11,330 after close 20,000"])
    }

    @Test("a row that stands twice is counted; of two that differ the first is taken")
    func repetitions() throws {
        let code = try IssueCode("000020")
        let rows = Array(repeating: "100 100 1000", count: 10)
        let twice = try findings(rows) { builder in
            let row = DailyRow(
                day: days[0], open: 100, close: 100, basePrice: 100, listedShares: 1_000,
                board: .kosdaq)
            builder.add(code, row)
            var other = row
            other.day = days[1]
            other.close = 99
            builder.add(code, other)
        }
        #expect(twice.repeated == 1 && twice.contradicting == 1)
        #expect(twice.unexplained.isEmpty)
    }

    @Test("codes without a board are named; a board that is given is theirs")
    func boards() throws {
        let rows = Array(repeating: "100 100 1000", count: 10)
        #expect(
            try findings(rows, board: nil).withoutBoard.map(\.description) == [
                "000010", "000020", "000030",
            ])
    }
}
