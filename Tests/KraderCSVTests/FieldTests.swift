import KraderJSON
import KraderModel
import Testing

@testable import KraderCSV

private func field<Result>(_ text: String, _ body: (CSVField) -> Result) -> Result {
    Array(text.utf8).withUnsafeBufferPointer(body)
}

@Suite("Number fields")
struct NumberFieldTests {
    static let good: [(text: String, decimals: Int, magnitude: Int64, sign: NumberField.Sign)] = [
        ("70000", 0, 70_000, .none), ("+258000", 0, 258_000, .plus),
        ("-257750", 0, 257_750, .minus), (" 269000", 0, 269_000, .none), ("0", 0, 0, .none),
        ("-0", 0, 0, .minus), ("1,234,567", 0, 1_234_567, .none), ("82,100", 0, 82_100, .none),
        ("-1,000", 0, 1_000, .minus), ("18015.0", 0, 18_015, .none), ("18015.", 0, 18_015, .none),
        ("1,370,657,724,557", 0, 1_370_657_724_557, .none), ("2,054.00", 0, 2_054, .none),
        ("9223372036854775807", 0, .max, .none), ("000123", 0, 123, .none),
        ("1.5346950e+07", 0, 15_346_950, .none), ("1e3", 0, 1_000, .none),
        ("2669.81", 2, 266_981, .none), ("2675.8", 2, 267_580, .none), ("2675", 2, 267_500, .none),
        ("-2.50", 2, 250, .minus), ("2.500", 2, 250, .none),
    ]

    @Test("numbers are read as files write them", arguments: good)
    func reads(text: String, decimals: Int, magnitude: Int64, sign: NumberField.Sign) throws {
        let number = try field(text) { bytes in
            Result { try NumberField.read(bytes, decimals: decimals) }
        }
        .get()
        #expect(number.magnitude == magnitude)
        #expect(number.sign == sign)
    }

    static let bad: [(text: String, decimals: Int, fault: NumberField.Fault)] = [
        ("", 0, .empty), ("  ", 0, .empty), ("-", 0, .notANumber), ("abc", 0, .notANumber),
        ("12a", 0, .notANumber), ("1,23", 0, .notANumber), ("1234,567", 0, .notANumber),
        (",123", 0, .notANumber), ("1,,234", 0, .notANumber), ("1,234,", 0, .notANumber),
        ("--1", 0, .notANumber), ("1.2.3", 0, .notANumber), (".5", 0, .notANumber),
        ("1.0,000", 0, .notANumber), ("nan", 0, .notANumber), ("inf", 0, .notANumber),
        ("e", 0, .notANumber), ("1e", 0, .notANumber), ("0x10", 0, .notANumber),
        ("0x1e3", 0, .notANumber),
        ("+-5e3", 0, .notANumber), ("18015.5", 0, .notWhole), ("1.55e1", 0, .notWhole),
        ("2.505", 2, .notWhole), ("9223372036854775808", 0, .tooLarge), ("1e300", 0, .tooLarge),
        ("92233720368547758.08", 3, .tooLarge), ("１２", 0, .notANumber),
    ]

    @Test("what is no whole number is told apart", arguments: bad)
    func refuses(text: String, decimals: Int, fault: NumberField.Fault) {
        #expect(throws: fault) {
            try field(text) { bytes in Result { try NumberField.read(bytes, decimals: decimals) } }
                .get()
        }
    }
}

