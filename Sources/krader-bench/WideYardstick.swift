/// The logic of Wide with nothing around it: values of the day, the best twenty by one pass, the
/// last twenty-one closes or lows of each symbol, ten shares of each holding.
struct WideYardstick {
    static let places = 20

    private let symbols: Int
    private let span = WideRotation.span
    /// The last 21 daily closes of each symbol, and of its minutes the last 21 lows.
    private var closes: Ring
    private var lows: Ring
    private var today: [Int64]
    private var before: [Int64]
    private var members: [Int] = []
    /// The place of each symbol among the members from 1 on, 0 outside.
    private var ranks: [UInt64]
    private var held: [Int64]
    private var last: [Int64]
    /// The shares of each symbol to buy or, below zero, to sell at its next open.
    private var orders: [Int64]
    private var cash = Yardstick.cash
    private var fills: Int64 = 0
    private(set) var hooks: Int64 = 0
    private(set) var sum: UInt64 = 0

    init(symbols: Int) {
        self.symbols = symbols
        closes = Ring(symbols: symbols, length: WideRotation.span + 1)
        lows = Ring(symbols: symbols, length: WideRotation.span + 1)
        today = Array(repeating: 0, count: symbols)
        before = today
        held = today
        last = today
        orders = today
        ranks = Array(repeating: 0, count: symbols)
    }

    mutating func run(days: RawCandles, minutes: RawCandles) -> Outcome {
        for first in stride(from: 0, to: days.count, by: symbols) {
            for symbol in 0..<symbols { open(symbol, at: days.open(first + symbol)) }
            for symbol in 0..<symbols {
                close(symbol, days, first + symbol)
                closes.add(last[symbol], to: symbol)
            }
            endDay()
        }
        for first in stride(from: 0, to: minutes.count, by: symbols) {
            let minute = first / symbols % WideInputs.minutesADay
            // The opening is ranked by the day before: what endDay left.
            for symbol in 0..<symbols { open(symbol, at: minutes.open(first + symbol)) }
            for symbol in 0..<symbols {
                close(symbol, minutes, first + symbol)
                lows.add(minutes.low(first + symbol), to: symbol)
            }
            if (minute + 1) % 30 == 0 { rank(by: today) }
            for symbol in 0..<symbols where ranks[symbol] > 0 || held[symbol] > 0 {
                hear(symbol, minute)
            }
            if minute == WideInputs.minutesADay - 1 {
                for symbol in 0..<symbols { closes.add(last[symbol], to: symbol) }
                endDay()
            }
        }
        var outcome = Outcome(fills: fills)
        outcome.equity = (0..<symbols).reduce(cash) { $0 + held[$1] * last[$1] }
        return outcome
    }

    private mutating func open(_ symbol: Int, at price: Int64) {
        if orders[symbol] == 0 { return }
        fills += 1
        held[symbol] += orders[symbol]
        cash -= orders[symbol] * price
        orders[symbol] = 0
    }

    private mutating func close(_ symbol: Int, _ candles: RawCandles, _ index: Int) {
        last[symbol] = candles.close(index)
        today[symbol] += last[symbol] * candles.volume(index)
    }

    private mutating func hear(_ symbol: Int, _ minute: Int) {
        hooks += 1
        sum = sum &* 31 &+ UInt64(last[symbol]) &+ ranks[symbol]
        let end = WideInputs.opening + Int64(minute + 1) * WideInputs.minute
        guard held[symbol] > 0, end <= WideRotation.lastExit, lows.count(symbol) > span else {
            return
        }
        if last[symbol] < lows.lowestButNewest(of: symbol) { orders[symbol] = -held[symbol] }
    }

    private mutating func endDay() {
        rank(by: today)
        rotate()
        before = today
        for symbol in 0..<symbols { today[symbol] = 0 }
    }

    private mutating func rotate() {
        var scores: [(gain: Int64, symbol: Int)] = []
        for symbol in members where closes.count(symbol) > span {
            let gain = closes.newest(of: symbol) * 1_000_000 / closes.oldest(of: symbol)
            scores.append((gain, symbol))
        }
        scores.sort { ($1.gain, $0.symbol) < ($0.gain, $1.symbol) }
        let chosen = scores.prefix(WideRotation.holdings).map(\.symbol)
        for symbol in 0..<symbols where held[symbol] > 0 && !chosen.contains(symbol) {
            orders[symbol] = -held[symbol]
        }
        for symbol in chosen where held[symbol] == 0 { orders[symbol] = 10 }
    }

    private mutating func rank(by values: [Int64]) {
        for symbol in members { ranks[symbol] = 0 }
        members.removeAll(keepingCapacity: true)
        for symbol in 0..<symbols {
            let value = values[symbol]
            if members.count == WideYardstick.places, value <= values[members[members.count - 1]] {
                continue
            }
            if members.count == WideYardstick.places { members.removeLast() }
            let place = members.firstIndex { values[$0] < value } ?? members.count
            members.insert(symbol, at: place)
        }
        for (place, symbol) in members.enumerated() { ranks[symbol] = UInt64(place + 1) }
    }

    /// The last values of each symbol.
    private struct Ring {
        private let length: Int
        private var values: [Int64]
        private var counts: [Int]

        init(symbols: Int, length: Int) {
            self.length = length
            values = Array(repeating: 0, count: symbols * length)
            counts = Array(repeating: 0, count: symbols)
        }

        mutating func add(_ value: Int64, to symbol: Int) {
            values[symbol * length + counts[symbol] % length] = value
            counts[symbol] += 1
        }

        func count(_ symbol: Int) -> Int { min(counts[symbol], length) }

        func newest(of symbol: Int) -> Int64 {
            values[symbol * length + (counts[symbol] - 1) % length]
        }

        /// The oldest value, once the ring is full.
        func oldest(of symbol: Int) -> Int64 { values[symbol * length + counts[symbol] % length] }

        func lowestButNewest(of symbol: Int) -> Int64 {
            var lowest = Int64.max
            let newest = (counts[symbol] - 1) % length
            for place in 0..<length where place != newest {
                lowest = min(lowest, values[symbol * length + place])
            }
            return lowest
        }
    }
}
