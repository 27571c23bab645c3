import KraderCSV
import KraderDatasets
import KraderJSON
import KraderModel
import Testing

/// Facts made of the market days of others, against a plain reading and against what the rows show
/// by hand.
@Suite(
    "Instruments of real market days",
    .enabled(if: MarketDayFiles.areThere, "no recorded data: set KRADER_TEST_DATA"))
struct InstrumentMarketTests {
    /// Each was looked up in the rows of its code: the closes and base prices around the day, the
    /// listed shares before and after. `-`: the new shares are listed after the data end.
    static let proposals: [Int: [String]] = [
        2021: [
            "005810 2021-02-01 bonus 1.5 2021-02-18", "042000 2021-01-28 bonus 2 2021-02-22",
            "050120 2021-01-25 reverse_split 1/10 -", "067370 2021-01-07 bonus 1.5 2021-01-29",
            "072520 2021-01-19 bonus 1.5 2021-02-10", "080580 2021-01-07 bonus 2 2021-01-29",
            "112610 2021-02-08 bonus 2 -", "227610 2021-01-29 bonus 2 2021-02-19",
            "241690 2021-01-25 bonus 2 2021-02-10", "260970 2021-02-01 split 10 -",
            "268600 2021-02-01 bonus 2 -", "270660 2021-02-17 bonus 4 -",
            "312610 2021-02-09 bonus 2 -", "348210 2021-01-13 bonus 3 2021-01-27",
        ],
        2023: [
            "007460 2023-01-19 reverse_split 1/3 -", "086960 2023-01-09 bonus 4 2023-01-26",
            "095700 2023-01-11 bonus 1.3 2023-02-02", "131400 2023-01-03 reverse_split 1/2 -",
            "138360 2023-01-27 bonus 2 -", "311320 2023-01-11 bonus 2 2023-02-01",
        ],
        2025: [
            "043090 2025-02-10 reverse_split 1/6 -", "052300 2025-02-03 reverse_split 1/10 -",
            "054630 2025-01-10 reverse_split 1/10 -", "065170 2025-01-07 reverse_split 1/10 -",
            "177350 2025-01-22 reverse_split 1/5 -", "210120 2025-01-24 split 2.5 -",
            "210120 2025-01-31 bonus 3 -", "216080 2025-01-03 bonus 2 2025-01-23",
            "355390 2025-01-24 split 2 -", "381620 2025-01-24 bonus 3 -",
        ],
    ]

