import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

extension ReportPage {
    mutating func writeStatistics() {
        var grid = Grid(["<Figure", "Value", "<What it is"])
        for statistic in Statistic.allCases {
            let value = statistics[statistic]
            grid.row([
                Grid.Cell(Texts.label(statistic)), cell(statistic, value),
                Grid.Cell(Texts.definition(statistic), style: "defined"),
            ])
        }
        section(Texts.statistics, style: "long") { grid.write(to: &$0) }
    }

    private func cell(_ statistic: Statistic, _ value: Double?) -> Grid.Cell {
        guard let value else { return Grid.Cell("–", style: "soft") }
        switch statistic.unit {
        case .won:
            let amount = WonSum(Int128(value.rounded()))
            switch statistic {
            case .net, .averageTrade, .bestTrade, .worstTrade:
                var cell = Grid.Cell.result(amount)
                cell.text += " ₩"
                return cell
            default: return Grid.Cell("\(grouped(amount)) ₩")
            }
        case .share:
            switch statistic {
            case .totalReturn, .cagr, .benchmarkReturn, .excessReturn:
                return Grid.Cell(
                    Numbers.signedPercent(value),
                    style: value > 0 ? "gain" : value < 0 ? "loss" : "")
            default: return Grid.Cell(Numbers.percent(value, statistic == .costShare ? 3 : 2))
            }
        case .ratio: return Grid.Cell(Numbers.fixed(value, 2))
        case .days: return Grid.Cell(times(Int64(value), "day"))
        case .seconds: return Grid.Cell(Numbers.duration(seconds: value))
        case .count: return Grid.Cell(Int64(value))
        }
    }

    mutating func writeCostsAndOrders() {
        html.raw("<div class=\"pair\">")
        let costs = costGrid()
        section(Texts.costsByKind) { costs.write(to: &$0) }
        let orders = orderGrid()
        section(Texts.orders) { orders.write(to: &$0) }
        if !result.refusalsByCount.isEmpty {
            let grid = countGrid("<Gate", result.refusalsByCount)
            section(Texts.refusals) { grid.write(to: &$0) }
        }
        if !result.cutsByCount.isEmpty {
            let grid = countGrid("<Rule", result.cutsByCount)
            section(Texts.cuts) { grid.write(to: &$0) }
        }
        if !result.controls.allByCount.isEmpty {
            let grid = countGrid("<Control", result.controls.allByCount)
            section(Texts.controls) { grid.write(to: &$0) }
        }
        if !result.controls.uncheckedByCount.isEmpty {
            let grid = countGrid("<Control", result.controls.uncheckedByCount)
            section(Texts.unchecked) { grid.write(to: &$0) }
        }
        if !result.rejectionsByCount.isEmpty {
            let grid = countGrid("<Code", result.rejectionsByCount)
            section(Texts.rejections) { grid.write(to: &$0) }
        }
        if result.fills > 0 {
            var grid = Grid(["<Evidence", "Fills", "Shares", "Share of fills"])
            for (kind, fills, shares) in result.evidence {
                grid.row([
                    Grid.Cell(kind.description), Grid.Cell(fills), Grid.Cell(shares.count),
                    Grid.Cell(Numbers.percent(Double(fills) / Double(result.fills), 1)),
                ])
            }
            let note = result.queueWasThrough ? Texts.queueWasThrough : ""
            let disbelief = Texts.disbelief(result.unbelievedFills, result.unbelievedSides)
            section(Texts.evidence) { html in
                grid.write(to: &html)
                if !note.isEmpty { html.element("p", [("class", "soft")], text: note) }
                if let disbelief { html.element("p", [("class", "soft")], text: disbelief) }
            }
        }
        html.raw("</div>")
    }

