public import KraderEngine
public import KraderModel

/// What a line of the script does (failure-modes.md §1, "Verbs a scenario file needs").
public enum ScriptedAct: Hashable, Sendable {
    /// What a line does to a message it does to the one that its trigger names, or to that one's
    /// reply, where it is of this kind; else to the next of this kind.
    case request(RequestFault, RequestKind)
    case reply(ReplyFault, RequestKind)
    case push(PushFault, MessageKind)
    /// The broker's lists tell something else than is so, for a time. The line is done with each
    /// list of the kind that is asked for in it.
    case list(ListFault, RequestKind, lasting: Interval)
    /// The way itself, for a time; without one until the run's end.
    case way(WayFault, lasting: Interval?)
    case store(StoreFault, lasting: Interval?)
    case process(ProcessFault)
    /// What the market does, to an issue or to all. Without a time it lasts to the run's end; an
    /// interruption two minutes; a halt, as any, to the day's end at most.
    case market(MarketFault, SymbolIndex?, lasting: Interval?)
    /// The broker executes shares of an order of ours, whatever the market shows.
    case fill(OrderTarget, Shares, at: Price)
    /// The exchange refuses an order that the broker had accepted, with this code; what is left of
    /// it is gone (failure-modes.md, B05, B06).
    case reject(OrderTarget, code: Int32)
    /// A person at a terminal, or the exchange, acts on the account.
    case order(BrokerRequest.NewOrder)
    case cancel(OrderTarget, Shares?)
    case modify(OrderTarget, Shares?, limit: Price)
    /// A person tells the engine something; while none runs, or its machine sleeps, the next moment
    /// at which it can hear.
    case command(Command)
}

/// Which order at the broker is meant.
public enum OrderTarget: Hashable, Sendable {
    /// The oldest of ours that lives there, of a symbol.
    case oldest(SymbolIndex)
    /// The nth that the engine decided in this run, counted from 1, over restarts.
    case nth(Int)
    /// The nth that a person gave by this script.
    case manual(Int)
}

/// What happens to a request on its way to the broker.
public enum RequestFault: Hashable, Sendable {
    case drop
    case delay(Interval)
    /// The broker refuses it with its own code and takes nothing; where the code is in no closed
    /// list, the outcome is unknown (failure-modes.md, facts: 855056, 800033, 1700, 8005 …).
    case reject(Int32)
    /// Refused for the rate (429 or 1700); the order may have been taken all the same.
    case refuseRate(taken: Bool)
}

/// What happens to a reply, or to an answer, on its way back.
public enum ReplyFault: Hashable, Sendable {
    case drop
    case delay(Interval)
    /// The connection breaks before it is whole.
    case reset
    case http(Int32)
    /// It carries this code instead, though the broker did what was asked.
    case code(Int32)
    case garble
    /// It carries no number, or zero.
    case blankNumber
    case `repeat`
}

public enum PushFault: Hashable, Sendable {
    case drop
    case delay(Interval)
    case `repeat`
    /// The next push of any order overtakes it; where none comes for a minute it goes by itself.
    case reorder
    /// The next push of its own moment changes places with it, where that is of another order; else
    /// nothing is done. Of a modify neither is: its shares go on under another number.
    case swap
    /// It tells so many shares, whatever is so. Zero, as no push can have it, the engine sets
    /// aside and asks; of an execution the order's sums are told accordingly.
    case corrupt(Shares)
}

public enum ListFault: Hashable, Sendable {
    case empty
    /// Only the first page, or the first half of one page, said to be all. Money has no half: it
    /// can't be read, as where it is empty.
    case partial
    /// As it was so long ago.
    case stale(Interval)
    /// In pages of so many rows.
    case pages(rows: Int)
    /// The broker answers with this code and no list.
    case refuse(Int32)
}

/// What happens to the connections and to the clock they are measured by.
public enum WayFault: Hashable, Sendable {
    /// Both, known at once.
    case drop
    case dropRequests
    case dropPushes
    /// Nothing comes over the socket though it stands; what was sent is lost. It is noticed after
    /// two intervals of the keep-alive.
    case halfOpen
    /// It stands and is kept alive, but pushes of orders don't come, and nobody is told.
    case silence
    case takeOver
    /// Without a time the next request waits a second for a new token. With one no new token is to
    /// be had for so long: requests can't be sent, and after the third attempt, 120 s later, the
    /// key is given up.
    case expireToken
    /// The key itself is refused.
    case revokeToken
    case refuseAddress
    case maintenance
    case skewClock(Interval)
    /// The machine sleeps: nothing reaches the engine for so long, then all of it.
    case suspend
}

public enum StoreFault: Hashable, Sendable {
    /// A commit waits for it up to five seconds: its requests leave so much later. Longer than that
    /// ends the run, with a kill marked in the second place.
    case busy
    /// The same.
    case full
    /// What was kept can't be read again.
    case corrupt
    /// Each commit takes so long, and the engine does nothing else meanwhile.
    case slow(Interval)
    /// The second place, which tells of a kill, can't be written.
    case markFails
}

public enum ProcessFault: Hashable, Sendable {
    /// The engine ends here, and another begins so long after. What it had not read is lost, and
    /// what it had sent goes its way; at a crash point the step's records and requests are kept
    /// and sent as far as the point says.
    case crash(restartAfter: Interval)
    /// Another krader starts on the same account and store: it is refused, and counted.
    case secondCopy
}

/// What the market's data do that no market does, or that data don't record.
public enum MarketFault: Hashable, Sendable {
    case halt
    case interrupt
    /// Prints and displays stop coming, at the exchange they go on.
    case stale
    /// A display whose bid is above its ask, by a step around the last price.
    case crossed
    /// A print at zero: a decoder sets it aside, and it is counted.
    case zeroPrice
    /// A stretch that is missing from the data, for the exchange as for the engine.
    case gap
}
