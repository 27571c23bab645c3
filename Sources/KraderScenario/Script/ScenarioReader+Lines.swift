import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

/// One line of `events`: when it happens, and what it does.
extension ScenarioReader {
    func readLine(_ event: inout ObjectReader, _ reader: ValueReader) -> ReadLine? {
        let id = event.optional("id") { $0.text(lengths: 1...100) }
        _ = event.outsideIdentity { $0.textIfPresent("about") }
        let trigger = readTrigger(&event)
        guard let verb = readVerb(&event) else {
            // What goes with a verb that isn't known can't be looked at.
            _ = event.allMembers()
            return nil
        }
        var values = ScriptValues()
        values.keys = read(verb.keys, of: &event)
        readLasting(verb, trigger?.when, &event, &values)
        readSubject(verb, trigger, &event, &values)
        if verb.keys.contains(where: { $0.name == "manual" }) { readTarget(&event, &values) }
        refuseOthersKeys(verb, &event)
        guard let trigger, let act = verb.act(values) else { return nil }
        return ReadLine(
            path: reader.path, id: id, when: trigger.when, act: act,
            verb: "\(verb.name) \(trigger.words)", position: reader)
    }

    private func readVerb(_ event: inout ObjectReader) -> ScriptVerb? {
        event.required("do", placeholder: nil) { reader -> ScriptVerb? in
            if let name = reader.value.string,
                let other = ScriptVerb.elsewhere.first(where: { $0.name == name })
            {
                reader.refuse("is '\(name)'", allowed: other.said)
                return nil
            }
            return reader.choice(from: ScriptVerb.all.map { ($0.name, $0) })
        }
    }

    /// When a line happens, and the messages that its trigger names.
    struct ReadTrigger {
        var when: ReadLine.When
        var words: String
        var requests: RequestKind?
        var pushes: MessageKind?
        var isReply = false
    }

    private func readTrigger(_ event: inout ObjectReader) -> ReadTrigger? {
        let said = ["at", "after", "when"].filter { event.has($0) }
        if said.count > 1 {
            event.refuse(
                "'\(said[1])' stands beside '\(said[0])'", key: said[1], allowed: "say one of them")
        }
        if event.has("delay_ms"), !event.has("after") {
            event.refuse(
                "'delay_ms' stands without 'after'", key: "delay_ms",
                allowed: "it is the time after another event")
        }
        let delay = event.optional("delay_ms") { $0.integer(in: 0...ScriptVerb.delayMax) } ?? 0
        switch said.first {
        case "after":
            return event.optional("after") { $0.text(lengths: 1...100) }.map { id in
                ReadTrigger(
                    when: .after(id, .milliseconds(delay)), words: "after \(shown(id))")
            }
        case "when":
            return event.optional("when") { $0.object { readOccasion(&$0) } ?? nil }
        case _:
            let at = event.required("at", placeholder: Moment?.none) {
                moment($0, onTradingDay: false)
            }
            return at.map { ReadTrigger(when: .at($0), words: "at \($0)") }
        }
    }

    private func readOccasion(_ when: inout ObjectReader) -> ReadTrigger? {
        let names = ScriptOccasion.all.map(\.name)
        let said = ScriptOccasion.all.filter { when.object[$0.name] != nil }
        guard let occasion = said.first else {
            when.refuse(
                "'when' says nothing that can happen", allowed: "say \(alternatives(names))")
            _ = when.allMembers()
            return nil
        }
        if said.count > 1 {
            _ = when.has(said[1].name)
            when.refuse(
                "'\(said[1].name)' stands beside '\(occasion.name)'", key: said[1].name,
                allowed: "say one of them")
        }
        let values = read(
            [occasion.key] + occasion.more + ScriptOccasion.common, of: &when)
        let symbol = values.symbol("symbol")
        if occasion.name == "price", !when.has("symbol") { when.noteMissing("symbol") }
        guard let kind = occasion.kind(values) else { return nil }
        let subject = values.text(occasion.name) ?? values.price("price").map { "\($0.won)" } ?? ""
        let nth = Int(values.integer("nth") ?? 1)
        var trigger = ReadTrigger(
            when: .occasion(
                Occurrence(kind, symbol: symbol), nth: nth,
                times: Int(values.integer("times") ?? 1)),
            words: "when \(occasion.name) \(subject)" + (nth > 1 ? ", nth \(nth)" : ""))
        if case .request(let kind) = kind { trigger.requests = kind }
        if case .reply(let kind) = kind { (trigger.requests, trigger.isReply) = (kind, true) }
        if case .push(let kind) = kind { trigger.pushes = kind }
        return trigger
    }