@Suite("Time fields")
struct TimeFieldTests {
    /// The text, and the moment in KST, the date or the time of day that it is.
    static let good: [(text: String, meaning: String)] = [
        ("2025-06-16 00:00:00+00:00", "2025-06-16T09:00:00+09:00"),
        ("2025-10-16 09:00:00+09:00", "2025-10-16T09:00:00+09:00"),
        ("2025-10-16T00:00:00Z", "2025-10-16T09:00:00+09:00"),
        ("2025-10-16 09:00:00 +0900", "2025-10-16T09:00:00+09:00"),
        ("2026-03-03T09:00:05.123", "2026-03-03T09:00:05.123+09:00"),
        ("2026-03-03 09:00:05.123456789", "2026-03-03T09:00:05.123456789+09:00"),
        ("2026/03/03 09:00", "2026-03-03T09:00:00+09:00"),
        ("2026/3/3 9:05", "2026-03-03T09:05:00+09:00"),
        ("2026-03-03", "2026-03-03"), ("20260303", "2026-03-03"), ("2026/03/03", "2026-03-03"),
        ("2026.03.03", "2026-03-03"), ("20260303090005", "2026-03-03T09:00:05+09:00"),
        ("202603030900", "2026-03-03T09:00:00+09:00"), ("115618", "11:56:18"),
        ("90005", "09:00:05"),
        ("1530", "15:30:00"), ("901", "09:01:00"), ("09:00:05.123", "09:00:05.123"),
        ("9:00", "09:00:00"), ("090005.5", "09:00:05.5"),
        ("090005123", "09:00:05.123"), ("90005123", "09:00:05.123"),
        ("090005123456", "09:00:05.123456"), ("20260303090005123", "2026-03-03T09:00:05.123+09:00"),
        ("20260303090005.25", "2026-03-03T09:00:05.25+09:00"),
        ("20260303 090005", "2026-03-03T09:00:05+09:00"),
        ("20260303T09:00:05.1", "2026-03-03T09:00:05.1+09:00"),
        ("2026-03-03 090005123", "2026-03-03T09:00:05.123+09:00"),
        ("2024_8_6]9]46]3", "2024-08-06T09:46:03+09:00"),
        ("2024_12_16]15]4]30", "2024-12-16T15:04:30+09:00"),
        ("2026-03-03T23:59:59.999999999Z", "2026-03-04T08:59:59.999999999+09:00"),
        ("2026-03-03 09:00:05-05", "2026-03-03T23:00:05+09:00"),
        ("1772496005", "2026-03-03T09:00:05+09:00"),
        ("1772496005.25", "2026-03-03T09:00:05.25+09:00"),
        ("1772496005123", "2026-03-03T09:00:05.123+09:00"),
        ("1772496005123456", "2026-03-03T09:00:05.123456+09:00"),
        ("1772496005123456789", "2026-03-03T09:00:05.123456789+09:00"),
    ]

    static func meaning(_ text: String, zone: Interval = .hours(9), unit: EpochUnit? = nil)
        -> String?
    {
        var times = TimeField(zone: zone, epochUnit: unit)
        // The field is read twice: the second reading goes through the remembered date.
        for _ in 0..<2 {
            switch field(text, { times.read($0) }) {
            case .moment(let nanoseconds): return Moment(nanoseconds: nanoseconds).description
            case .date(let date): return date.description
            case .timeOfDay(let nanoseconds):
                return TimeOfDay(sinceMidnight: Interval(nanoseconds: nanoseconds)).description
            case nil: continue
            }
        }
        return nil
    }

    @Test("times are read as files write them", arguments: good)
    func reads(text: String, meaning: String) {
        #expect(Self.meaning(text) == meaning)
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "", "x", "2026-02-30", "2026-13-01", "20260230", "2026-03-03T25:00:00",
            "2026-03-03 09:60",
            "240000", "096000", "9:0", "2026-03-03T09:00:05.", "2026-03-03T09:00:05.1234567890",
            "12", "1",
            "2026-03/03", "2026-03-03 09:00:00 KST", "2026-03-03T", "99999999999999999999",
            "2026-03-03-",
            "9999999999999999999", "-5", "1772496005.", "20260303 ", "993456789",
            "9999999999.5", "9999999999",
        ])
    func refuses(text: String) {
        #expect(Self.meaning(text) == nil)
    }

    @Test("a time without an offset is in the zone of the file, a count since 1970 in its unit")
    func zoneAndUnit() {
        #expect(Self.meaning("2026-03-03 00:00", zone: .zero) == "2026-03-03T09:00:00+09:00")
        #expect(Self.meaning("20260303000000", zone: .zero) == "2026-03-03T09:00:00+09:00")
        #expect(
            Self.meaning("2026-03-03 09:00+09:00", zone: .zero) == "2026-03-03T09:00:00+09:00")
        #expect(Self.meaning("86400", unit: .seconds) == "1970-01-02T09:00:00+09:00")
        #expect(Self.meaning("86400000", unit: .milliseconds) == "1970-01-02T09:00:00+09:00")
        #expect(Interval(zone: "KST") == .hours(9))
        #expect(Interval(zone: "UTC") == .zero)
        #expect(Interval(zone: "-05:00") == .hours(-5))
        #expect(Interval(zone: "PST") == nil)
    }
}
