import KraderDatasets
import KraderModel
import Testing

@Suite("Issues that file names tell of") struct FileNameCodeTests {
    @Test(
        "the least surprising reading wins",
        arguments: [
            ("005930.csv", "005930"), ("a/A000020.csv.gz", "000020"),
            ("yahoo-5m_005930_20251016-1024.csv", "005930"), ("Q520057_D.csv", "520057"),
            ("00088K.csv", "00088K"), ("kiwoom_0B_005930_20260911_115618.csv", "005930"),
            // LS Electric, which is a date too, alone and below a folder that is no issue.
            ("010120.csv", "010120"), ("KOSPI/010120.csv", "010120"),
            // These name a month, a day and a part below an issue's folder.
            ("005930/202602.csv", "005930"), ("A005930/260302.csv", "005930"),
            ("005930/2026/02.csv", "005930"), ("005930/ticks_202602.csv.gz", "005930"),
            ("005930/prints.csv", "005930"), ("202602/005930.csv", "005930"),
            ("000660/005930.csv", "005930"), ("200710.csv", "200710"),
        ])
    func found(path: String, code: String) {
        #expect(FileNameCode.find(in: path)?.description == code)
    }

    @Test(
        "a month alone, two issues or none are none",
        arguments: [
            "202602.csv", "ticks/202603.csv", "005930_000660.csv", "prints.csv",
            "hoga_20240805.csv",
            "005930/000660_035720.csv",
        ])
    func none(path: String) {
        #expect(FileNameCode.find(in: path) == nil)
    }

    @Test("a suffix says the venue, and a folder is told apart from a name")
    func origin() throws {
        #expect(FileNameCode(in: "005930_NX.csv")?.scope == .nxt)
        #expect(FileNameCode(in: "x/005930_AL_202602.csv")?.scope == .consolidated)
        #expect(FileNameCode(in: "005930_NX/202602.csv")?.scope == .nxt)
        #expect(FileNameCode(in: "005930.csv")?.scope == nil)
        #expect(FileNameCode(in: "005930/202602.csv")?.isOfFolder == true)
        #expect(FileNameCode(in: "005930.csv")?.isOfFolder == false)
    }
}
