import KraderCSV
import KraderModel
import Testing

@Suite("Titles as pandas and yfinance write them")
struct TitleLineTests {
    private static let rows = ["70500,71000,69000,70000,10", "71500,72000,70000,70500,20"]
    private static let expected = [
        "2026-03-03 70000 71000 69000 70500 10 705000",
        "2026-03-04 70500 72000 70000 71500 20 1430000",
    ]

    private static func text(_ titles: String...) -> String {
        (titles + ["2026-03-03,\(rows[0])", "2026-03-04,\(rows[1])"]).joined(separator: "\n") + "\n"
    }

    private static let tickers = Array(repeating: "005930.KS", count: 5).joined(separator: ",")
    private static let prices = "Close,High,Low,Open,Volume"

    @Test(
        "the lines of titles are known, and the ticker is the issue",
        arguments: [
            text("Price,\(prices)", "Ticker,\(tickers)", "Date,,,,,"),
            text("Ticker,\(tickers)", "Price,\(prices)", "Date,,,,,"),
            text(",\(prices)", ",\(tickers)", "Datetime,,,,,"),
            text("Price,\(prices)", "Ticker,\(tickers)"),
        ])
    func yfinance(text: String) {
        for pieces in [Int.max, 1, 7] {
            let result = imported(text, pieces: pieces)
            #expect(result.fault == nil && result.rejects.isEmpty, "\(result.fault ?? "")")
            #expect(result.codes.map(\.description) == ["005930"])
            #expect(result.recognised?.ticker == "005930.KS")
            #expect(result.recognised?.hasCodes == true)
            let candles = result.candles.map {
                $0.split(separator: " ").dropFirst(2).joined(separator: " ")
            }
            #expect(candles == Self.expected)
            #expect(result.notes.rows == 2)
        }
    }

    @Test("several tickers side by side are refused, with two ways to split them")
    func several() {
        let result = imported(
            "Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume\n"
                + "Ticker,005930.KS,000660.KS,005930.KS,000660.KS,005930.KS,000660.KS,005930.KS,"
                + "000660.KS,005930.KS,000660.KS\nDate,,,,,,,,,,\n2026-03-03,1,2,1,2,1,2,1,2,1,2\n")
        #expect(result.fault?.contains("2 tickers side by side (005930.KS, 000660.KS)") == true)
        #expect(result.fault?.contains("frame.stack(\"Ticker\", future_stack=True)") == true)
        #expect(result.fault?.contains("frame.xs(\"005930.KS\", axis=1, level=\"Ticker\")") == true)
        let long = imported("Date,Ticker,\(Self.prices)\n2026-03-03,005930.KS,\(Self.rows[0])\n")
        #expect(long.codes.map(\.description) == ["005930"] && long.candles.count == 1)
    }

    @Test("a first column without a title that holds times is the time")
    func untitled() {
        let result = imported(Self.text(",\(Self.prices)"))
        #expect(result.fault == nil && result.candles.count == 2)
        #expect(
            result.recognised?.form
                == ["the first column has no title and holds times: taken as time"])
        #expect(result.notes.sentences.contains { $0.contains("no title and holds times") })
        #expect(result.recognised?.columns.first?.meaning == "time")
    }

    @Test(
        "one that holds something else, or not alone, is not",
        arguments: [
            (",\(prices)\n0,\(rows[0])\n1,\(rows[1])\n", "No column is known as time"),
            (",Date,\(prices)\n0,2026-03-03,\(rows[0])\n", ""),
            (",\(prices)\n", "No column is known as time"),
        ])
    func numbered(text: String, fault: String) {
        let result = imported(text)
        #expect(result.fault?.contains(fault) ?? fault.isEmpty, "\(result.fault ?? "")")
        #expect(result.recognised?.form ?? [] == [])
    }
}
