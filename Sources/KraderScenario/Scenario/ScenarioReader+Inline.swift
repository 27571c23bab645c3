import KraderJSON
import KraderMarket
import KraderModel

/// Prints and candles that stand in the scenario itself.
extension ScenarioReader {
    func readInline(_ inline: inout ObjectReader) -> InlineData {
        let data = InlineData(
            ticks: readTicks(&inline), candles: readCandles(&inline), books: readBooks(&inline),
            statuses: readStatuses(&inline), orders: readOrders(&inline))
        if !["ticks", "candles", "books", "orders"].contains(where: { inline.has($0) }) {
            inline.refuse(
                "inline is empty", allowed: "it must hold ticks, candles, books or orders")
        }
        refuseTales(inline, data)
        refuseTwoKinds(
            inline, ticks: data.ticks.map(\.symbol),
            candles: data.candles.map { ($0.symbol, $0.timeframe) })
        return data
    }

    private func isIndex(_ symbol: SymbolIndex?) -> Bool {
        symbol.map { symbols.instruments[$0.int].board == .index } ?? false
    }

    /// Whole won; of an index its level.
    private func price(
        _ key: String, of symbol: SymbolIndex?, _ object: inout ObjectReader
    ) -> Price {
        object.required(key, placeholder: Price(1)) {
            isIndex(symbol) ? ScenarioReader.indexLevel($0) : $0.price()
        }
    }

    func readTicks(_ inline: inout ObjectReader) -> [Tick] {
        var latest: (time: Moment, path: JSONPath)?
        let ticks = inline.listIfPresent("ticks", counts: 1...1_000_000) { reader -> Tick? in
            reader.object { tick -> Tick? in
                let at = tick.required("at", placeholder: Moment?.none) {
                    moment($0, onTradingDay: true)
                }
                let symbol = tick.required("symbol", placeholder: SymbolIndex?.none) {
                    symbols.symbol($0, traded: false)
                }
                let price = price("price", of: symbol, &tick)
                let size = tick.shares("size", in: 1...1_000_000_000)
                if price.won * size.count > ValueReader.printValueMax {
                    tick.refuse(
                        "size is \(size)", key: "size",
                        allowed: "price × size must not exceed \(ValueReader.printValueMax) won")
                }
                let quote = CarriedQuote(
                    ask: tick.priceIfPresent("ask"), bid: tick.priceIfPresent("bid"), at: price)
                checkOrder("ticks", at, reader.path, &latest, &tick)
                guard let at else { return nil }
                return symbol.map {
                    Tick(time: at, symbol: $0, price: price, size: size, quote: quote)
                }
            } ?? nil
        }
        inline.ignoresOrder(of: "ticks", within: ["at", "symbol"])
        return inOrder(ticks ?? []) { ($0.time, $0.symbol) }
    }

    func readCandles(_ inline: inout ObjectReader) -> [CandleEvent] {
        /// The end of the latest candle of each series, and where it stands.
        var ends: [Series: (end: Moment, path: JSONPath)] = [:]
        let candles = inline.listIfPresent("candles", counts: 1...1_000_000) { reader in
            reader.object { candle -> CandleEvent? in
                guard let event = readCandle(&candle) else { return nil }
                let series = Series(symbol: event.symbol, timeframe: event.timeframe)
                if let before = ends[series], event.candle.start < before.end {
                    candle.refuse(
                        "at is '\(shown(candle.object["at"]?.string ?? ""))'", key: "at",
                        allowed: "the \(event.timeframe) candle before it, \(before.path.keys), "
                            + "ends at \(before.end)")
                } else {
                    ends[series] = (event.candle.end, reader.path)
                }
                return event
            } ?? nil
        }
        inline.ignoresOrder(of: "candles")
        return (candles ?? []).sorted {
            ($0.candle.start, $0.candle.end, $0.symbol) < (
                $1.candle.start, $1.candle.end, $1.symbol
            )
        }
    }

    private struct Series: Hashable {
        var symbol: SymbolIndex
        var timeframe: Timeframe
    }

    private func readCandle(_ candle: inout ObjectReader) -> CandleEvent? {
        let at = candle.required("at", placeholder: Moment?.none) {
            moment($0, onTradingDay: true, dateMeansOpen: true)
        }
        let symbol = candle.required("symbol", placeholder: SymbolIndex?.none) {
            symbols.symbol($0, traded: false)
        }
        let timeframe = candle.required("timeframe", placeholder: Timeframe?.none) {
            ScenarioReader.timeframe($0)
        }
        let open = price("open", of: symbol, &candle)
        let high = price("high", of: symbol, &candle)
        let low = price("low", of: symbol, &candle)
        let close = price("close", of: symbol, &candle)
        let volume = candle.shares(
            "volume", in: isIndex(symbol) ? 0...100_000_000_000 : ValueReader.shareCounts)
        let value = candle.integerIfPresent("value", in: 0...1_000_000_000_000_000)
        // A missing price stands for 1 and is noted already.
        if ["open", "high", "low", "close"].allSatisfy({ candle.object[$0]?.double ?? 0 > 0 }) {
            if high < max(open, close, low) {
                candle.refuse(
                    "high is \(plain(candle.object["high"]?.double ?? 0))", key: "high",
                    allowed: "it must be at least open, low and close")
            } else if low > min(open, close) {
                candle.refuse(
                    "low is \(plain(candle.object["low"]?.double ?? 0))", key: "low",
                    allowed: "it must be at most open and close")
            }
        }
        if close.won * volume.count > ValueReader.candleValueMax {
            candle.refuse(
                "volume is \(volume)", key: "volume",
                allowed: "close × volume must not exceed \(ValueReader.candleValueMax) won")
        }
        guard let at, let symbol, let timeframe else { return nil }
        guard let (start, end) = ScenarioReader.span(timeframe, at) else {
            candle.refuse(
                "at is '\(shown(candle.object["at"]?.string ?? ""))'", key: "at",
                allowed: "no \(timeframe) candle of the regular session begins then")
            return nil
        }
        let traded = value.map { Won($0) } ?? close * volume
        candle.means("at", text: start)
        candle.means("value", JSONValue(.integer(traded.amount)))
        return CandleEvent(
            symbol: symbol, timeframe: timeframe,
            candle: Candle(
                start: start, end: end, open: open, high: high, low: low, close: close,
                volume: volume, value: traded))
    }

    /// From the start to the end of the candle that begins at a moment, cut where the session ends;
    /// a daily one is the session of its day.
    private static func span(_ timeframe: Timeframe, _ at: Moment) -> (Moment, Moment)? {
        let hours = SessionHours.on(CalendarDate(at))
        if timeframe == .d1 { return (hours.open, hours.auctionEnd) }
        let end = at + timeframe.interval
        guard timeframe.bucketStart(of: at) == at, end > hours.open, at < hours.auctionEnd else {
            return nil
        }
        return (at, min(end, hours.auctionEnd))
    }

    static func timeframe(_ reader: ValueReader) -> Timeframe? {
        if let text = reader.value.string, let timeframe = Timeframe(text) {
            reader.means(text: timeframe)
            return timeframe
        }
        return reader.choice(from: Timeframe.allCases.map { ($0.description, $0) })
    }
}
