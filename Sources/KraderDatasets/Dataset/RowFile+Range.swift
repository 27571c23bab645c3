import KraderModel

extension RowFile {
    /// Whether some files, as an index lists them, can exist. Then nothing that is computed from
    /// their numbers leaves 64 bits, whoever sealed the index.
    static func arePossible(_ files: [RowFile]) -> Bool {
        var (rows, bytes) = (0, 0)
        for file in files {
            guard file.isPossible else { return false }
            rows += file.rows
            bytes += file.bytes
            guard rows <= totalMax, bytes <= totalMax else { return false }
        }
        return true
    }

    private var isPossible: Bool {
        guard (0...RowFile.rowsMax).contains(rows), (0...RowFile.bytesMax).contains(bytes)
        else { return false }
        if rows == 0 { return true }
        return first <= last && RowFile.times.contains(first) && RowFile.times.contains(last)
    }

    private static let rowsMax = 1 << 40
    private static let bytesMax = 1 << 48
    private static let totalMax = 1 << 60
    /// The span of the years that a `CalendarDate` has.
    private static let times = MomentSpan(
        start: CalendarDate(1900, 1, 1).midnight, end: CalendarDate(2199, 12, 31).midnight + .day)
}
