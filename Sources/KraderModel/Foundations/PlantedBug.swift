/// What krader must never do, done on purpose: each case is a bug that somebody could write,
/// planted at one place, so that it can be shown that the checks, a scenario and the swarm notice
/// it (docs/reference/planted-bugs.md). Numbers are those of the invariants (failure-modes.md §2).
///
/// The ordinary program has none of them: there `isPlanted` is false, known when it is compiled. A
/// program built with `-DPLANTED_BUGS` has them all and runs with one at most.
public enum PlantedBug: String, CaseIterable, Sendable {
    // Orders and fills.
    /// 1: a fill's record sums that fill alone.
    case forgetsEarlierFills = "forgets-earlier-fills"
    /// 2: an order that has filled whole is told as filled in part.
    case leavesFilledOpen = "leaves-filled-open"
    /// 3: a wish to cancel tells that nothing has filled.
    case takesFillsBack = "takes-fills-back"
    /// 4: an order whose outcome is unknown is told as submitted.
    case tellsDoubtAsSubmitted = "tells-doubt-as-submitted"
    /// 5: the number of a cancel is taken for the order's own.
    case takesCancelNumber = "takes-cancel-number"
    /// 6, 14: what timed out is sent again.
    case resendsOnTimeOut = "resends-on-time-out"
    /// 7: a second signal of one hook, symbol, side and leg makes a second order.
    case repeatsLegs = "repeats-legs"
    /// 22: what timed out counts as filled.
    case guessesFilled = "guesses-filled"
    /// 29: an execution that is told again is booked again.
    case booksTwice = "books-twice"
    /// 20: of an overfill only what was left is booked.
    case clampsOverfill = "clamps-overfill"
    /// 20: word of a fill after the order's end is dropped.
    case dropsLateFill = "drops-late-fill"
    /// 20: an order whose cancel was refused is closed as cancelled.
    case closesRefusedCancel = "closes-refused-cancel"
    /// 20: a rejection that a push tells of is ignored.
    case ignoresPushedRejection = "ignores-pushed-rejection"
    /// 20: the number that a modify gave an order is taken for another channel's order.
    case takesChildForExternal = "takes-child-for-external"
    /// 5: yesterday's numbers are never forgotten.
    case keepsOldNumbers = "keeps-old-numbers"
    /// 31: a push that belongs to no order is dropped without a trace.
    case losesMessages = "loses-messages"
    /// 32: a fill is recorded at the broker's time.
    case datesFillsByBroker = "dates-fills-by-broker"
    /// 41: a cancel leaves while another change is in flight.
    case changesTwice = "changes-twice"

    // What leaves.
    /// 8: requests leave before their records are durable.
    case sendsBeforeKeeping = "sends-before-keeping"
    /// 8: a cancel leaves without its record.
    case sendsWithoutRecord = "sends-without-record"
    /// 9: what was allowed before it waited is not asked again when it leaves.
    case judgesOnce = "judges-once"
    /// 10: orders leave while the broker's lists are being read.
    case sendsWhileReading = "sends-while-reading"
    /// 13: requests leave as fast as they come.
    case ignoresPacing = "ignores-pacing"
    /// 15, 18: a sale may offer what another offers already.
    case offersTwice = "offers-twice"
    /// 16, 18: what is in doubt reserves nothing.
    case forgetsDoubtful = "forgets-doubtful"
    /// 18: exposure leaves open buys out.
    case forgetsOpenBuys = "forgets-open-buys"
    /// 19: any hour will do.
    case ignoresHours = "ignores-hours"
    /// 36: limits off the grid are let through.
    case ignoresGrid = "ignores-grid"
    /// 18, 36: a replace is asked nothing.
    case replacesPastRules = "replaces-past-rules"
    /// 37: orders of ours may meet.
    case meetsItself = "meets-itself"

    // Control.
    /// 11: the kill switch is kept in memory alone.
    case forgetsKill = "forgets-kill"
    /// 12: a kill is told complete as soon as nothing is known to live.
    case completesUnproved = "completes-unproved"
    /// 12, 40: the kill looks for what must go before it forbids anything.
    case killsBeforeBlocking = "kills-before-blocking"
    /// 11: the kill switch is armed again whatever is open.
    case rearmsOverOpenOrders = "rearms-over-open-orders"
    /// 30: the kill switch cancels other channels' orders too.
    case cancelsOthersOrders = "cancels-others-orders"
    /// 35: a kill has no cause.
    case killsWithoutCause = "kills-without-cause"
    /// 40: a refused cancel is not sent again.
    case forgetsRefusedCancels = "forgets-refused-cancels"
    /// 42: the window of errors looks one entry too far on.
    case windowOffByOne = "window-off-by-one"

    // The broker's lists.
    /// 14: one reading proves that an order is absent.
    case believesOneReading = "believes-one-reading"
    /// 23: the first page is taken for the list.
    case appliesHalfList = "applies-half-list"
    /// 23: what a list does not show is over at once.
    case trustsEmptyList = "trusts-empty-list"
    /// 23: after an outage trading goes on unasked.
    case asksNothingAfterOutage = "asks-nothing-after-outage"
    /// 20: differences of holdings are seen and left.
    case leavesDifferences = "leaves-differences"
    /// 21: a reconcile sets right what agrees.
    case repairsWhatAgrees = "repairs-what-agrees"

    // Money, runs and replays.
    /// 16: each fill's commission is cut down by itself.
    case cutsEachCommission = "cuts-each-commission"
    /// 28: a restart is no run of its own.
    case countsNoRestart = "counts-no-restart"
    /// 25: something that is another in each run enters the digest.
    case hashesTheUnrepeatable = "hashes-the-unrepeatable"
    /// 25: what must go is cancelled in the order of a hash table.
    case cancelsInHashOrder = "cancels-in-hash-order"

    #if PLANTED_BUGS
        /// Which one this program has; set once, before anything runs.
        nonisolated(unsafe) public static var planted: PlantedBug?

        @inline(__always)
        public static func isPlanted(_ bug: PlantedBug) -> Bool { planted == bug }

        private final class Something {}

        /// Where something new lies in memory: another number each time, and in each process.
        public static var unrepeatable: Int64 {
            Int64(Int(bitPattern: Unmanaged.passRetained(Something()).toOpaque()))
        }
    #else
        /// Whether this program has the bug: never.
        @inlinable @inline(__always)
        public static func isPlanted(_: PlantedBug) -> Bool { false }

        @inlinable public static var unrepeatable: Int64 { 0 }
    #endif
}
