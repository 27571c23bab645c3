import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Controls of prices (failure-modes.md §3)")
struct ControlPriceTests {
    @Test("H08: a limit is within 4 % of the last price, of a KOSPI 200 share or a fund within 2 %")
    func collar() {
        let scene = ControlScene()
        #expect(scene.ask(.buy, 1, 72_800) == "1")
        #expect(scene.ask(.buy, 1, 72_900) == "PRICE_COLLAR price=72900 lower=67200 upper=72800")
        #expect(scene.ask(.buy, 1, 67_200) == "1")
        #expect(scene.ask(.buy, 1, 67_100) == "PRICE_COLLAR price=67100 lower=67200 upper=72800")
        scene.scene.symbol.hasNarrowCollar = true
        #expect(scene.ask(.buy, 1, 71_400) == "1")
        #expect(scene.ask(.buy, 1, 71_500) == "PRICE_COLLAR price=71500 lower=68600 upper=71400")
    }

    @Test("and of the best price of the other side, while that is fresh")
    func opposite() {
        let scene = ControlScene()
        scene.quote(67_900, 68_000)
        #expect(scene.ask(.buy, 1, 70_700) == "1")
        #expect(scene.ask(.buy, 1, 70_800) == "PRICE_COLLAR price=70800 lower=65280 upper=70720")
        scene.quote(67_900, 68_000, at: "09:59:56")
        #expect(scene.ask(.buy, 1, 70_800) == "1", "Trades have gone on for four seconds since")
    }

    @Test("of a sale from below only; a market sale always passes")
    func sales() {
        let scene = ControlScene()
        #expect(scene.ask(.sell, 1, 67_200) == "1")
        #expect(scene.ask(.sell, 1, 67_100) == "PRICE_COLLAR price=67100 lower=67200 upper=72800")
        #expect(scene.ask(.sell, 1, 90_000) == "1")
        scene.quote(nil, 70_100, at: "09:00")
        #expect(scene.ask(.sell, 1_000_000) == "1000000")
    }

    @Test("without any price a limit passes, and is counted")
    func noPrice() {
        let scene = ControlScene()
        scene.scene.symbol.last = nil
        #expect(scene.ask(.buy, 1, 70_000) == "1 without PRICE_COLLAR")
    }

    @Test("a market buy meets a quote of three seconds at most; without quotes it is counted")
    func quoteAge() {
        let scene = ControlScene()
        #expect(scene.ask(.buy, 1) == "1 without QUOTE_TOO_OLD")
        scene.quote(70_000, 70_100, at: "09:59:57")
        #expect(scene.ask(.buy, 1) == "1")
        scene.quote(70_000, 70_100, at: "09:59:56.999")
        #expect(scene.ask(.buy, 1) == "QUOTE_TOO_OLD age_ms=3001 allowed_ms=3000")
        #expect(scene.ask(.buy, 1, 70_000) == "1", "A limit needs none")
    }

    @Test("and a spread of 1 % of its middle at most")
    func spread() {
        let scene = ControlScene()
        // The middle of 70,000 and 70,700 is 70,350: 1 % of it is 703.5.
        scene.quote(70_000, 70_700)
        #expect(scene.ask(.buy, 1) == "1")
        scene.quote(70_000, 70_800)
        #expect(scene.ask(.buy, 1) == "WIDE_SPREAD bid=70000 ask=70800")
        scene.quote(70_000, nil)
        #expect(scene.ask(.buy, 1) == "WIDE_SPREAD bid=70000 ask=0")
    }

    @Test("H06: in continuous trading the newest print or quote is five seconds old at most")
    func dataAge() {
        let scene = ControlScene()
        scene.scene.symbol.lastTime = Sample.tuesday.at("09:59:55")
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        scene.scene.symbol.lastTime = Sample.tuesday.at("09:59:54.999")
        #expect(scene.ask(.buy, 1, 70_000) == "DATA_TOO_OLD age_ms=5001 allowed_ms=5000")
        #expect(scene.ask(.sell, 1, 70_000) == "1")
        scene.quote(70_000, 70_100, at: "09:59:56")
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        scene.scene.symbol.quoteTime = .distantPast
        scene.scene.symbol.lastTime = .distantPast
        #expect(scene.ask(.buy, 1, 70_000) == "DATA_TOO_OLD age_ms=-1 allowed_ms=5000")
    }

    @Test("H12: an auction has no prints to wait for")
    func auctions() {
        let scene = ControlScene()
        scene.scene.symbol.lastTime = Sample.tuesday.at("15:19:59")
        scene.at("15:25")
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        scene.scene.symbol.lastTime = Sample.tuesday.at("09:50")
        scene.at("10:00")
        scene.scene.symbol.status = .callAuction
        #expect(scene.ask(.buy, 1, 70_000) == "1")
    }

    @Test("next_open is judged by the indicative price, where the sides of the display meet")
    func nextOpen() {
        let scene = ControlScene()
        scene.at("08:59")
        scene.scene.symbol.lastTime = .distantPast
        #expect(scene.ask(.buy, 1, 72_900, .nextOpen) == "1 without PRICE_COLLAR")
        scene.quote(70_100, 69_900, at: "08:58:58")
        #expect(scene.ask(.buy, 1, 72_800, .nextOpen) == "1")
        #expect(
            scene.ask(.buy, 1, 72_900, .nextOpen)
                == "PRICE_COLLAR price=72900 lower=67200 upper=72800")
        #expect(scene.ask(.buy, 1, nil, .nextOpen) == "1")
        // It would open 5 % above the close.
        scene.quote(73_600, 73_400, at: "08:58:58")
        #expect(
            scene.ask(.buy, 1, nil, .nextOpen)
                == "PRICE_COLLAR price=73500 lower=67200 upper=72800")
        scene.quote(70_000, 70_100, at: "08:58:58")
        #expect(
            scene.ask(.buy, 1, nil, .nextOpen) == "1 without PRICE_COLLAR", "They don't meet")
    }
}
