import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel
import KraderScenario
import KraderSwarm
import KraderVenue

/// A world as the text of a scenario, and what of it a scenario has no words for.
struct WorldScenario {
    let text: String
    /// Sentences without their full stops.
    let leftOut: [String]

    /// A market of more prints is not written into a file that a person reads.
    static let printsMax = 20_000

    /// - Returns: `nil` where the market has too many prints
    init?(_ drawn: World, _ failure: Failure, name: String) {
        let world = drawn.twisted
        var leftOut: [String] = []
        guard var ticks = WorldScenario.ticks(world.market) else { return nil }
        if ticks.isEmpty, let issue = world.market.issues.first {
            ticks = [
                [
                    "at": .string("\(world.market.begin)"), "symbol": .string("\(issue.code)"),
                    "price": .integer(issue.base.won), "size": 1,
                ]
            ]
            leftOut.append("that there are no prints: a scenario has one")
        }
        let codes = world.market.issues.map(\.code)
        let from = world.market.begin - .minutes(10)
        let to = world.end + Interval(nanoseconds: 1)
        let market: JSONValue = [
            "from": .string("\(from)"), "to": .string("\(to)"),
            "instruments": .array(world.market.issues.map(WorldScenario.instrument)),
            "data": ["inline": ["ticks": .array(ticks)]],
        ]
        var root: JSONValue = [
            "schema": .integer(Scenario.schema), "name": .string(name),
            "about": .string("\(failure)"), "seed": .integer(Int64(clamping: world.seed)),
        ]
        root.put(market, at: "market")
        root.put(WorldScenario.account(world, codes), at: "account")
        let strategies = world.traders.enumerated().compactMap { place, trader in
            WorldScenario.strategy(trader, "t\(place)")
        }
        if strategies.count < world.traders.count {
            leftOut.append("a trader that trades by each print")
        }
        root.put(.array(strategies), at: "strategies")
        world.settings.write(into: &root, &leftOut)
        let plan = world.backtestConfiguration.faults
        let events = ScriptWriter(codes: codes).lines(of: plan)
        leftOut += events.leftOut.map { "a line of the script: \($0.act)" }
        if !events.lines.isEmpty { root.put(.array(events.lines), at: "events") }
        let expected = WorldScenario.expected(world, failure, codes)
        if !expected.isEmpty { root.put(.array(expected), at: "expect") }
        text = root.text(.pretty)
        self.leftOut = leftOut
    }

    private static func ticks(_ market: WorldMarket) -> [JSONValue]? {
        let prints = market.prints()
        guard prints.count <= printsMax else { return nil }
        return (0..<prints.count).map { place in
            let tick = prints[place]
            return [
                "at": .string("\(tick.time)"),
                "symbol": .string("\(market.issues[tick.symbol.int].code)"),
                "price": .integer(tick.price.won), "size": .integer(tick.size.count),
            ]
        }
    }

    private static func instrument(_ issue: WorldMarket.Issue) -> JSONValue {
        [
            "symbol": .string("\(issue.code)"), "board": .string(issue.board.rawValue),
            "base_price": .integer(issue.base.won),
        ]
    }

    private static func account(_ world: World, _ codes: [IssueCode]) -> JSONValue {
        let positions = world.holdings.map { holding -> JSONValue in
            let base = world.market.issues[holding.symbol.int].base
            return [
                "symbol": .string("\(codes[holding.symbol.int])"),
                "quantity": .integer(holding.quantity.count),
                "cost": .integer((base * holding.quantity).amount),
            ]
        }
        return ["cash": .integer(world.cash.amount), "positions": .array(positions)]
    }

    private static func strategy(_ trader: Trader, _ id: String) -> JSONValue? {
        switch trader {
        case .hashed: nil
        case .scripted(let signals):
            [
                "name": "scripted", "id": .string(id),
                "parameters": ["signals": .array(signals.map(\.json))],
            ]
        case .shipped(let name):
            ["name": .string(name), "id": .string(id), "parameters": trader.toldParameters]
        }
    }

