public import KraderMarket
public import KraderModel

/// Opens the planned rows as sources, each symbol under the index that the run gives it.
extension DatasetPlan {
    /// - Parameter symbols: the run's symbols; nothing is played of others.
    public func ticks(
        _ symbols: [IssueCode: SymbolIndex], faults: DatasetFaults
    ) -> (any TickSource)? {
        dataset.ticks(of: played(symbols), in: period, faults: faults, selection: selection)
    }

    public func books(
        _ symbols: [IssueCode: SymbolIndex], faults: DatasetFaults
    ) -> (any BookSource)? {
        dataset.books(of: played(symbols), in: period, faults: faults, selection: selection)
    }

    public func candles(
        _ symbols: [IssueCode: SymbolIndex], faults: DatasetFaults
    ) -> (any CandleSource)? {
        dataset.candles(
            of: series.flatMap { series in
                series.candles.compactMap { candles in
                    symbols[series.code].map {
                        (series.code, $0, candles.timeframe, candles.daysLeftOut)
                    }
                }
            }, in: period, faults: faults)
    }

    /// The source of recorded interruptions and halts. A day without trading for want of
    /// permission, not of interest, is halted from before its first orders on; the next day trades
    /// as it will.
    public func statuses(
        _ symbols: [IssueCode: SymbolIndex], faults: DatasetFaults
    ) throws(OutOfOrder) -> (any StatusSource)? {
        var changes = recordedStatuses(symbols, faults)
        for series in series {
            guard let symbol = symbols[series.code] else { continue }
            let halts = Set(series.halts)
            for day in series.halts {
                changes.append(
                    StatusChange(
                        time: max(day.midnight, period.start), symbol: symbol, status: .halted,
                        cause: .halt))
                let next = day.advanced(by: 1)
                if halts.contains(next) || next.midnight >= period.end { continue }
                changes.append(
                    StatusChange(
                        time: next.midnight, symbol: symbol, status: .normal, cause: .resumption))
            }
        }
        if changes.isEmpty { return nil }
        // The changes of one symbol and time stay in their order.
        let sorted = changes.enumerated().sorted { a, b in
            (a.element.time, a.element.symbol, a.offset)
                < (b.element.time, b.element.symbol, b.offset)
        }
        return try StatusArray(sorted.map(\.element))
    }

    /// Reads all recorded statuses at once: they are few.
    private func recordedStatuses(
        _ symbols: [IssueCode: SymbolIndex], _ faults: DatasetFaults
    ) -> [StatusChange] {
        let source =
            selection.scope == .nxt || !selection.kinds.contains(.statuses)
            ? nil : dataset.statuses(of: played(symbols), in: period, faults: faults)
        guard let source else { return [] }
        var changes: [StatusChange] = []
        while true {
            let batch = source.nextStatusChanges()
            if batch.count == 0 { return changes }
            for index in 0..<batch.count { changes.append(batch[index]) }
        }
    }

    private func played(
        _ symbols: [IssueCode: SymbolIndex]
    ) -> [(code: IssueCode, symbol: SymbolIndex)] {
        series.compactMap { series in symbols[series.code].map { (series.code, $0) } }
    }
}
