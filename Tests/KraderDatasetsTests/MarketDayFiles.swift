import Foundation
import KraderDatasets
import KraderModel

/// Whole-market days recorded by others, where they are at hand (`KRADER_TEST_DATA`), read by plain
/// splitting.
enum MarketDayFiles {
    static let folder: String =
        ProcessInfo.processInfo.environment["KRADER_TEST_DATA"]
        ?? URL(filePath: #filePath).appending(path: "../../../../shared/data").standardized.path()

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder + "/MANIFEST.tsv") }

    /// A row as the file has it, with the change signed as the column says.
    struct Row: Hashable {
        var code: String
        var name: String
        var board: String
        var day: String
        var open: Int64
        var close: Int64
        var change: Int64
        var volume: Int64
        /// The value traded, in won.
        var value: Int64
        var shares: Int64
    }

    /// The rows by year. Each file is read once.
    private static let years: [Int: Result<[Row], any Error>] = Dictionary(
        uniqueKeysWithValues: [2021, 2023, 2025].map { year in
            (year, Result { try read(year) })
        })

    static func rows(of year: Int) throws -> [Row] { try years[year]?.get() ?? [] }

    private static let found: [Int: Result<InstrumentFindings, any Error>] = years.mapValues {
        rows in Result { try findings(of: rows.get()) }
    }

    /// What the builder makes of a year's rows.
    static func findings(of year: Int) throws -> InstrumentFindings {
        guard let findings = try found[year]?.get() else { preconditionFailure("No such year") }
        return findings
    }

    /// The fields of a packed file, line by line. Line breaks inside quotes end a line too.
    static func table(_ name: String) throws -> [[String]] {
        try unpacked(name).split(whereSeparator: \.isNewline).map(fields)
    }

    private static func unpacked(_ name: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/gzip")
        process.arguments = ["-dc", "\(folder)/\(name)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    private static func read(_ year: Int) throws -> [Row] {
        let text = try unpacked("market-day/marcap-\(year).csv.gz")
        let lines = text.split(whereSeparator: \.isNewline)
        let titles = fields(lines[0])
        func place(_ title: String) -> Int { titles.firstIndex(of: title) ?? -1 }
        let (code, name, board) = (place("Code"), place("Name"), place("Market"))
        let (day, open, close) = (place("Date"), place("Open"), place("Close"))
        let (change, volume, value) = (place("Changes"), place("Volume"), place("Amount"))
        let shares = place("Stocks")
        return lines.dropFirst().map { line in
            let row = fields(line)
            func number(_ place: Int) -> Int64 { Int64(Double(row[place]) ?? .nan) }
            return Row(
                code: row[code], name: row[name], board: String(row[board].prefix(6)),
                day: row[day], open: number(open), close: number(close), change: number(change),
                volume: number(volume), value: number(value), shares: number(shares))
        }
    }

    /// No field of these files has a comma or a quote in it but names of companies.
    private static func fields(_ line: Substring) -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                fields.append(field)
                field = ""
            default: field.append(character)
            }
        }
        return fields + [field]
    }

    private static func findings(of rows: [Row]) throws -> InstrumentFindings {
        var builder = InstrumentBuilder()
        for row in rows {
            let code = try IssueCode(row.code)
            let day = CalendarDate(row.day) ?? CalendarDate(1970, 1, 1)
            builder.add(
                code,
                DailyRow(
                    day: day, open: row.open, close: row.close, basePrice: row.close - row.change,
                    listedShares: row.shares, isHalted: row.open == 0 && row.volume == 0,
                    board: Board(rawValue: row.board)))
            builder.name(code, row.name, on: day)
        }
        return builder.finish()
    }
}
