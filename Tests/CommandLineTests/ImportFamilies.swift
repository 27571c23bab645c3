import Foundation
import Testing

/// A family of recorded files: the command that imports it, as the manual shows it, and how a plain
/// reading understands its columns.
struct ImportFamily: Sendable, CustomTestStringConvertible {
    /// The command after `krader data import`; `DATA` is where the files are.
    var command: String
    var files: [String]
    /// The header's names, or numbers from 0 in files without one: time, open, high, low, close,
    /// volume, then value.
    var columns: [String]
    var code: String?
    var timeframe = "1d"
    var hoursEast = 9
    var decimals = 0
    var encoding: String?
    var delimiter: Character = ","
    /// The symbol, where neither a column nor the file's name says it.
    var symbol: String?
    /// The time, where no column says it.
    var time: String?

    var testDescription: String { command }

    static let all: [ImportFamily] = [
        ImportFamily(
            command: "DATA/minute/yahoo-1m_005930_20250616-0618.csv",
            files: ["minute/yahoo-1m_005930_20250616-0618.csv"],
            columns: ["Datetime", "Open", "High", "Low", "Close", "Volume"], timeframe: "1m",
            hoursEast: 0),
        ImportFamily(
            command: "DATA/minute/yahoo-5m_396500_20251205-20260309.csv",
            files: ["minute/yahoo-5m_396500_20251205-20260309.csv"],
            columns: ["Datetime", "open", "high", "low", "close", "volume"], timeframe: "5m",
            hoursEast: 0),
        ImportFamily(
            command: "DATA/minute/yahoo-5m_005930_20251016-1024.csv "
                + "DATA/minute/yahoo-5m_035720_20251016-1024.csv",
            files: ["005930", "035720"].map { "minute/yahoo-5m_\($0)_20251016-1024.csv" },
            columns: ["datetime", "open", "high", "low", "close", "volume"], timeframe: "5m"),
        ImportFamily(
            command: "DATA/market-day --max-rejects 0.01%",
            files: ["2021", "2023", "2025"].map { "market-day/marcap-\($0).csv.gz" },
            columns: ["Date", "Open", "High", "Low", "Close", "Volume", "Amount"], code: "Code"),
        ImportFamily(
            command: "DATA/daily/rltrader-v1/005930.csv DATA/daily/rltrader-v1/009240.csv "
                + "DATA/daily/rltrader-v1/015760_rich.csv",
            files: ["005930.csv", "009240.csv", "015760_rich.csv"].map {
                "daily/rltrader-v1/\($0)"
            }, columns: ["0", "1", "2", "3", "4", "5"]),
        ImportFamily(
            command: "DATA/daily/rltrader-v1/kospi.csv --symbol 001 --board index --decimals 2",
            files: ["daily/rltrader-v1/kospi.csv"], columns: ["0", "1", "2", "3", "4", "5"],
            decimals: 2, delimiter: "\t", symbol: "001"),
        ImportFamily(
            command: "DATA/daily/rltrader-v2",
            files: ["005930", "035420"].map { "daily/rltrader-v2/\($0).csv" },
            columns: ["date", "open", "high", "low", "close", "volume"]),
        ImportFamily(
            command: "DATA/daily/rltrader-v3", files: ["daily/rltrader-v3/005930_삼성전자.csv"],
            columns: ["date", "open", "high", "low", "close", "volume"]),
        ImportFamily(
            command: "DATA/daily/kr-korean-header/A000020.csv.gz "
                + "DATA/daily/kr-korean-header/A003240.csv",
            files: ["A000020.csv.gz", "A003240.csv"].map { "daily/kr-korean-header/\($0)" },
            columns: ["일자", "시가", "고가", "저가", "종가", "거래량"]),
        ImportFamily(
            command: "DATA/daily/fdr-change",
            files: ["000660.csv", "005930.csv", "055550.csv.gz", "066570.csv.gz"].map {
                "daily/fdr-change/\($0)"
            }, columns: ["Date", "Open", "High", "Low", "Close", "Volume"]),
        ImportFamily(
            command: "DATA/daily/etf-etn",
            files: ["005930", "069500", "122630", "252670", "360750", "Q520057"].map {
                "daily/etf-etn/\($0)_D.csv"
            }, columns: ["date", "open", "high", "low", "close", "volume"], code: "code"),
        ImportFamily(
            command: "DATA/daily/calendar-padded",
            files: ["005930", "036570"].map { "daily/calendar-padded/\($0).csv" },
            columns: ["0", "1", "2", "3", "4", "5"]),
        ImportFamily(
            command: "DATA/daily/newest-first", files: ["daily/newest-first/A005930.csv.gz"],
            columns: ["DAY", "CUR_PR", "HIGH_PR", "LOW_PR", "CLO_PR", "ACC_VOL"]),
        ImportFamily(
            command: "DATA/index/ks11-1998.csv DATA/index/ks11-2024.csv "
                + "--symbol KS11 --board index --decimals 2",
            files: ["index/ks11-1998.csv", "index/ks11-2024.csv"],
            columns: ["Date", "Open", "High", "Low", "Close", "Volume", "Amount"], decimals: 2,
            symbol: "KS11"),
        ImportFamily(
            command: "DATA/listing/krx-2026-03-20.csv --date 2026-03-20",
            files: ["listing/krx-2026-03-20.csv"],
            columns: ["", "Open", "High", "Low", "Close", "Volume", "Amount"], code: "Code",
            time: "2026-03-20"),
        ImportFamily(
            command: "DATA/encoding/derived_A000660_cp949.csv",
            files: ["encoding/derived_A000660_cp949.csv"],
            columns: ["일자", "시가", "고가", "저가", "종가", "거래량"], encoding: "CP949"),
        ImportFamily(
            command: "DATA/encoding/derived_krx_20250211_cp949.csv --date 2025-02-11",
            files: ["encoding/derived_krx_20250211_cp949.csv"],
            columns: ["", "시가", "고가", "저가", "종가", "거래량", "거래대금"], code: "종목코드",
            encoding: "CP949", time: "2025-02-11"),
    ]

