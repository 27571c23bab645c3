import Testing

@testable import KraderReport

/// Tables fit the terminal that they are shown on: words stay whole, and Hangul counts twice.
@Suite("Tables for people") struct TextTableTests {
    private var table: TextTable {
        TextTable(
            columns: [
                ("symbol", .left), ("name", .left), ("rows", .right), ("what it is", .left),
            ],
            rows: [
                ["005930", "삼성전자", "1,234,567", "The largest issue of all, traded by everybody."],
                ["000660", "SK하이닉스", "89", "코스피 시가총액 2위 종목, 반도체를 만드는 회사입니다."],
                ["069500", "KODEX 200", "7", ""],
            ])
    }

    private func lines(_ columns: Int) -> [String] {
        table.lines(TextStyle(isColored: false, columns: columns))
    }

    @Test("wide enough, a row is a line and columns stand under each other")
    func wide() {
        let lines = lines(200)
        #expect(
            lines == [
                "  symbol  name             rows  what it is",
                "  005930  삼성전자    1,234,567  The largest issue of all, traded by everybody.",
                "  000660  SK하이닉스         89  코스피 시가총액 2위 종목, 반도체를 만드는 회사입니다.",
                "  069500  KODEX 200           7",
            ])
    }

    @Test("at 80 columns cells go on below")
    func usual() {
        #expect(
            lines(80) == [
                "  symbol  name             rows  what it is",
                "  005930  삼성전자    1,234,567  The largest issue of all, traded by everybody.",
                "  000660  SK하이닉스         89  코스피 시가총액 2위 종목, 반도체를 만드는",
                "                                 회사입니다.",
                "  069500  KODEX 200           7",
            ])
    }

    @Test("at 60 columns too, and at 40 a row is a block")
    func narrow() {
        let lines = lines(60)
        #expect(
            lines.count == 6 && lines.contains { $0.hasPrefix("  000660  SK하이닉스         89  ") })
        #expect(
            self.lines(40).prefix(6) == [
                "  005930",
                "    name        삼성전자",
                "    rows        1,234,567",
                "    what it is  The largest issue of",
                "                all, traded by",
                "                everybody.",
            ])
    }

    @Test("no line is too wide and no word is cut, whatever the width", arguments: 32...120)
    func fits(columns: Int) {
        let words = Set((table.rows.flatMap(\.self) + table.columns.map(\.title)).flatMap(words))
        for line in lines(columns) {
            #expect(shownWidth(line) <= columns, "\(line)")
            #expect(line.last != " ")
            for word in self.words(line) { #expect(words.contains(word), "\(word)") }
        }
        let shown = lines(columns).flatMap(self.words)
        #expect(table.rows.flatMap(\.self).flatMap(self.words).allSatisfy(shown.contains))
    }

    private func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    @Test("colours take no room")
    func colours() {
        var colored = table
        colored.ink = { row, column in column == 1 ? .bold : row == 0 ? .red : nil }
        for columns in [40, 60, 80, 200] {
            let lines = colored.lines(TextStyle(isColored: true, columns: columns)).map { line in
                line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
            }
            #expect(lines == self.lines(columns))
        }
    }

    @Test("a word that is wider than the terminal has its own line, whole")
    func longWords() {
        let hash = String(repeating: "0123456789abcdef", count: 4)
        let facts = TextTable.facts([("hash", hash), ("of", "datasets/a")])
        #expect(facts.lines(TextStyle(isColored: false, columns: 40)).first == "  hash  " + hash)
        #expect(wrapped("see \(hash) there", columns: 40) == ["see", hash, "there"])
    }

    @Test("sentences break at spaces and go on under their first word")
    func sentences() {
        let style = TextStyle(isColored: false, columns: 24)
        #expect(
            style.lines("가격 제한폭은 상하 30 % 입니다, as of 2015.", after: "Note: ") == [
                "Note: 가격 제한폭은 상하", "      30 % 입니다, as of", "      2015.",
            ])
        #expect(style.lines("") == [""])
        #expect(wrapped("a  b", columns: 80) == ["a  b"])
    }

    @Test("what a text holds moves no cursor")
    func hostile() {
        let table = TextTable(
            columns: [("", .left), ("", .left)], rows: [["a\u{1B}[2J", "b\nc"]])
        #expect(table.lines(.plain) == ["  a\\u{1b}[2J  b\\nc"])
    }
}

/// One answer for people, JSON and CSV.
@Suite("An answer") struct AnswerTests {
    private var answer: Answer {
        var answer = Answer(title: "Two issues")
        answer.add("count", "issues", .number(2))
        answer.add("hidden", nil, .flag(true))
        answer.tables = [
            Answer.Table(
                name: "issues",
                columns: [("symbol", "symbol"), (nil, "name"), ("share", "share"), ("note", nil)],
                rows: [
                    [.text("005930"), .text("삼성전자"), .percent(0.1503), .text("=1, \"2\"")],
                    [.text("000660"), .text("SK하이닉스"), .missing, .missing],
                ])
        ]
        answer.notes = ["Prices are of yesterday."]
        return answer
    }

    @Test("for people columns without a label are left out")
    func text() {
        #expect(
            answer.text(.plain) == """
                Two issues

                  issues  2

                  symbol  name         share
                  005930  삼성전자    15.0 %
                  000660  SK하이닉스       –

                Note: Prices are of yesterday.

                """)
    }

    @Test("for machines columns without a name, and the width changes nothing")
    func machines() {
        #expect(
            answer.json(command: "x") == """
                {"schema":1,"command":"x","count":2,"hidden":true,"issues":[\
                {"symbol":"005930","share":0.1503,"note":"=1, \\"2\\""},\
                {"symbol":"000660","share":null,"note":null}],\
                "notes":["Prices are of yesterday."]}

                """)
        #expect(
            answer.tables[0].csv == """
                symbol,share,note
                005930,0.1503,"'=1, ""2"\""
                000660,,

                """)
    }
}
