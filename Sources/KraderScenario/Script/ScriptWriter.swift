public import KraderBacktest
import KraderEngine
public import KraderJSON
public import KraderModel

/// Writes a plan of faults as lines of `events`, by the tables that read them: a verb is the one
/// whose own act is what stands in the plan, so that what is written reads back as the same.
public struct ScriptWriter {
    /// The codes of the issues, by their places.
    private let codes: [IssueCode]

    public init(codes: [IssueCode]) { self.codes = codes }

    /// What was written, and what the grammar has no words for: that is left out.
    public struct Lines: Sendable {
        public var lines: [JSONValue] = []
        public var leftOut: [ScriptedEvent] = []
    }

    /// A name for the first line of a plan that a reader would else take for a plan of nothing but
    /// commands, which is played without a store.
    private static let firstID = "first"

    public func lines(of plan: FaultPlan) -> Lines {
        var lines = Lines()
        let waitedFor = Set(
            plan.events.compactMap { event -> Int? in
                if case .after(let place, _) = event.trigger { place } else { nil }
            })
        for (place, event) in plan.events.enumerated() {
            let id = event.id ?? (waitedFor.contains(place) ? "line-\(place + 1)" : nil)
            if let line = line(event, id, plan) {
                lines.lines.append(line)
            } else {
                lines.leftOut.append(event)
            }
        }
        let isOfCommands = lines.lines.allSatisfy { line in
            let group = (line["do"]?.string).flatMap { ScriptVerb.named($0) }?.group
            return line["id"] == nil && line["at"] != nil && group == .person
        }
        if isOfCommands, !lines.lines.isEmpty {
            lines.lines[0].put(
                JSONValue(.string(ScriptWriter.firstID)), at: [.key("id")])
        }
        return lines
    }

    private func line(_ event: ScriptedEvent, _ id: String?, _ plan: FaultPlan) -> JSONValue? {
        var line = JSONObject()
        func add(_ key: String, _ value: JSONValue) {
            line.members.append(.init(key: key, value: value))
        }
        if let id { add("id", JSONValue(.string(id))) }
        var named = ScriptValues()
        switch event.trigger {
        case .at(let moment): add("at", JSONValue(.string("\(moment)")))
        case .after(let place, let delay):
            guard plan.events.indices.contains(place) else { return nil }
            let other = plan.events[place].id ?? "line-\(place + 1)"
            add("after", JSONValue(.string(other)))
            guard let delay = milliseconds(delay) else { return nil }
            if delay > 0 { add("delay_ms", JSONValue(.integer(delay))) }
        case .when(let occurrence, let nth, let times):
            guard let when = when(occurrence, nth: nth, times: times) else { return nil }
            add("when", when)
            if case .request(let kind) = occurrence.kind { named.requests = kind }
            if case .reply(let kind) = occurrence.kind { named.requests = kind }
            if case .push(let kind) = occurrence.kind { named.pushes = kind }
        }
        let said = ScriptValues(event.act)
        guard let verb = verb(of: event.act, said), isWhole(verb, said) else { return nil }
        add("do", JSONValue(.string(verb.name)))
        switch verb.group {
        case .requests, .replies, .lists:
            if let kind = named.requests, kind != said.requests { return nil }
            if named.requests == nil, let kind = said.requests {
                add(ScriptVerb.subjectKey, JSONValue(.string(kind.rawValue)))
            }
        case .pushes:
            if let kind = named.pushes, kind != said.pushes { return nil }
            if named.pushes == nil, let kind = said.pushes {
                add(ScriptVerb.subjectKey, JSONValue(.string(kind.rawValue)))
            }
        case .broker, .way, .store, .process, .market, .person: break
        }
        for key in verb.keys where key.name != ScriptVerb.subjectKey {
            if let value = said.keys[key.name].flatMap(json) { add(key.name, value) }
        }
        if let lasting = said.lasting {
            guard let lasting = milliseconds(lasting), lasting > 0 else { return nil }
            add("lasting_ms", JSONValue(.integer(lasting)))
        }
        return JSONValue(.object(line))
    }

    /// The verb that makes this act of these values.
    private func verb(of act: ScriptedAct, _ said: ScriptValues) -> ScriptVerb? {
        ScriptVerb.all.first { $0.act(said) == act }
    }

    /// Whether all that a verb needs is said, and nothing that it doesn't take.
    private func isWhole(_ verb: ScriptVerb, _ said: ScriptValues) -> Bool {
        let hasTime = said.lasting != nil
        if verb.lasting == .no ? hasTime : verb.lasting == .must && !hasTime { return false }
        return verb.keys.allSatisfy { key in
            if case .needed = key.presence { said.keys[key.name] != nil } else { true }
        }
    }

    private func when(_ occurrence: Occurrence, nth: Int, times: Int) -> JSONValue? {
        for occasion in ScriptOccasion.all {
            let said = GrammarValues(occurrence.kind, for: occasion)
            guard occasion.kind(said) == occurrence.kind else { continue }
            var when = JSONObject()
            for key in [occasion.key] + occasion.more {
                guard let value = said[key.name].flatMap(json) else { continue }
                when.members.append(.init(key: key.name, value: value))
            }
            if nth != 1 {
                when.members.append(.init(key: "nth", value: JSONValue(.integer(Int64(nth)))))
            }
            if times != 1 {
                let all = JSONValue(.string("all"))
                when.members.append(
                    .init(
                        key: "times", value: times == .max ? all : JSONValue(.integer(Int64(times)))
                    ))
            }
            if let symbol = occurrence.symbol {
                when.members.append(.init(key: "symbol", value: code(symbol)))
            }
            return JSONValue(.object(when))
        }
        return nil
    }

    private func code(_ symbol: SymbolIndex) -> JSONValue {
        JSONValue(.string("\(codes[symbol.int])"))
    }

    /// Whole milliseconds; `nil`: the grammar has no words for it.
    private func milliseconds(_ interval: Interval) -> Int64? {
        let (whole, rest) = interval.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return rest == 0 ? whole : nil
    }

    private func json(_ value: GrammarValue) -> JSONValue? {
        switch value {
        case .integer(let number): JSONValue(.integer(number))
        case .boolean(let truth): JSONValue(.boolean(truth))
        case .text(let text): JSONValue(.string(text))
        case .price(let price): JSONValue(.integer(price.won))
        case .symbol(let symbol): code(symbol)
        case .moment(let moment): JSONValue(.string("\(moment)"))
        case .count, .figure, .object, .bySymbol: nil
        }
    }
}
