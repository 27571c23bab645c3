import KraderModel
import KraderVenue

/// The broker's lists where a script makes them tell something else than is so. Those that must be
/// old come from copies, one after each change at the broker.
struct ScriptedLists {
    struct Distortion {
        var line: Int
        var fault: ListFault
        var kind: RequestKind
        var until: Moment
    }
    private var distortions: [Distortion] = []
    private var lines: Set<Int> = []
    private var copies: [ListCopy] = []
    /// The age of the oldest list that may be wanted; `nil`: none is.
    var keepFor: Interval?

    mutating func begin(_ distortion: Distortion) {
        distortions.append(distortion)
        lines.insert(distortion.line)
    }

    /// Whether a line has begun: it is done when a list told something else by it.
    func isWaiting(_ line: Int) -> Bool { lines.contains(line) }

    /// Keeps what the lists are now, and drops what is too old to be wanted.
    mutating func keep(_ copy: ListCopy) {
        guard let keepFor else { return }
        copies.append(copy)
        while copies.count > 1, copies[1].at.later(by: keepFor) <= copy.at { copies.removeFirst() }
    }

    /// What distorts a list of a kind now: what began last.
    func distortion(of kind: RequestKind, at moment: Moment) -> Distortion? {
        distortions.last { $0.kind.includes(kind) && moment < $0.until }
    }

    /// The lists as they were at a moment; the oldest kept where it was before all of them.
    func copy(at moment: Moment) -> ListCopy? {
        copies.last { $0.at <= moment } ?? copies.first
    }
}

/// All of the broker's lists at a moment.
struct ListCopy {
    var at: Moment
    var openOrders: [ListedOrder]
    var executedOrders: [ListedOrder]
    var ordersOfDay: [ListedOrder]
    var executions: [ListedExecution]
    var positions: [ListedPosition]
    var balance: ListedBalance
    var rowsPerPage: Int

    init(_ venue: borrowing Venue, rowsPerPage: Int, at moment: Moment) {
        at = moment
        openOrders = venue.openOrders()
        executedOrders = venue.executedOrders()
        ordersOfDay = venue.ordersOfDay()
        executions = venue.executions()
        positions = venue.positions()
        balance = venue.balance()
        self.rowsPerPage = rowsPerPage
    }

    /// The page that a query asks for.
    func page(_ query: BrokerQuery) -> BrokerAnswer.Outcome {
        switch query.kind {
        case .openOrders: .orders(rows(openOrders, query), hasMore: goesOn(openOrders, query))
        case .executedOrders:
            .orders(rows(executedOrders, query), hasMore: goesOn(executedOrders, query))
        case .ordersOfDay: .orders(rows(ordersOfDay, query), hasMore: goesOn(ordersOfDay, query))
        case .executions: .executions(rows(executions, query), hasMore: goesOn(executions, query))
        case .positions: .positions(rows(positions, query), hasMore: goesOn(positions, query))
        case .balance: .balance(balance)
        }
    }

    private func rows<Row>(_ all: [Row], _ query: BrokerQuery) -> [Row] {
        let begin = min(Int(max(query.page, 0)) * rowsPerPage, all.count)
        return Array(all[begin..<min(begin + rowsPerPage, all.count)])
    }

    private func goesOn<Row>(_ all: [Row], _ query: BrokerQuery) -> Bool {
        (Int(max(query.page, 0)) + 1) * rowsPerPage < all.count
    }
}

extension FaultScript {
    /// Makes an answer tell what the script has it tell.
    mutating func distort(_ answer: inout BrokerAnswer, at moment: Moment) {
        let kind = RequestKind(answer.query.kind)
        guard let distortion = lists.distortion(of: kind, at: moment) else { return }
        let told = answer.outcome
        switch distortion.fault {
        // Code 20 is a list without rows (failure-modes.md, facts).
        case .empty, .refuse(20): answer.outcome = answer.outcome.emptied
        case .partial: answer.outcome = answer.outcome.halved
        case .stale(let age):
            let then = Moment(
                nanoseconds: moment.nanoseconds.subtractingReportingOverflow(age.nanoseconds)
                    .partialValue)
            guard let copy = lists.copy(at: then) else { return }
            answer.outcome = copy.page(answer.query)
        case .pages(let rows):
            guard var copy = lists.copy(at: moment) else { return }
            copy.rowsPerPage = rows
            answer.outcome = copy.page(answer.query)
        case .refuse(let code): answer.outcome = BrokerCode.answer(code)
        }
        if answer.outcome != told, !way.losesAnswers {
            note(distortion.line, at: moment, until: moment)
        }
    }
}

extension BrokerAnswer.Outcome {
    /// The same list without a row; money that isn't there is unreadable.
    fileprivate var emptied: Self {
        switch self {
        case .orders: .orders([], hasMore: false)
        case .executions: .executions([], hasMore: false)
        case .positions: .positions([], hasMore: false)
        case .balance: .failed(.garbled)
        case .refused, .failed: self
        }
    }

    /// Of a list with further pages the first, of one page the first half, said to be all.
    fileprivate var halved: Self {
        switch self {
        case .orders(let rows, let hasMore): .orders(rows.half(hasMore), hasMore: false)
        case .executions(let rows, let hasMore): .executions(rows.half(hasMore), hasMore: false)
        case .positions(let rows, let hasMore): .positions(rows.half(hasMore), hasMore: false)
        case .balance: .failed(.garbled)
        case .refused, .failed: self
        }
    }
}

extension Array {
    fileprivate func half(_ hasMore: Bool) -> [Element] {
        hasMore ? self : Array(prefix(count / 2))
    }
}
