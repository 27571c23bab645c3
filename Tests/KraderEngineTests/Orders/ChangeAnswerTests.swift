import KraderEngine
import KraderModel
import Support
import Testing

@Suite("Each cancel and replace has its answer (semantics.md §3)")
struct ChangeAnswerTests {
    typealias Scene = ChangeScene

    @Test("what is accepted names the order and what is left of it")
    func accepted() throws {
        let scene = Scene([Scene.replace("10:02", 44_000), Scene.cancel("10:04")])
        scene.bench.fill("10:01", 7, 30, at: 45_000)
        scene.bench.wait("10:02")
        let replace = try #require(scene.answered)
        #expect(replace.action == .replace && replace.subject == OrderReference(serial: 1))
        #expect(replace.order.side == .buy && replace.order.limit == Price(44_000))
        guard case .order(let order, let quantity) = replace.answer else {
            Issue.record("\(replace.answer)")
            return
        }
        #expect(order == OrderReference(serial: 1) && quantity == Shares(70))
        scene.modified("10:03", 7, to: 8, at: 44_000)
        #expect(scene.bench.wait("10:04") == ["1 change sent", "→ 3 cancel 8"])
        let cancel = try #require(scene.answered)
        #expect(cancel.action == .cancel && cancel.order.limit == Price(44_000))
    }

    @Test("an order that has ended, or never was, is not open")
    func notOpen() {
        let reference = Notebook()
        let scene = Scene([
            (
                Sample.tuesday.at("10:02"),
                { context in
                    reference.write("asked")
                    context.cancel(OrderReference(serial: 1))
                    context.replace(OrderReference(serial: 1), limit: Price(44_000))
                    for serial in [0, -1, 2, Int64.max, .min] {
                        context.cancel(OrderReference(serial: serial))
                        context.replace(OrderReference(serial: serial), limit: Price(1))
                    }
                }
            )
        ])
        scene.bench.fill("10:01", 7, 100, at: 45_000)
        let answers = scene.bench.wait("10:02")
        #expect(answers == Array(repeating: "refused ORDER_NOT_OPEN", count: 12))
        #expect(reference.lines == ["asked"])
    }

    @Test("a strategy cancels and moves its own orders only")
    func ownOnly() {
        let thief: Puppet.Act = { context in
            context.cancel(OrderReference(serial: 1))
            context.replace(OrderReference(serial: 1), limit: Price(44_000))
        }
        let scene = Scene([], others: [Puppet([(Sample.tuesday.at("10:02"), thief)])])
        #expect(
            scene.bench.wait("10:02") == ["refused ORDER_NOT_OPEN", "refused ORDER_NOT_OPEN"])
        #expect(scene.bench.requests.count == 1)
    }

    @Test("what can't be moved now says so: no limit, immediate, in flight, to be cancelled")
    func notReplaceable() {
        let market = Scene([
            (
                Sample.tuesday.at("10:01"),
                { $0.buy(SymbolIndex(1), quantity: Shares(1)) }
            ),
            (
                Sample.tuesday.at("10:02"),
                { $0.replace(OrderReference(serial: 2), limit: Price(20_000)) }
            ),
            Scene.replace("10:03", 44_000), Scene.replace("10:03:01", 43_000),
            Scene.cancel("10:04"), Scene.replace("10:04:01", 43_000),
        ])
        market.bench.wait("10:01")
        #expect(market.bench.wait("10:02") == ["refused NOT_REPLACEABLE"], "Not even acknowledged")
        market.bench.accept("10:02:01", 2, as: 8)
        market.bench.wait("10:03")
        #expect(market.bench.wait("10:03:01") == ["refused NOT_REPLACEABLE"], "One in flight")
        #expect(market.bench.wait("10:04") == [], "A wish that is kept")
        #expect(market.bench.wait("10:04:01") == ["refused NOT_REPLACEABLE"])
        let immediate = Scene([
            (
                Sample.tuesday.at("10:01"),
                {
                    $0.buy(
                        SymbolIndex(1), quantity: Shares(1), limit: Price(20_000),
                        timeInForce: .immediateOrCancel)
                }
            ),
            (
                Sample.tuesday.at("10:02"),
                { $0.replace(OrderReference(serial: 2), limit: Price(20_050)) }
            ),
        ])
        immediate.bench.accept("10:01:01", 2, as: 8)
        #expect(immediate.bench.wait("10:02") == ["refused NOT_REPLACEABLE"])
    }

    @Test("a second wish to cancel is accepted as the first was, and sends nothing")
    func twice() throws {
        let scene = Scene([Scene.cancel("10:01"), Scene.cancel("10:02")])
        #expect(scene.bench.wait("10:01").last == "→ 2 cancel 7")
        #expect(scene.bench.wait("10:02") == [])
        let second = try #require(scene.answered)
        #expect(second.action == .cancel)
        guard case .order = second.answer else {
            Issue.record("\(second.answer)")
            return
        }
    }

    @Test("what the venue said against a change is no word on the order that later ends")
    func staleWords() throws {
        let scene = Scene([Scene.cancel("10:01")])
        scene.bench.wait("10:01")
        #expect(scene.bench.refuse("10:02", 2, .wrongSession) == ["1 change refused"])
        #expect(
            scene.bench.push("10:02:20", 7, .expired(quantity: Shares(100))) == [
                "1 CANCELED EXPIRED"
            ])
    }

    @Test("each answer enters the digest")
    func digest() {
        func digest(_ lines: [ChangeScene.Line]) -> [UInt8] {
            let scene = Scene(lines)
            scene.bench.wait("10:03")
            return scene.bench.finish()
        }
        let one = digest([(Sample.tuesday.at("10:02"), { $0.cancel(OrderReference(serial: 5)) })])
        let two = digest([(Sample.tuesday.at("10:02"), { $0.cancel(OrderReference(serial: 6)) })])
        let moved = digest([
            (
                Sample.tuesday.at("10:02"),
                { $0.replace(OrderReference(serial: 5), limit: Price(1)) }
            )
        ])
        #expect(Set([one, two, moved]).count == 3)
    }

    @Test("a marketable limit from a price between the grid's lines lies on the grid")
    func offGrid() {
        var configuration = EngineConfiguration.sample([
            Puppet([
                (Sample.tuesday.at("10:00"), { $0.buy(SymbolIndex(0), quantity: Shares(1)) })
            ])
        ])
        configuration.marketBuyAs = .marketableLimit
        let bench = EngineBench(configuration)
        // A midpoint print: 70,050 is cut down to 70,000, and three steps above that is 70,300.
        bench.print("09:59:59", 70_050)
        #expect(bench.wait("10:00").last == "→ 1 new buy 1 @ 70300")
    }
}
