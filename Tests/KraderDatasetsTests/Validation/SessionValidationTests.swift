import KraderDatasets
import KraderMarket
import KraderModel
import Testing

@Suite("Validation of sessions") struct SessionValidationTests {
    private let tuesday = CalendarDate(2026, 3, 3)

    private func codes(ticks: [TickRow], on day: CalendarDate? = nil) throws -> [FindingCode] {
        var scene = ValidationScene()
        scene.ticks = [(day ?? tuesday, ticks)]
        return try scene.codes()
    }

    @Test("a whole session of prints or minutes has no findings")
    func ordinary() throws {
        #expect(try codes(ticks: ValidationScene.session()) == [])
        var scene = ValidationScene()
        scene.minutes(tuesday)
        #expect(try scene.codes() == [])
    }

    @Test("§1.5 the first trading day of a year opens at 10:00")
    func lateOpening() throws {
        let late = ValidationScene.session().filter {
            $0.sinceMidnight >= TimeOfDay(10, 0).sinceMidnight.nanoseconds
        }
        #expect(try codes(ticks: late, on: CalendarDate(2026, 1, 2)) == [])
        #expect(try codes(ticks: late) == [.sessionCut, .noOpeningAuction])
        var scene = ValidationScene()
        scene.minutes(CalendarDate(2026, 1, 2), from: TimeOfDay(10, 0))
        #expect(try scene.codes() == [])
    }

    @Test("a session without a cross at 15:30 has no closing auction")
    func closing() throws {
        #expect(
            try codes(ticks: Array(ValidationScene.session().dropLast())) == [.noClosingAuction])
        var scene = ValidationScene()
        scene.minutes(tuesday, cross: false)
        #expect(try scene.codes() == [.noClosingAuction])
    }

    @Test("minutes that end at 15:00, as of public sources, are cut and lack the cross")
    func cut() throws {
        var scene = ValidationScene()
        for day in [tuesday, CalendarDate(2026, 3, 4)] {
            scene.minutes(day, to: TimeOfDay(14, 59), cross: false)
        }
        let found = try scene.findings().filter { $0.code == .sessionCut }
        #expect(found.count == 1 && found[0].count == 2)
        #expect(try scene.codes() == [.sessionCut, .noClosingAuction])
    }

    @Test("a hole is long when it is against the issue's own pace")
    func holes() throws {
        // Ten minutes are a hole among prints each 10 s, and none among prints each 5 minutes.
        let busy = ValidationScene.session().filter {
            !(39_600_000_000_000..<40_200_000_000_000).contains($0.sinceMidnight)
        }
        var scene = ValidationScene()
        scene.ticks = [(tuesday, busy)]
        let found = try #require(try scene.findings().first { $0.code == .gapSession })
        #expect(found.text.contains("from 10:59:55 to 11:10:05 (10 min)"))
        let quiet = ValidationScene.prints(
            from: TimeOfDay(9, 0, 5), count: 76, apart: 300_000_000_000)
        let cross = ValidationScene.prints(from: TimeOfDay(15, 30, 5), count: 1)
        var some = quiet
        some.removeSubrange(30...31)
        #expect(try codes(ticks: some + cross) == [])
    }

    @Test("six minutes that are missing of busy ones are a hole")
    func minuteHole() throws {
        var scene = ValidationScene()
        scene.minutes(tuesday, except: 660..<666)
        #expect(try scene.codes() == [.gapSession])
        scene.bars = []
        scene.minutes(tuesday, except: 660..<663)
        #expect(try scene.codes() == [])
    }

    @Test("prints in UTC that were taken for KST are errors: nothing trades at night")
    func zone() throws {
        var night = ValidationScene.session()
        for place in night.indices { night[place].sinceMidnight -= 32_400_000_000_000 }
        var scene = ValidationScene()
        scene.ticks = [(tuesday, night)]
        let found = try scene.findings()
        #expect(found.first?.code == .outsideSession && found.first?.severity == .error)
    }

    @Test("prints after the close are a note")
    func afterHours() throws {
        let late = ValidationScene.prints(from: TimeOfDay(15, 45), count: 5)
        let found = try {
            var scene = ValidationScene()
            scene.ticks = [(tuesday, ValidationScene.session() + late)]
            return try scene.findings().first { $0.code == .otherSession }
        }()
        #expect(found?.count == 5 && found?.severity == .note)
    }

    @Test("§2.4 a midpoint print off the grid is a note; §3.2 one beyond the limits a warning")
    func prices() throws {
        var scene = ValidationScene()
        scene.instruments = """
            005930,2020-01-01,board,KOSPI,,,
            005930,2026-03-03,base_price,70000,,,

            """
        var ticks = ValidationScene.session()
        ticks[5].price = 70_050
        ticks[9].price = 91_100
        scene.ticks = [(tuesday, ticks)]
        let found = try scene.findings()
        #expect(found.map(\.code) == [.outsideLimits, .offStep])
        #expect(found.map(\.severity) == [.warning, .note])
        #expect(found[0].time == tuesday.at(TimeOfDay(9, 1, 35)))
    }

    @Test("a file that was taken twice shows; equal prints now and then do not")
    func repeats() throws {
        let ticks = ValidationScene.session()
        #expect(try codes(ticks: ticks.flatMap { [$0, $0] }) == [.duplicateRows])
        var some = ticks
        for place in stride(from: 10, to: 2_000, by: 10) { some[place] = some[place - 1] }
        #expect(try codes(ticks: some) == [])
        #expect(
            try codes(ticks: ticks[..<9] + Array(repeating: ticks[9], count: 12) + ticks[10...])
                == [.duplicateRows])
    }

    @Test("a tenth of books that say the same again is a note, crossed ones too")
    func books() throws {
        var scene = ValidationScene()
        let times = (0..<2_270).map { tuesday.at(TimeOfDay(9, 0, 5)) + .seconds(Int64($0) * 10) }
        let rows = times.enumerated().map { place, time in
            Book(
                time: time, symbol: SymbolIndex(0),
                asks: [PriceLevel(Price(70_100), Shares(Int64(place - (place % 10 == 9 ? 1 : 0))))],
                bids: [PriceLevel(Price(place == 50 ? 70_100 : 70_000), Shares(5))])
        }
        scene.books = [(tuesday, rows)]
        let found = try scene.findings().filter { $0.code != .unknownBoard }
        #expect(found.map(\.code) == [.duplicateRows, .crossedBook])
        #expect(found.map(\.severity) == [.note, .note])
        #expect(found[0].text.contains("10.0 %"))
    }
}