    private func costGrid() -> Grid {
        let amount = result.buyAmount + result.sellAmount
        func row(_ name: String, _ cost: Won) -> [Grid.Cell] {
            let share =
                amount > .zero
                ? Numbers.percent(Double(cost.amount) / Double(amount.amount), 4) : "–"
            return [Grid.Cell(name), Grid.Cell("\(grouped(cost)) ₩"), Grid.Cell(share)]
        }
        var grid = Grid(["<Kind", "Amount", "Of bought and sold"])
        grid.row(row(Texts.commission, result.account.commission))
        grid.row(row(Texts.tax, result.account.tax))
        grid.row(row("Total", result.account.commission + result.account.tax), style: "total")
        return grid
    }

    private func orderGrid() -> Grid {
        var grid = Grid(["<State at the end", "Orders"])
        for (status, count) in result.ordersByEnd {
            grid.row([Grid.Cell(status.description), Grid.Cell(count)])
        }
        if result.openOrders > 0 {
            grid.row([Grid.Cell(Texts.openOrders), Grid.Cell(result.openOrders)])
        }
        grid.row([Grid.Cell("Made"), Grid.Cell(result.ordersMade)], style: "total")
        return grid
    }

    private func countGrid(_ name: String, _ counts: [(code: String, count: Int64)]) -> Grid {
        var grid = Grid([name, "Times"])
        for (code, count) in counts {
            grid.row([Grid.Cell(code, style: "mono"), Grid.Cell(count)])
        }
        return grid
    }

    mutating func writeSymbols() {
        let told = result.symbols.filter(\.isWorthTelling)
            .sorted { ($1.bought + $1.sold, $0.symbol) < ($0.bought + $0.sold, $1.symbol) }
        guard !told.isEmpty else { return }
        var grid = Grid([
            "<Symbol", "Round trips", "Win rate", "Fills", "Bought ₩", "Sold ₩", "Gross ₩",
            "Costs ₩", "Open shares", "Unrealised ₩", "Result ₩",
        ])
        for symbol in told.prefix(ReportPage.symbolsMax) {
            let trades = symbol.trades
            let rate = trades.count > 0 ? Double(trades.wins) / Double(trades.count) : nil
            grid.row([
                Grid.Cell(result.code(symbol.symbol)), Grid.Cell(trades.count),
                Grid.Cell(rate.map { Numbers.percent($0, 1) } ?? "–"), Grid.Cell(symbol.fills),
                Grid.Cell(symbol.bought), Grid.Cell(symbol.sold),
                Grid.Cell(Numbers.signed(symbol.grossProfit)),
                Grid.Cell(symbol.commission + symbol.tax),
                Grid.Cell(symbol.position.quantity.count),
                Grid.Cell(Numbers.signed(symbol.unrealised)), .result(symbol.net),
            ])
        }
        let left = told.count - min(told.count, ReportPage.symbolsMax)
        section(Texts.bySymbol, style: "long") { html in
            grid.write(to: &html)
            if left > 0 {
                html.element("p", [("class", "soft")], text: "\(left) more are in result.json.")
            }
        }
    }

    mutating func writeStrategies() {
        guard !result.strategies.isEmpty else { return }
        var grid = Grid([
            "<Strategy", "Signals", "Orders", "Fills", "Gross ₩", "Commission ₩", "Tax ₩",
            "Realised ₩", "Round trips", "Win rate", "Profit factor", "<",
        ])
        for strategy in result.strategies {
            let counts = [strategy.signals, strategy.orders, strategy.fills].map { Grid.Cell($0) }
            grid.row(
                [Grid.Cell(strategy.id, style: "wrap")] + counts + money(strategy)
                    + [Grid.Cell(strategy.isPaused ? "paused" : "")])
        }
        if result.nobody.trades.count > 0 || result.nobody.grossProfit != .zero {
            let none = Grid.Cell(Texts.dash, style: "soft")
            grid.row(
                [Grid.Cell(Texts.heldBefore), none, none, none] + money(result.nobody)
                    + [Grid.Cell("")])
        }
        section(Texts.byStrategy) { html in
            grid.write(to: &html)
            html.element("p", [("class", "soft")], text: Texts.byOwnBook)
        }
    }