    @Test("§8 splits, reductions and bonus issues are proposed", arguments: [2021, 2023, 2025])
    func proposals(year: Int) throws {
        let findings = try MarketDayFiles.findings(of: year)
        let found = InstrumentTable(findings.facts).proposals.filter { $0.action != nil }
        #expect(
            found.map {
                "\($0.symbol) \($0.day) \($0.kind.name) \($0.value.text) "
                    + "\($0.action?.sellableFrom.map(String.init(describing:)) ?? "-")"
            } == InstrumentMarketTests.proposals[year])
        #expect(found.allSatisfy { $0.note.contains("base ") && $0.note.contains("after close ") })
    }

    @Test("a proposal states its evidence in numbers")
    func evidence() throws {
        let findings = try MarketDayFiles.findings(of: 2021)
        func note(_ code: String) -> String? {
            findings.facts.first { $0.symbol.description == code && $0.action != nil }?.note
        }
        #expect(
            note("042000")
                == "base 38,050 after close 75,900; "
                + "listed shares 9,430,597 → 18,834,733 on 2021-02-22"
        )
        #expect(
            note("050120")
                == "listed shares 135,640,864 → 13,564,086; "
                + "base 5,590 after close 559 on 2021-01-06"
        )
        #expect(
            note("270660")
                == "base 37,650 after close 150,500; the new shares are not in the data")
    }

    @Test("shares that come without a fall in price are no action: 323990 on 2021-01-25")
    func sharesAlone() throws {
        let rows = try MarketDayFiles.rows(of: 2021).filter { $0.code == "323990" }
        // The ex-day lay before the data: its base of 2021-01-04 already was 167,300.
        let doubled = rows.sorted { $0.day < $1.day }.filter { $0.shares == 15_046_000 }
        #expect(doubled.first?.day == "2021-01-25")
        let findings = try MarketDayFiles.findings(of: 2021)
        let facts = findings.facts.filter { $0.symbol.description == "323990" }
        #expect(!facts.contains { $0.action != nil })
        #expect(
            facts.contains {
                $0.day == CalendarDate(2021, 1, 25)
                    && $0.value == .listedShares(Shares(15_046_000)) && !$0.isProposed
            })
    }

    @Test("a spin-off, a fund of own shares burnt, a price found anew are told, not guessed")
    func unexplained() throws {
        func found(_ year: Int) throws -> Set<String> {
            Set(
                try MarketDayFiles.findings(of: year).unexplained.map {
                    "\($0.symbol) \($0.day)"
                })
        }
        // 코오롱글로벌 split off its car dealers: shares × 0.751, price × 0.956.
        #expect(try found(2023).isSuperset(of: ["003070 2023-01-31", "003075 2023-01-31"]))
        // A bonus issue of SNT모티브, a fifth of whose shares are its own: no round factor.
        #expect(try found(2025).isSuperset(of: ["064960 2025-01-24", "104700 2025-01-15"]))
    }

    @Test(
        "a base price is written where close − change is not the close before",
        arguments: [2021, 2023, 2025])
    func basePrices(year: Int) throws {
        let rows = try MarketDayFiles.rows(of: year)
        var expected: Set<String> = []
        for (code, rows) in Dictionary(grouping: rows, by: \.code) {
            var close: Int64?
            for row in rows.sorted(by: { $0.day < $1.day }) {
                let base = row.close - row.change
                if base != close { expected.insert("\(code) \(row.day) \(base)") }
                close = row.close
            }
        }
        let findings = try MarketDayFiles.findings(of: year)
        let found = findings.facts.filter { $0.kind == .basePrice }.map {
            "\($0.symbol) \($0.day) \($0.value.text)"
        }
        #expect(found.count == expected.count)
        #expect(Set(found) == expected)
        #expect(!findings.facts.contains { $0.kind == .basePrice && $0.isProposed })
    }

    @Test("counts of facts, by hand: rows, boards, names, comings and goings")
    func counts() throws {
        struct Counts: Equatable {
            var rows, issues, boards, names, listed, delisted: Int
            var areSure: Bool
        }
        func counts(_ year: Int) throws -> Counts {
            let findings = try MarketDayFiles.findings(of: year)
            func count(_ kind: InstrumentFact.Kind) -> Int {
                findings.facts.count { $0.kind == kind }
            }
            let lives = findings.facts.filter { $0.kind == .listed || $0.kind == .delisted }
            return Counts(
                rows: findings.rows, issues: findings.issues, boards: count(.board),
                names: count(.name), listed: count(.listed), delisted: count(.delisted),
                areSure: lives.allSatisfy { !$0.isProposed })
        }
        // 239890 went from KONEX to KOSDAQ on 2021-02-16; halted issues have no rows in that year.
        #expect(
            try counts(2021)
                == Counts(
                    rows: 79_980, issues: 2_455, boards: 2_456, names: 2_455, listed: 36,
                    delisted: 26, areSure: false))
        #expect(
            try counts(2023)
                == Counts(
                    rows: 80_799, issues: 2_701, boards: 2_701, names: 2_701, listed: 11,
                    delisted: 2, areSure: true))
        #expect(
            try counts(2025)
                == Counts(
                    rows: 71_708, issues: 2_877, boards: 2_877, names: 2_877, listed: 11,
                    delisted: 5, areSure: true))
    }

    @Test("a trading day without any rows is named: 2021-01-22")
    func missingDay() throws {
        let findings = try MarketDayFiles.findings(of: 2021)
        #expect(findings.days.missing == [CalendarDate(2021, 1, 22)])
    }

    @Test("LG CNS was first traded on 2025-02-05 at an offer price of 61,900")
    func offer() throws {
        let findings = try MarketDayFiles.findings(of: 2025)
        let instruments = InstrumentTable(findings.facts)
        let code = try IssueCode("064400")
        let before = instruments.instruments(on: CalendarDate(2025, 2, 4))
        let after = instruments.instruments(on: CalendarDate(2025, 2, 5))
        #expect(!before.contains { $0.code == code })
        let listed = after.first { $0.code == code }
        #expect(
            listed?.listing
                == Instrument.Listing(day: CalendarDate(2025, 2, 5), offerPrice: Price(61_900)))
        #expect(listed?.board == .kospi && listed?.basePrice == Price(61_900))
        // The shares are those of the day: 96,885,948 after the offer.
        #expect(listed?.listedShares == Shares(96_885_948))
    }

    @Test("the tables of three years are written, read back and put together")
    func roundTrip() throws {
        var table = InstrumentTable()
        for year in [2021, 2023, 2025] {
            let findings = try MarketDayFiles.findings(of: year)
            let one = InstrumentTable(findings.facts)
            #expect(try InstrumentTable(one.text, file: "one") == one)
            table.merge(findings.facts)
        }
        #expect(table.facts.count > 25_000)
        #expect(Set(table.histories.map(\.code)).count == table.histories.count)
    }

    @Test("KRX's own lists of listings and delistings say the same days")
    func againstLists() throws {
        func days(_ name: String, code codeTitle: String, day dayTitle: String) throws
            -> [String: String]
        {
            let fields = try MarketDayFiles.table("listing/\(name)-2026-03-20.csv.gz")
            let code = try #require(fields[0].firstIndex(of: codeTitle))
            let day = try #require(fields[0].firstIndex(of: dayTitle))
            return Dictionary(
                fields.filter { $0.count > max(code, day) }.map { ($0[code], $0[day]) },
                uniquingKeysWith: { max($0, $1) })
        }
        let delisted = try days("delisting", code: "Symbol", day: "DelistingDate")
        let listed = try days("desc", code: "Code", day: "ListingDate")
        var compared = 0
        for year in [2023, 2025] {
            for fact in try MarketDayFiles.findings(of: year).facts {
                let code = "\(fact.symbol)"
                switch fact.kind {
                case .delisted: #expect(delisted[code] == "\(fact.day)", "\(code)")
                case .listed:
                    // Preferred shares are not in that list.
                    guard let day = listed[code], !day.isEmpty else { continue }
                    #expect(day == "\(fact.day)", "\(code)")
                default: continue
                }
                compared += 1
            }
        }
        #expect(compared > 20)
    }
}
