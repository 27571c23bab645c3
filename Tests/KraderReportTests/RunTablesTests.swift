import Foundation
import KraderJSON
import KraderModel
import Testing

@testable import KraderBacktest
@testable import KraderEngine
@testable import KraderReport

@Suite struct RunTablesTests {
    @Test("an order filled in two parts is one row of orders and two of fills")
    func filledOrder() throws {
        var bench = try RunTablesBench()
        bench.rest(on: [.through, .auction])
        bench.commit([
            .order(bench.order),
            bench.transition(.sent, .pendingNew, after: .zero),
            bench.transition(.acknowledged, .submitted, number: 7, after: .milliseconds(100)),
            bench.fill(3, at: 70_000, number: 17, status: .partialFill, filled: 3),
            bench.fill(7, at: 69_900, number: 18, status: .filled, filled: 10),
        ])
        bench.tables.finish()
        // (3 × 70,000 + 7 × 69,900) ÷ 10 = 69,930
        #expect(
            bench.pages.rows(.orders) == [
                "ORD-d8e76e425df738b9,1,7,SIG-edc9efd150ec,0,ema_fast,005930,buy,limit,day,10,10,"
                    + "70000,69930.00,699300,FILLED,,,2026-03-03T09:01:00.050+09:00,"
                    + "2026-03-03T09:01:00.050+09:00,2026-03-03T09:01:00.150+09:00,"
                    + "2026-03-03T09:01:00.250+09:00,200,0"
            ])
        #expect(
            bench.pages.rows(.fills) == [
                "FILL-2026-03-03-17,ORD-d8e76e425df738b9,SIG-edc9efd150ec,ema_fast,005930,buy,"
                    + "70000,3,210000,100,0,,,through,2026-03-03T09:01:00.200+09:00,"
                    + "2026-03-03T09:01:00.250+09:00,7,PARTIAL_FILL,3,3,9300000",
                "FILL-2026-03-03-18,ORD-d8e76e425df738b9,SIG-edc9efd150ec,ema_fast,005930,buy,"
                    + "69900,7,489300,100,0,,,auction,2026-03-03T09:01:00.200+09:00,"
                    + "2026-03-03T09:01:00.250+09:00,7,FILLED,10,10,9300000",
            ])
    }

    @Test("a cancelled order says why, one still open has no end")
    func endsOfOrders() throws {
        var bench = try RunTablesBench()
        bench.commit([.order(bench.order)])
        bench.commit([
            bench.transition(.acknowledged, .submitted, number: 7, after: .zero),
            bench.transition(
                .ended, .canceled, number: 7, reason: .expired, after: .milliseconds(950)),
        ])
        var second = bench.order
        second.reference = OrderReference(serial: 2)
        second.type = .market
        second.limit = nil
        bench.commit([.order(second)])
        bench.tables.finish()
        let rows = bench.pages.rows(.orders).map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.map { $0[15] } == ["CANCELED", "PENDING_NEW"])
        #expect(rows.map { $0[16] } == ["EXPIRED", ""])
        #expect(rows.map { $0[21] } == ["2026-03-03T09:01:01.000+09:00", ""])
        #expect(rows.map { $0[8] } == ["limit", "market"])
        #expect(rows.allSatisfy { $0.count == Table.orders.columns.count })
    }

    @Test("a refused signal carries its code and the numbers that decided")
    func refusedSignal() throws {
        var bench = try RunTablesBench(strategyID: "=cmd|' /C calc'!A0,\"x\"")
        let signal = SignalRecord(
            at: bench.at, key: bench.key,
            order: OrderSignal(side: .buy, quantity: nil, limit: nil, timeInForce: .day),
            confidence: 0.6, reason: bench.reasons.index("entry,trigger"),
            answer: .refused(.cashShort(needed: Won(7_100_000), available: Won(6_990_000))),
            notes: 0..<0)
        bench.commit([.signal(signal)])
        bench.tables.finish()
        let row = try #require(bench.pages.rows(.signals).first)
        let tail =
            ",2026-03-03T09:01:00.050+09:00,2026-03-03T09:01:00.000+09:00,0,0,"
            + "\"'=cmd|' /C calc'!A0,\"\"x\"\"\",005930,order,buy,market,,,day,0.6,"
            + "\"entry,trigger\",refused,,,,,"
            + "CASH_SHORT,needed=7100000;available=6990000,"
        #expect(row.hasPrefix("SIG-"))
        #expect(row.dropFirst(16) == tail)
    }

    @Test("a cut order names the rule and its numbers")
    func cutSignal() throws {
        var bench = try RunTablesBench()
        bench.commit([
            bench.signal(
                .order, .order(OrderReference(serial: 1), quantity: Shares(10)),
                cut: .positionSize(held: .zero, allowed: Shares(10))),
            .order(bench.order),
        ])
        bench.tables.finish()
        let row = try #require(bench.pages.rows(.signals).first)
        #expect(
            row.hasSuffix(
                ",005930,order,buy,limit,12,70000,day,1,why,order,ORD-d8e76e425df738b9,10,"
                    + "MAX_POSITION_SIZE,held=0;allowed=10,,,"))
    }

    @Test("cancels and replaces have rows that name the order they are about")
    func changes() throws {
        var bench = try RunTablesBench()
        bench.commit([.order(bench.order)])
        bench.commit([
            bench.signal(.replace, .order(OrderReference(serial: 1), quantity: Shares(10))),
            bench.signal(.replace, .refused(.exposure(value: Won(2), allowed: Won(1)))),
            bench.signal(.cancel, .order(OrderReference(serial: 1), quantity: Shares(10))),
            bench.fill(10, at: 70_000, number: 17, status: .filled, filled: 10),
            bench.signal(.cancel, .refused(.orderNotOpen)),
        ])
        bench.tables.finish()
        let terms = "buy,limit,12,70000,day,1,why"
        let order = "ORD-d8e76e425df738b9"
        #expect(
            bench.pages.rows(.signals).map { row in
                row.components(separatedBy: ",005930,").last ?? ""
            } == [
                "replace,\(terms),order,\(order),10,,,,,",
                "replace,\(terms),refused,\(order),,,,MAX_PORTFOLIO_EXPOSURE,value=2;allowed=1,",
                "cancel,\(terms),order,\(order),10,,,,,",
                // The bench gives a limit; nothing else is told of an order that isn't there.
                "cancel,,,,70000,,1,why,refused,,,,,ORDER_NOT_OPEN,,",
            ])
    }

    @Test("a filled order carries no cancel's reason, nor what was said against one")
    func filledAfterACancel() throws {
        for isRefused in [false, true] {
            var bench = try RunTablesBench()
            bench.commit([
                .order(bench.order),
                bench.transition(.acknowledged, .submitted, number: 7, after: .zero),
                bench.transition(
                    .changeSent, .submitted, number: 7, reason: .cancelledByStrategy,
                    after: .zero),
            ])
            if isRefused {
                bench.commit([
                    .transition(
                        OrderTransition(
                            at: bench.at, reference: OrderReference(serial: 1),
                            event: .changeRefused, status: .submitted,
                            reason: .cancelledByStrategy, rejection: .wrongSession,
                            number: OrderNumber(7), limit: Price(70_000), filled: .zero,
                            leaves: Shares(10)))
                ])
            }
            bench.commit([
                bench.fill(4, at: 70_000, number: 17, status: .partialFill, filled: 4)
            ])
            bench.commit([bench.fill(6, at: 70_000, number: 18, status: .filled, filled: 10)])
            bench.tables.finish()
            let row = bench.pages.rows(.orders).first ?? ""
            #expect(row.contains(",FILLED,,,"), "\(row)")
        }
    }

    @Test("a round trip's row gives holding time, net result and return")
    func trade() throws {
        let bench = try RunTablesBench()
        bench.tables.trade(
            Trade(
                symbol: SymbolIndex(0), strategy: 0, openedAt: bench.at,
                closedAt: bench.at + .minutes(90), quantity: Shares(10), bought: WonSum(700_000),
                sold: WonSum(693_000), commission: Won(200), tax: Won(1_386), fills: 3))
        bench.tables.finish()
        // 693,000 − 700,000 − 200 − 1,386 = −8,586; −8,586 ÷ 700,000 = −0.0122657…
        #expect(
            bench.pages.rows(.trades) == [
                "1,ema_fast,005930,2026-03-03T09:01:00.050+09:00,2026-03-03T10:31:00.050+09:00,"
                    + "5400,10,700000,693000,200,1386,-8586,-0.012266,3"
            ])
    }

    @Test(
        "equity is written at the end of each bucket that anything happened in",
        arguments: [
            (
                EquitySampling.everyMinute,
                ["09:01:00", "09:02:00", "09:15:00", "09:16:00", "09:47:00"]
            ),
            (.everyQuarterHour, ["09:15:00", "09:16:00", "09:47:00"]),
            (.dailyClose, []),
        ])
    func equity(sampling: EquitySampling, times: [String]) throws {
        let bench = try RunTablesBench(sampling: sampling)
        var account = Account(cash: Won(9_000_000))
        account.holdings = Won(990_000)
        account.peakEquity = Won(10_000_000)
        for minute in [0, 1, 14, 15, 46] {
            bench.tables.minute(
                DigestLine(
                    minute: CalendarDate(2026, 3, 3).at(TimeOfDay(9, minute)), events: 5,
                    digest: RunDigest(), account: account), bench.engine.marketView)
        }
        bench.tables.finish()
        // 10,000 ÷ 10,000,000 = 0.001
        #expect(
            bench.pages.rows(.equity)
                == times.map {
                    "2026-03-03T\($0)+09:00,9000000,990000,9990000,10000,0.001000,"
                })
        let none = String(repeating: "0", count: 64)
        #expect(
            bench.pages.rows(.digest).first == "2026-03-03T09:00:00+09:00,5,\(none),\(none)")
    }

    @Test("daily equity is that of the official close")
    func dailyEquity() throws {
        var bench = try RunTablesBench(sampling: .dailyClose)
        bench.commit([
            .day(
                DayRecord(
                    at: CalendarDate(2026, 3, 3).at(TimeOfDay(15, 30, 30)),
                    day: CalendarDate(2026, 3, 3), cash: Won(8_000_000), holdings: Won(1_500_000),
                    profit: .zero, peakEquity: Won(10_000_000), ordersMade: 0, settled: .zero,
                    isFlagged: false))
        ])
        bench.tables.finish()
        #expect(
            bench.pages.rows(.equity) == [
                "2026-03-03T15:30:30+09:00,8000000,1500000,9500000,500000,0.050000,"
            ])
    }

    @Test("without any record each file still names its columns")
    func empty() throws {
        let bench = try RunTablesBench()
        bench.tables.finish()
        for table in Table.allCases {
            let text = String(decoding: bench.pages.bytes[table] ?? [], as: UTF8.self)
            #expect(text == table.columns.joined(separator: ",") + "\n")
        }
    }

    @Test("bytes are handed on in pieces, and the pieces are the same file")
    func pieces() throws {
        var small = try RunTablesBench(bufferBytes: 64)
        var large = try RunTablesBench()
        for index in 1...200 as ClosedRange<Int64> {
            for end in [OrderStatus.canceled] {
                var order = small.order
                order.reference = OrderReference(serial: index)
                var change = small.transition(.ended, end, after: .milliseconds(index))
                if case .transition(var inner) = change {
                    inner.reference = order.reference
                    change = .transition(inner)
                }
                small.commit([.order(order), change])
                large.commit([.order(order), change])
            }
        }
        small.tables.finish()
        large.tables.finish()
        #expect(small.pages.bytes[.orders] == large.pages.bytes[.orders])
        #expect(small.pages.pieces > 200)
        #expect(large.pages.rows(.orders).count == 200)
    }

    @Test(
        "hostile text is no formula and stays one field",
        arguments: [
            ("plain", "plain"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"),
            ("\tx", "'\tx"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
            ("=a,b", "\"'=a,b\""), ("", ""), ("이평", "이평"),
        ])
    func escaping(text: String, field: String) {
        #expect(String(decoding: SpreadsheetText.escaped(text), as: UTF8.self) == field)
    }
}

@Suite struct TableTests {
    @Test("the page of results explains every column", arguments: Table.allCases)
    func documented(table: Table) throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/reference/results.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let section = try #require(text.split(separator: "### \(table.fileName)").last)
        let rows = section.split(separator: "\n### ")[0].split(separator: "\n")
            .filter { $0.hasPrefix("| `") }
        #expect(
            rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
                == table.columns)
    }
}