    /// For how long; a verb that takes no time refuses it with the keys of others.
    private func readLasting(
        _ verb: ScriptVerb, _ when: ReadLine.When?, _ event: inout ObjectReader,
        _ values: inout ScriptValues
    ) {
        guard verb.lasting != .no else { return }
        let said = read(ScriptOccasion.lastingKeys, of: &event)
        values.lasting = said.interval("lasting_ms")
        if event.has("until") {
            if event.has("lasting_ms") {
                event.refuse(
                    "'until' stands beside 'lasting_ms'", key: "until", allowed: "say one of them")
            } else if case .at(let at)? = when {
                guard let until = said.moment("until") else { return }
                if until > at {
                    values.lasting = until - at
                } else {
                    event.refuse(
                        "until is not after 'at'", key: "until", allowed: "say a later time")
                }
            } else {
                event.refuse(
                    "'until' stands without 'at'", key: "until",
                    allowed: "say lasting_ms: nobody knows when it begins")
            }
        } else if verb.lasting == .must, !event.has("lasting_ms") {
            event.noteMissing("lasting_ms", allowed: "say for how long")
        }
    }

    /// Which messages are meant: the trigger says it, or the key `of`, and never both.
    private func readSubject(
        _ verb: ScriptVerb, _ trigger: ReadTrigger?, _ event: inout ObjectReader,
        _ values: inout ScriptValues
    ) {
        let key = ScriptVerb.subjectKey
        let byTrigger: Bool
        switch verb.group {
        case .requests, .replies, .lists:
            values.requests = trigger?.requests ?? values.keys.choice(key, RequestKind.self)
            byTrigger = trigger?.requests != nil
            if verb.group == .requests, trigger?.isReply == true {
                event.refuse(
                    "'\(verb.name)' comes too late when the broker replies", key: "when",
                    allowed: "say 'request'")
            }
        case .pushes:
            values.pushes = trigger?.pushes ?? values.keys.choice(key, MessageKind.self)
            byTrigger = trigger?.pushes != nil
        case .broker, .way, .store, .process, .market, .person: return
        }
        if byTrigger, event.has(key) {
            event.refuse(
                "'of' stands beside a trigger that names the messages", key: key,
                allowed: "leave it out")
        } else if trigger != nil, !byTrigger, !event.has(key) {
            event.noteMissing(key, allowed: "say which messages '\(verb.name)' is about")
        }
    }

    /// Which order is meant: exactly one of the keys says it.
    private func readTarget(_ event: inout ObjectReader, _ values: inout ScriptValues) {
        let names = ScriptVerb.targetKeys.map(\.name)
        let said = names.filter { event.has($0) }
        if said.isEmpty {
            event.noteMissing("order", allowed: "say \(alternatives(names))")
        } else if said.count > 1 {
            event.refuse(
                "'\(said[1])' stands beside '\(said[0])'", key: said[1], allowed: "say one of them")
        }
        values.target =
            values.keys.symbol("symbol").map { .oldest($0) }
            ?? values.keys.integer("order").map { .nth(Int($0)) }
            ?? values.keys.integer("manual").map { .manual(Int($0)) }
    }

    /// Keys of other verbs are no misspellings: it is said with what they go.
    private func refuseOthersKeys(_ verb: ScriptVerb, _ event: inout ObjectReader) {
        let own = Set(verb.keys.map(\.name) + ScriptOccasion.lineKeys.map(\.name) + ["when", "do"])
        let lasting = verb.lasting == .no ? ScriptOccasion.lastingKeys.map(\.name) : []
        for member in event.object.members where !own.contains(member.key) {
            let others = ScriptVerb.all.filter { other in
                other.keys.contains { $0.name == member.key }
                    || lasting.contains(member.key) && other.lasting != .no
            }.map(\.name)
            guard !others.isEmpty else { continue }
            _ = event.has(member.key)
            let few = others.prefix(4).joined(separator: ", ") + (others.count > 4 ? " …" : "")
            event.refuse(
                "'\(member.key)' doesn't go with '\(verb.name)'", key: member.key,
                allowed: "it goes with \(few)")
        }
    }
}
