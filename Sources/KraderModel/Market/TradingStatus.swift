/// How an issue trades, beside what the hour of the day says (krx-market.md §4).
public enum TradingStatus: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The issue trades as the session says.
    case normal
    /// A call auction of its own: after a volatility interruption, a halt or a circuit breaker.
    /// Orders and cancels are taken, nothing matches until it ends.
    case callAuction
    /// Nothing matches and only cancels are taken: a halt, stages 1 and 2 of the circuit breaker.
    case halted
    /// Nothing is taken, cancels included: stage 3, until the day ends.
    case closed

    public var description: String {
        switch self {
        case .normal: "normal"
        case .callAuction: "call_auction"
        case .halted: "halted"
        case .closed: "closed"
        }
    }
}

/// An issue begins to trade in another way, as history has it.
public struct StatusChange: Hashable, Sendable {
    public enum Cause: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// The issue is back to normal.
        case resumption
        case staticInterruption, dynamicInterruption
        /// The issue is halted, by disclosure, for inquiry and the like.
        case halt
        case circuitBreaker1, circuitBreaker2, circuitBreaker3

        public var description: String {
            switch self {
            case .resumption: "resumption"
            case .staticInterruption: "static_vi"
            case .dynamicInterruption: "dynamic_vi"
            case .halt: "halt"
            case .circuitBreaker1: "circuit_breaker_1"
            case .circuitBreaker2: "circuit_breaker_2"
            case .circuitBreaker3: "circuit_breaker_3"
            }
        }
    }

    /// The exchange's stamp.
    public var time: Moment
    public var symbol: SymbolIndex
    public var status: TradingStatus
    public var cause: Cause

    @inlinable public init(
        time: Moment, symbol: SymbolIndex, status: TradingStatus, cause: Cause
    ) {
        self.time = time
        self.symbol = symbol
        self.status = status
        self.cause = cause
    }
}