    /// What an import must hold, by a plain reading.
    func sums(_ folder: String) throws -> [String: RowSums] {
        var found: [String: RowSums] = [:]
        var seen: Set<[String]> = []
        for path in files {
            var rows = try PlainFile(
                folder + "/" + path, encoding: encoding, delimiter: delimiter
            ).rows
            let hasHeader = columns[1].contains { !$0.isNumber }
            let header = hasHeader ? rows.removeFirst() : rows[0].indices.map(String.init)
            func place(_ name: String) -> Int { header.firstIndex(of: name) ?? -1 }
            let places = columns.map(place)
            for row in rows where row.contains(where: { !$0.isEmpty }) {
                let codes = code.map { row[place($0)] }
                let symbol = codes ?? symbol ?? ImportFamily.symbol(of: path)
                let stamp = time ?? row[places[0]]
                let at = plainTime(stamp, hoursEast: hoursEast)
                var prices = places[1...4].map { plainNumber(row[$0], decimals: decimals) }
                let volume = plainNumber(row[places[5]])
                // A row that cannot be a candle is left out: days of zeros, and prices of zero on a
                // day that traded.
                if prices[3] == 0 || (volume > 0 && prices.contains(0)) { continue }
                guard seen.insert([symbol, stamp] + row).inserted else { continue }
                if !(prices[0] == 0 && volume == 0) {
                    prices[1] = prices.max() ?? 0
                    prices[2] = prices.min() ?? 0
                }
                let value =
                    places.count > 6 ? plainNumber(row[places[6]]) : prices[3] * volume
                found["candles/\(timeframe)/\(symbol.suffix(6))", default: RowSums()].add(
                    [at] + prices + [volume], volume: volume, value: value)
            }
        }
        return found
    }

    /// The six characters of the code in a file's name, which stand between others.
    private static func symbol(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.first {
            ($0.count == 6 || $0.count == 7) && $0.suffix(6).allSatisfy(\.isNumber)
        }
        .map { String($0.suffix(6)) } ?? ""
    }
}
