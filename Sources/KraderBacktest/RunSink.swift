public import KraderEngine
public import KraderModel

/// The place to which a run's records and round trips go.
public protocol RunSink: RecordSink {
    func trade(_ trade: Trade)
    /// Takes what the fills of the commit that follows rest on, in their order; `nil` where the
    /// venue didn't say. It isn't called without fills.
    func evidence(_ evidence: borrowing AppendBuffer<Evidence?>)
    /// Hears that of the requests of the commit that follows only the first few leave: the engine
    /// ends there, by a script. It isn't called where all leave.
    func holdsBack(after count: Int)
}

extension RunSink {
    public func evidence(_ evidence: borrowing AppendBuffer<Evidence?>) {}
    public func holdsBack(after count: Int) {}
}
