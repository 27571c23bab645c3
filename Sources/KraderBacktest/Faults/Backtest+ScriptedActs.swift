import KraderEngine
import KraderModel
import KraderVenue

// What the script does by itself, when its moment has come.
extension Backtest {
    mutating func playScript(at moment: Moment) {
        guard let step = script.takeDue() else { return }
        switch step {
        case .line(let line): carryOut(line, at: moment)
        case .end(let line): finish(line, at: moment)
        case .notice(let line):
            if script.way.notice(line) { script.lastEffect = .distantFuture }
            tellWay(at: moment)
        case .tell: tellWay(at: moment)
        case .release:
            for push in script.releasePushes() { link.send(push, at: moment, later: .zero) }
        case .restart: beginAgain(at: moment)
        }
    }

    private mutating func carryOut(_ line: Int, at moment: Moment) {
        switch script.events[line].act {
        case .request, .reply, .push: script.armed[line] += 1
        case .list(let fault, let kind, let lasting):
            script.lists.begin(
                ScriptedLists.Distortion(
                    line: line, fault: fault, kind: kind, until: moment.later(by: lasting)))
        case .way(let fault, let lasting): disrupt(fault, line, lasting, at: moment)
        case .store(let fault, let lasting):
            let until = lasting.map { moment.later(by: $0) } ?? .distantFuture
            script.troubles.append((line, fault, until))
            faultyStore?.undergo(script.troubles)
            noteLasting(line, lasting, at: moment)
        case .process(.crash):
            if script.isDown { return script.fail(line, "No engine ran that could end") }
            crash(line, at: moment)
        case .process(.secondCopy):
            script.totals.copiesRefused += 1
            script.note(line, at: moment)
        case .market(let fault, let symbol, let lasting):
            disturb(fault, symbol, line, lasting, at: moment)
        case .fill, .reject, .order, .cancel, .modify: actByHand(line, at: moment)
        case .command(let command):
            if script.isDown { return script.schedule(.line(line), at: script.restartAt) }
            if script.heldUntil > moment {
                return script.schedule(.line(line), at: script.heldUntil)
            }
            script.note(line, at: moment)
            give(.command(command), at: moment)
        }
    }

    /// A line was done, and ends after so long; without a time at the run's end.
    private mutating func noteLasting(_ line: Int, _ lasting: Interval?, at moment: Moment) {
        let end = lasting.map { moment.later(by: $0) }
        if let end { script.schedule(.end(line), at: end) }
        script.note(line, at: moment, until: end ?? .distantFuture)
    }

    /// What a line did is over.
    private mutating func finish(_ line: Int, at moment: Moment) {
        switch script.events[line].act {
        case .way:
            script.way.end(line)
            tellWay(at: moment)
        case .store:
            if let index = script.troubles.firstIndex(where: { $0.line == line }) {
                script.troubles.remove(at: index)
            }
            faultyStore?.undergo(script.troubles)
        case .market(let fault, let symbol, _):
            switch fault {
            case .halt, .interrupt: change(symbol, to: .normal, .resumption, at: moment)
            case .stale, .gap:
                if let index = script.silences.firstIndex(where: { $0.line == line }) {
                    script.silences.remove(at: index)
                }
            case .crossed, .zeroPrice: break
            }
        case .request, .reply, .push, .list, .process, .fill, .reject, .order, .cancel, .modify,
            .command:
            break
        }
    }

    private mutating func disrupt(
        _ fault: WayFault, _ line: Int, _ lasting: Interval?, at moment: Moment
    ) {
        if fault == .suspend {
            let end = lasting.map { moment.later(by: $0) } ?? .distantFuture
            script.hold(until: end)
            return script.note(line, at: moment, until: end)
        }
        let wait = script.way.begin(fault, line: line, lasts: lasting != nil)
        if let wait { script.schedule(.notice(line), at: moment.later(by: wait)) }
        if fault == .expireToken, lasting == nil { return script.note(line, at: moment) }
        link.lose(fault.loses)
        noteLasting(line, lasting, at: moment)
        tellWay(at: moment)
    }
}

// The market.
extension Backtest {
    private mutating func disturb(
        _ fault: MarketFault, _ symbol: SymbolIndex?, _ line: Int, _ lasting: Interval?,
        at moment: Moment
    ) {
        switch fault {
        case .halt:
            change(symbol, to: .halted, symbol == nil ? .circuitBreaker1 : .halt, at: moment)
            noteLasting(line, lasting, at: moment)
        case .interrupt:
            change(symbol, to: .callAuction, .dynamicInterruption, at: moment)
            // A volatility interruption lasts two minutes (krx-market.md §4.1).
            noteLasting(line, lasting ?? .minutes(2), at: moment)
        case .stale, .gap:
            script.silences.append(
                FaultScript.Silence(line: line, symbol: symbol, isOurs: fault == .stale))
            noteLasting(line, lasting, at: moment)
        case .crossed: cross(symbol, line, at: moment)
        case .zeroPrice:
            script.totals.printsSetAside += 1
            script.note(line, at: moment)
        }
    }

