import KraderEngine
import KraderModel
import Support
import Testing

@Suite("Orders on their way (failure-modes.md §1, A)")
struct SendingRowsTests {
    private static let day = Sample.tuesday

    /// Buys on each candle of a minute: `quantity` says how many shares.
    private func configuration(_ quantity: Int64) -> EngineConfiguration {
        var puppet = Puppet()
        puppet.subscriptions = .candles(.m1, window: 5)
        puppet.onCandle = { _, _, context in
            context.buy(SymbolIndex(0), quantity: Shares(quantity), limit: Price(70_000))
        }
        return .sample([puppet])
    }

    private static let minute = Candle(
        day.at("10:04"), day.at("10:05"), 70_000, 70_000, 70_000, 70_000)

    private func order(_ records: [Record]) -> OrderRecord? {
        for record in records { if case .order(let order) = record { return order } }
        return nil
    }

    /// An engine that lives until a moment, without an order so far.
    private func started(_ configuration: EngineConfiguration) -> Follower {
        var follower = Follower(Engine(configuration))
        follower.start()
        follower.step(.clock, Self.day.at("10:03"))
        return follower
    }

    private func restored(
        _ configuration: EngineConfiguration, _ records: [Record], at moment: Moment
    ) throws -> Follower {
        var follower = Follower(try Engine.restore(configuration, from: records))
        follower.start()
        follower.resume(at: moment)
        return follower
    }

    @Test("A01: what ends before its intent is durable decides the same again, under the same key")
    func beforeTheIntent() throws {
        let configuration = configuration(10)
        var first = started(configuration)
        let durable = first.records
        first.step(.candle(Self.minute, .m1, SymbolIndex(0)), Self.day.at("10:05"))
        first.step(.clock, Self.day.at("10:05"))
        let lost = order(first.records)
        #expect(lost != nil)

        var second = try restored(configuration, durable, at: Self.day.at("10:04:30"))
        second.step(.candle(Self.minute, .m1, SymbolIndex(0)), Self.day.at("10:05"))
        second.step(.clock, Self.day.at("10:05"))
        let again = order(second.records)
        #expect(again?.key == lost?.key && again?.reference == lost?.reference)
        let sent = second.requests.count
        #expect(sent == 1)
    }

    @Test("A16: a signal's name is its candle's end, whenever the restarted engine hears of it")
    func nameOfTheCandle() throws {
        let configuration = configuration(10)
        let first = started(configuration)
        let durable = first.records
        var second = try restored(configuration, durable, at: Self.day.at("10:04:59"))
        second.step(.candle(Self.minute, .m1, SymbolIndex(0)), Self.day.at("10:05:40"))
        second.step(.clock, Self.day.at("10:05:40"))
        let key = order(second.records)?.key
        #expect(key?.milliseconds == Self.day.at("10:05").milliseconds)
    }

    @Test("A17: the same signal with another size, after a restart, is the same signal")
    func otherSize() throws {
        var first = started(configuration(10))
        first.step(.candle(Self.minute, .m1, SymbolIndex(0)), Self.day.at("10:05"))
        first.step(.clock, Self.day.at("10:05"))
        let durable = first.records
        #expect(order(durable)?.quantity == Shares(10))

        // What was ordered for is history to the next engine, whatever size it would have now.
        var second = Follower(try Engine.restore(configuration(20), from: durable))
        second.start()
        second.step(.history(.candle(Self.minute, .m1, SymbolIndex(0))), Self.day.at("10:05"))
        second.resume(at: Self.day.at("10:05:10"))
        second.step(.clock, Self.day.at("10:05:20"))
        let sent = second.requests.count { if case .newOrder = $0.request { true } else { false } }
        #expect(sent == 0, "What the first one sent was not answered, and is not sent again")
    }

    @Test("A03: the crash behind the bytes looks as the one before them: a list tells them apart")
    func behindTheBytes() throws {
        var configuration = EngineConfiguration.sample([Puppet([RowScene.buy("10:00", 10)])])
        configuration.replyDeadline = Limits.replyDeadline
        for isTaken in [false, true] {
            var first = Follower(Engine(configuration))
            first.start()
            first.step(.tick(.print(Self.day.at("09:59"), 70_000)), Self.day.at("09:59"))
            first.step(.timer, Self.day.at("10:00"))
            let durable = first.records
            var second = try restored(configuration, durable, at: Self.day.at("10:00:05"))
            let before = second.requests.count
            #expect(before == 0, "It left, as far as anybody knows")
            second.step(.timer, Self.day.at("10:00:10"))
            second.step(.timer, Self.day.at("10:00:11"))
            let shown = ShownLists(orders: isTaken ? [ShownLists.row(7)] : [])
            for _ in 0..<3 {
                guard let asked = second.requests.last, case .query(let query) = asked.request
                else { break }
                second.step(
                    .answer(
                        BrokerAnswer(
                            request: asked.id, query: query, asOf: Self.day.at("10:00:11"),
                            outcome: shown.answer(query.kind))), Self.day.at("10:00:11"))
            }
            let said = second.records.compactMap { words($0) }
            #expect(said.contains("1 adopted as 7") == isTaken)
            let orders = second.requests.count {
                if case .newOrder = $0.request { true } else { false }
            }
            #expect(orders == 0)
        }
    }

