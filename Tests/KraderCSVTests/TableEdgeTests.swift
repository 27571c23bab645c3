import KraderCSV
import KraderModel
import Testing

@Suite("Lines before and after a table")
struct TableEdgeTests {
    private static let text = """
        삼성전자 "일별" 시세
        조회일: 2026-03-04
        date,open,high,low,close,volume
        2026-03-03,70000,71000,69000,70500,10
        합계,,,,,10
        단위: "원
        """

    @Test(
        "are left out as they are told, however the lines end and the text is cut",
        arguments: ["\n", "\r\n", "\r"], ["", "\n", "\n\n,,,,,\n \n"])
    func skipped(lineBreak: String, end: String) {
        let text = (Self.text + end).replacing("\n", with: lineBreak)
        for pieces in [Int.max, 1, 2, 7, 50] {
            let result = imported(text, pieces: pieces) {
                $0.form.skipLines = 2
                $0.form.skipFooter = 2
            }
            #expect(result.fault == nil && result.rejects.isEmpty)
            #expect(result.candles == ["4 0 2026-03-03 70000 71000 69000 70500 10 705000"])
            #expect(result.notes.linesBefore == 2 && result.notes.linesAfter == 2)
            #expect(result.notes.blank == 0)
        }
    }

    @Test("a byte order mark before them is no part of the table")
    func mark() {
        let result = imported("\u{FEFF}head\n" + String(Self.text.split(separator: "\n")[2])) {
            $0.form.skipLines = 1
        }
        #expect(result.recognised?.hasHeader == true)
        #expect(result.recognised?.form == ["1 line before the table skipped"])
    }

    @Test("nobody skips them unasked, and the refusal says how many there are")
    func refused() {
        let result = imported(
            "삼성전자 일별 시세\n\n" + "date,open,high,low,close,volume\n2026-03-03,1,1,1,1,1\n")
        #expect(
            result.fault?.contains("line 3 has titles that are known: does the table begin there?")
                == true)
        #expect(result.fault?.contains("Say --skip-lines 2") == true)
        let other = imported("a;b\nx\tdate\topen\thigh\tlow\tclose\tvolume\n") {
            $0.asker = .scenario
        }
        #expect(other.fault?.contains("Say \"skip_lines\": 1") == true)
        #expect(other.candles.isEmpty)
    }

    @Test("rows at the end that can't be read are counted apart")
    func atEnd() {
        let text = "date,open,high,low,close,volume\nx,1,1,1,1,1\n2026-03-03,1,1,1,1,1\nSum\nx\n"
        #expect(imported(text).notes.rejectedAtEnd == 2)
        #expect(imported(text + "2026-03-04,1,1,1,1,1\n").notes.rejectedAtEnd == 0)
        // Rows of the table that are wrong, or cut off, are no lines after it.
        for row in ["2026-03-0", "2026-03-04,x,1,1,1,1", "2026-03-04,1,1"] {
            let whole = "date,open,high,low,close,volume\n2026-03-03,1,1,1,1,1\n\(row)\n"
            #expect(imported(whole).notes.rejectedAtEnd == 0, "\(row)")
        }
    }

    @Test("a text of which nothing is left says so")
    func all() {
        let result = imported("a\nb\n") { $0.form.skipLines = 3 }
        #expect(result.fault?.contains("no more than the 3 lines that are skipped") == true)
        #expect(
            imported("a\nb\n") { $0.form.skipFooter = 3 }.fault
                == "Error: There is no row in i.csv.")
    }

    @Test("blank lines at the end are nothing, others are counted")
    func blank() {
        let table = "date,open,high,low,close,volume\n\n2026-03-03,1,1,1,1,1\n\n"
        #expect(imported(table + "\n\n").notes.blank == 1)
        #expect(imported(table + "2026-03-04,1,1,1,1,1\n\n").notes.blank == 2)
    }
}

@Suite("Rows without prices")
struct EmptyRowTests {
    private static let head = "date,open,high,low,close,volume\n2026-03-03,1,1,1,1,1\n"

    @Test(
        "are left out and counted where that is told",
        arguments: [
            "2026-03-04,-,-,-,-,-", "2026-03-04,null,null,null,null,null", "2026-03-04,,,,,",
            "2026-03-04,NaN,nan,NAN,NaN,0", "2026-03-04,N/A,NA,#N/A,None,0",
        ])
    func skipped(row: String) {
        let told = imported(Self.head + row + "\n") { $0.form.skipsEmpty = true }
        #expect(told.fault == nil && told.rejects.isEmpty)
        #expect(told.candles.count == 1)
        #expect(told.notes.withoutPrices == 1)
        #expect(told.notes.sentences.contains("1 rows without prices were left out"))
        let untold = imported(Self.head + row + "\n")
        #expect(untold.rejects.map(\.code) == ["bad_number"])
        #expect(
            untold.rejects.map(\.reason)
                == ["the row has no price: --skip-empty leaves such rows out"])
    }

    @Test(
        "with a price, a volume or another fault they are rejects all the same",
        arguments: [
            "2026-03-04,-,-,-,1,-", "2026-03-04,-,-,-,-,5", "x,-,-,-,-,-", "2026-03-04,-,-,-,-,x",
            "2026-03-04,-,-,x,-,-", "2026-03-04,-,-",
        ])
    func rejected(row: String) {
        let result = imported(Self.head + row + "\n") { $0.form.skipsEmpty = true }
        #expect(result.rejects.count == 1 && result.notes.withoutPrices == 0)
    }

    @Test("a print without a price is one too")
    func print() {
        let result = imported("size,time,price\n-,2026-03-03 09:00,-\n5,2026-03-03 09:00,-\n") {
            $0.form.skipsEmpty = true
        }
        #expect(result.notes.withoutPrices == 1)
        #expect(result.rejects.map(\.line) == [3])
    }
}
