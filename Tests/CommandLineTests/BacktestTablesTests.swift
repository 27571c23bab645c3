import Foundation
import Testing

@Suite("krader backtest, its tables") struct BacktestTablesTests {
    /// Three stocks on three days, a hundred fills or more.
    private static let busy = """
        { "schema": 1, "name": "busy", "seed": 11,
          "market": { "from": "2026-03-03", "to": "2026-03-05",
            "data": { "synthetic": { "symbols": 3, "prints_per_day": 1000 } } },
          "account": { "cash": 30000000 },
          "risk": { "max_trades_per_day": 1000, "daily_loss_limit": 10000000 },
          "strategies": [
            { "name": "ema_cross", "parameters": { "on": "tick", "fast": 10, "slow": 40 } },
            { "name": "sma_cross", "parameters": { "timeframe": "1m", "fast": 3, "slow": 9 } } ] }
        """

    private func ran() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write(Self.busy, to: "s.json")
        #expect(try workshop.backtest("s.json --out out -q").exit == 0)
        return workshop
    }

    @Test("their columns are as documented, and stay so")
    func columns() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "s.json")
        #expect(try workshop.backtest("s.json --out out -q").exit == 0)
        let headers = [
            "orders": "order_id,number_in_run,broker_numbers,signal_id,leg,strategy,symbol,side,"
                + "type,time_in_force,quantity,filled,limit,average_price,amount,status,reason,"
                + "rejection,created,sent,acknowledged,ended,commission,tax",
            "fills": "fill_id,order_id,signal_id,strategy,symbol,side,price,quantity,amount,"
                + "commission,tax,gross_profit,cost_taken,evidence,traded,learned,broker_number,"
                + "order_status,order_filled,position_after,cash_after",
            "signals": "signal_id,at,event_time,sequence,leg,strategy,symbol,action,side,type,"
                + "quantity,limit,time_in_force,confidence,reason,answer,order_id,"
                + "approved_quantity,cut_by,cut_numbers,refusal,refusal_numbers,notes",
            "trades": "trade,strategy,symbol,opened,closed,holding_seconds,quantity,bought,sold,"
                + "commission,tax,net,return,fills",
            "equity": "time,cash,holdings,equity,drawdown,drawdown_share,benchmark",
            "exits": "at,strategy,symbol,event,reason,quantity,cost,stop,target,trailing_stop,due",
            "universe": "at,symbol,change,rank",
            "digest": "minute,events,inputs,records",
        ]
        for (name, header) in headers {
            #expect(try workshop.table(name, of: "one-buy").header == header)
        }
    }

    @Test("the fills of an order add up to the order: shares, won, commission, tax")
    func ordersAndFills() throws {
        let workshop = try ran()
        let fills = try workshop.table("fills", of: "busy").rows
        let orders = try workshop.table("orders", of: "busy").rows
        #expect(fills.count > 100)
        let byOrder = Dictionary(grouping: fills) { $0["order_id"] ?? "" }
        for order in orders {
            let parts = byOrder[order["order_id"] ?? ""] ?? []
            func sum(_ column: String) -> Int {
                parts.compactMap { $0.number(column) }.reduce(0, +)
            }
            #expect(sum("quantity") == order.number("filled"))
            #expect(sum("amount") == order.number("amount"))
            #expect(sum("commission") == order.number("commission"))
            #expect(sum("tax") == order.number("tax"))
            #expect(parts.allSatisfy { $0["side"] == order["side"] })
            let isFilled = order["status"] == "FILLED"
            #expect(isFilled == (order.number("filled") == order.number("quantity")))
        }
        #expect(Set(byOrder.keys).isSubset(of: orders.compactMap { $0["order_id"] }))
        let result = try workshop.result("busy")
        #expect(result.integer("totals.fills") == fills.count)
        #expect(result.integer("totals.orders") == orders.count)
        for (column, total) in [("commission", "costs.commission"), ("tax", "costs.tax")] {
            let sum = orders.compactMap { $0.number(column) }.reduce(0, +)
            #expect(result.integer(total) == sum)
        }
    }

    @Test("cash and shares, fill by fill, lead from the opening account to the closing one")
    func path() throws {
        let workshop = try ran()
        var cash = 30_000_000
        var held: [String: Int] = [:]
        for fill in try workshop.table("fills", of: "busy").rows {
            let amount = try #require(fill.number("amount"))
            let price = try #require(fill.number("price"))
            let shares = try #require(fill.number("quantity"))
            let costs = (fill.number("commission") ?? 0) + (fill.number("tax") ?? 0)
            #expect(amount == price * shares)
            let sign = fill["side"] == "buy" ? 1 : -1
            cash -= sign * amount + costs
            held[fill["symbol"] ?? "", default: 0] += sign * shares
            #expect(fill.number("cash_after") == cash)
            #expect(fill.number("position_after") == held[fill["symbol"] ?? ""])
        }
        let result = try workshop.result("busy")
        #expect(result.integer("totals.cash") == cash)
        let last = try #require(try workshop.table("equity", of: "busy").rows.last)
        #expect(last.number("cash") == cash)
        #expect(last.number("equity") == result.integer("totals.equity"))
        let net = try #require(result.integer("totals.net"))
        #expect(result.integer("totals.equity") == 30_000_000 + net)
        #expect(result.list("days")?.compactMap { $0.integer("profit") }.reduce(0, +) == net)
    }

    @Test("each signal has its answer, each round trip its sums, each minute its digest")
    func signalsTradesMinutes() throws {
        let workshop = try ran()
        let result = try workshop.result("busy")
        let signals = try workshop.table("signals", of: "busy").rows
        let orders = Set(try workshop.table("orders", of: "busy").rows.map { $0["order_id"] })
        #expect(result.integer("totals.signals") == signals.count)
        for signal in signals {
            switch signal["answer"] {
            case "order": #expect(orders.contains(signal["order_id"]))
            case "refused": #expect(signal["refusal"] != "")
            case let answer: Issue.record("a signal was answered by \(answer ?? "nothing")")
            }
        }
        let refused = signals.count { $0["answer"] == "refused" }
        #expect(result.counts("orders.refusals")?.values.reduce(0, +) ?? 0 == refused)

        let trades = try workshop.table("trades", of: "busy").rows
        #expect(result.integer("trades.count") == trades.count)
        for trade in trades {
            func won(_ column: String) -> Int { trade.number(column) ?? 0 }
            #expect(won("net") == won("sold") - won("bought") - won("commission") - won("tax"))
        }

        let minutes = try workshop.table("digest", of: "busy").rows.compactMap { $0["minute"] }
        #expect(minutes == minutes.sorted())
        #expect(Set(minutes).count == minutes.count)
    }
}
