import Foundation
import Testing

@Suite("krader config show") struct ConfigTests {
    @Test("each setting stands on a line with its value, its source and what is allowed")
    func table() throws {
        let result = try krader("config show --set risk.max_position_size=5")
        #expect(result.exit == 0)
        #expect(result.err == "")
        let lines = result.out.split(separator: "\n").map {
            $0.split(separator: " ").joined(separator: " ")
        }
        #expect(lines.first == "setting value source allowed")
        #expect(
            lines.contains(
                "risk.max_position_size 5 --set risk.max_position_size=5 1…1000000000"))
        #expect(lines.contains("costs.commission_rate 0.00015 default 0…0.02"))
        #expect(lines.contains("venue.latency_ms.order 50 default 0…30000, or {from, to}"))
    }

    @Test("as JSON it is one object")
    func json() throws {
        let result = try krader("config show --json")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [String: Any])
        let settings = try #require(object["settings"] as? [[String: Any]])
        let cap = try #require(settings.first { $0["setting"] as? String == "venue.participation" })
        #expect(cap["value"] as? Double == 0.1)
        #expect(cap["variable"] as? String == "KRADER_VENUE__PARTICIPATION")
    }

    @Test("faults end with exit code 2, all at once")
    func faults() throws {
        let result = try krader(
            "config show --set risk.max_position_size=0 --set mode=life --set x")
        #expect(result.exit == 2)
        #expect(result.out == "")
        #expect(
            result.err == """
                Error: '=' is missing in --set x; it must be path=value, like account.cash=5000000.

                """)
        let two = try krader("config show --set risk.max_position_size=0 --set mode=life")
        #expect(two.err.split(separator: "\n").count == 2)
        #expect(two.exit == 2)
    }
}
