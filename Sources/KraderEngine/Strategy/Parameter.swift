public import KraderModel

/// What a strategy may be told: declared with kind, range, default and one line of help, so that
/// scenarios are checked, lists printed and sweeps drawn from the declaration alone.
public struct ParameterDeclaration: Sendable {
    public var name: String
    public var kind: ParameterKind
    /// The value when nobody gives one; `nil`: it must be given, but a timeframe is then the finest
    /// that fits the data.
    public var defaultValue: ParameterValue?
    public var help: String

    /// Whether the data decide what nobody says: of prints 1m, of candles the finest length that
    /// every symbol which may be traded has all through the period.
    public var fitsData: Bool { kind == .timeframe && defaultValue == nil }

    /// Whether somebody must say it.
    public var isNeeded: Bool { defaultValue == nil && !fitsData }

    public init(
        _ name: String, _ kind: ParameterKind, default defaultValue: ParameterValue?, help: String
    ) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.help = help
    }
}

public enum ParameterKind: Hashable, Sendable {
    case integer(ClosedRange<Int64>)
    case decimal(ClosedRange<Double>)
    case boolean
    case text(allowed: [String])
    case timeframe
    /// A list of signals with their times: what `scripted` plays.
    case signals
}

public enum ParameterValue: Hashable, Sendable {
    case integer(Int64)
    case decimal(Double)
    case boolean(Bool)
    case text(String)
    case timeframe(Timeframe)
    case signals([ScriptedSignal])
}

/// One line of a script: at this moment, this signal.
public struct ScriptedSignal: Hashable, Sendable {
    public enum Action: String, Hashable, Sendable, CaseIterable { case buy, sell, cancel, replace }

    public var at: Moment
    public var symbol: IssueCode
    public var action: Action
    /// The shares of a buy or sell; `nil` lets the risk rules size it.
    public var quantity: Shares?
    /// The order type; `nil`: a limit order when there is a price, else a market order.
    public var type: OrderType?
    public var price: Price?
    public var timeInForce: TimeInForce?
    /// How long an order may stay open.
    public var expireAfter: Interval?
    /// The exits of a buy, by which the engine sells the bought shares.
    public var exits: ProtectiveExits?
    /// A number that tells apart signals that would otherwise be the same order.
    public var leg: Int
    /// Which live order of its symbol a cancel or replace is about, the oldest being 1; `nil`: the
    /// newest.
    public var nth: Int?

    public init(
        at: Moment, symbol: IssueCode, action: Action, quantity: Shares? = nil,
        type: OrderType? = nil, price: Price? = nil, timeInForce: TimeInForce? = nil,
        expireAfter: Interval? = nil, exits: ProtectiveExits? = nil, leg: Int = 0, nth: Int? = nil
    ) {
        self.at = at
        self.symbol = symbol
        self.action = action
        self.quantity = quantity
        self.type = type
        self.price = price
        self.timeInForce = timeInForce
        self.expireAfter = expireAfter
        self.exits = exits
        self.leg = leg
        self.nth = nth
    }
}

/// The values of a strategy's declared parameters, complete and in range: whoever decodes them sees
/// to that.
public struct ParameterValues: Hashable, Sendable {
    private var names: [String] = []
    private var values: [ParameterValue] = []

    public init() {}

    /// The declared defaults; a timeframe that fits the data is that of prints.
    public init(defaultsOf declarations: [ParameterDeclaration]) {
        for declaration in declarations {
            if let value = declaration.defaultValue {
                set(declaration.name, value)
            } else if declaration.fitsData {
                set(declaration.name, .timeframe(.m1))
            }
        }
    }

    public mutating func set(_ name: String, _ value: ParameterValue) {
        if let index = names.firstIndex(of: name) {
            values[index] = value
        } else {
            names.append(name)
            values.append(value)
        }
    }

    public var pairs: [(name: String, value: ParameterValue)] {
        zip(names, values).map { ($0, $1) }
    }

    public subscript(name: String) -> ParameterValue? {
        names.firstIndex(of: name).map { values[$0] }
    }

    public func integer(_ name: String) -> Int {
        guard case .integer(let value)? = self[name] else { preconditionFailure(rule(name)) }
        return Int(value)
    }

    public func decimal(_ name: String) -> Double {
        switch self[name] {
        case .decimal(let value)?: return value
        case .integer(let value)?: return Double(value)
        case .boolean?, .text?, .timeframe?, .signals?, nil: preconditionFailure(rule(name))
        }
    }

    public func boolean(_ name: String) -> Bool {
        guard case .boolean(let value)? = self[name] else { preconditionFailure(rule(name)) }
        return value
    }

    public func text(_ name: String) -> String {
        guard case .text(let value)? = self[name] else { preconditionFailure(rule(name)) }
        return value
    }

    public func timeframe(_ name: String) -> Timeframe {
        guard case .timeframe(let value)? = self[name] else { preconditionFailure(rule(name)) }
        return value
    }

    public func signals(_ name: String) -> [ScriptedSignal] {
        guard case .signals(let value)? = self[name] else { preconditionFailure(rule(name)) }
        return value
    }

    private func rule(_ name: String) -> String {
        "A strategy asks only for parameters that it declares, by their kind: \(name)"
    }
}

/// Parameters that are each in range but don't go together.
public struct ParameterFault: Error, Hashable, Sendable {
    public var name: String
    public var message: String

    public init(_ name: String, _ message: String) {
        self.name = name
        self.message = message
    }
}
