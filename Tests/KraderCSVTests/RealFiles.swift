import Foundation
import KraderCSV
import KraderJSON

/// Files recorded or published by others, where they are at hand (`KRADER_TEST_DATA`).
enum RealFiles {
    static let folder: String =
        ProcessInfo.processInfo.environment["KRADER_TEST_DATA"]
        ?? URL(filePath: #filePath).appending(path: "../../../../shared/data").standardized.path()

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder + "/MANIFEST.tsv") }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }

    /// The daily candles, and where open, high, low, close and volume stand.
    static let daily: [(name: String, separator: Character, order: [Int], hasHeader: Bool)] = [
        ("daily/kr-korean-header/A003240.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/069500_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/122630_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/252670_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/360750_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/Q520057_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/005930_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/fdr-change/005930.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/fdr-change/000660.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/calendar-padded/005930.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/calendar-padded/036570.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/005930.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/000660.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/009240.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/030200.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/015760_rich.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/kospi.csv", "\t", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v2/005930.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/rltrader-v2/035420.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/rltrader-v3/005930_삼성전자.csv", ",", [1, 2, 3, 4, 5], true),
    ]
}