    @Test("A21: replies that come in another order are each their own request's")
    func mixedReplies() {
        let scene = RowScene([
            RowScene.buy("10:00", 10), RowScene.buy("10:00", 5, at: 20_000, symbol: 1),
        ])
        scene.bench.wait("10:00")
        #expect(scene.bench.accept("10:00:01", 2, as: 8) == ["2 acknowledged"])
        #expect(scene.bench.accept("10:00:01", 1, as: 7) == ["1 acknowledged"])
        #expect(
            scene.bench.fill("10:00:02", 8, 5, at: 20_000, symbol: 1)
                == ["2 filled 5 at 20000, FILLED"])
        #expect(scene.bench.fill("10:00:02", 7, 10, at: 70_000) == ["1 filled 10 at 70000, FILLED"])
    }

    @Test("A09: the cancel of a second order that is refused for now is sent again")
    func secondOrderStays() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.wait("10:00:10.5")
        scene.bench.push("10:00:10.6", 7, .accepted(.sample(at: Self.day.at("10:00:01"))))
        scene.bench.accept("10:00:10.7", 1, as: 8)
        #expect(scene.mode == .killed)
        let cancels = scene.bench.requests.filter { words($0).hasSuffix("cancel 8") }
        #expect(cancels.count == 1)
        scene.bench.refuse("10:00:11", cancels.first?.id.number ?? 0, .halted)
        scene.bench.wait("10:00:41")
        #expect(scene.bench.requests.count { words($0).hasSuffix("cancel 8") } == 2)
    }
}

@Suite("What the broker refuses (failure-modes.md §1, B)")
struct RefusalRowsTests {
    @Test(
        "B01, B02: refused for want of money or shares, all is free again, and the account is read",
        arguments: [VenueRejection.cashShort, .sharesShort])
    func short(_ why: VenueRejection) {
        let isSale = why == .sharesShort
        let line = isSale ? RowScene.sell("10:00", 10) : RowScene.buy("10:00", 10)
        let scene = RowScene([line], holding: isSale ? 10 : 0, reconciles: true)
        let shown = ShownLists(positions: isSale ? [ShownLists.position(4)] : [])
        scene.bench.pass(
            until: "09:59:59.5",
            ShownLists(positions: isSale ? [ShownLists.position(10)] : []))
        scene.bench.wait("10:00")
        let request = scene.bench.lastOrder
        let said = scene.bench.refuse("10:00:00.1", request, why)
        #expect(said.contains("1 REJECTED REJECTED_BY_VENUE \(why.code)"))
        #expect(said.contains { $0.contains("query") }, "Asked at once")
        #expect(scene.reserved == .zero)
        let adjusted = scene.bench.show("10:00:00.2", shown)
        #expect(adjusted.contains("adjust symbol 0 10 to 4") == isSale, "\(adjusted)")
        #expect(scene.orders == 1)
    }

    @Test("B03: a price off the grid that only the venue catches is refused, and an error")
    func offGrid() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.wait("10:00")
        #expect(
            scene.bench.refuse("10:00:00.1", 1, .offStep) == [
                "1 REJECTED REJECTED_BY_VENUE VENUE_OFF_STEP", "UNEXPECTED_REJECTION",
            ])
        #expect(scene.reserved == .zero && scene.bench.engine.liveOrderCount == 0)
    }

    @Test("B06: what the exchange drops of a filled order ends it; what filled stays")
    func dropped() {
        let scene = RowScene.working()
        scene.bench.fill("10:00:01", 7, 4, at: 70_000)
        #expect(
            scene.bench.push("10:00:02", 7, .expired(quantity: Shares(6)))
                == ["1 CANCELED EXPIRED"])
        #expect(scene.held == Shares(4) && scene.cash == Won(9_720_000))
        #expect(scene.reserved == .zero, "Freed once")
        scene.bench.push("10:00:03", 7, .expired(quantity: Shares(6)))
        #expect(scene.reserved == .zero && scene.cash == Won(9_720_000))
    }

    @Test(
        "B07: an issue that the broker does not trade is refused; others go on",
        arguments: [VenueRejection.unknownSymbol, .notTradeable])
    func notTraded(_ why: VenueRejection) {
        let scene = RowScene([
            RowScene.buy("10:00", 10), RowScene.buy("10:00:02", 5, at: 20_000, symbol: 1),
        ])
        scene.bench.wait("10:00")
        #expect(
            scene.bench.refuse("10:00:00.1", 1, why).first
                == "1 REJECTED REJECTED_BY_VENUE \(why.code)")
        #expect(scene.bench.wait("10:00:02").contains("→ 2 new buy 5 @ 20000"))
    }

    @Test("B10: a key that is refused within the session kills")
    func keyRefused() {
        let scene = RowScene.working()
        let said = scene.link("10:01", .authenticationLost)
        #expect(said.contains("KILL_SWITCH_ENGAGED CRITICAL"))
        #expect(scene.mode == .killed)
    }

    @Test("B11: no buy reserves more than there is, commission and all")
    func ownCash() {
        // 142 × 70,000 = 9,940,000; a third order of two does not fit any more.
        let scene = RowScene(
            [
                RowScene.buy("10:00", 142), RowScene.buy("10:00:01", 2, at: 20_000, symbol: 1),
                RowScene.buy("10:00:02", 2, at: 20_000, symbol: 1),
            ]
        ) {
            $0.limits.maxPortfolioExposure = Rate(basisPoints: 10_000)
            $0.costs = .kiwoom
        }
        scene.bench.wait("10:00:03")
        let account = scene.bench.engine.account
        #expect(account.reserved <= account.cash)
        let shares = scene.bench.requests.reduce(Int64(0)) { sum, numbered in
            guard case .newOrder(let order) = numbered.request else { return sum }
            return sum + order.quantity.count * (order.limit?.won ?? 0)
        }
        #expect(shares <= 10_000_000)
    }
}
