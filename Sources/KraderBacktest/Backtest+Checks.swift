import KraderChecks
import KraderEngine
import KraderModel

// What looks at the engine while it runs (failure-modes.md §2).
extension Backtest {
    /// Whether the checks that want memory and time are made too: in debug builds.
    static var isThorough: Bool {
        #if DEBUG
            true
        #else
            false
        #endif
    }

    /// Looks at what a step left, before any of it is acted on.
    @inline(__always)
    mutating func check() {
        let setAside = checks.hasMessage ? engine.counts.messagesSetAside : 0
        checks.check(&out, setAside: setAside, at: engine.now)
    }

    /// Whether something was found that the engine has not been told of.
    @inline(__always)
    var mustTellBreach: Bool { checks.breach != nil && !isBreachTold }

    /// The engine stops trading; the run goes on to its end.
    mutating func tellBreach() {
        isBreachTold = true
        give(.command(.invariantBroken), at: engine.now)
        settle()
        findHorizon()
    }

    /// Of a step that broke an invariant nothing leaves but cancels and queries.
    @inline(__always)
    func mayLeave(_ request: UnsafePointer<NumberedRequest>) -> Bool {
        guard mustTellBreach else { return true }
        switch request.pointee.request {
        case .newOrder, .modify: return false
        case .cancel, .query: return true
        }
    }
}
