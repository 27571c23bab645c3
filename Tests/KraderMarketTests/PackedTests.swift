import KraderMarket
import KraderModel
import Testing

/// Bytes that stay where they are and say when they go.
private final class Block {
    let bytes: UnsafeMutableRawBufferPointer

    init(_ content: [UInt8]) {
        bytes = .allocate(byteCount: content.count, alignment: 1)
        bytes.copyBytes(from: content)
    }

    deinit { bytes.deallocate() }

    var view: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes) }
}

/// Two prints, byte by byte: 2024-01-02T09:00:00 KST and a nanosecond later, 70,000 × 50 and 70,100
/// × 300.
private let twoTicks: [UInt8] = [
    0x00, 0x00, 0xB4, 0x92, 0xAB, 0x5E, 0xA6, 0x17, 0x70, 0x11, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x32, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x01, 0x00, 0xB4, 0x92, 0xAB, 0x5E, 0xA6, 0x17, 0xD4, 0x11, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x2C, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
]

@Suite struct PackedTickTests {
    @Test("24 bytes are a print: time, price, size, zero, little end first")
    func rows() throws {
        let block = Block(twoTicks)
        let source = try PackedTicks(block.view, owner: block, symbol: SymbolIndex(3))
        let start = CalendarDate(2024, 1, 2).at(TimeOfDay(9, 0))
        #expect(
            drained(source) == [
                Tick(time: start, symbol: SymbolIndex(3), price: Price(70_000), size: Shares(50)),
                Tick(
                    time: start + Interval(nanoseconds: 1), symbol: SymbolIndex(3),
                    price: Price(70_100), size: Shares(300)),
            ])
        #expect(source.fault == nil)
    }

    @Test("rows are read over the ends of batches, at any alignment")
    func manyRows() throws {
        let block = Block([0xFF] + (0..<4_100).flatMap { _ in twoTicks.prefix(24) })
        let source = try PackedTicks(
            UnsafeRawBufferPointer(rebasing: block.view[1...]), owner: block,
            symbol: SymbolIndex(0))
        let ticks = drained(source)
        #expect(ticks.count == 4_100)
        #expect(ticks.allSatisfy { $0.price == Price(70_000) && $0.size == Shares(50) })
    }

    @Test("bytes that end inside a row are refused")
    func cutOff() {
        let block = Block(Array(twoTicks.dropLast()))
        #expect(throws: PackedFault(.cutOff, row: 1)) {
            try PackedTicks(block.view, owner: block, symbol: SymbolIndex(0))
        }
    }

    @Test(
        "a row that makes no sense ends the source and is named",
        arguments: [
            (24, UInt8(0xFF), nil), (31, 0x16, PackedFault.Reason.outOfOrder),
            (39, 0x80, .noPrice), (43, 0x80, .noSize), (44, 0x01, .notZero),
        ])
    func fault(offset: Int, byte: UInt8, reason: PackedFault.Reason?) throws {
        var bytes = twoTicks
        bytes[offset] = byte
        let block = Block(bytes)
        let source = try PackedTicks(block.view, owner: block, symbol: SymbolIndex(0))
        #expect(drained(source).count == (reason == nil ? 2 : 1))
        #expect(source.fault == reason.map { PackedFault($0, row: 1) })
    }

    @Test("the bytes' owner lives as long as the source")
    func owner() throws {
        weak var watched: Block?
        var source: PackedTicks?
        do {
            let block = Block(twoTicks)
            watched = block
            source = try PackedTicks(block.view, owner: block, symbol: SymbolIndex(0))
        }
        #expect(watched != nil)
        #expect(source?.nextTicks().count == 2)
        source = nil
        #expect(watched == nil)
    }
}

@Suite struct PackedCandleTests {
    /// Ends at 09:01 KST on 2024-01-02; symbol 1; 65,000, 66,000, 64,000, 65,500; 1,000 shares.
    private let row: [UInt8] = [
        0x00, 0x58, 0xFB, 0x8A, 0xB9, 0x5E, 0xA6, 0x17, 0x01, 0x00, 0x00, 0x00, 0xE8, 0xFD, 0x00,
        0x00, 0xD0, 0x01, 0x01, 0x00, 0x00, 0xFA, 0x00, 0x00, 0xDC, 0xFF, 0x00, 0x00, 0xE8, 0x03,
        0x00, 0x00,
    ]

    @Test("32 bytes are a candle: its end, symbol, four prices and volume")
    func rows() throws {
        let block = Block(row)
        let source = try PackedCandles(block.view, owner: block, symbolCount: 2)
        let day = CalendarDate(2024, 1, 2)
        #expect(
            drained(source) == [
                CandleEvent(
                    symbol: SymbolIndex(1), timeframe: .m1,
                    candle: Candle(
                        start: day.at(TimeOfDay(9, 0)), end: day.at(TimeOfDay(9, 1)),
                        open: Price(65_000), high: Price(66_000), low: Price(64_000),
                        close: Price(65_500), volume: Shares(1_000), value: Won(65_500_000)))
            ])
    }

    @Test(
        "a row that makes no sense ends the source and is named",
        arguments: [
            (39, UInt8(0x16), PackedFault.Reason.outOfOrder), (40, 0x00, .outOfOrder),
            (40, 0x02, .unknownSymbol), (55, 0x80, .noPrice), (50, 0x00, .noPrice),
            (63, 0x80, .noSize),
        ])
    func fault(offset: Int, byte: UInt8, reason: PackedFault.Reason) throws {
        var bytes = row + row
        bytes[offset] = byte
        let block = Block(bytes)
        let source = try PackedCandles(block.view, owner: block, symbolCount: 2)
        #expect(drained(source).count == 1)
        #expect(source.fault == PackedFault(reason, row: 1))
    }
}
