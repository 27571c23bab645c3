public import KraderEngine
public import KraderModel

/// Where a run's records and round trips go.
public protocol RunSink: RecordSink {
    func trade(_ trade: Trade)
    /// What the fills of the commit that follows rest on, in their order; `nil` where the venue
    /// didn't say. Without fills it isn't called.
    func evidence(_ evidence: borrowing AppendBuffer<Evidence?>)
}

extension RunSink {
    public func evidence(_ evidence: borrowing AppendBuffer<Evidence?>) {}
}
