public import KraderModel

/// A lane's value in its SHA-256 chain: 32 bytes, the most significant byte of each word first.
public struct DigestChain: Hashable, Sendable {
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0

    public init() {}

    private init(_ words: InlineArray<4, UInt64>) {
        (first, second, third, fourth) = (words[0], words[1], words[2], words[3])
    }

    private var words: InlineArray<4, UInt64> { [first, second, third, fourth] }

    mutating func enter(_ hash: RunningHash) { self = DigestChain(hash.chained(to: words)) }

    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { bytes, count in
            let words = words
            for index in 0..<32 {
                let shift = UInt64(56 - index % 8 * 8)
                bytes[index] = UInt8(truncatingIfNeeded: words[index / 8] &>> shift)
            }
            count = 32
        }
    }
}

/// What tells two runs apart: the chains of both lanes, and the one value that joins them.
public struct RunDigest: Hashable, Sendable {
    /// What the market showed: the same for all runs of one market.
    public var inputs = DigestChain()
    /// What the broker said, and the records and requests that came of it all.
    public var records = DigestChain()

    public init() {}

    /// The digest: the SHA-256 of both.
    public var joined: [UInt8] { SHA256.hash(inputs.bytes + records.bytes) }
}

/// A minute of market time in the digest: two runs differ first in the first line that differs.
public struct DigestLine: Hashable, Sendable {
    /// Start of the minute.
    public var minute: Moment
    /// Inputs, records and outputs so far.
    public var events: Int64
    /// Both lanes at the minute's end.
    public var digest: RunDigest
    /// The account when the minute ended. It is not part of the hash: it follows from what is.
    public var account: Account
}

/// The digest of a run, version 2 (semantics.md §8): two running hashes, one of what the market
/// shows, one of what the broker says and of records and requests. Each enters its SHA-256 chain at
/// the end of each minute of engine time in which it changed. That time passes is no event: clock
/// and timer are in neither.
///
/// Symbols enter by their codes: where a list names them says nothing of a run.
struct Digest: ~Copyable {
    /// The symbols' packed codes, by symbol.
    private let codes: FixedBuffer<UInt64>
    /// The lane of records and messages.
    var hash = RunningHash()
    private var inputs = RunningHash()
    private(set) var events: Int64 = 0
    private(set) var chains = RunDigest()
    /// The hashes that entered the chains last.
    private var entered = (inputs: RunningHash(), records: RunningHash())
    /// The end of the minute being hashed; `distantPast` before the first event.
    private var minuteEnd = Moment.distantPast

    private static let minute = Interval.minutes(1)

    init(_ instruments: [Instrument]) {
        codes = FixedBuffer(count: instruments.count) { instruments[$0].code.packed }
    }

    /// A symbol's code, of 48 bits. Nobody's code is 0, which stands for a symbol that the run
    /// doesn't have.
    @inline(__always)
    func code(_ symbol: SymbolIndex) -> Int64 {
        symbol.int >= 0 && symbol.int < codes.count ? Int64(bitPattern: codes[symbol.int]) : 0
    }

    /// Begins a step: it is called with the step's moment before anything of the step is taken in.
    @inline(__always)
    mutating func enter(
        _ moment: Moment, _ totals: BufferView<Account>, _ out: inout OutputBuffer
    ) {
        if moment >= minuteEnd { roll(moment, totals, &out) }
    }

    @inline(never)
    private mutating func roll(
        _ moment: Moment, _ totals: BufferView<Account>, _ out: inout OutputBuffer
    ) {
        if minuteEnd != .distantPast { closeMinute(totals, &out) }
        minuteEnd = moment.cutDown(to: Digest.minute) + Digest.minute
    }

    private mutating func closeMinute(
        _ totals: BufferView<Account>, _ out: inout OutputBuffer
    ) {
        if inputs != entered.inputs { chains.inputs.enter(inputs) }
        if hash != entered.records { chains.records.enter(hash) }
        entered = (inputs, hash)
        out.minutes.append(
            DigestLine(
                minute: minuteEnd - Digest.minute, events: events, digest: chains,
                account: totals[0]))
    }

