import KraderEngine
import KraderModel
import KraderStrategies
import Testing

@Suite("The shipped catalog")
struct CatalogTests {
    @Test("lists every shipped strategy by its name")
    func names() {
        #expect(
            StrategyCatalog.shipped.kinds.map(\.name) == [
                "pullback_v1", "ema_cross", "sma_cross", "volatility_breakout", "rsi_reversion",
                "momentum_rotation", "buy_and_hold", "scripted",
            ])
    }

    @Test(
        "every parameter says what it is, and its default is in its range",
        arguments: StrategyCatalog.shipped.kinds)
    func parameters(kind: StrategyKind) {
        #expect(!kind.summary.isEmpty && !kind.summary.contains("\n"))
        for parameter in kind.parameters {
            #expect(!parameter.help.isEmpty && !parameter.help.contains("\n"))
            switch (parameter.kind, parameter.defaultValue) {
            case (.integer(let range), .integer(let value)?): #expect(range.contains(value))
            case (.decimal(let range), .decimal(let value)?): #expect(range.contains(value))
            case (.text(let allowed), .text(let value)?): #expect(allowed.contains(value))
            case (.boolean, .boolean?), (.timeframe, .timeframe?), (.signals, nil): break
            // A timeframe without a default fits the data.
            case (.timeframe, nil): #expect(parameter.fitsData && !parameter.isNeeded)
            default: Issue.record("\(parameter.name): the default is of another kind")
            }
        }
    }

    @Test("the rules' own numbers are the defaults")
    func defaults() throws {
        let pullback = try #require(StrategyCatalog.shipped["pullback_v1"])
        let values = ParameterValues(defaultsOf: pullback.parameters)
        #expect(values.integer("swing_lookback") == 10)
        #expect(values.integer("cooldown_minutes") == 30)
        let cross = ParameterValues(defaultsOf: EMACross.parameters)
        #expect(cross.integer("fast") == 10 && cross.integer("slow") == 50)
    }

    @Test(
        "every strategy can be made from its defaults",
        arguments: StrategyCatalog.shipped.kinds)
    func made(kind: StrategyKind) throws {
        var values = ParameterValues(defaultsOf: kind.parameters)
        if kind.name == "scripted" { values.set("signals", .signals([])) }
        #expect(throws: Never.self) { try kind.make(values) }
    }

    @Test("pullback_v1 reads windows of 250 closed candles and is called for the lower ones only")
    func subscriptions() throws {
        let strategy = try PullbackV1(ParameterValues(defaultsOf: PullbackV1.parameters))
        let windows = strategy.subscriptions.windows
        #expect(windows.map(\.timeframe) == [.m1, .m5, .m60])
        #expect(windows.map(\.length) == [250, 250, 250])
        #expect(windows.map(\.callsHook) == [true, true, false])
        #expect(!strategy.subscriptions.ticks)
    }

    @Test("ema_cross hears prints or candles, never both")
    func crossSubscriptions() throws {
        var values = ParameterValues(defaultsOf: EMACross.parameters)
        let onCandles = try EMACross(values).subscriptions
        #expect(onCandles.windows.map(\.timeframe) == [.m1] && !onCandles.ticks)
        values.set("on", .text("tick"))
        let onTicks = try EMACross(values).subscriptions
        #expect(onTicks.windows.isEmpty && onTicks.ticks)
    }
}
