import KraderModel
import Testing

/// krx-market.md §4.3. The index closed at 1,000.00 the day before.
@Suite struct CircuitBreakerTests {
    static let day = CalendarDate(2026, 3, 3)

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var points: [(String, Int64)]
        var strikes: [(String, Int64)]
        var day = CircuitBreakerTests.day

        init(
            _ name: String, _ points: [(String, Int64)], _ strikes: [(String, Int64)],
            day: CalendarDate = CircuitBreakerTests.day
        ) {
            testDescription = name
            self.points = points
            self.strikes = strikes
            self.day = day
        }
    }

    static let examDay = CalendarDate(2026, 11, 19)

    static let cases: [Case] = [
        Case("−8 % held a minute strikes", [("10:00", 92_000)], [("10:01", 1)]),
        Case("−7.99 % doesn't", [("10:00", 92_001)], []),
        Case("59 s are too short", [("10:00", 92_000), ("10:00:59", 92_001)], []),
        Case(
            "a minute to the second is enough", [("10:00", 92_000), ("10:01", 95_000)],
            [("10:01", 1)]),
        Case(
            "the minute begins anew",
            [("10:00", 92_000), ("10:00:40", 93_000), ("10:00:50", 91_900)],
            [("10:01:50", 1)]),
        Case(
            "a move below the threshold goes on holding",
            [("10:00", 92_000), ("10:00:30", 91_000)],
            [("10:01", 1)]),
        Case("up moves never", [("10:00", 130_000)], []),
        Case("what was before the open counts from the open", [("08:50", 90_000)], [("09:01", 1)]),
        Case(
            "stage 2 at −15 %, counted when the auction is over",
            [("10:00", 92_000), ("10:40", 85_000)], [("10:01", 1), ("10:41", 2)]),
        Case(
            "a fall during the halt counts from 30 minutes after the strike",
            [("10:00", 92_000), ("10:15", 84_000)], [("10:01", 1), ("10:32", 2)]),
        Case("stage 2 not at −14.99 %", [("10:00", 92_000), ("10:40", 85_001)], [("10:01", 1)]),
        Case(
            "stage 2 at least 1 % below stage 1", [("10:00", 84_900), ("10:40", 84_060)],
            [("10:01", 1)]),
        Case(
            "stage 2 exactly 1 % below stage 1", [("10:00", 84_000), ("10:40", 83_160)],
            [("10:01", 1), ("10:41", 2)]),
        Case(
            "stage 3 at −20 % closes the day",
            [("10:00", 92_000), ("10:40", 85_000), ("11:30", 80_000)],
            [("10:01", 1), ("10:41", 2), ("11:31", 3)]),
        Case(
            "stage 3 at least 1 % below stage 2",
            [("10:00", 92_000), ("10:40", 80_500), ("11:30", 79_700), ("12:00", 79_695)],
            [("10:01", 1), ("10:41", 2), ("12:01", 3)]),
        Case(
            "a stage is once a day", [("10:00", 92_000), ("11:00", 99_000), ("12:00", 91_000)],
            [("10:01", 1)]),
        Case("stage 1 not from 14:50", [("14:49", 92_000)], []),
        Case("stage 1 before 14:50", [("14:48:59", 92_000)], [("14:49:59", 1)]),
        Case(
            "stage 2 not from 14:50, nor stage 3 without it",
            [("10:00", 92_000), ("14:49", 85_000), ("15:00", 75_000)], [("10:01", 1)]),
        Case(
            "stage 3 even at 15:25",
            [("10:00", 92_000), ("10:40", 85_000), ("15:24", 80_000)],
            [("10:01", 1), ("10:41", 2), ("15:25", 3)]),
        Case(
            "not after the close",
            [("10:00", 92_000), ("10:40", 85_000), ("15:29", 80_000)],
            [("10:01", 1), ("10:41", 2)]),
        Case(
            "on an exam day the last 40 minutes begin at 15:50", [("15:48:59", 92_000)],
            [("15:49:59", 1)], day: examDay),
        Case("and not a second later", [("15:49", 92_000)], [], day: examDay),
    ]

    @Test("§4.3 the stages of the circuit breaker", arguments: cases)
    func strikes(_ example: Case) throws {
        func moment(_ text: String) throws -> Moment {
            example.day.at(try #require(TimeOfDay(text)))
        }
        let points = try example.points.map { point in
            IndexPoint(time: try moment(point.0), hundredths: point.1)
        }
        let strikes = CircuitBreaker.strikes(
            on: points, previousClose: 100_000, hours: SessionHours.on(example.day))
        #expect(strikes.map(\.stage.rawValue) == example.strikes.map { UInt8($0.1) - 1 })
        #expect(try strikes.map(\.time) == example.strikes.map { try moment($0.0) })
    }
}
