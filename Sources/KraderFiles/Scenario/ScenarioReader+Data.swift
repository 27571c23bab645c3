import KraderMarket
import KraderModel
import KraderText

/// The section `market.data`: exactly one family of sources.
extension ScenarioReader {
    private static let families = ["dataset", "synthetic", "inline", "ticks", "candles", "books"]
    /// Files, which combine.
    private static let fileKeys = ["ticks", "candles", "books"]

    mutating func readData(_ data: inout ObjectReader, hasInstruments: Bool) -> MarketData? {
        let present = ScenarioReader.families.filter { data.has($0) }
        guard let family = present.first else {
            data.refuse(
                "data names no source", allowed: "it must hold synthetic, inline, ticks or candles")
            return nil
        }
        let isFiles = ScenarioReader.fileKeys.contains(family)
        for other in present.dropFirst()
        where !(isFiles && ScenarioReader.fileKeys.contains(other)) {
            data.refuse(
                "'\(other)' stands beside '\(family)'", key: other,
                allowed: "data come from one of them")
        }
        if let dataset = data.reader("dataset") {
            ScenarioReader.refuseLater(dataset, "datasets come with a later version")
        }
        if let books = data.reader("books") {
            ScenarioReader.refuseLater(books, "order books come with a later version")
        }
        switch family {
        case "synthetic":
            return data.objectIfPresent("synthetic") {
                readSynthetic(&$0, hasInstruments: hasInstruments)
            }.flatMap { $0 }.map { .synthetic($0) }
        case "inline":
            return data.objectIfPresent("inline") { readInline(&$0) }
        case "ticks", "candles":
            let ticks = readFiles(&data, .ticks)
            let candles = readFiles(&data, .candles)
            refuseTwoKinds(
                data, ticks: ticks.map(\.symbol),
                candles: candles.map { ($0.symbol, $0.timeframe) })
            return .files(ticks + candles)
        default:
            return nil
        }
    }

    private func readInline(_ inline: inout ObjectReader) -> MarketData {
        let ticks = readTicks(&inline)
        let candles = readCandles(&inline)
        if !inline.has("ticks"), !inline.has("candles") {
            inline.refuse("inline is empty", allowed: "it must hold ticks or candles")
        }
        refuseTwoKinds(
            inline, ticks: ticks.map(\.symbol),
            candles: candles.map { ($0.symbol, $0.timeframe) })
        return .inline(ticks: ticks, candles: candles)
    }

    /// One kind of data tells of a symbol: with two, what both tell of would count twice.
    private func refuseTwoKinds(
        _ object: ObjectReader, ticks: [SymbolIndex], candles: [(SymbolIndex, Timeframe?)]
    ) {
        let printed = Set(ticks)
        var timeframes: [SymbolIndex: Timeframe] = [:]
        for (symbol, timeframe) in candles {
            let other = timeframe.flatMap { timeframes.updateValue($0, forKey: symbol) }
            let kinds: String
            if printed.contains(symbol) {
                kinds = "ticks and candles"
            } else if let other, let timeframe, other != timeframe {
                kinds = "candles of \(other) and of \(timeframe)"
            } else {
                continue
            }
            object.refuse(
                "\(kinds) both tell of \(symbols.instruments[symbol.int].code)", key: "candles",
                allowed:
                    "one kind of data tells of a symbol; coarser candles are made of finer data")
            return
        }
    }

    private func readTicks(_ inline: inout ObjectReader) -> [Tick] {
        var latest: (time: Moment, path: JSONPath)?
        let ticks = inline.listIfPresent("ticks", counts: 1...1_000_000) { reader -> Tick? in
            reader.object { tick -> Tick? in
                let at = tick.required("at", placeholder: Moment?.none) {
                    moment($0, onTradingDay: true)
                }
                let symbol = tick.required("symbol", placeholder: SymbolIndex?.none) {
                    symbols.symbol($0, traded: false)
                }
                let price = tick.price("price")
                let size = tick.shares("size", in: 1...1_000_000_000)
                if price.won * size.count > ValueReader.printValueMax {
                    tick.refuse(
                        "size is \(size)", key: "size",
                        allowed: "price × size must not exceed \(ValueReader.printValueMax) won")
                }
                guard let at else { return nil }
                if let latest, at < latest.time {
                    tick.refuse(
                        "at is '\(shown(tick.object["at"]?.string ?? ""))'", key: "at",
                        allowed: "ticks go by time, and \(latest.path.keys) is at \(latest.time)")
                } else {
                    latest = (at, reader.path)
                }
                return symbol.map { Tick(time: at, symbol: $0, price: price, size: size) }
            } ?? nil
        }
        // Equal times go by symbol; within a symbol the order of the list is their sequence.
        return (ticks ?? []).enumerated().sorted {
            ($0.element.time, $0.element.symbol, $0.offset)
                < ($1.element.time, $1.element.symbol, $1.offset)
        }.map(\.element)
    }

    private func readCandles(_ inline: inout ObjectReader) -> [CandleEvent] {
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
        let open = candle.price("open")
        let high = candle.price("high")
        let low = candle.price("low")
        let close = candle.price("close")
        let volume = candle.shares("volume")
        let value = candle.integerIfPresent("value", in: 0...1_000_000_000_000_000)
        // A missing price stands for 1 and is noted already.
        if ["open", "high", "low", "close"].allSatisfy({ candle.object[$0]?.integer ?? 0 > 0 }) {
            if high < max(open, close, low) {
                candle.refuse(
                    "high is \(high)", key: "high",
                    allowed: "it must be at least open, low and close")
            } else if low > min(open, close) {
                candle.refuse(
                    "low is \(low)", key: "low", allowed: "it must be at most open and close")
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
        return CandleEvent(
            symbol: symbol, timeframe: timeframe,
            candle: Candle(
                start: start, end: end, open: open, high: high, low: low, close: close,
                volume: volume, value: value.map { Won($0) } ?? close * volume))
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
        if let text = reader.value.string, let timeframe = Timeframe(text) { return timeframe }
        return reader.choice(from: Timeframe.allCases.map { ($0.description, $0) })
    }
}
