import KraderModel
import KraderReport
import Testing

@testable import KraderEngine

@Suite("exits.csv, universe.csv and adjustments.csv")
struct WatchTableTests {
    let at = CalendarDate(2026, 3, 3).at(TimeOfDay(9, 1))

    /// The rows of a table after these records.
    private func rows(_ table: Table, _ records: [Record]) throws -> [String] {
        let pages = Pages()
        let tables = RunTables(
            instruments: [Instrument(code: try IssueCode("005930"), board: .kospi)],
            strategyIDs: ["fast"], sampling: .everyMinute
        ) { pages.add($0, $1) }
        var out = OutputBuffer()
        for record in records { out.records.append(record) }
        tables.commit(&out, ReasonTable())
        tables.finish()
        return pages.lines(table)
    }

    private final class Pages {
        private var texts: [Table: [UInt8]] = [:]
        func add(_ table: Table, _ bytes: [UInt8]) { texts[table, default: []] += bytes }
        func lines(_ table: Table) -> [String] {
            String(decoding: texts[table] ?? [], as: UTF8.self).split(separator: "\n")
                .dropFirst().map(String.init)
        }
    }

    @Test("an exit that was armed and hit leaves its levels, and its reason once hit")
    func exits() throws {
        var exit = ArmedExit(
            strategy: 0, symbol: SymbolIndex(0),
            rules: ProtectiveExits(stop: .price(Price(69_000)), after: .hours(1)), firstFill: at)
        exit.cover(
            Shares(10), at: Price(70_000), by: exit.rules,
            PriceStepTable.table(board: .kospi, on: CalendarDate(at)))
        let armed = ExitRecord(at: at, event: .armed, exit: exit)
        exit.hit = .stop
        let hit = ExitRecord(at: at + .seconds(5), event: .hit, exit: exit)
        let due = "2026-03-03T10:01:00.000+09:00"
        #expect(
            try rows(.exits, [.exit(armed), .exit(hit)]) == [
                "2026-03-03T09:01:00.000+09:00,fast,005930,armed,,10,700000,69000,,,\(due)",
                "2026-03-03T09:01:05.000+09:00,fast,005930,hit,STOP,10,700000,69000,,,\(due)",
            ])
    }

    @Test("of 35 shares, ten into one, three are left; the row says that a part was lost")
    func adjustment() throws {
        let record = CorporateActionRecord(
            at: at, symbol: SymbolIndex(0), strategy: nil,
            action: CorporateAction(
                kind: .reverseSplit, factor: Ratio(1, 10), day: CalendarDate(2026, 3, 3)),
            before: Shares(35), after: Shares(3), cost: Won(2_450_000), writtenOff: .zero,
            mark: Price(700_000))
        var own = record
        own.strategy = 0
        let row = "reverse_split,1/10,10,35,3,true,2450000,0,700000,"
        #expect(
            try rows(.adjustments, [.corporateAction(record), .corporateAction(own)]) == [
                "2026-03-03T09:01:00.000+09:00,005930,,\(row)",
                "2026-03-03T09:01:00.000+09:00,005930,fast,\(row)",
            ])
    }

    @Test("a symbol joins at a rank and leaves without one")
    func universe() throws {
        func record(_ change: UniverseRecord.Change, _ rank: Int) -> Record {
            .universe(UniverseRecord(at: at, symbol: SymbolIndex(0), change: change, rank: rank))
        }
        #expect(
            try rows(.universe, [record(.joined, 3), record(.left, 0)]) == [
                "2026-03-03T09:01:00.000+09:00,005930,joined,3",
                "2026-03-03T09:01:00.000+09:00,005930,left,",
            ])
    }
}
