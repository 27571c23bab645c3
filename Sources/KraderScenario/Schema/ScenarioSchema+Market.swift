import KraderJSON
import KraderMarket
import KraderModel

// The section `market`.
extension ScenarioSchema {
    static var market: JSONValue {
        SchemaPart.object(
            [
                ("from", SchemaPart.time), ("to", SchemaPart.time),
                ("instruments", SchemaPart.array(instrument, least: 1)),
                (
                    "data",
                    SchemaPart.object(
                        [
                            ("dataset", dataset), ("synthetic", synthetic), ("inline", inline),
                            ("ticks", files), ("candles", files), ("books", files),
                        ], required: [], [("minProperties", 1)])
                ),
            ], required: ["data"])
    }

    private static var instrument: JSONValue {
        let factor = SchemaPart.anyOf([
            SchemaPart.string, SchemaPart.number(0...Double.greatestFiniteMagnitude),
        ])
        let action = SchemaPart.object(
            [
                ("day", SchemaPart.date), ("kind", SchemaPart.string), ("factor", factor),
                ("sellable_from", SchemaPart.date),
            ], required: ["day", "kind", "factor"])
        return SchemaPart.object(
            [
                ("symbol", SchemaPart.symbol), ("board", SchemaPart.named(Board.self)),
                ("base_price", SchemaPart.number(0...1_000_000_000)),
                ("multiple", SchemaPart.number(-10...10)),
                ("interruption_class", SchemaPart.choice(["large", "other"])),
                ("listed_shares", SchemaPart.integer(1...1_000_000_000_000)),
                (
                    "listing",
                    SchemaPart.object(
                        [("day", SchemaPart.date), ("offer_price", SchemaPart.price)],
                        required: ["day", "offer_price"])
                ),
                ("actions", SchemaPart.array(action, least: 1)),
                (
                    "base_prices",
                    SchemaPart.array(
                        SchemaPart.object(
                            [("day", SchemaPart.date), ("price", SchemaPart.price)],
                            required: ["day", "price"]), least: 1)
                ), ("delisted", SchemaPart.date),
            ], required: ["symbol"])
    }

    private static var dataset: JSONValue {
        SchemaPart.anyOf([
            SchemaPart.string,
            SchemaPart.object(
                [
                    ("path", SchemaPart.string), ("kinds", SchemaPart.array(SchemaPart.string)),
                    ("timeframe", SchemaPart.described(Timeframe.self)),
                    ("symbols", SchemaPart.array(SchemaPart.symbol)),
                    ("scope", SchemaPart.named(MarketScope.self)),
                ], required: ["path"]),
        ])
    }

    private static var synthetic: JSONValue {
        let own: [(String, JSONValue)] = [
            ("prints_per_day", SchemaPart.integer(10...500_000)),
            ("yearly_volatility", SchemaPart.number(0.01...2)),
        ]
        let issue = SchemaPart.object(
            [
                ("symbol", SchemaPart.symbol), ("board", SchemaPart.named(Board.self)),
                ("base_price", SchemaPart.price),
                ("size", SchemaPart.choice(["large", "mid", "small"])),
                ("listing_day", SchemaPart.date),
            ] + own, required: ["symbol", "board", "base_price"])
        return SchemaPart.object(
            [
                ("symbols", SchemaPart.integer(1...5_000)), ("issues", SchemaPart.array(issue)),
                ("from", SchemaPart.date), ("through", SchemaPart.date),
                ("trend_strength", SchemaPart.number(0...1)),
                ("trend_days", SchemaPart.integer(2...250)),
                ("overnight_share", SchemaPart.number(0...0.9)),
                ("common_share", SchemaPart.number(0...0.9)),
                ("clustering", SchemaPart.number(0...1)), ("interruptions", SchemaPart.boolean),
                ("limit_lock", SchemaPart.number(0...1)),
                ("books", SchemaPart.choice(["none", "quotes", "levels"])),
                ("candles", SchemaPart.choice(["1m", "1d"])),
            ] + own)
    }

    private static var inline: JSONValue {
        let place: [(String, JSONValue)] = [("at", SchemaPart.time), ("symbol", SchemaPart.symbol)]
        let price = SchemaPart.number(0...1_000_000_000)
        let level = SchemaPart.members([
            ("type", "array"), ("items", SchemaPart.integer(0...1_000_000_000_000_000)),
            ("minItems", 2), ("maxItems", 2),
        ])
        let tick = SchemaPart.object(
            place + [
                ("price", price), ("size", SchemaPart.quantity), ("ask", SchemaPart.price),
                ("bid", SchemaPart.price),
            ], required: ["at", "symbol", "price", "size"])
        let prices = ["open", "high", "low", "close"]
        let candle = SchemaPart.object(
            place + prices.map { ($0, price) } + [
                ("timeframe", SchemaPart.described(Timeframe.self)),
                ("volume", SchemaPart.integer(0 ... .max)),
                ("value", SchemaPart.integer(0 ... .max)),
            ], required: ["at", "symbol", "timeframe", "volume"] + prices)
        let book = SchemaPart.object(
            place + [("asks", SchemaPart.array(level)), ("bids", SchemaPart.array(level))],
            required: ["at", "symbol"])
        let status = SchemaPart.object(
            place + [("status", SchemaPart.string), ("cause", SchemaPart.string)],
            required: ["at", "symbol", "status"])
        let order = SchemaPart.object(
            place + [
                ("side", SchemaPart.described(Side.self)), ("quantity", SchemaPart.quantity),
                ("type", SchemaPart.described(OrderType.self)), ("price", SchemaPart.price),
                ("time_in_force", SchemaPart.described(TimeInForce.self)),
                ("id", SchemaPart.string), ("cancel", SchemaPart.string),
                ("change", SchemaPart.string),
            ], required: ["at"])
        return SchemaPart.object([
            ("ticks", SchemaPart.array(tick, least: 1)),
            ("candles", SchemaPart.array(candle, least: 1)),
            ("books", SchemaPart.array(book, least: 1)),
            ("statuses", SchemaPart.array(status, least: 1)),
            ("orders", SchemaPart.array(order, least: 1)),
        ])
    }

    private static var files: JSONValue {
        let column = SchemaPart.anyOf([SchemaPart.string, SchemaPart.integer(1...10_000)])
        let file = SchemaPart.object(
            [
                ("path", SchemaPart.string), ("symbol", SchemaPart.symbol),
                ("timeframe", SchemaPart.described(Timeframe.self)),
                ("stamp", SchemaPart.choice(["start", "end"])), ("timezone", SchemaPart.string),
                ("date", SchemaPart.date),
                ("columns", ["type": "object", "additionalProperties": column]),
                ("scope", SchemaPart.named(MarketScope.self)),
                ("skip_lines", SchemaPart.integer(0...1_000)),
                ("skip_footer", SchemaPart.integer(0...1_000)), ("date_format", SchemaPart.string),
                ("skip_empty", SchemaPart.boolean), ("decimals", SchemaPart.integer(0...4)),
            ], required: ["path"])
        let path: JSONValue = SchemaPart.anyOf([file, SchemaPart.string])
        return SchemaPart.anyOf([path, SchemaPart.array(path, least: 1)])
    }
}
