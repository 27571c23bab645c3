import KraderMarket
import KraderModel
import Testing

/// All that a source gives, and whether its batches kept to their size.
func drained(_ source: some TickSource) -> [Tick] {
    var ticks: [Tick] = []
    while true {
        let batch = source.nextTicks()
        if batch.count == 0 { return ticks }
        for index in 0..<batch.count { ticks.append(batch[index]) }
    }
}

func drained(_ source: some CandleSource) -> [CandleEvent] {
    var candles: [CandleEvent] = []
    while true {
        let batch = source.nextCandles()
        if batch.count == 0 { return candles }
        for index in 0..<batch.count { candles.append(batch[index]) }
    }
}

func tick(_ time: Int64, _ symbol: Int, size: Int64 = 1) -> Tick {
    Tick(
        time: Moment(nanoseconds: time), symbol: SymbolIndex(symbol), price: Price(100),
        size: Shares(size))
}

func candle(
    _ start: Int64, _ end: Int64, _ symbol: Int, volume: Int64 = 1
) -> CandleEvent {
    CandleEvent(
        symbol: SymbolIndex(symbol), timeframe: .m1,
        candle: Candle(
            start: Moment(nanoseconds: start), end: Moment(nanoseconds: end), open: Price(100),
            high: Price(100), low: Price(100), close: Price(100), volume: Shares(volume),
            value: Won(100 * volume)))
}

@Suite struct ArrayTests {
    @Test("an array of prints comes back whole and in its own order")
    func wholeArray() throws {
        let ticks = [tick(1, 0, size: 5), tick(1, 0, size: 4), tick(1, 2), tick(2, 1)]
        let source = try TickArray(ticks)
        #expect(drained(source) == ticks)
        #expect(source.nextTicks().count == 0)
        #expect(drained(try TickArray([])).isEmpty)
    }

    @Test(
        "the first print out of order is named",
        arguments: [
            ([tick(2, 0), tick(1, 0)], 1),
            ([tick(1, 0), tick(1, 3), tick(1, 2)], 2),
            ([tick(1, 0), tick(2, 0), tick(2, 1), tick(2, 0), tick(1, 0)], 3),
        ])
    func disorder(ticks: [Tick], index: Int) {
        #expect(throws: OutOfOrder(index: index)) { try TickArray(ticks) }
    }

    @Test("candles ascend by start, then end, then symbol")
    func candles() throws {
        let ordered = [candle(0, 1, 1), candle(0, 2, 0), candle(0, 2, 1), candle(1, 2, 0)]
        #expect(drained(try CandleArray(ordered)) == ordered)
        for index in 1..<ordered.count {
            var turned = ordered
            turned.swapAt(index - 1, index)
            #expect(throws: OutOfOrder(index: index)) { try CandleArray(turned) }
        }
    }
}

@Suite struct MergeTests {
    /// Prints of one source, times that often coincide; the size numbers them, to tell equal ones
    /// apart.
    private func run(
        _ generator: inout SeededGenerator, symbol: Int, count: Int, mark: Int64
    ) -> [Tick] {
        var time: Int64 = -20
        return (0..<count).map { index in
            time += Int64(generator.next(below: 3))
            return tick(time, symbol, size: mark + Int64(index))
        }
    }

    @Test("a merge is the stable sort of all sources in a row", arguments: [0, 1, 2, 3, 5, 8, 20])
    func naive(sourceCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(sourceCount))
        for round in 0..<6 {
            var all: [Tick] = []
            var sources: [any TickSource] = []
            for source in 0..<sourceCount {
                // Symbols out of step with sources, and two sources with the same symbol.
                let symbol = (sourceCount - source) / 2
                let count = Int(generator.next(below: round == 5 ? 3_000 : 40))
                let ticks = run(
                    &generator, symbol: symbol, count: count, mark: Int64(source) * 10_000)
                all += ticks
                sources.append(try TickArray(ticks))
            }
            let expected = all.enumerated().sorted {
                ($0.element.time, $0.element.symbol, $0.offset)
                    < ($1.element.time, $1.element.symbol, $1.offset)
            }
            #expect(drained(MergedTicks(sources)) == expected.map(\.element))
        }
    }

    @Test("merges can be merged, over the ends of batches")
    func nested() throws {
        var generator = SeededGenerator(seed: 3)
        let runs = (0..<4).map {
            run(&generator, symbol: $0, count: 5_000, mark: Int64($0) * 10_000)
        }
        let flat = MergedTicks(try runs.map { try TickArray($0) })
        let left = MergedTicks(try runs[..<2].map { try TickArray($0) })
        let right = MergedTicks(try runs[2...].map { try TickArray($0) })
        #expect(drained(MergedTicks([left, right])) == drained(flat))
    }

    @Test("a batch holds 4,096 prints at most, and an ended merge stays ended")
    func batches() throws {
        let merged = MergedTicks([try TickArray((0..<5_000).map { tick($0, 0) })])
        #expect(merged.nextTicks().count == 4_096)
        #expect(merged.nextTicks().count == 904)
        #expect(merged.nextTicks().count == 0)
        #expect(merged.nextTicks().count == 0)
    }

    @Test("candles merge by start, then end, then symbol, then source")
    func candles() throws {
        let merged = MergedCandles([
            try CandleArray([candle(0, 1, 2), candle(0, 5, 2), candle(3, 4, 2)]),
            try CandleArray([candle(0, 1, 1), candle(0, 5, 1), candle(2, 5, 1)]),
            try CandleArray([candle(0, 1, 1, volume: 7)]),
            try CandleArray([]),
        ])
        #expect(
            drained(merged) == [
                candle(0, 1, 1), candle(0, 1, 1, volume: 7), candle(0, 1, 2), candle(0, 5, 1),
                candle(0, 5, 2), candle(2, 5, 1), candle(3, 4, 2),
            ])
    }
}
