public import KraderEngine
import KraderModel

/// What every store of records promises. Each function gives the first promise that is broken, in
/// words; `nil` when all are kept.
public enum RecordStoreConformance {
    /// Checks an empty store: what it keeps comes back whole and in order, also through another
    /// door to the same store.
    /// - Parameter reopened: the same store as somebody else opens it, after a restart
    public static func breach(
        of store: any RecordStore, reopened: () throws -> any RecordStore
    ) throws -> String? {
        if try !store.records().isEmpty { return "An empty store has records" }
        var told: [Record] = []
        for step in steps() {
            var out = OutputBuffer()
            for record in step { out.records.append(record) }
            try store.commit(&out)
            told += step
            if try store.records() != told { return "\(step) came back otherwise" }
            if out.records.count != step.count { return "A commit takes records away" }
        }
        if try reopened().records() != told { return "Another door shows other records" }
        if try store.killMark() != nil { return "An unmarked store says that it is killed" }
        try store.markKill(.critical)
        if try reopened().killMark() != .critical { return "Another door shows no mark" }
        try store.markKill(nil)
        if try reopened().killMark() != nil { return "A mark can't be taken away" }
        var nothing = OutputBuffer()
        try store.commit(&nothing)
        return try store.records() == told ? nil : "A commit of nothing changes something"
    }

    /// The records of a morning, step by step, as an engine leaves them.
    private static func steps() -> [[Record]] {
        let bench = EngineBench(
            .sample([
                Puppet([
                    (
                        Sample.tuesday.at("09:01"),
                        {
                            $0.buy(
                                SymbolIndex(0), quantity: Shares(10), limit: Price(70_000),
                                exits: ProtectiveExits(stop: .price(Price(69_000))),
                                reason: "한글 \u{1F600}", notes: [("rate", 0.1)])
                        }
                    )
                ])
            ]))
        var steps: [[Record]] = [bench.records]
        func take() {
            let known = steps.reduce(0) { $0 + $1.count }
            steps.append(Array(bench.records[known...]))
        }
        bench.print("09:00:10", 70_000)
        bench.wait("09:01")
        take()
        bench.accept("09:01:01", 1, as: 7)
        bench.fill("09:01:02", 7, 4, at: 70_000)
        take()
        bench.print("09:02", 68_900)
        bench.command("09:03", .engageKillSwitch)
        take()
        bench.wait(until: Sample.wednesday.at("09:00"))
        take()
        return steps
    }
}
