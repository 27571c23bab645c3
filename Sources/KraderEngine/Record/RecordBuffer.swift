public import KraderModel

/// The records of a step: each kind in a buffer of its own, where it is read in place, and the
/// order in which they were made. A `Record` is as large as the largest of its kinds; nobody on the
/// path copies one.
public struct RecordBuffer: ~Copyable {
    public private(set) var signals = AppendBuffer<SignalRecord>(capacity: 64)
    public private(set) var orders = AppendBuffer<OrderRecord>(capacity: 64)
    public private(set) var transitions = AppendBuffer<OrderTransition>(capacity: 64)
    public private(set) var fills = AppendBuffer<FillRecord>(capacity: 64)
    public private(set) var days = AppendBuffer<DayRecord>(capacity: 4)
    public private(set) var incidents = AppendBuffer<IncidentRecord>(capacity: 16)
    public private(set) var universe = AppendBuffer<UniverseRecord>(capacity: 16)
    public private(set) var exits = AppendBuffer<ExitRecord>(capacity: 16)
    public private(set) var corporateActions = AppendBuffer<CorporateActionRecord>(capacity: 4)
    /// All other kinds: nobody reads them in place, and few are made.
    public private(set) var others = AppendBuffer<Record>(capacity: 16)
    @usableFromInline var places = AppendBuffer<Place>(capacity: 256)

    /// Where a record lies: it can be read there without a copy.
    public struct Place: Sendable {
        public enum Kind: UInt8, Sendable {
            case signal, order, transition, fill, day, incident, universe, exit, corporateAction
            case other
        }
        public var kind: Kind
        /// The place in the buffer of its kind.
        public var index: Int32
    }

    init() {}

    @inlinable public var count: Int { places.count }

    /// Where the record lies that was made so many records after the first.
    @inlinable public func place(_ index: Int) -> Place { places[index] }

    /// A record, in the order in which they were made.
    public subscript(index: Int) -> Record {
        let place = places[index]
        let index = Int(place.index)
        return switch place.kind {
        case .signal: .signal(signals[index])
        case .order: .order(orders[index])
        case .transition: .transition(transitions[index])
        case .fill: .fill(fills[index])
        case .day: .day(days[index])
        case .incident: .incident(incidents[index])
        case .universe: .universe(universe[index])
        case .exit: .exit(exits[index])
        case .corporateAction: .corporateAction(corporateActions[index])
        case .other: others[index]
        }
    }

    public mutating func append(_ record: Record) {
        switch record {
        case .signal(let signal): append(signal)
        case .order(let order): append(order)
        case .transition(let change): append(change)
        case .fill(let fill): append(fill)
        case .day(let day): append(day)
        case .incident(let incident): append(incident)
        case .universe(let change): append(change)
        case .exit(let exit): append(exit)
        case .corporateAction(let action): append(action)
        case .reply, .earlyPush, .heldSignal, .timer, .dayBegin, .run, .reason, .query, .mode,
            .externalOrder, .adjust, .pacing:
            places.append(Place(kind: .other, index: Int32(others.count)))
            others.append(record)
        }
    }

    mutating func append(_ signal: borrowing SignalRecord) {
        places.append(Place(kind: .signal, index: Int32(signals.count)))
        signals.append(copy signal)
    }

    mutating func append(_ order: borrowing OrderRecord) {
        places.append(Place(kind: .order, index: Int32(orders.count)))
        orders.append(copy order)
    }

    mutating func append(_ change: borrowing OrderTransition) {
        places.append(Place(kind: .transition, index: Int32(transitions.count)))
        transitions.append(copy change)
    }

    mutating func append(_ fill: borrowing FillRecord) {
        places.append(Place(kind: .fill, index: Int32(fills.count)))
        fills.append(copy fill)
    }

    mutating func append(_ day: DayRecord) {
        places.append(Place(kind: .day, index: Int32(days.count)))
        days.append(day)
    }

    mutating func append(_ incident: IncidentRecord) {
        places.append(Place(kind: .incident, index: Int32(incidents.count)))
        incidents.append(incident)
    }

    mutating func append(_ change: UniverseRecord) {
        places.append(Place(kind: .universe, index: Int32(universe.count)))
        universe.append(change)
    }

    mutating func append(_ exit: ExitRecord) {
        places.append(Place(kind: .exit, index: Int32(exits.count)))
        exits.append(exit)
    }

    mutating func append(_ action: CorporateActionRecord) {
        places.append(Place(kind: .corporateAction, index: Int32(corporateActions.count)))
        corporateActions.append(action)
    }

    mutating func removeAll() {
        signals.removeAll()
        orders.removeAll()
        transitions.removeAll()
        fills.removeAll()
        days.removeAll()
        incidents.removeAll()
        universe.removeAll()
        exits.removeAll()
        corporateActions.removeAll()
        others.removeAll()
        places.removeAll()
    }
}
