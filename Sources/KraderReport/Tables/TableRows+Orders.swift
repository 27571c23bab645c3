import KraderEngine
import KraderModel

/// What the row of an order needs until the order ends.
struct LiveOrder {
    let record: OrderRecord
    let orderID: [UInt8]
    let signalID: [UInt8]
    /// Every number under which the order rested, the oldest first.
    var numbers: [Int32] = []
    var limit: Price?
    var filled = Shares.zero
    var amount = Won.zero
    var commission = Won.zero
    var tax = Won.zero
    var status = OrderStatus.pendingNew
    var reason = OrderReason.none
    var rejection: VenueRejection?
    var sentAt: Moment?
    var acknowledgedAt: Moment?

    mutating func note(_ number: OrderNumber?) {
        if let number, numbers.last != number.value { numbers.append(number.value) }
    }

    mutating func take(_ change: OrderTransition) {
        status = change.status
        // A reason that speaks against a change says nothing of the order.
        let isAboutChange = change.event == .changeRefused
        reason = isAboutChange ? .none : change.reason
        rejection = isAboutChange ? nil : change.rejection
        limit = change.limit
        filled = change.filled
        // What took a part out has a number of its own.
        if change.event != .partlyCancelled { note(change.number) }
        switch change.event {
        case .sent: sentAt = change.at
        case .acknowledged, .adopted, .resurrected: acknowledgedAt = change.at
        case .changeSent, .modified, .changeRefused, .inDoubt, .ended, .partlyCancelled,
            .changeWithdrawn, .cancelRequested, .replaceRequested, .notFound:
            break
        }
    }

    mutating func take(_ fill: FillRecord) {
        status = fill.status
        if status == .filled {
            // A wish to cancel that came too late is no reason for anything.
            reason = .none
            rejection = nil
        }
        filled = fill.filled
        amount += fill.execution.price * fill.execution.quantity
        commission += fill.commission
        tax += fill.tax
        note(fill.number)
    }
}

extension TableRows {
    mutating func add(_ order: OrderRecord) {
        let signalID = signalID(order.key)
        var row = LiveOrder(
            record: order, orderID: orderID(order.key, order.side, order.quantity),
            signalID: signalID)
        row.limit = order.limit
        live[order.reference] = row
    }

    mutating func add(_ change: OrderTransition) {
        if change.event == .ended, var order = live.removeValue(forKey: change.reference) {
            order.take(change)
            // Word of a fill may come late, on the same day.
            ended[change.reference] = (order.orderID, order.signalID)
            add(order, endedAt: change.at)
        } else {
            live[change.reference]?.take(change)
        }
    }

    mutating func add(_ fill: FillRecord, _ evidence: Evidence?) {
        if fill.status.isTerminal, var order = live.removeValue(forKey: fill.order) {
            order.take(fill)
            addFillRow(fill, evidence, order.orderID, order.signalID)
            add(order, endedAt: fill.at)
        } else if let index = live.index(forKey: fill.order) {
            live.values[index].take(fill)
            addFillRow(
                fill, evidence, live.values[index].orderID, live.values[index].signalID)
        } else {
            let known = ended[fill.order] ?? ([], [])
            addFillRow(fill, evidence, known.orderID, known.signalID)
        }
    }

    private mutating func addFillRow(
        _ fill: FillRecord, _ evidence: Evidence?, _ orderID: [UInt8], _ signalID: [UInt8]
    ) {
        let execution = fill.execution
        let day = CalendarDate(execution.time)
        if fillPrefix?.day != day {
            fillPrefix = (day, Array(Identity.fillPrefix(date: day).utf8))
        }
        fills.field(fillPrefix?.text ?? [], then: execution.number.value)
        fills.field(orderID)
        fills.field(signalID)
        if fill.key.strategy < 0 {
            fills.empty()
        } else {
            fills.field(strategies[Int(fill.key.strategy)])
        }
        fills.field(symbols[fill.key.symbol.int])
        fills.field(side(fill.side))
        fills.field(execution.price.won)
        fills.field(execution.quantity.count)
        fills.field((execution.price * execution.quantity).amount)
        fills.field(fill.commission.amount)
        fills.field(fill.tax.amount)
        fills.field(fill.side == .sell ? fill.grossProfit.amount : nil)
        fills.field(fill.side == .sell ? fill.costTaken.amount : nil)
        if let evidence { fills.field(codes[evidence]) } else { fills.empty() }
        fills.field(execution.time)
        fills.field(fill.at)
        fills.field(Int64(fill.number.value))
        fills.field(codes[fill.status])
        fills.field(fill.filled.count)
        fills.field(fill.positionAfter.count)
        fills.field(fill.cashAfter.amount)
        fills.endRow()
    }

    mutating func add(_ order: LiveOrder, endedAt: Moment?) {
        let record = order.record
        orders.field(order.orderID)
        orders.field(record.reference.serial)
        orders.field(numbers(order.numbers))
        orders.field(order.signalID)
        orders.field(Int64(record.key.leg))
        orders.field(strategies[Int(record.key.strategy)])
        orders.field(symbols[record.key.symbol.int])
        orders.field(side(record.side))
        orders.field(codes[record.type])
        orders.field(codes[record.timeInForce])
        orders.field(record.quantity.count)
        orders.field(order.filled.count)
        orders.field(order.limit?.won)
        if order.filled > .zero {
            orders.field(hundredths: averageHundredths(order.amount, order.filled))
        } else {
            orders.empty()
        }
        orders.field(order.amount.amount)
        orders.field(codes[order.status])
        orders.field(codes[order.reason])
        orders.field(codes[order.rejection])
        orders.field(record.at)
        orders.field(order.sentAt)
        orders.field(order.acknowledgedAt)
        orders.field(endedAt)
        orders.field(order.commission.amount)
        orders.field(order.tax.amount)
        orders.endRow()
    }

    private func numbers(_ numbers: [Int32]) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in numbers {
            if !bytes.isEmpty { bytes.append(0x3B) }
            appendDecimal(Int64(number), to: &bytes)
        }
        return bytes
    }

    func side(_ side: Side) -> StaticString { side == .buy ? "buy" : "sell" }

    /// The amount for each share in hundredths of a won, halves up.
    private func averageHundredths(_ amount: Won, _ shares: Shares) -> Int64 {
        let (high, low) = amount.amount.multipliedFullWidth(by: 100)
        let (quotient, rest) = shares.count.dividingFullWidth((high, low))
        return quotient + (rest >= shares.count - rest ? 1 : 0)
    }
}
