import KraderCSV
import KraderJSON
import Testing

@Suite("Text from outside") struct ForeignTextTests {
    /// Texts that terminals obey, or that turn, hide or end text.
    static let tricks: [String] = [
        "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{9B}31m", "\u{0}", "\u{8}", "\r", "\u{7F}", "\u{85}",
        "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}", "\u{2066}", "\u{2067}",
        "\u{2068}", "\u{2069}", "\u{200E}", "\u{200F}", "\u{61C}", "\u{FEFF}", "\u{2028}",
        "\u{2029}", "\u{E0041}", "\t",
    ]

    @Test(
        "an output keeps its lines, and of the rest nothing that a terminal would obey",
        arguments: tricks)
    func lines(trick: String) {
        let text = "삼성\(trick)전자\nsecond"
        for keepsStyle in [false, true] {
            let safe = shownLines(text, keepsStyle: keepsStyle)
            #expect(safe.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isInvisible })
            #expect(safe.hasPrefix("삼성\\") && safe.hasSuffix("전자\nsecond"))
            #expect(safe.split(separator: "\n").count == 2)
        }
        #expect(!shown(trick).unicodeScalars.contains { $0.isInvisible })
        #expect(!shown("a\nb").contains("\n"))
    }

    @Test("colours pass where they are wanted, in the one form that krader writes")
    func colours() {
        let bold = "\u{1B}[1mnet\u{1B}[0m \u{1B}[1;31m-5\u{1B}[0m"
        #expect(shownLines(bold, keepsStyle: true) == bold)
        #expect(!shownLines(bold).contains("\u{1B}"))
        for other in [
            "\u{1B}[2J", "\u{1B}[12345m", "\u{1B}[", "\u{1B}", "\u{1B}[?25l", "\u{1B}[1;",
        ] {
            #expect(!shownLines(other, keepsStyle: true).contains("\u{1B}"))
        }
    }

    @Test("JSON holds it escaped and gives it back as it was", arguments: tricks)
    func json(trick: String) throws {
        let value = JSONValue(.string("가\(trick)나"))
        let text = value.text()
        #expect(!text.unicodeScalars.contains { $0.isInvisible })
        #expect(try JSONReader.read(Array(text.utf8), file: "t").root.string == value.string)
    }

    @Test(
        "no cell of CSV begins as a formula, and numbers that were typed stay numbers",
        arguments: [
            ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"), ("\r=1", "\"'\r=1\""), ("＝1", "'＝1"), ("삼성전자", "삼성전자"),
            ("=a,b", "\"'=a,b\""), ("=\"x\"", "\"'=\"\"x\"\"\""), ("", ""), ("a=b", "a=b"),
        ])
    func cells(text: String, field: String) {
        #expect(SpreadsheetText.field(text) == field)
        #expect(SpreadsheetText.cell("-12.5") == "-12.5")
        #expect(SpreadsheetText.cell("+5") == "+5")
        #expect(SpreadsheetText.cell(text) == field)
    }

    @Test(
        "what krader reads back is as it was",
        arguments: ["=x", "'=x", "''=x", "'x", "x", "", "-1"])
    func guarded(text: String) {
        let written = SpreadsheetText.guarded(text)
        #expect(SpreadsheetText.restored(written) == text)
        #expect(SpreadsheetText.field(written) == written)
    }
}
