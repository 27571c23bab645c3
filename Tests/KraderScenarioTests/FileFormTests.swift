import KraderCSV
import KraderJSON
import KraderScenario
import Testing

@Suite("What a scenario says of the form of a file")
struct FileFormTests {
    private func scenario(_ told: String) throws -> Scenario {
        try decode(
            good,
            overrides: [#"market.data.candles={"path":"a.csv","symbol":"005930"\#(told)}"#])
    }

    private func form(_ told: String) throws -> ImportForm {
        guard case .files(let files) = try scenario(told).data, let file = files.first else {
            Issue.record("There is no file")
            return ImportForm()
        }
        return file.form
    }

    @Test("its keys are read, and nothing is said unless they are")
    func keys() throws {
        #expect(try form("") == ImportForm())
        let told = try form(
            #","skip_lines":2,"skip_footer":1,"date_format":"%d/%m/%Y","skip_empty":true"#)
        #expect(told.skipLines == 2 && told.skipFooter == 1 && told.skipsEmpty)
        #expect(told.dateFormat?.description == "%d/%m/%Y")
    }

    @Test(
        "each is part of the run's identity; said as it is anyway, it is not",
        arguments: [
            #","skip_lines":2"#, #","skip_footer":1"#, #","date_format":"%d/%m/%Y""#,
            #","skip_empty":true"#,
        ])
    func identity(told: String) throws {
        let plain = try scenario("").normalisedText
        #expect(try scenario(told).normalisedText != plain)
        #expect(try scenario(#","skip_lines":0,"skip_empty":false"#).normalisedText == plain)
    }

    @Test(
        "what can't be is refused with key and reason",
        arguments: [
            (#","skip_lines":-1"#, "skip_lines is -1", "between 0 and 1000"),
            (#","skip_footer":1001"#, "skip_footer is 1001", "between 0 and 1000"),
            (#","date_format":"%q""#, "date_format is '%q'", "none of its codes: %Y %y"),
            (#","skip_empty":1"#, "skip_empty", "true or false"),
            (#","skip_line":1"#, "skip_line", "skip_lines"),
        ])
    func refused(told: String, message: String, allowed: String) {
        let error = #expect(throws: TextFaults.self) { try scenario(told) }
        let text = error?.description ?? ""
        #expect(text.contains(message) && text.contains(allowed), "\(text)")
    }
}
