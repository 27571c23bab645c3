import KraderJSON
import KraderModel

/// What a row is when all its fields have been understood.
extension ImportDecoder {
    /// The time of the row in nanoseconds since 1970 UTC; a date alone is its midnight in KST.
    @inline(__always)
    private mutating func rowTime() -> Int64 {
        switch row.timeKind {
        case .moment, .date: row.time
        case .timeOfDay: rowDate + row.time - options.zone.nanoseconds
        case .none: (options.date ?? CalendarDate(dayNumber: 0)).midnight.nanoseconds
        }
    }

    /// Nanoseconds from 1970 to the beginning of the day, without regard to the zone.
    @inline(__always)
    private var rowDate: Int64 {
        row.dateKind == .date
            ? row.date : Int64(options.date?.dayNumber ?? 0) * TimeField.day
    }

    @inline(__always)
    mutating func takeTick(_ line: Int) {
        let size = row.numbers[NumberSlot.size]
        let price = row.numbers[NumberSlot.price]
        guard price > 0 else { return refusePrice(.price, price) }
        guard size > 0 else {
            notes.withoutSize += 1
            return
        }
        guard price * size <= ValueReader.printValueMax else { return refuseValue(size) }
        let time = rowTime()
        span.add(tick: time, series: row.series)
        var venue = row.venue
        if venue == .unknown, issues.hasScopes { venue = issues.venues[Int(row.series)] }
        if venue == .unknown { venue = options.venue }
        if row.hasVenues { notes.venues.count(venue) }
        let taker: Tick.Taker =
            if row.hasTaker {
                row.taker
            } else {
                switch row.sizeSign {
                case .none: .unknown
                case .plus: .buyer
                case .minus: .seller
                }
            }
        batch?.pointee.ticks.append(
            ImportedTick(
                time: time, line: Int64(line), price: price, size: size,
                ask: row.numbers[NumberSlot.ask], bid: row.numbers[NumberSlot.bid],
                series: row.series, taker: taker, venue: venue))
    }

    @inline(never)
    private mutating func refuseValue(_ size: Int64) {
        refuse(
            .badAmount, place: plan?.places[.size] ?? -1, "\(size)",
            "price × size must not exceed \(ValueReader.printValueMax) won")
    }

    @inline(never)
    private mutating func refusePrice(_ column: MarketColumn, _ price: Int64) {
        refuse(
            .badPrice, place: plan?.places[column] ?? -1, "\(price)",
            "it must be between 1 and \(ValueReader.prices.upperBound)")
    }

    mutating func takeCandle(_ line: Int) {
        let open = row.numbers[NumberSlot.open]
        let high = row.numbers[NumberSlot.high]
        let low = row.numbers[NumberSlot.low]
        let close = row.numbers[NumberSlot.close]
        let volume = row.numbers[NumberSlot.volume]
        let isHalted = open == 0 && high == 0 && low == 0 && volume == 0
        if isHalted, close == 0 {
            notes.emptyDays += 1
            return
        }
        guard close > 0 else { return refusePrice(.close, close) }
        if !isHalted {
            guard open > 0 else { return refusePrice(.open, open) }
            guard high > 0 else { return refusePrice(.high, high) }
            guard low > 0 else { return refusePrice(.low, low) }
        }
        guard let value = candleValue(close: close, volume: volume) else { return }
        let time = rowTime()
        let isDate = row.timeKind == .date || row.timeKind == .none
        var candle = ImportedCandle(
            time: time, line: Int64(line), open: open, high: high, low: low, close: close,
            volume: volume, value: value, change: row.change,
            listedShares: row.numbers[NumberSlot.listedShares], series: row.series,
            isDate: isDate, board: row.board)
        if isHalted {
            notes.halted += 1
        } else {
            candle.high = max(high, open, close)
            candle.low = min(low, open, close)
            guard candle.high <= candle.low * ImportDecoder.ratioMax else {
                return refuseRatio(candle)
            }
            if candle.high != high || candle.low != low {
                notes.widened += 1
                let lacking = max(candle.high - high, low - candle.low)
                if lacking > max(1, close / 100) { notes.widenedFar += 1 }
            }
            notes.traded += 1
            if row.hasValue {
                values.add(value, volume: volume, low: candle.low, high: candle.high)
            }
            if volume == 0 { notes.withoutVolume += 1 }
        }
        span.add(candle: time, series: row.series, isDate: isDate)
        if row.hasChanges { changes.add(time, close: close, candle.change, series: row.series) }
        batch?.pointee.candles.append(candle)
        if row.hasNames { takeName(time, line) }
    }

