import KraderModel

/// What the rows say of their own changes: whether close less change is the close of the day
/// before, by the sign and the code of the change.
struct ChangeEvidence: ~Copyable {
    /// Counts the changes of one sign and code.
    struct Tally {
        var all = 0
        var rises = 0
        var falls = 0
        /// The changes of which neither a rise nor a fall leads back to the row before, as on days
        /// with a new base.
        var neither = 0
    }

    /// The largest share of changes that may fit the other way round: gaps do so by chance.
    private static let contradictedMax = 0.02
    private static let codes = 10

    private var series = AppendBuffer<ChangeRow>(capacity: 16)
    private var tallies = [Tally](repeating: Tally(), count: 3 * codes)

    /// Adds a row. Rows of a series follow each other, or go newest first. Of several rows of a day
    /// the last one has its close.
    mutating func add(
        _ time: Int64, close: Int64, _ change: ImportedChange?, series number: Int32
    ) {
        let index = Int(number)
        while index >= series.count { series.append(ChangeRow()) }
        let row = ChangeRow(time: time, close: close, change: change)
        if let change, change.amount != 0 { tallies[place(change)].all += 1 }
        let before = series[index]
        series[index] = row
        guard before.close > 0, day(time) != day(before.time) else { return }
        compare(time > before.time ? row : before, with: time > before.time ? before : row)
    }

    private mutating func compare(_ row: ChangeRow, with earlier: ChangeRow) {
        guard let change = row.change, change.amount != 0 else { return }
        let place = place(change)
        if row.close - change.amount == earlier.close {
            tallies[place].rises += 1
        } else if row.close + change.amount == earlier.close {
            tallies[place].falls += 1
        } else {
            tallies[place].neither += 1
        }
    }

    private func day(_ time: Int64) -> Int32 {
        CalendarDate(Moment(nanoseconds: time)).dayNumber
    }

    private func place(_ change: ImportedChange) -> Int {
        Int(change.sign.rawValue) * ChangeEvidence.codes + min(Int(change.code), 9)
    }

    private var classes: [(sign: ImportedChange.Sign, code: UInt8, tally: Tally)] {
        ImportedChange.Sign.allCases.flatMap { sign in
            (0..<ChangeEvidence.codes).map { code in
                (
                    sign, UInt8(code),
                    tallies[Int(sign.rawValue) * ChangeEvidence.codes + code]
                )
            }
        }.filter { $0.2.all > 0 }
    }

    /// The readings that are left when all rows have been seen.
    var readings: ChangeReadings {
        let classes = classes
        let fits = classes.reduce(0) { $0 + $1.tally.rises + $1.tally.falls }
        let neither = classes.reduce(0) { $0 + $1.tally.neither }
        var possible: [ChangeReading]
        var fitting = 0
        if fits + neither == 0 {
            possible = readingsOfOneDay(classes)
        } else if neither > fits {
            possible = []
        } else {
            fitting = ChangeReading.allCases.map { agreed($0, classes) }.max() ?? 0
            let isSure =
                Double(fits - fitting) <= ChangeEvidence.contradictedMax * Double(fits)
            possible =
                isSure ? ChangeReading.allCases.filter { agreed($0, classes) == fitting } : []
            // Where nothing has a sign or a code, rises say nothing of the rows that have no other
            // before them: falls may have lost theirs.
            if !classes.contains(where: { $0.sign != .none || $0.code != 0 }) {
                possible.removeAll { $0 == .signed }
            }
        }
        let readings = ChangeReadings(possible: possible)
        let unknown = classes.reduce(0) {
            $0 + (readings.isFall($1.sign, code: $1.code) == nil ? $1.tally.all : 0)
        }
        return ChangeReadings(
            possible: possible, fitting: possible.isEmpty ? 0 : fitting, compared: fits + neither,
            unknown: unknown)
    }

    /// The readings of rows of which none has one before it. Codes are believed where both houses
    /// mean the same by them, or where signs beside them say whose they are. Without codes, where
    /// falls have a sign, a change that has none is a rise.
    private func readingsOfOneDay(
        _ classes: [(sign: ImportedChange.Sign, code: UInt8, tally: Tally)]
    ) -> [ChangeReading] {
        let signed = classes.filter { $0.sign != .none }
        guard classes.contains(where: { $0.sign == .none && $0.code != 0 }) else {
            return signed.isEmpty ? [] : [.signed]
        }
        return [.upFirst, .limitFirst].filter { reading in
            !signed.contains { next in
                reading.isFall(.none, code: next.code).map { $0 != (next.sign == .minus) } ?? false
            }
        }
    }

    private func agreed(
        _ reading: ChangeReading,
        _ classes: [(sign: ImportedChange.Sign, code: UInt8, tally: Tally)]
    ) -> Int {
        classes.reduce(0) { sum, next in
            switch reading.isFall(next.sign, code: next.code) {
            case true?: sum + next.tally.falls
            case false?: sum + next.tally.rises
            case nil: sum
            }
        }
    }
}

/// The last row of a series. It is not private: the debug compiler does not bear a private type in
/// a buffer.
struct ChangeRow {
    var time: Int64 = 0
    /// The close; 0 as long as there is no row.
    var close: Int64 = 0
    var change: ImportedChange?
}
