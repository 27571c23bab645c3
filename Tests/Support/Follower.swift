public import KraderEngine
public import KraderModel

/// An engine that is stepped through inputs that were recorded once, with all that it leaves.
public struct Follower: ~Copyable {
    public var engine: Engine
    private var out = OutputBuffer()
    public private(set) var records: [Record] = []
    public private(set) var requests: [NumberedRequest] = []

    public init(_ engine: consuming Engine) { self.engine = engine }

    public mutating func start() {
        engine.start(into: &out)
        take()
    }

    public mutating func step(_ input: Input, _ moment: Moment) {
        engine.step(input, at: max(moment, engine.now), into: &out)
        take()
    }

    public mutating func resume(at moment: Moment) {
        engine.resume(at: moment, into: &out)
        take()
    }

    public mutating func finish() {
        _ = engine.finish(into: &out)
        take()
    }

    private mutating func take() {
        for index in 0..<out.records.count { records.append(out.records[index]) }
        for index in 0..<out.requests.count { requests.append(out.requests[index]) }
        out.removeAll()
    }
}
