import KraderModel

// A record or request enters digest and output when it is made, while it is at hand; what its verb
// does not need the engine for, it takes here too.
extension Engine {
    @inline(__always)
    mutating func emit(_ record: borrowing SignalRecord, _ out: inout OutputBuffer) {
        digest.add(record)
        out.records.append(record)
    }

    @inline(__always)
    mutating func emit(_ record: borrowing OrderRecord, _ out: inout OutputBuffer) {
        digest.add(record)
        out.records.append(record)
    }

    @inline(__always)
    mutating func emit(_ record: borrowing OrderTransition, _ out: inout OutputBuffer) {
        digest.add(record)
        out.records.append(record)
    }

    @inline(__always)
    mutating func emit(_ record: borrowing FillRecord, _ out: inout OutputBuffer) {
        digest.add(record)
        out.records.append(record)
    }

    mutating func emit(_ record: DayRecord, _ out: inout OutputBuffer) {
        digest.add(record)
        out.records.append(record)
    }

    mutating func emit(_ record: IncidentRecord, _ out: inout OutputBuffer) {
        digest.add(record)
        out.records.append(record)
    }

    mutating func emit(_ record: UniverseRecord, _ out: inout OutputBuffer) {
        digest.add(record)
        out.records.append(record)
    }

    mutating func emit(_ record: ExitRecord, _ out: inout OutputBuffer) {
        digest.add(record)
        out.records.append(record)
    }

    mutating func emit(_ record: CorporateActionRecord, _ out: inout OutputBuffer) {
        digest.add(record)
        out.records.append(record)
    }

    @inline(__always)
    mutating func emit(_ request: NumberedRequest, _ out: inout OutputBuffer) {
        digest.add(request)
        out.requests.append(request)
    }

    /// Enters a record that people look at rarely, after its verb was called.
    mutating func emit(_ record: Record, _ out: inout OutputBuffer) {
        digest.add(record)
        out.records.append(record)
    }

    mutating func tell(_ record: ReplyRecord, _ out: inout OutputBuffer) {
        trading.take(record)
        emit(.reply(record), &out)
    }

    mutating func tell(_ record: EarlyPushRecord, _ out: inout OutputBuffer) {
        trading.take(record)
        emit(.earlyPush(record), &out)
    }

    mutating func tell(_ record: HeldSignalRecord, _ out: inout OutputBuffer) {
        trading.take(record)
        emit(.heldSignal(record), &out)
    }

    /// What a run is called by: its number and what its lists mean.
    mutating func tellRun(_ out: inout OutputBuffer) {
        let isUncounted = PlantedBug.isPlanted(.countsNoRestart) && trading.runs > 0
        let record = RunRecord(
            at: max(now, lastRecord), number: trading.runs + (isUncounted ? 0 : 1),
            strategies: trading.strategies,
            symbols: trading.symbols)
        trading.take(record)
        if PlantedBug.isPlanted(.hashesTheUnrepeatable) {
            digest.hash.add(PlantedBug.unrepeatable, 0, 0, 0)
        }
        emit(.run(record), &out)
    }

    /// Tells of texts that are used for the first time, before a record that knows one by its
    /// index.
    @inline(__always)
    mutating func tellReasons(_ out: inout OutputBuffer) {
        if host.context.reasons.count > trading.reasons.count { tellNewReasons(&out) }
    }

    @inline(never)
    private mutating func tellNewReasons(_ out: inout OutputBuffer) {
        for index in trading.reasons.count..<host.context.reasons.count {
            let record = ReasonRecord(
                at: now, index: ReasonIndex(index),
                text: host.context.reasons.text(ReasonIndex(index)))
            trading.take(record)
            emit(.reason(record), &out)
        }
    }

    mutating func tell(_ record: TimerRecord, _ out: inout OutputBuffer) {
        trading.take(record)
        emit(.timer(record), &out)
    }

    mutating func tell(_ record: QueryRecord, _ out: inout OutputBuffer) {
        trading.take(record)
        emit(.query(record), &out)
    }

    mutating func tell(_ record: AdjustRecord, _ out: inout OutputBuffer) {
        trading.take(record)
        emit(.adjust(record), &out)
        if record.symbol != nil { noteHoldings() }
        if let symbol = record.symbol { lowerExits(of: symbol.int, &out) }
    }

    mutating func tell(_ record: PacingRecord, _ out: inout OutputBuffer) {
        trading.requests.widen(record)
        emit(.pacing(record), &out)
    }

    mutating func tell(_ record: ModeRecord, _ out: inout OutputBuffer) {
        trading.take(record)
        emit(.mode(record), &out)
    }
}
