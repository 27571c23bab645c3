import KraderModel
import Testing

@testable import KraderCSV

@Suite("Formats of dates")
struct DateFormatTests {
    private static func meaning(_ text: String, _ format: String) throws -> String? {
        let format = try DateFormat(format)
        let times = TimeField(zone: .hours(9), epochUnit: nil)
        let reading = Array(text.utf8).withUnsafeBufferPointer { times.read($0, by: format) }
        switch reading {
        case .moment(let nanoseconds): return Moment(nanoseconds: nanoseconds).description
        case .date(let date): return date.description
        case .timeOfDay(let since):
            return TimeOfDay(sinceMidnight: Interval(nanoseconds: since)).description
        case nil: return nil
        }
    }

    @Test(
        "fields are read as they say",
        arguments: [
            ("03/04/2026", "%d/%m/%Y", "2026-04-03"), ("03/04/2026", "%m/%d/%Y", "2026-03-04"),
            ("3/4/26", "%m/%d/%y", "2026-03-04"), ("3/4/69", "%m/%d/%y", "1969-03-04"),
            ("2026.03.04 09:05", "%Y.%m.%d %H:%M", "2026-03-04T09:05:00+09:00"),
            ("04-Mar-2026", "%d-%b-%Y", "2026-03-04"), ("mar 4, 2026", "%b %d, %Y", "2026-03-04"),
            ("4/3/26 3:05 PM", "%d/%m/%y %I:%M %p", "2026-03-04T15:05:00+09:00"),
            ("4/3/26 오전 12:05", "%d/%m/%y %p %I:%M", "2026-03-04T00:05:00+09:00"),
            ("04.03.2026 09:05:01.25", "%d.%m.%Y %H:%M:%S.%f", "2026-03-04T09:05:01.25+09:00"),
            ("04.03.2026 00:05+0000", "%d.%m.%Y %H:%M%z", "2026-03-04T09:05:00+09:00"),
            ("9h05", "%Hh%M", "09:05:00"), ("2026년 3월 4일", "%Y년 %m월 %d일", "2026-03-04"),
            ("100% 04/03/2026", "100%% %d/%m/%Y", "2026-03-04"),
        ])
    func reads(text: String, format: String, meaning: String) throws {
        #expect(try Self.meaning(text, format) == meaning)
    }

    @Test(
        "other fields are refused",
        arguments: [
            ("31/02/2026", "%d/%m/%Y"), ("13/13/2026", "%d/%m/%Y"), ("03/04/26", "%d/%m/%Y"),
            ("03/04/2026 ", "%d/%m/%Y"), ("03/04/2026 09:00", "%d/%m/%Y"), ("", "%d/%m/%Y"),
            ("3/4/2026 13:05 PM", "%d/%m/%Y %I:%M %p"), ("3/4/2026 24:00", "%d/%m/%Y %H:%M"),
            ("2026-03-04", "%d/%m/%Y"), ("04-Mrz-2026", "%d-%b-%Y"),
        ])
    func refuses(text: String, format: String) throws {
        #expect(try Self.meaning(text, format) == nil)
    }

    @Test(
        "a text that says no date wholly is no format",
        arguments: [
            ("", "neither date nor time"), ("%d/%m", "a year"), ("%q", "'%q' is none of its codes"),
            ("%d/%d/%Y", "twice"), ("%Y%y%m%d", "the year twice"), ("%Y-%m-%d %H", "a minute"),
            ("%I:%M", "%I and %p"), ("%H:%M %p", "%I and %p"), ("%Y-%m-%d%", "ends with '%'"),
            ("%H:%M:%f", "%f is a part"), ("%z %Y-%m-%d %H:%M", "%z stands at the end"),
        ])
    func faults(text: String, reason: String) {
        let error = #expect(throws: DateFormat.Fault.self) { try DateFormat(text) }
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    }