    private func money(_ part: StrategyResult) -> [Grid.Cell] {
        let none = Grid.Cell(Texts.dash, style: "soft")
        let trades = part.trades
        return [
            Grid.Cell(Numbers.signed(part.grossProfit)), Grid.Cell(part.commission),
            Grid.Cell(part.tax), .result(part.net), Grid.Cell(trades.count),
            trades.winRate.map { Grid.Cell(Numbers.percent($0, 1)) } ?? none,
            trades.profitFactor.map { Grid.Cell(Numbers.fixed($0, 2)) } ?? none,
        ]
    }

    /// Writes what is held when the run ends.
    mutating func writeOpenPositions() {
        let held = result.openPositions
        guard !held.isEmpty else { return }
        var grid = Grid([
            "<Symbol", "Shares", "Cost ₩", "Average ₩", "Last price ₩", "Value ₩", "Unrealised ₩",
        ])
        for symbol in held.prefix(ReportPage.symbolsMax) {
            let position = symbol.position
            grid.row([
                Grid.Cell(result.code(symbol.symbol), style: "mono"),
                Grid.Cell(position.quantity.count), Grid.Cell(position.cost),
                Grid.Cell(position.averagePrice.map { Numbers.fixed($0, 0) } ?? Texts.dash),
                Grid.Cell(position.mark.map { grouped($0.won) } ?? Texts.dash),
                Grid.Cell(position.value), .result(symbol.unrealised),
            ])
        }
        let left = held.count - min(held.count, ReportPage.symbolsMax)
        let value = held.reduce(WonSum.zero) { $0 + WonSum($1.position.value) }
        let cost = held.reduce(WonSum.zero) { $0 + WonSum($1.position.cost) }
        let none = Grid.Cell("")
        grid.row(
            [
                Grid.Cell("Together"), none, Grid.Cell(cost), none, none, Grid.Cell(value),
                .result(value - cost),
            ], style: "total")
        section(Texts.openPositions) { html in
            grid.write(to: &html)
            if left > 0 {
                html.element("p", [("class", "soft")], text: "\(left) more are in result.json.")
            }
        }
    }

    mutating func writeTrips() {
        guard !result.firstTrades.isEmpty else { return }
        var grid = Grid([
            "", "<Symbol", "<Strategy", "<Opened", "<Closed", "Held", "Shares", "Bought ₩",
            "Sold ₩", "Costs ₩", "Result ₩", "Return",
        ])
        for (index, trade) in result.firstTrades.prefix(ReportPage.tripsMax).enumerated() {
            let held = Double((trade.closedAt - trade.openedAt).nanoseconds) / 1_000_000_000
            grid.row([
                Grid.Cell("\(index + 1)", style: "soft"), Grid.Cell(result.code(trade.symbol)),
                Grid.Cell(result.name(ofStrategy: trade.strategy)),
                Grid.Cell(Numbers.second(trade.openedAt)),
                Grid.Cell(Numbers.second(trade.closedAt)),
                Grid.Cell(Numbers.duration(seconds: held)), Grid.Cell(trade.quantity.count),
                Grid.Cell(trade.bought), Grid.Cell(trade.sold),
                Grid.Cell(trade.commission + trade.tax), .result(trade.net),
                Grid.Cell(Numbers.signedPercent(trade.returnOnCost)),
            ])
        }
        let shown = min(result.firstTrades.count, ReportPage.tripsMax)
        let count = result.trades.count
        section(Texts.roundTrips, style: "long") { html in
            grid.write(to: &html)
            if Int64(shown) < count {
                let text = "The first \(shown) of \(grouped(count)); all are in trades.csv."
                html.element("p", [("class", "soft")], text: text)
            }
        }
    }
}
