import KraderEngine
import KraderModel
import Support
import Testing

@Suite("Replacing an order")
struct ReplaceTests: BuyOfTen {
    @Test("a replace reserves for the dearer limit while it is in flight")
    func replaceUp() {
        let bench = bench([replace(at: "10:00:02", to: 71_000)])
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:01.5", 7, 4, at: 70_000)
        #expect(bench.wait("10:00:02") == ["1 change sent", "→ 2 modify 7 @ 71000"])
        expect(bench, cash: 9_720_000, reserved: 426_000, held: 4)
        #expect(bench.accept("10:00:03", 2, as: 8) == [])
        #expect(
            bench.push(
                "10:00:03", 7,
                .modified(quantity: Shares(6), limit: Price(71_000), to: OrderNumber(8)))
                == ["1 modified to 71000"])
        expect(bench, cash: 9_720_000, reserved: 426_000, held: 4)
        #expect(bench.fill("10:00:04", 8, 6, at: 71_000) == ["1 filled 6 at 71000, FILLED"])
        expect(bench, cash: 9_294_000, reserved: 0, held: 10)
    }

    @Test("a cheaper replace frees cash only when the venue says so")
    func replaceDown() {
        let bench = bench([replace(at: "10:00:02", to: 69_000)])
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02")
        expect(bench, cash: 10_000_000, reserved: 700_000, held: 0)
        bench.push(
            "10:00:03", 7, .modified(quantity: Shares(10), limit: Price(69_000), to: OrderNumber(8))
        )
        expect(bench, cash: 10_000_000, reserved: 690_000, held: 0)
        // The reply comes late; a fill under the new number was booked by the push's word.
        #expect(bench.accept("10:00:04", 2, as: 8) == [])
        #expect(bench.fill("10:00:05", 8, 10, at: 69_000) == ["1 filled 10 at 69000, FILLED"])
    }

    @Test("a conditional limit reserves at the upper limit, 91,000, whatever limit it moves to")
    func replaceConditional() {
        let bench = bench([replace(at: "10:00:02", to: 71_000)], type: .conditionalLimit)
        expect(bench, cash: 10_000_000, reserved: 910_000, held: 0)
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02")
        expect(bench, cash: 10_000_000, reserved: 910_000, held: 0)
        bench.push(
            "10:00:03", 7, .modified(quantity: Shares(10), limit: Price(71_000), to: OrderNumber(8))
        )
        expect(bench, cash: 10_000_000, reserved: 910_000, held: 0)
    }

    @Test("a refused replace gives back what it reserved")
    func replaceRefused() {
        let bench = bench([replace(at: "10:00:02", to: 71_000)])
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02")
        expect(bench, cash: 10_000_000, reserved: 710_000, held: 0)
        #expect(bench.refuse("10:00:03", 2, .wrongSession) == ["1 change refused"])
        expect(bench, cash: 10_000_000, reserved: 700_000, held: 0)
    }

    @Test("a cancel wished while a replace is in flight follows it")
    func cancelAfterReplace() {
        let bench = bench([replace(at: "10:00:02", to: 69_000), cancel(at: "10:00:02.5")])
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02.5")
        #expect(
            bench.push(
                "10:00:03", 7,
                .modified(quantity: Shares(10), limit: Price(69_000), to: OrderNumber(8)))
                == ["1 modified to 69000", "1 change sent", "→ 3 cancel 8"])
    }

    @Test("a cancel overtakes a replace that still waits, and only the cancel is sent")
    func cancelBeforeReplace() {
        let bench = bench(
            [
                (
                    day.at("10:00:02"),
                    { $0.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000)) }
                ),
                replace(at: "10:00:02.05", to: 71_000), cancel(at: "10:00:02.1"),
            ], pacing: .live)
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02.05")
        #expect(bench.engine.account.reserved == Won(730_000))
        bench.wait("10:00:02.1")
        #expect(bench.engine.account.reserved == Won(720_000), "The replace is off")
        #expect(bench.wait("10:00:02.2") == ["1 change sent", "→ 3 cancel 7"])
        #expect(bench.wait("10:00:05") == [])
        #expect(bench.refuse("10:00:06", 3, .nothingLeft) == ["1 change refused"])
        #expect(bench.wait("10:00:10") == [], "A refused cancel is not sent again by itself")
    }

    @Test("of two replaces that wait, the later is sent")
    func twoReplaces() {
        let bench = bench(
            [
                (
                    day.at("10:00:02"),
                    { $0.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000)) }
                ),
                replace(at: "10:00:02.05", to: 71_000), replace(at: "10:00:02.1", to: 70_500),
            ], pacing: .live)
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02.1")
        #expect(bench.engine.account.reserved == Won(725_000))
        #expect(bench.wait("10:00:02.2") == ["1 change sent", "→ 3 modify 7 @ 70500"])
        #expect(bench.wait("10:00:05") == [])
    }

    @Test("a replace that waits when the session ends is not sent")
    func replaceAtTheEnd() {
        let bench = bench(
            [
                (
                    day.at("15:29:59.8"),
                    { $0.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000)) }
                ),
                replace(at: "15:29:59.9", to: 71_000),
            ], pacing: .live)
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("15:29:59.9")
        #expect(bench.engine.account.reserved == Won(730_000))
        bench.wait("15:30:00.5")
        #expect(!bench.requests.map(words).contains("→ 3 modify 7 @ 71000"))
        #expect(bench.engine.account.reserved == Won(720_000))
    }

    @Test("nothing is replaced while the kill switch is engaged")
    func replaceWhileKilled() {
        let bench = bench([replace(at: "10:00:05", to: 71_000)])
        bench.accept("10:00:01", 1, as: 7)
        bench.command("10:00:02", .engageKillSwitch)
        bench.refuse("10:00:03", 2, .wrongSession)
        // The cancel is sent again, for the third second has passed.
        #expect(
            bench.wait("10:00:05") == ["1 change sent", "→ 3 cancel 7", "refused KILL_SWITCH"])
        #expect(bench.wait("10:01") == [])
    }
}