    /// An issue, or each, trades in another way: the exchange and the engine are told as of what
    /// the data say.
    private mutating func change(
        _ symbol: SymbolIndex?, to status: TradingStatus, _ cause: StatusChange.Cause,
        at moment: Moment
    ) {
        let meant = symbol.map { [$0] } ?? plan.instruments.indices.map { SymbolIndex($0) }
        let arrival = link.arrivalOfData(moment)
        for symbol in meant {
            let change = StatusChange(time: moment, symbol: symbol, status: status, cause: cause)
            venue.change(change)
            statuses.putBack(change, arriving: arrival)
        }
    }

    /// A display in which the bid lies a step above the ask, around the last price.
    private mutating func cross(_ symbol: SymbolIndex?, _ line: Int, at moment: Moment) {
        let meant = symbol.map { [$0] } ?? plan.instruments.indices.map { SymbolIndex($0) }
        var isShown = false
        let arrival = link.arrivalOfData(moment)
        for symbol in meant {
            let instrument = plan.instruments[symbol.int]
            guard let ask = script.lastPrices[symbol] ?? instrument.basePrice else { continue }
            let steps = PriceStepTable.table(board: instrument.board, on: CalendarDate(moment))
            let book = Book(
                time: moment, symbol: symbol, asks: [PriceLevel(ask, Shares(100))],
                bids: [PriceLevel(steps.up(from: ask), Shares(100))])
            venue.show(book)
            books.putBack(book, arriving: arrival)
            isShown = true
        }
        if isShown {
            script.note(line, at: moment)
        } else {
            script.fail(line, "The issue has no price yet around which sides could cross")
        }
    }
}

// Persons at a terminal, and the exchange.
extension Backtest {
    private mutating func actByHand(_ line: Int, at moment: Moment) {
        switch script.events[line].act {
        case .fill(let target, let quantity, let price):
            guard let number = number(of: target, line) else { return }
            conclude(
                line, venue.fillByHand(number, quantity: quantity, at: price, time: moment),
                at: moment)
        case .reject(let target, let code):
            guard let rejection = BrokerCode.rejection(code) else {
                return script.fail(line, "The code \(code) is in no list of refusals")
            }
            guard let number = number(of: target, line) else { return }
            conclude(line, venue.rejectByHand(number, rejection, at: moment), at: moment)
        case .order(let order):
            let result = venue.enterByHand(order, at: moment)
            script.orders.addManual(try? result.get())
            conclude(line, result, at: moment)
        case .cancel(let target, let quantity):
            guard let number = number(of: target, line) else { return }
            conclude(
                line, venue.cancelByHand(number, quantity: quantity, at: moment), at: moment)
        case .modify(let target, let quantity, let limit):
            guard let number = number(of: target, line) else { return }
            conclude(
                line, venue.modifyByHand(number, quantity: quantity, limit: limit, at: moment),
                at: moment)
        case .request, .reply, .push, .list, .way, .store, .process, .market, .command: break
        }
    }

    private mutating func conclude<Number>(
        _ line: Int, _ result: Result<Number, VenueRejection>, at moment: Moment
    ) {
        switch result {
        case .success: script.note(line, at: moment)
        case .failure(let rejection): script.fail(line, "The broker refuses it: \(rejection.code)")
        }
    }

    /// The broker's number of an order that is meant, the one that lives of several; `nil`, and an
    /// obstacle, where there is none today.
    private mutating func number(of target: OrderTarget, _ line: Int) -> OrderNumber? {
        let open = venue.openOrders()
        let known: [OrderNumber]
        switch target {
        case .oldest(let symbol):
            let roots = venue.ourRoots()
            known = open.filter { $0.symbol == symbol }
                .compactMap { row in roots[row.number].map { (row.number, $0) } }
                .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(1).map { $0.0 }
        case .nth(let nth): known = script.orders.numbersOfNth(nth)
        case .manual(let nth): known = script.orders.numbersOfManual(nth)
        }
        if let number = known.last(where: { one in open.contains { $0.number == one } }) {
            return number
        }
        if known.isEmpty { script.fail(line, "The broker has no such order today") }
        return known.last
    }
}

extension Venue {
    /// The first number of each order of the day that our program gave, by every number that a part
    /// of it has had.
    fileprivate func ourRoots() -> [OrderNumber: OrderNumber] {
        var roots: [OrderNumber: OrderNumber] = [:]
        for row in ordersOfDay() {
            switch row.kind {
            case .new: if row.terms.channel == .openAPI { roots[row.number] = row.number }
            case .modify: roots[row.number] = row.original.flatMap { roots[$0] }
            case .cancel: break
            }
        }
        return roots
    }
}
