import KraderJSON
import KraderModel

/// What fields of times and dates say.
extension ImportDecoder {
    @inline(__always)
    mutating func decodeTime(_ field: CSVField, _ place: Int) {
        takeTime(times.read(field), field, place)
    }

    func readByFormat(_ field: CSVField) -> TimeReading? {
        guard let format = options.form.dateFormat else { return nil }
        return times.read(field, by: format)
    }

    @inline(__always)
    mutating func takeTime(_ reading: TimeReading?, _ field: CSVField, _ place: Int) {
        switch reading {
        case .moment(let nanoseconds):
            row.timeKind = .moment
            row.time = nanoseconds
        case .date(let date):
            row.timeKind = .date
            row.time = date.midnight.nanoseconds
            if plan?.content != .candles {
                refuse(.noTime, place: place, field, "the time of day is needed too")
            }
        case .timeOfDay(let since):
            row.timeKind = .timeOfDay
            row.time = since
            if !hasDate { refuseTimeOfDay(field, place) }
        case nil:
            refuseTime(
                .badTime, field, place,
                "it must be a time such as 2026-03-03T09:00:58, 20260303, 090058 or a count "
                    + "since 1970")
        }
    }

    /// Refuses a time or a date. One that could be meant in more ways than one is nobody's guess;
    /// when it is in the first row, no row will be understood.
    @inline(never)
    private mutating func refuseTime(
        _ code: ImportReject.Code, _ field: CSVField, _ place: Int, _ reason: String
    ) {
        if let format = options.form.dateFormat, roles[place].isByFormat {
            refuse(code, place: place, field, "it must be written as \(format)")
            return
        }
        let formats = DateFormat.possible(for: field)
        guard !formats.isEmpty else { return refuse(code, place: place, field, reason) }
        let said = formats.map { options.asker.saying("date-format", $0) }
        let advice =
            "which number is the day, the month and the year is not sure: say "
            + said.joined(separator: " or ")
        if notes.rows == 0 {
            giveUp(
                "Column '\(shown(plan?.titles[place] ?? ""))' is '\(text(field))'",
                line: keptLine ?? lines.line, allowed: advice)
        }
        refuse(code, place: place, field, advice)
    }

    /// Refuses a time of day without a date. When it is in the first row, no row will be
    /// understood.
    private mutating func refuseTimeOfDay(_ field: CSVField, _ place: Int) {
        if notes.rows == 0 {
            giveUp(
                "Column '\(shown(plan?.titles[place] ?? ""))' is '\(text(field))'",
                line: keptLine ?? lines.line, allowed: "it is a time of day: say the date")
        }
        refuse(.noDate, place: place, field, "it is a time of day, and the date is not known")
    }

    @inline(__always)
    mutating func decodeDate(_ field: CSVField, _ place: Int) {
        takeDate(times.readDate(field), field, place)
    }

    @inline(__always)
    mutating func takeDate(_ reading: TimeReading?, _ field: CSVField, _ place: Int) {
        switch reading {
        case .date(let date):
            row.dateKind = .date
            // A date of the file counts in the zone of the file, a date alone in KST.
            row.date = Int64(date.dayNumber) * TimeField.day
        case .moment(let nanoseconds):
            // The date is the one that the file's own zone shows.
            let shown = CalendarDate(
                Moment(nanoseconds: nanoseconds) + options.zone - .hours(9))
            row.dateKind = .date
            row.date = Int64(shown.dayNumber) * TimeField.day
        case .timeOfDay, nil:
            refuseTime(
                .badDate, field, place, "it must be a date such as 2026-03-03 or 20260303")
        }
    }
}
