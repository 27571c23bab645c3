public import KraderEngine
public import KraderModel

/// A strategy that does what a test tells it, hook by hook.
public struct Puppet: Strategy {
    public static let name = "puppet"
    public static let summary = "Does what a test tells it."
    public static let parameters: [ParameterDeclaration] = []

    public typealias Act = (inout StrategyContext) throws -> Void

    public var subscriptions = Subscriptions()
    public var onStart: Act?
    public var onCandle: ((Candle, Timeframe, inout StrategyContext) throws -> Void)?
    public var onTick: ((Tick, inout StrategyContext) throws -> Void)?
    public var onBook: ((Book, inout StrategyContext) throws -> Void)?
    public var onCross: ((Timeframe, inout StrategyContext) throws -> Void)?
    public var onFill: ((StrategyFill, inout StrategyContext) throws -> Void)?
    public var onTimer: Act?
    public var onStop: Act?
    public var onAdjusted: ((SymbolIndex, CorporateAction, inout StrategyContext) throws -> Void)?
    private var script: [(at: Moment, act: Act)]
    private var played = 0

    public init(_ parameters: ParameterValues) { script = [] }

    /// Acts at the listed moments, which ascend.
    public init(_ script: [(at: Moment, act: Act)] = []) { self.script = script }

    public mutating func start(_ context: inout StrategyContext) throws {
        for line in script { context.wake(at: line.at) }
        try onStart?(&context)
    }

    public mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        try onCandle?(candle, timeframe, &context)
    }

    public mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        try onTick?(tick, &context)
    }

    public mutating func book(_ book: Book, _ context: inout StrategyContext) throws {
        try onBook?(book, &context)
    }

    public mutating func crossSection(
        _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        try onCross?(timeframe, &context)
    }

    public mutating func timer(_ context: inout StrategyContext) throws {
        if played < script.count, script[played].at <= context.now {
            played += 1
            try script[played - 1].act(&context)
        } else {
            try onTimer?(&context)
        }
    }

    public mutating func fill(_ fill: StrategyFill, _ context: inout StrategyContext) throws {
        try onFill?(fill, &context)
    }

    public mutating func adjusted(
        _ symbol: SymbolIndex, by action: CorporateAction, _ context: inout StrategyContext
    ) throws {
        try onAdjusted?(symbol, action, &context)
    }

    public mutating func stop(_ context: inout StrategyContext) throws { try onStop?(&context) }
}

/// What hooks heard, in order; shared with the closures of a puppet.
public final class Notebook {
    public var lines: [String] = []

    public init() {}

    public func write(_ line: String) { lines.append(line) }

    /// What was written since the last call.
    public func read() -> [String] {
        defer { lines = [] }
        return lines
    }
}

/// What a strategy of a test throws.
public struct Mishap: Error, CustomStringConvertible {
    public init() {}
    public var description: String { "a mishap" }
}
