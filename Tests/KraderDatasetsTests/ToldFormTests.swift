import Foundation
import KraderCSV
import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
import Testing

@Suite("Forms of files, loose and imported")
struct ToldFormTests {
    private final class Silence: ImportObserver {
        func began(_ file: ImportedFile) {}
        func moved(bytes: Int, of total: Int?, rows: Int) throws(ImportFault) {}
    }

    /// The same two days, and what must be said of each way of writing them.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var form = ImportForm()
        var row: [String: String] = [:]
        var notes: [String] = []
    }

    private static let plain =
        "date,open,high,low,close,volume\n2026-03-03,70000,71000,69000,70500,10\n"
        + "2026-03-04,70500,72000,70000,71500,20\n"

    private static func form(_ change: (inout ImportForm) -> Void) -> ImportForm {
        var form = ImportForm()
        change(&form)
        return form
    }

    static let cases: [Case] = [
        Case(
            testDescription: "an index without a title",
            text: plain.replacing("date,", with: ",")),
        Case(
            testDescription: "yfinance's three lines",
            text: "Price,Open,High,Low,Close,Volume\n"
                + "Ticker,005930.KS,005930.KS,005930.KS,005930.KS,005930.KS\nDate,,,,,\n"
                + plain.split(separator: "\n").dropFirst().joined(separator: "\n")),
        Case(
            testDescription: "lines before and after",
            text: "삼성전자\n\n" + plain + "합계,,,,,30\n\n",
            form: form {
                $0.skipLines = 2
                $0.skipFooter = 1
            }, row: ["skip_lines": "2", "skip_footer": "1"],
            notes: [
                "2 lines before the table were skipped", "1 lines after the table were skipped",
            ]),
        Case(
            testDescription: "the day first",
            text: plain.replacing("2026-03-03", with: "03/03/2026")
                .replacing("2026-03-04", with: "04/03/2026"),
            form: form { $0.dateFormat = try? DateFormat("%d/%m/%Y") },
            row: ["date_format": "\"%d/%m/%Y\""]),
        Case(
            testDescription: "rows without prices",
            text: plain + "2026-03-05,-,-,-,-,-\n2026-03-06,null,null,null,null,null\n",
            form: form { $0.skipsEmpty = true }, row: ["skip_empty": "true"],
            notes: ["2 rows without prices were left out"]),
    ]

    private let folder: URL
    private let samsung: IssueCode

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        samsung = try IssueCode("005930")
    }

    private func write(_ text: String, _ name: String = "005930.csv") throws -> String {
        let url = folder.appending(path: name)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    private func all(_ source: (any CandleSource)?) -> [CandleEvent] {
        guard let source else { return [] }
        var candles: [CandleEvent] = []
        while true {
            let batch = source.nextCandles()
            if batch.count == 0 { return candles }
            candles += (0..<batch.count).map { batch[$0] }
        }
    }

    private var period: MomentSpan {
        MomentSpan(
            start: CalendarDate(2026, 3, 3).midnight, end: CalendarDate(2026, 3, 7).midnight)
    }

    private func loose(_ path: String, _ form: ImportForm) throws -> MarketFiles {
        var request = ImportRequest(paths: [], place: "")
        request.form = form
        return try MarketFiles(
            [
                MarketFile(
                    path: path, name: "005930.csv", content: .candles, rows: .of(samsung),
                    request: request)
            ], of: [Instrument(code: samsung, board: .kospi)], period: period)
    }

    private func imported(_ path: String, _ form: ImportForm) throws -> (ImportReport, Dataset) {
        let place = folder.appending(path: UUID().uuidString).path
        var request = ImportRequest(paths: [path], place: place)
        request.form = form
        request.scope = .krx
        var work = try DatasetImport(request, observer: Silence())
        return (try work.run(), try Dataset(place))
    }

    @Test("each is the same two candles, counted alike, and the dataset says how", arguments: cases)
    func agree(file: Case) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try write(file.text)
        let expected = all(try loose(try write(Self.plain, "plain.csv"), ImportForm()).candles)
        #expect(expected.count == 2)
        let market = try loose(path, file.form)
        #expect(all(market.candles) == expected)
        let (report, dataset) = try imported(path, file.form)
        let plan = try DatasetPlan(dataset, DatasetSelection(scope: .krx), in: period)
        let candles = plan.candles([samsung: SymbolIndex(0)], faults: DatasetFaults())
        #expect(all(candles) == expected)
        for note in file.notes {
            #expect(report.notes.contains(note))
            #expect(market.notes.contains { $0.contains(note) })
        }
        let row = try String(
            contentsOf: URL(filePath: dataset.path + "/import.json"), encoding: .utf8)
        for name in ["skip_lines", "skip_footer", "date_format", "skip_empty"] {
            #expect(
                row.contains("\"\(name)\": \(file.row[name] ?? "")")
                    == (file.row[name] != nil))
        }
    }

    @Test("untold they are refused by both, each naming what says it in its own words")
    func refused() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        for (file, option, key) in [
            (Self.cases[2], "--skip-lines 2", "\"skip_lines\": 2"),
            (Self.cases[3], "--date-format %d/%m/%Y", "\"date_format\": \"%d/%m/%Y\""),
            (Self.cases[4], "--skip-empty", "skip_empty"),
        ] {
            let path = try write(file.text)
            let first = #expect(throws: ImportFault.self) { _ = try imported(path, ImportForm()) }
            #expect("\(first.map { "\($0)" } ?? "")".contains(option), "\(file.testDescription)")
            let second = #expect(throws: MarketFault.self) { _ = try loose(path, ImportForm()) }
            guard case .rows(let faults) = second else {
                Issue.record("\(String(describing: second))")
                continue
            }
            #expect(faults.description.contains(key), "\(faults)")
        }
    }

    @Test("a file that ends with rows that can't be read is told how many lines to skip")
    func footer() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try write(Self.plain + "합계,,,,,30\n단위: 원")
        let first = #expect(throws: ImportFault.self) { _ = try imported(path, ImportForm()) }
        #expect("\(first.map { "\($0)" } ?? "")".contains("say --skip-footer 2"))
        var form = ImportForm()
        form.skipFooter = 1
        let second = #expect(throws: MarketFault.self) { _ = try loose(path, form) }
        guard case .rows(let faults) = second else {
            Issue.record("\(String(describing: second))")
            return
        }
        #expect(faults.description.contains("say \"skip_footer\": 2"))
    }

    @Test("the ticker of the titles is the issue, before the file's name")
    func ticker() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = Self.cases[1].text
        let (report, dataset) = try imported(try write(text, "000660.csv"), ImportForm())
        #expect(dataset.symbols == [samsung])
        #expect(report.files[0].symbolOrigin == .titles)
        let other = try write(text.replacing("005930.KS", with: "000660.KS"))
        let fault = #expect(throws: MarketFault.self) { _ = try loose(other, ImportForm()) }
        guard case .noRowsOf = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        let foreign = try write(text.replacing("005930.KS", with: "AAPL"))
        let refusal = #expect(throws: ImportFault.self) { _ = try imported(foreign, ImportForm()) }
        #expect("\(refusal.map { "\($0)" } ?? "")".contains("which is no Korean issue"))
    }
}
