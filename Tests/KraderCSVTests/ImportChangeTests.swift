import KraderCSV
import KraderJSON
import KraderModel
import Testing

/// Base prices worked out by hand: close less the change in the direction that the rows show.
@Suite("Directions of changes") struct ImportChangeTests {
    private func bases(_ text: String) -> (bases: [String?], notes: ImportNotes) {
        let result = imported(text)
        let bases = result.candles.map { line in
            line.split(separator: " ").drop { $0 != "base" }.dropFirst().first.map(String.init)
        }
        return (bases, result.notes)
    }

    private static let kis = "일자,시가,고가,저가,종가,거래량,전일대비,전일대비부호\n"
    private static let marcap = "Date,Open,High,Low,Close,Volume,Changes,ChangeCode\n"

    @Test("the codes of KIS and Kiwoom: 2 is a rise")
    func limitFirst() {
        let (found, notes) = bases(
            Self.kis + "20260303,10000,10000,10000,10000,5,0,3\n"
                + "20260304,10000,12000,10000,12000,5,2000,2\n"
                + "20260305,12000,12000,11000,11500,5,500,5\n"
                + "20260306,14950,14950,14950,14950,5,3450,1\n"
                + "20260309,10470,10470,10470,10470,5,4480,4\n")
        #expect(found == ["10000", "10000", "12000", "11500", "14950"])
        #expect(notes.changes.possible == [.limitFirst] && notes.changes.unknown == 0)
    }

    @Test("one rise of code 2 is enough for rises; a code that nobody has seen tells nothing")
    func oneRow() {
        let (found, notes) = bases(
            "일자,종목코드,시가,고가,저가,종가,거래량,전일대비,전일대비부호\n"
                + "20260303,005930,10000,10000,10000,10000,5,0,3\n"
                + "20260304,005930,10000,12000,10000,12000,5,2000,2\n"
                + "20260304,000660,500,500,500,500,5,10,5\n")
        // Code 5 is a fall for both houses; without a code read as signed it would be a rise.
        #expect(found == ["10000", "10000", nil])
        #expect(notes.changes.unknown == 1)
        #expect(notes.sentences.contains { $0.contains("no base price") })
    }

    @Test("the codes of FinanceDataReader and marcap without signs: 2 is a fall")
    func upFirst() {
        let (found, notes) = bases(
            Self.marcap + "2026-03-03,100,100,100,100,5,0,3\n"
                + "2026-03-04,100,120,100,120,5,20,1\n2026-03-05,120,120,110,110,5,10,2\n"
                + "2026-03-06,143,143,143,143,5,33,4\n2026-03-09,101,101,101,101,5,42,5\n")
        #expect(found == ["100", "100", "120", "110", "143"])
        #expect(notes.changes.possible == [.upFirst])
    }

    @Test("signs count under every reading, newest first too; a new base on a day of its own stays")
    func signed() {
        let (found, _) = bases(
            "date,open,high,low,close,volume,pred_pre\n20260306,60,60,60,60,5,+5\n"
                + "20260305,55,55,55,55,5,-5\n20260304,120,120,120,120,5,+10\n"
                + "20260303,110,110,110,110,5,\n")
        #expect(found == ["55", "60", "110", nil])
    }

    @Test("changes without signs or codes, of rises and falls: no base price, and a note")
    func unsigned() {
        let (found, notes) = bases(
            "날짜,종가,전일비,시가,고가,저가,거래량\n2026.03.06,105,5,100,105,100,9\n"
                + "2026.03.05,100,20,120,120,100,9\n2026.03.04,120,10,110,120,110,9\n"
                + "2026.03.03,110,0,110,110,110,9\n")
        #expect(found == [nil, nil, nil, "110"])
        #expect(notes.changes.possible.isEmpty && notes.changes.unknown == 3)
    }

    @Test("changes that lead nowhere, as of adjusted prices, make no base price")
    func adjusted() {
        let (found, notes) = bases(
            Self.marcap + "2026-03-03,100,100,100,100,5,-1,2\n"
                + "2026-03-04,110,110,110,110,5,55,1\n2026-03-05,105,105,105,105,5,-25,2\n")
        #expect(found == [nil, nil, nil])
        #expect(notes.changes.unknown == 3)
    }

    @Test("minutes are compared with the last close of the day before")
    func minutes() {
        let (found, _) = bases(
            "cntr_tm,open_pric,high_pric,low_pric,cur_prc,trde_qty,pred_pre,pred_pre_sig\n"
                + "20260303152900,100,100,100,100,1,0,3\n20260304090000,100,103,100,103,1,3,2\n"
                + "20260304090100,103,105,103,105,1,5,2\n")
        #expect(found == ["100", "100", "100"])
    }

    @Test("the change of the issue in a day's file of one row an issue: signs are obeyed")
    func oneDay() {
        let (found, _) = bases(
            "Code,Date,Open,High,Low,Close,Volume,Changes,ChangeCode\n"
                + "005930,2026-03-03,90,90,90,90,1,-10,2\n000660,2026-03-03,90,90,90,90,1,10,1\n")
        #expect(found == ["100", "80"])
    }
}
