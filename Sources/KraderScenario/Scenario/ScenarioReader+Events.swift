import KraderEngine
import KraderJSON
import KraderModel

/// The section `events`: what a person tells the engine, and when. Faults of requests, replies,
/// sockets and so on are understood and refused, so that no scenario means less than it says.
extension ScenarioReader {
    private enum Verb { case kill, rearm, acknowledge, flatten, pause, resume, reconcile, accept }
    private static let verbs: [(name: String, value: Verb)] = [
        ("kill", .kill), ("rearm", .rearm), ("acknowledge", .acknowledge), ("flatten", .flatten),
        ("pause", .pause), ("resume", .resume), ("reconcile", .reconcile),
        ("accept_difference", .accept),
    ]
    /// The verbs of failure-modes.md §1 that are not carried out yet.
    private static let laterVerbs = [
        "drop_request", "delay_request", "drop_reply", "delay_reply", "reset_reply", "http_status",
        "reply_code", "garble_reply", "repeat_reply", "drop_push", "delay_push", "repeat_push",
        "reorder_push", "corrupt_push", "fill", "manual_order", "manual_cancel", "manual_modify",
        "drop_socket", "half_open", "silence", "no_ping", "take_over", "expire_token",
        "revoke_token", "refuse_address", "jump_clock", "skew_clock", "set_clock", "halt",
        "volatility_interruption", "limit", "stale", "crossed", "zero", "gap", "empty_snapshot",
        "partial_snapshot", "stale_snapshot", "store_busy", "store_full", "store_corrupt",
        "log_full", "kill_process", "restart", "second_copy", "configure",
    ]
    private static let laterTriggers = ["after", "when"]

    func readEvents(_ root: inout ObjectReader) -> [(at: Moment, command: Command)] {
        let events = root.listOrEmpty("events", counts: 0...10_000) { reader in
            reader.object { readEvent(&$0) } ?? nil
        }
        root.ignoresOrder(of: "events", within: ["at"])
        // Equal times keep the order of the list.
        return events.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
    }

    private func readEvent(_ event: inout ObjectReader) -> (at: Moment, command: Command)? {
        var isLater = false
        for key in ScenarioReader.laterTriggers {
            guard let trigger = event.reader(key) else { continue }
            ScenarioReader.refuseLater(trigger, "faults come with a later version: say 'at'")
            isLater = true
        }
        if let verb = event.reader("do"), let name = verb.value.string,
            ScenarioReader.laterVerbs.contains(name)
        {
            verb.refuse(
                "is '\(name)'",
                allowed: "faults come with a later version: until then it must be "
                    + alternatives(ScenarioReader.verbs.map(\.name)))
            isLater = true
        }
        // The keys that go with a fault are not looked at, nor whether any are missing.
        if isLater {
            _ = event.allMembers()
            return nil
        }
        let at = event.required("at", placeholder: Moment?.none) {
            moment($0, onTradingDay: false)
        }
        let verb = event.required("do", placeholder: Verb?.none) {
            $0.choice(from: ScenarioReader.verbs)
        }
        guard let verb else {
            // What goes with a verb that isn't known can't be looked at.
            _ = event.allMembers()
            return nil
        }
        let command = command(verb, &event)
        return at.map { ($0, command) }
    }

    private func command(_ verb: Verb, _ event: inout ObjectReader) -> Command {
        switch verb {
        case .kill: return .engageKillSwitch
        case .rearm:
            let isReducing = event.optional("reducing") { $0.boolean() } ?? false
            if !isReducing { event.means("reducing", nil) }
            return .rearmKillSwitch(note(&event), isReducing: isReducing)
        case .acknowledge: return .acknowledge(note(&event))
        case .flatten:
            let symbol = event.optional("symbol") { symbols.symbol($0, traded: true) }
            return .flatten(symbol, note(&event))
        case .pause: return .pause
        case .resume: return .resume
        case .reconcile: return .reconcile
        case .accept: return .acceptDifference
        }
    }

    /// Who says it and why. A scenario may leave both to itself; a person at a live session may
    /// not.
    private func note(_ event: inout ObjectReader) -> OperatorNote {
        OperatorNote(
            name: event.textIfPresent("operator", lengths: 1...100) ?? "scenario",
            reason: event.textIfPresent("reason", lengths: 1...1_000) ?? "as scripted")
    }
}
