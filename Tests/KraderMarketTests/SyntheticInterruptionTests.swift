import KraderModel
import Testing

@testable import KraderMarket

/// Makes wild issues on which every rule of a day is met.
private func wild(
    _ from: CalendarDate = CalendarDate(2026, 3, 3),
    _ through: CalendarDate = CalendarDate(2026, 3, 31), volatility: Double = 1.4
) -> SyntheticSettings {
    var settings = SyntheticSettings(
        issues: SyntheticSettings.issues(count: 9), from: from, through: through)
    for index in settings.issues.indices {
        settings.issues[index].printsPerDay = 1_500
        settings.issues[index].yearlyVolatility = volatility
        settings.issues[index].size = index % 2 == 0 ? .small : .large
    }
    return settings
}

private func changes(_ settings: SyntheticSettings, seed: UInt64) -> [StatusChange] {
    let source = SyntheticStatuses(settings: settings, seed: seed)
    var all: [StatusChange] = []
    while true {
        let batch = source.nextStatusChanges()
        if batch.count == 0 { return all }
        for index in 0..<batch.count { all.append(batch[index]) }
    }
}

@Suite struct SyntheticInterruptionTests {
    private let settings = wild()
    private let market: SyntheticMarket
    private let ticks: [Tick]
    private let statuses: [StatusChange]

    init() {
        market = SyntheticMarket(settings: settings, seed: 3)
        ticks = drained(market)
        statuses = changes(settings, seed: 3)
    }

    @Test("§4.2 an interruption lasts 2 minutes and up to 30 s, or into the closing auction")
    func duration() throws {
        var kinds: Set<StatusChange.Cause> = []
        for symbol in settings.issues.indices {
            let mine = statuses.filter { $0.symbol == SymbolIndex(symbol) }
            #expect(mine.count % 2 == 0)
            for place in stride(from: 0, to: mine.count, by: 2) {
                let (start, end) = (mine[place], mine[place + 1])
                #expect(start.status == .callAuction && end.status == .normal)
                #expect(end.cause == .resumption)
                kinds.insert(start.cause)
                let hours = SessionHours.on(CalendarDate(start.time))
                let lasted = end.time - start.time
                #expect(
                    lasted >= .seconds(120) && lasted <= .seconds(150)
                        || end.time == hours.closingAuctionStart && lasted < .seconds(150))
                // Nothing prints until the cross, which prints with the resumption.
                let during = ticks.filter {
                    $0.symbol == start.symbol && $0.time >= start.time && $0.time < end.time
                }
                #expect(during.isEmpty)
                if end.time < hours.closingAuctionStart {
                    let cross = try #require(
                        ticks.first { $0.symbol == start.symbol && $0.time >= end.time })
                    #expect(cross.time == end.time && cross.taker == .unknown)
                }
            }
        }
        #expect(kinds == [.staticInterruption, .dynamicInterruption])
        // A wild issue is interrupted some times a month.
        #expect((9...400).contains(statuses.count / 2))
    }

    @Test("§4.1 no print of continuous trading is at or beyond a threshold of its references")
    func thresholds() {
        var beyond = 0
        var days: [SymbolIndex: (day: CalendarDate, reference: Price, last: Price)] = [:]
        for tick in ticks {
            let day = CalendarDate(tick.time)
            let hours = SessionHours.on(day)
            if tick.taker == .unknown {
                days[tick.symbol] = (day, tick.price, tick.price)
                continue
            }
            guard let known = days[tick.symbol], known.day == day else { continue }
            #expect(tick.time < hours.closingAuctionStart)
            let rate: Double = settings.issues[tick.symbol.int].size == .large ? 3 : 6
            func distance(_ reference: Price) -> Double {
                Double(abs(tick.price.won - reference.won)) * 100 / Double(reference.won)
            }
            if distance(known.reference) >= 10 || distance(known.last) >= rate { beyond += 1 }
            days[tick.symbol] = (day, known.reference, tick.price)
        }
        #expect(beyond == 0)
    }

    @Test("§4.2 an opening price a tenth from the base prolongs the opening auction")
    func openings() {
        var late = 0
        var closes = market.instruments.map { $0.basePrice?.won ?? 0 }
        var day = SymbolDays()
        for tick in ticks {
            let symbol = tick.symbol.int
            if day.begins(tick) {
                let open = SessionHours.on(CalendarDate(tick.time)).open
                let gap = abs(tick.price.won - closes[symbol])
                #expect((tick.time > open + .seconds(120)) == (gap * 10 >= closes[symbol]))
                if gap * 10 >= closes[symbol] { late += 1 }
            }
            closes[symbol] = tick.price.won
        }
        #expect(late > 0)
    }

    @Test("without interruptions issues trade through")
    func off() {
        var quiet = settings
        quiet.interruptions = false
        #expect(changes(quiet, seed: 3).isEmpty)
    }

    @Test("a limit that is reached holds in some cases, with prints at it alone, and in some not")
    func limits() {
        var (locked, opened) = (0, 0)
        for seed in UInt64(0)..<3 {
            let market = SyntheticMarket(settings: wild(volatility: 2), seed: seed)
            var closes = market.instruments.map { $0.basePrice ?? Price(0) }
            var touched = [Bool](repeating: false, count: closes.count)
            var bands = [PriceBand?](repeating: nil, count: closes.count)
            var day = SymbolDays()
            for tick in drained(market) {
                let symbol = tick.symbol.int
                if day.begins(tick) {
                    touched[symbol] = false
                    bands[symbol] = PriceLimit.band(
                        base: closes[symbol], board: market.instruments[symbol].board,
                        on: CalendarDate(tick.time))
                }
                let atLimit =
                    tick.price == bands[symbol]?.upper || tick.price == bands[symbol]?.lower
                touched[symbol] = touched[symbol] || atLimit
                let hours = SessionHours.on(CalendarDate(tick.time))
                if tick.time >= hours.close, touched[symbol] {
                    if atLimit { locked += 1 } else { opened += 1 }
                }
                closes[symbol] = tick.price
            }
        }
        #expect(locked > 5 && opened > 5)
    }

    @Test("§3.1 a listing day trades between 60 % and 400 % of the offer price, uninterrupted")
    func listing() throws {
        var made = wild()
        let day = CalendarDate(2026, 3, 10)
        made.issues[0].listingDay = day
        let market = SyntheticMarket(settings: made, seed: 8)
        let offer = try #require(market.instruments[0].listing?.offerPrice)
        let mine = drained(market).filter { $0.symbol == SymbolIndex(0) }
        let first = mine.filter { CalendarDate($0.time) == day }
        #expect(first.first == mine.first && first.count > 500)
        #expect(
            first.allSatisfy { $0.price.won * 10 >= offer.won * 6 && $0.price.won <= offer.won * 4 }
        )
        #expect(
            changes(made, seed: 8).allSatisfy {
                $0.symbol != SymbolIndex(0) || CalendarDate($0.time) > day
            })
    }
}

/// Tells which print is the first of its issue's day.
private struct SymbolDays {
    private var days: [SymbolIndex: CalendarDate] = [:]

    mutating func begins(_ tick: Tick) -> Bool {
        let day = CalendarDate(tick.time)
        if days[tick.symbol] == day { return false }
        days[tick.symbol] = day
        return true
    }
}
