import KraderCSV
import KraderJSON
import KraderModel
import Testing

@Suite("Venues that codes say") struct ImportVenueTests {
    @Test("_NX and _AL behind a code are facts: other series, and the venue of prints")
    func suffixes() {
        let result = imported(
            "time,code,price,size\n20260303090000,005930,100,1\n20260303090001,005930_NX,101,2\n"
                + "20260303090002,A005930_NX,102,3\n20260303090003,005930_AL,103,4\n")
        #expect(result.codes.map(\.description) == ["005930", "005930", "005930"])
        #expect(
            result.ticks.map { $0.split(separator: " ").last.map(String.init) } == [
                "unknown", "nxt", "nxt", "unknown",
            ])
        #expect(result.ticks.map { $0.split(separator: " ")[1] } == ["0", "1", "1", "2"])
    }

    @Test("a suffix is told from a code's text")
    func scopes() {
        #expect(IssueCode.scope(of: Array("005930_NX".utf8)) == .nxt)
        #expect(IssueCode.scope(of: Array("A005930_AL".utf8)) == .consolidated)
        #expect(IssueCode.scope(of: Array("005930".utf8)) == nil)
        #expect(IssueCode.scope(of: Array("005930_XX".utf8)) == nil)
    }
}