    /// Closes the last minute and gives the digest.
    mutating func finish(
        _ totals: BufferView<Account>, _ out: inout OutputBuffer
    ) -> [UInt8] {
        if minuteEnd != .distantPast { closeMinute(totals, &out) }
        minuteEnd = .distantPast
        return chains.joined
    }

    /// A print: its numbers are spread by odd factors and taken in as two words, for speed.
    @inline(__always)
    mutating func add(_ tick: Tick, at moment: Moment) {
        events += 1
        let place = codes[tick.symbol.int] << 8
        let kind = UInt64(tick.taker.rawValue) << 4 | UInt64(tick.scope.rawValue) << 1 | 1
        inputs.add(
            UInt64(bitPattern: tick.time.nanoseconds)
                &+ UInt64(bitPattern: moment.nanoseconds) &* 0x9E37_79B9_7F4A_7C15,
            UInt64(bitPattern: tick.price.won) &* 0xD6E8_FEB8_6659_FD93
                &+ UInt64(bitPattern: tick.size.count) &* 0xA076_1D64_78BD_642F
                &+ (place | kind) &* 0xE703_7ED1_A0B4_28DB)
    }

    /// A candle read from data, in the same way.
    @inline(__always)
    mutating func add(
        _ candle: borrowing Candle, _ timeframe: Timeframe, _ symbol: SymbolIndex, at moment: Moment
    ) {
        events += 1
        let place = codes[symbol.int] << 8 | UInt64(timeframe.rawValue)
        inputs.add(
            UInt64(bitPattern: candle.end.nanoseconds)
                &+ UInt64(bitPattern: moment.nanoseconds) &* 0x9E37_79B9_7F4A_7C15
                &+ UInt64(bitPattern: candle.start.nanoseconds) &* 0xD1B5_4A32_D192_ED03
                &+ UInt64(bitPattern: candle.value.amount) &* 0x8CB9_2BA7_2F3D_8DD7,
            UInt64(bitPattern: candle.open.won) &* 0xD6E8_FEB8_6659_FD93
                &+ UInt64(bitPattern: candle.high.won) &* 0xAEF1_7502_108E_F2D9
                &+ UInt64(bitPattern: candle.low.won) &* 0xF135_7AEA_2E62_A9C5
                &+ UInt64(bitPattern: candle.close.won) &* 0x9FB2_1C65_1E98_DF25
                &+ UInt64(bitPattern: candle.volume.count) &* 0xA076_1D64_78BD_642F
                &+ (place << 4 | 3) &* 0xE703_7ED1_A0B4_28DB)
    }

    /// A book: each level's numbers spread like a print's and added up.
    mutating func add(_ book: borrowing Book, at moment: Moment) {
        events += 1
        var sum: UInt64 = 0
        for side in Side.allCases {
            for index in 0..<book.count(side) {
                let level = book.level(side, index)
                let place = UInt64(index) << 1 | UInt64(side.rawValue) | 1 << 8
                sum = sum &* 0x9E37_79B9_7F4A_7C15
                sum &+= UInt64(bitPattern: level.price.won) &* 0xD6E8_FEB8_6659_FD93
                sum &+= UInt64(bitPattern: level.quantity.count) &* 0xA076_1D64_78BD_642F
                sum ^= place &* 0xE703_7ED1_A0B4_28DB
            }
        }
        inputs.add(
            UInt64(bitPattern: book.time.nanoseconds)
                &+ UInt64(bitPattern: moment.nanoseconds) &* 0x9E37_79B9_7F4A_7C15,
            sum &+ codes[book.symbol.int] << 3 &+ 5)
    }

    mutating func add(_ change: StatusChange, at moment: Moment) {
        events += 1
        inputs.add(
            7, moment.nanoseconds, change.time.nanoseconds,
            code(change.symbol) << 16 | Int64(change.status.rawValue) << 8
                | Int64(change.cause.rawValue))
    }

    @inline(__always)
    mutating func add(_ a: Int64, _ b: Int64) { hash.add(a, b) }

    mutating func countEvent() { events += 1 }
}