    /// The most that the highest price of a day may be in multiples of the lowest. On the day of a
    /// listing issues have traded from 60 % to 400 % of their price (krx-market.md §3.1), and
    /// prices lie further apart on no day.
    private static let ratioMax: Int64 = 10

    private mutating func refuseRatio(_ candle: ImportedCandle) {
        refuse(
            .badCandle, place: plan?.places[.high] ?? -1, "\(candle.high)",
            "it is more than \(ImportDecoder.ratioMax) times the low, \(candle.low): are the "
                + "columns swapped?")
    }

    /// The value traded, in won. The fault is noted where the answer is `nil`.
    private mutating func candleValue(close: Int64, volume: Int64) -> Int64? {
        if row.hasValue { return row.numbers[NumberSlot.value] }
        let (value, overflow) = close.multipliedReportingOverflow(by: volume)
        guard !overflow, value <= ValueReader.candleValueMax else {
            refuse(
                .badAmount, place: plan?.places[.volume] ?? -1, "\(volume)",
                "close × volume must not exceed \(ValueReader.candleValueMax) won")
            return nil
        }
        return value
    }

    /// Delivers a name where it is not that of the row before.
    private mutating func takeName(_ time: Int64, _ line: Int) {
        guard !row.name.isEmpty else { return }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in row.name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        guard span.isNewName(hash, series: row.series) else { return }
        let name =
            (isDecoded ? nil : String(validating: row.name, as: UTF8.self))
            ?? options.decodeTitle?(row.name)
            ?? String(decoding: row.name, as: UTF8.self)
        let plain = InstrumentTable.plainName(name)
        guard !plain.isEmpty else { return }
        batch?.pointee.names.append(
            ImportedName(time: time, line: Int64(line), series: row.series, name: plain))
    }

    mutating func takeBook(_ line: Int) {
        if row.hasLists { guard spreadLists() else { return } }
        let time = rowTime()
        var book = Book(
            time: Moment(nanoseconds: time), symbol: SymbolIndex(Int(row.series)))
        guard
            add(.sell, prices: NumberSlot.askPrices, quantities: NumberSlot.askQuantities, &book),
            add(.buy, prices: NumberSlot.bidPrices, quantities: NumberSlot.bidQuantities, &book)
        else { return }
        if book.count(.sell) + book.count(.buy) == 0 { notes.withoutLevels += 1 }
        span.add(tick: time, series: row.series)
        batch?.pointee.books.append(ImportedBook(line: Int64(line), book: book))
    }

    /// Spreads lists, which go from the worst bid over the best bid and the best ask to the worst
    /// ask.
    private mutating func spreadLists() -> Bool {
        let count = row.priceCount
        guard count == row.quantityCount, count.isMultiple(of: 2) else {
            refuse(
                .badList, place: plan?.places[.prices] ?? -1, "\(count) prices",
                "there must be as many as quantities (\(row.quantityCount)), half of them bids")
            return false
        }
        let depth = count / 2
        for level in 0..<Book.depthMax {
            let isThere = level < depth
            let (bid, ask) = isThere ? (depth - 1 - level, depth + level) : (0, 0)
            row.numbers[NumberSlot.bidPrices + level] = isThere ? row.listPrices[bid] : 0
            row.numbers[NumberSlot.bidQuantities + level] = isThere ? row.listQuantities[bid] : 0
            row.numbers[NumberSlot.askPrices + level] = isThere ? row.listPrices[ask] : 0
            row.numbers[NumberSlot.askQuantities + level] = isThere ? row.listQuantities[ask] : 0
        }
        return true
    }

    /// Adds the levels of a side. The fault is noted where the answer is `false`.
    private mutating func add(
        _ side: Side, prices: Int, quantities: Int, _ book: inout Book
    ) -> Bool {
        var last: Int64 = 0
        for level in 0..<Book.depthMax {
            let price = row.numbers[prices + level]
            let quantity = row.numbers[quantities + level]
            if price == 0 || quantity == 0 { continue }
            let name = BookColumn(side: side, content: .price, level: level + 1)
            guard price <= ValueReader.prices.upperBound, quantity <= ImportDecoder.sizeMax else {
                refuse(
                    .badAmount, place: -1, "\(name) \(price), quantity \(quantity)",
                    "a price is at most \(ValueReader.prices.upperBound), a quantity "
                        + "\(ImportDecoder.sizeMax)")
                return false
            }
            if last > 0, side == .sell ? price <= last : price >= last {
                refuse(
                    .badLevel, place: -1, "\(name) \(price)",
                    "it must lie \(side == .sell ? "above" : "below") the level before it, \(last)")
                return false
            }
            last = price
            book.append(PriceLevel(Price(price), Shares(quantity)), to: side)
        }
        return true
    }
}
