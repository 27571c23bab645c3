import KraderModel
import Testing

@Suite struct IssueCodeTests {
    @Test(
        "codes as people and feeds write them",
        arguments: [
            ("005930", "005930"), ("A005930", "005930"), ("005930_NX", "005930"),
            ("A005930_AL", "005930"), ("005930.KS", "005930"), ("035720.KQ", "035720"),
            ("00088K", "00088K"), ("Q520057", "520057"), ("J57L4E8", "57L4E8"),
            ("0101N0", "0101N0"),
        ])
    func reads(written: String, code: String) throws {
        #expect(try IssueCode(written).description == code)
    }

    @Test(
        "texts that are no code",
        arguments: [
            ("", .notSixCharacters), ("5930", .notSixCharacters), ("0059300", .notSixCharacters),
            ("B005930", .notSixCharacters), ("005930_XX", .notSixCharacters),
            ("00593k", .notAlphanumeric), ("00593 ", .notAlphanumeric),
            ("삼성", .notAlphanumeric),
        ] as [(String, IssueCode.Fault)])
    func refuses(written: String, fault: IssueCode.Fault) {
        #expect(throws: fault) { try IssueCode(written) }
    }

    @Test("codes sort as their texts do")
    func order() throws {
        let codes = try ["373220", "00088K", "005930", "000880"].map { try IssueCode($0) }
        #expect(codes.sorted().map(\.description) == ["000880", "00088K", "005930", "373220"])
    }
}

@Suite struct IndexCodeTests {
    @Test("an index may have a short code", arguments: ["KS11", "KOSPI", "001", "KS0001"])
    func reads(written: String) throws {
        #expect(try IssueCode(index: written).description == written)
    }

    @Test("short codes sort among the others as their texts do")
    func order() throws {
        let codes = try ["KS11", "005930", "001", "KQ11"].map { try IssueCode(index: $0) }
        #expect(codes.sorted().map(\.description) == ["001", "005930", "KQ11", "KS11"])
    }

    @Test("texts that are no code of an index", arguments: ["", "KOSPI200", "ks11", "KS-1"])
    func refuses(written: String) {
        #expect(throws: IssueCode.Fault.self) { try IssueCode(index: written) }
    }
}
