public import KraderModel

// Replies and pushes as `step` takes them in. Each order makes three: as an `Input` each would be
// put into a box and taken out again.
extension Engine {
    /// Takes in what the broker answers to a request.
    public mutating func step(
        _ reply: BrokerReply, at moment: Moment, into out: inout OutputBuffer
    ) {
        begin(moment, &out)
        digest.add(reply, at: moment)
        if nextDue <= moment { runDue(&out, through: moment) }
        receive(reply, &out)
        end(&out)
    }

    /// Takes in what the broker says without being asked.
    public mutating func step(
        _ push: BrokerPush, at moment: Moment, into out: inout OutputBuffer
    ) {
        begin(moment, &out)
        digest.add(push, at: moment)
        if nextDue <= moment { runDue(&out, through: moment) }
        receive(push, &out)
        end(&out)
    }

    /// What a step ends with that may have changed anything.
    @inline(__always)
    mutating func end(_ out: inout OutputBuffer) {
        if trading.killSwitch.isPending { proveKill() }
        findNextDue()
        findNextTimer()
        check(&out)
    }
}
