import KraderBacktest
import KraderJSON
import KraderModel

/// The section `expect`: what the run must come to.
extension ScenarioReader {
    func readExpectations(_ root: inout ObjectReader, _ script: Script) -> [Expectation] {
        guard root.has("expect") else { return [] }
        return root.listOrEmpty("expect", counts: 1...10_000) { reader in
            reader.object { readExpectation(&$0, reader.path, script) } ?? nil
        }
    }

    private func readExpectation(
        _ object: inout ObjectReader, _ path: JSONPath, _ script: Script
    ) -> Expectation? {
        _ = object.outsideIdentity { $0.textIfPresent("about") }
        let said = ClaimForm.all.filter { object.object[$0.name] != nil }
        guard let form = said.first else {
            noteNothing(&object)
            return nil
        }
        if said.count > 1 {
            _ = object.has(said[1].name)
            object.refuse(
                "'\(said[1].name)' stands beside '\(form.name)'", key: said[1].name,
                allowed: "give each its own place in 'expect'")
        }
        let time = readTime(&object, form, script)
        let values = read([form.key] + form.more, of: &object)
        if form.name == "order" { refuseEmptyClaim(form, &object) }
        if form.name == "kill_switch" { refuseIdleKeys(values, &object) }
        guard let time, let claim = form.claim(values) else { return nil }
        return Expectation(path.keys, time, claim)
    }

    private func noteNothing(_ object: inout ObjectReader) {
        let names = ClaimForm.all.map(\.name)
        let known = names + ClaimForm.lineKeys.map(\.name)
        let unknown = object.object.members.first { !known.contains($0.key) }
        _ = object.allMembers()
        guard let unknown else {
            object.refuse("An expectation expects nothing", allowed: "say \(alternatives(names))")
            return
        }
        object.collector.add(
            TextFault(
                file: object.collector.file, position: unknown.keyPosition,
                path: object.path.appending(.key(unknown.key)),
                message: "Unknown key '\(shown(unknown.key))'", value: shown(unknown.key),
                allowed: "say \(alternatives(names))",
                suggestion: nearestSpelling(of: unknown.key, among: names)))
    }

    /// When it must hold; `nil` where that is wrong, which is noted.
    private func readTime(
        _ object: inout ObjectReader, _ form: ClaimForm, _ script: Script
    ) -> Expectation.Time? {
        let said = ["at", "after"].filter { object.has($0) }
        if said.count > 1 {
            object.refuse("'after' stands beside 'at'", key: "after", allowed: "say one of them")
        }
        if object.has("delay_ms"), !object.has("after") {
            object.refuse(
                "'delay_ms' stands without 'after'", key: "delay_ms",
                allowed: "it is the time after an event")
        }
        let delay = object.optional("delay_ms") { $0.integer(in: 0...ScriptVerb.delayMax) } ?? 0
        if let key = said.first, !form.isTimed {
            object.refuse(
                "'\(key)' stands beside '\(form.name)'", key: key,
                allowed: "it is known at the end alone")
        }
        switch said.first {
        case "at":
            return object.optional("at") { moment($0, onTradingDay: false) }.map { .at($0) }
        case "after":
            let place = object.optional("after") { reader -> Int? in
                guard let id = reader.text(lengths: 1...100) else { return nil }
                if let place = script.lines.firstIndex(where: { $0.id == id }) { return place }
                if script.ids.contains(id) { return nil }
                reader.refuse(
                    "is '\(shown(id))'", allowed: "no event has that 'id'",
                    suggestion: nearestSpelling(of: id, among: script.ids))
                return nil
            }
            return place.map { .after($0, .milliseconds(delay)) }
        case _: return .end
        }
    }

    private func refuseEmptyClaim(_ form: ClaimForm, _ object: inout ObjectReader) {
        let names = form.more.map(\.name)
        guard !names.contains(where: { object.object[$0] != nil }) else { return }
        object.refuse(
            "'order' expects nothing of it", key: "order", allowed: "say \(alternatives(names))")
    }

    private func refuseIdleKeys(_ values: GrammarValues, _ object: inout ObjectReader) {
        guard let stage = values.choice("kill_switch", KillSwitchClaim.Stage.self) else { return }
        if stage == .armed, object.has("cause") {
            object.refuse(
                "'cause' stands beside 'armed'", key: "cause",
                allowed: "an armed switch has none: say engaged or complete")
        }
        if stage != .complete, object.has("within_ms") {
            object.refuse(
                "'within_ms' stands beside '\(stage.rawValue)'", key: "within_ms",
                allowed: "it goes with complete: from engaged until the broker shows no open order")
        }
    }
}
