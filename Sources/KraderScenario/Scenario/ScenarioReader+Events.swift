import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

/// The section `events`: what a person tells the engine, and what goes wrong, and when.
extension ScenarioReader {
    /// The lines of a scenario's script.
    struct Script {
        /// What a person tells the engine at fixed moments, in the order of time: the fast way.
        var commands: [(at: Moment, command: Command)] = []
        var faults = FaultPlan()
        /// What each line of `faults` is called.
        var lines: [ScriptLine] = []
        /// The names of all lines, those too that could not be read.
        var ids: [String] = []
    }

    /// A line as it was read: whom it follows is known when all are.
    struct ReadLine {
        var path: JSONPath
        var id: String?
        var when: When
        var act: ScriptedAct
        var verb: String
        var position: ValueReader

        enum When {
            case at(Moment)
            case after(String, Interval)
            case occasion(Occurrence, nth: Int, times: Int)
        }
    }

    func readEvents(_ root: inout ObjectReader) -> Script {
        let lines = root.listOrEmpty("events", counts: 0...10_000) { reader in
            reader.object { readLine(&$0, reader) } ?? nil
        }
        let ids = (root.object["events"]?.array ?? []).compactMap { $0["id"]?.string }
        let commands = lines.compactMap { line -> (at: Moment, command: Command)? in
            if case .at(let at) = line.when, case .command(let command) = line.act {
                (at, command)
            } else {
                nil
            }
        }
        guard !ids.isEmpty || commands.count < lines.count else {
            root.ignoresOrder(of: "events", within: ["at"])
            // Equal times keep the order of the list.
            return Script(
                commands: commands.enumerated().sorted {
                    ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
                }.map(\.element))
        }
        return script(of: lines, ids)
    }

    /// A script in which something goes wrong: all its lines stand in one plan, as they were
    /// listed.
    private func script(of lines: [ReadLine], _ ids: [String]) -> Script {
        var places: [String: Int] = [:]
        for (place, line) in lines.enumerated() {
            guard let id = line.id else { continue }
            if let earlier = places[id] {
                line.position.note(
                    "id is '\(shown(id))'", at: "id",
                    allowed: "\(lines[earlier].path.keys) has it")
            }
            places[id] = place
        }
        refuseCircles(lines, places)
        var script = Script(ids: ids)
        for line in lines {
            let trigger: Trigger
            switch line.when {
            case .at(let moment): trigger = .at(moment)
            case .after(let id, let delay):
                guard let place = places[id] else {
                    if ids.contains(id) { continue }
                    line.position.note(
                        "after is '\(shown(id))'", at: "after", allowed: "no event has that 'id'",
                        suggestion: nearestSpelling(of: id, among: ids))
                    continue
                }
                trigger = .after(place, delay)
            case .occasion(let occurrence, let nth, let times):
                trigger = .when(occurrence, nth: nth, times: times)
            }
            script.faults.events.append(ScriptedEvent(id: line.id, trigger, line.act))
            script.lines.append(
                ScriptLine(path: line.path.keys, id: line.id, words: line.verb))
        }
        return script
    }

    /// Refuses lines that wait for each other, each once.
    private func refuseCircles(_ lines: [ReadLine], _ places: [String: Int]) {
        var settled = Set<Int>()
        for start in lines.indices {
            var way: [Int] = []
            var place: Int? = start
            while let here = place, !settled.contains(here) {
                if let first = way.firstIndex(of: here) {
                    let circle = way[first...].map { lines[$0].path.keys }
                    lines[here].position.note(
                        "after leads back to itself", at: "after",
                        allowed: "\(circle.joined(separator: " → ")) wait for each other")
                    break
                }
                way.append(here)
                if case .after(let id, _) = lines[here].when {
                    place = places[id]
                } else {
                    place = nil
                }
            }
            settled.formUnion(way)
        }
    }
}

extension ValueReader {
    /// Notes a fault of one of the object's keys.
    func note(_ message: String, at key: String, allowed: String, suggestion: String? = nil) {
        let member = value[key]
        collector.add(
            TextFault(
                file: collector.file, position: member?.position ?? value.position,
                path: path.appending(.key(key)), message: message, value: member?.summary,
                allowed: allowed, suggestion: suggestion, origin: member?.origin?.name))
    }
}
