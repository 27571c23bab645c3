import KraderEngine
import KraderModel

// What wants memory: names that may be used once, and the order of time (invariants 5, 7, 32).
extension InvariantChecks {
    mutating func rememberKey(_ record: borrowing OrderRecord) {
        let isNew = thorough.keys.insert(
            ThoroughMemory.SignalPlace(key: record.key, side: record.side)
        ).inserted
        expect(isNew, .keyIsUsedOnce, at: record.at, record.reference, record.key.symbol)
    }

    /// A number of today, an order's or that of a change of it, leads to one order.
    mutating func rememberNumber(_ number: OrderNumber, of serial: Int64, at moment: Moment) {
        guard let known = thorough.numbers[number.value] else {
            thorough.numbers[number.value] = serial
            return
        }
        expect(
            known == serial, .numberHasOneOrder, at: moment, OrderReference(serial: serial), nil,
            known, serial)
    }

    /// Records are of the step's moment, or of one that is past and was not told before.
    mutating func checkTime(_ out: inout OutputBuffer, _ moment: Moment) {
        // An engine that was made again begins with the moment of its last record.
        let latest = max(moment, thorough.lastRecord)
        for index in 0..<out.records.count {
            let at = out.records[index].at
            expect(
                at >= thorough.lastRecord && at <= latest, .timeGoesOn, at: moment, nil, nil,
                thorough.lastRecord.nanoseconds, at.nanoseconds)
            thorough.lastRecord = max(thorough.lastRecord, at)
        }
    }

    mutating func checkOffered(_ moment: Moment) {
        for symbol in 0..<symbols.count where symbols[symbol].offered > 0 {
            checkOffered(symbol, moment)
        }
    }

    /// Open sales offer no more than can be sold, but where the broker's word has just changed what
    /// is held (invariant 15).
    private mutating func checkOffered(_ symbol: Int, _ moment: Moment) {
        guard !thorough.unsettled.contains(Int32(symbol)) else { return }
        let sellable = symbols[symbol].held - symbols[symbol].unlisted
        evaluations.count(.offeredIsHeld)
        expect(
            symbols[symbol].offered <= sellable, .offeredIsHeld, at: moment, nil,
            SymbolIndex(symbol), sellable, symbols[symbol].offered)
    }
}
