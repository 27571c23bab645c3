import KraderEngine
import KraderJSON
import KraderModel

extension TableRows {
    mutating func add(
        _ signal: SignalRecord, _ output: borrowing OutputBuffer, _ texts: ReasonTable
    ) {
        let id = signalID(signal.key)
        signals.field(id)
        signals.field(signal.at)
        signals.field(Moment(nanoseconds: signal.key.milliseconds * 1_000_000))
        signals.field(Int64(signal.key.sequence))
        signals.field(Int64(signal.key.leg))
        signals.field(strategies[Int(signal.key.strategy)])
        signals.field(symbols[signal.key.symbol.int])
        signals.field(codes[signal.action])
        addTerms(signal)
        signals.field(confidence(signal.confidence))
        signals.field(text(signal.reason, texts))
        addAnswer(signal)
        signals.field(notes(signal.notes, output, texts))
        signals.endRow()
    }

    /// Writes what was asked for. Of an order that isn't the strategy's to change only the limit
    /// that was wanted is known.
    private mutating func addTerms(_ signal: SignalRecord) {
        if case .refused(.orderNotOpen) = signal.answer {
            for _ in 0..<3 { signals.empty() }
            signals.field(signal.order.limit?.won)
            return signals.empty()
        }
        signals.field(side(signal.order.side))
        signals.field(codes[signal.order.type])
        signals.field(signal.order.quantity?.count)
        signals.field(signal.order.limit?.won)
        signals.field(codes[signal.order.timeInForce])
    }

    private mutating func addAnswer(_ signal: SignalRecord) {
        switch signal.answer {
        case .order(_, let quantity):
            signals.field("order")
            signals.field(orderID(of: signal, quantity))
            signals.field(quantity.count)
            add(signal.cut)
            add(Refusal?.none)
        case .refused(let refusal):
            signals.field("refused")
            signals.field(orderID(of: signal, .zero))
            signals.empty()
            add(Refusal?.none)
            add(refusal)
        case .held:
            signals.field("held")
            for _ in 0..<6 { signals.empty() }
        }
    }

    /// The id of the order that the signal led to, or of the live one that it was to change.
    private mutating func orderID(of signal: SignalRecord, _ quantity: Shares) -> [UInt8] {
        if let subject = signal.subject { return live[subject]?.orderID ?? [] }
        guard case .order = signal.answer else { return [] }
        return orderID(signal.key, signal.order.side, quantity)
    }

    /// Writes the code and the numbers of a rule.
    private mutating func add(_ rule: Refusal?) {
        guard let rule else {
            signals.empty()
            return signals.empty()
        }
        signals.field(Array(rule.code.utf8))
        signals.field(numbers(of: rule))
    }

    private func numbers(of refusal: Refusal) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in refusal.numbers {
            if !bytes.isEmpty { bytes.append(0x3B) }
            bytes += name.utf8
            bytes.append(0x3D)
            appendDecimal(value, to: &bytes)
        }
        return bytes
    }

    /// The notes as a field: `ema=70012.5;rsi=41.2`; a value that is no number stays empty.
    private mutating func notes(
        _ range: Range<Int32>, _ output: borrowing OutputBuffer, _ texts: ReasonTable
    ) -> [UInt8] {
        guard !range.isEmpty else { return [] }
        var bytes: [UInt8] = []
        for index in range {
            let note = output.notes[Int(index)]
            if !bytes.isEmpty { bytes.append(0x3B) }
            bytes += texts.text(note.name).description.utf8
            bytes.append(0x3D)
            if note.value.isFinite { bytes += "\(note.value)".utf8 }
        }
        return SpreadsheetText.escaped(bytes)
    }

    private mutating func confidence(_ value: Double) -> [UInt8] {
        if value != lastConfidence.value {
            lastConfidence = (value, value.isFinite ? Array("\(value)".utf8) : [])
        }
        return lastConfidence.text
    }
}