    @Test(
        "a date that doesn't begin with its year is refused, with the formats that it may have",
        arguments: [
            ("03/04/2026", "say --date-format %d/%m/%Y or --date-format %m/%d/%Y"),
            ("25/03/2026", "say --date-format %d/%m/%Y"),
            (
                "03-04-05",
                "say --date-format %y-%m-%d or --date-format %d-%m-%y or --date-format %m-%d-%y"
            ),
            ("3.25.2026 9:05 PM", "say --date-format '%m.%d.%Y %I:%M %p'"),
        ])
    func ambiguous(date: String, advice: String) {
        for head in ["date,open,high,low,close,volume\n", ",open,high,low,close,volume\n"] {
            let result = imported(head + "\(date),1,1,1,1,1\n")
            #expect(result.fault?.contains("is '\(date)' in i.csv, line 2; ") == true)
            #expect(result.fault?.hasSuffix(advice + ".") == true, "\(result.fault ?? "")")
        }
    }

    @Test("of a date and a time in two columns the format is that of the date")
    func twoColumns() {
        let text = "date,time,price,size\n03/04/2026,오후 1:05:30,70000,5\n2026-04-03,9:05,1,1\n"
        let result = imported(text) { $0.form.dateFormat = try? DateFormat("%d/%m/%Y") }
        #expect(result.ticks == ["2 0 2026-04-03T13:05:30+09:00 70000 5 unknown"])
        #expect(result.rejects.map(\.reason) == ["it must be written as %d/%m/%Y"])
        #expect(result.recognised?.form == ["times written as %d/%m/%Y"])
    }

    @Test("a file without header is read by it, oldest and newest first")
    func headerless() {
        let days = [
            "30/03/2026,100,110,90,105,30", "31/03/2026,105,112,101,108,310",
            "01/04/2026,108,115,104,112,20", "02/04/2026,112,118,109,115,45",
            "03/04/2026,115,120,111,118,70",
        ]
        for order in [days, days.reversed()] {
            let rows = order.map { $0 + "\n" }.joined()
            let result = imported(rows) { $0.form.dateFormat = try? DateFormat("%d/%m/%Y") }
            #expect(result.fault == nil, "\(result.fault ?? "")")
            #expect(result.candles.count == 5)
        }
    }
}

@Suite("Times of twelve hours")
struct HalfDayTests {
    @Test(
        "오전 and 오후, AM and PM are read without being told",
        arguments: [
            ("2026-03-03 오전 9:05:00", "2026-03-03T09:05:00+09:00"),
            ("2026-03-03 오후 12:00", "2026-03-03T12:00:00+09:00"),
            ("2026-03-03 오전 12:05:30.5", "2026-03-03T00:05:30.5+09:00"),
            ("2026. 3. 3. 오후 3:30:00", "2026-03-03T15:30:00+09:00"),
            ("2026. 3. 3 오후 3:30", "2026-03-03T15:30:00+09:00"),
            ("2026/03/03 03:30 PM", "2026-03-03T15:30:00+09:00"),
            ("2026-03-03 03:30:01 pm", "2026-03-03T15:30:01+09:00"),
            ("2026-03-03 03:30:01AM", "2026-03-03T03:30:01+09:00"),
            ("9:05 AM", "09:05:00"), ("12:05AM", "00:05:00"), ("12:05 PM", "12:05:00"),
            ("오후 1:05:00", "13:05:00"), ("오전9:05", "09:05:00"), ("2026. 3. 3.", "2026-03-03"),
        ])
    func reads(text: String, meaning: String) {
        #expect(TimeFieldTests.meaning(text) == meaning)
    }

    @Test(
        "hours that no such clock shows are refused",
        arguments: [
            "13:05 PM", "오후 13:05", "2026-03-03 오전 13:00", "오전", "AM", "9:05 XM", "오전 9",
            "2026-03-03 오전 9:05 PM", "9:05 AM PM", "2026-03-03 오전",
        ])
    func refuses(text: String) {
        #expect(TimeFieldTests.meaning(text) == nil)
    }

    @Test("the words of a file in CP949 are read too")
    func cp949() {
        let times: [UInt8] = [0xBF, 0xC0, 0xC8, 0xC4]
        let text =
            Array("time,price,size\n2026-03-03 ".utf8) + times + Array(" 1:05,70000,5\n".utf8)
        #expect(imported(text).ticks == ["2 0 2026-03-03T13:05:00+09:00 70000 5 unknown"])
    }
}