    /// What must hold where no invariant says it: the books of the broker, or of the world without
    /// its twist.
    private static func expected(
        _ world: World, _ failure: Failure, _ codes: [IssueCode]
    ) -> [JSONValue] {
        func shares(_ symbol: SymbolIndex, _ count: Int64) -> JSONValue {
            ["position": .object([("\(codes[symbol.int])", .integer(count))])]
        }
        switch failure {
        case .booksDiffer(let symbol?, _, let theirs): return [shares(symbol, theirs)]
        case .booksDiffer(nil, _, let theirs): return [["cash": .integer(theirs)]]
        case .staysUnsaid: return [["mode": .string(EngineMode.degraded.description)]]
        case .twistShows(.without, let before, _):
            return before.held.enumerated().map { shares(SymbolIndex($0.offset), $0.element.count) }
        case .twistShows(_, let before, _):
            var lines = before.held.enumerated().map { place, held in
                shares(SymbolIndex(place), held.count)
            }
            lines.append(["cash": .integer(before.cash.amount)])
            lines.append(["mode": .string(before.mode.description)])
            return lines
        case .breach, .rangeLeft, .storeFailed, .unrepeatable, .unkept: return []
        }
    }
}

extension WorldSettings {
    /// Writes those that a scenario would else have otherwise.
    fileprivate func write(into root: inout JSONValue, _ leftOut: inout [String]) {
        var said: [(String, JSONValue)] = [
            ("broker.profile", .string(pacing.rawValue)),
            ("market_buy_as", .string(marketBuyAs.rawValue)),
            ("risk.controls", .string(controls.rawValue)),
            ("risk.exits_after_kill", .string(exitsAfterKill ? "yes" : "no")),
            ("risk.max_position_size", .integer(limits.maxPositionSize.count)),
            ("risk.max_portfolio_exposure_pct", .number(limits.maxPortfolioExposure.fraction)),
            ("risk.daily_loss_limit", .integer(limits.dailyLossLimit.amount)),
            ("risk.max_trades_per_day", .integer(Int64(limits.maxTradesPerDay))),
            ("venue.fills", .string(fills.rawValue)),
            ("venue.spread_steps", .integer(Int64(spreadSteps))),
            ("venue.participation", .number(participation.fraction)),
        ]
        for (name, delay) in [
            ("data", latency.data), ("order", latency.order), ("reply", latency.reply),
            ("push", latency.push),
        ] { said.append(("venue.latency_ms.\(name)", SettingValue.delay(delay).json)) }
        let usual = Settings()
        for (path, value) in said where usual[path].json != value { root.put(value, at: path) }
        if rowsPerPage != WorldSettings().rowsPerPage {
            leftOut.append("lists of \(rowsPerPage) rows a page")
        }
    }
}

extension Trader {
    /// Of a shipped strategy: those parameters that the swarm makes shorter.
    fileprivate var toldParameters: JSONValue {
        var object = JSONObject()
        for (name, value) in saidParameters {
            let told: JSONValue =
                switch value {
                case .integer(let number): .integer(number)
                case .decimal(let number): .number(number)
                case .boolean(let truth): JSONValue(.boolean(truth))
                case .text(let text): .string(text)
                case .timeframe(let timeframe): .string(timeframe.description)
                case .signals(let signals): .array(signals.map(\.json))
                }
            object.members.append(.init(key: name, value: told))
        }
        return JSONValue(.object(object))
    }
}

extension JSONValue {
    fileprivate static func string(_ text: String) -> JSONValue { JSONValue(.string(text)) }
    fileprivate static func integer(_ number: Int64) -> JSONValue { JSONValue(.integer(number)) }
    fileprivate static func number(_ number: Double) -> JSONValue { JSONValue(number: number) }
    fileprivate static func array(_ values: [JSONValue]) -> JSONValue { JSONValue(.array(values)) }
    fileprivate static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        JSONValue(.object(JSONObject(members.map { .init(key: $0.0, value: $0.1) })))
    }

    /// Puts a value at a path of keys with dots between.
    fileprivate mutating func put(_ value: JSONValue, at path: String) {
        put(value, at: path.split(separator: ".").map(String.init)[...])
    }

    private mutating func put(_ value: JSONValue, at keys: ArraySlice<String>) {
        guard let key = keys.first else {
            self = value
            return
        }
        var object = object ?? JSONObject()
        let place = object.members.firstIndex { $0.key == key } ?? object.members.count
        if place == object.members.count { object.members.append(.init(key: key, value: nil)) }
        object.members[place].value.put(value, at: keys.dropFirst())
        content = .object(object)
    }
}
