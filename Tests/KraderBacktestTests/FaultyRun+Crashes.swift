import KraderBacktest
import KraderChecks
import KraderModel
import KraderVenue
import Support

@testable import KraderEngine

// How the engine of a day ends, and another goes on.
extension FaultyRun {
    func isMet(_ point: CrashPoint, _ input: Input, _ readings: Int64) -> Bool {
        switch point {
        case .signalComputed, .intentCommitted, .requestSent: out.records.orders.count > 0
        case .replyRead, .replyCommitted: if case .reply = input { true } else { false }
        case .fillRead, .fillCommitted: out.records.fills.count > 0
        case .cancelCommitted, .cancelSent: cancels > 0
        case .snapshotTaken, .snapshotApplied: engine.counts.readings > readings
        case .killCommitted: hasKilled
        case .betweenKillCancels: hasKilled && cancels > 1
        case .dayHalfRolled: out.records.days.count > 0
        }
    }

    var cancels: Int {
        (0..<out.requests.count).count {
            if case .cancel = out.requests[$0].request { true } else { false }
        }
    }

    var hasKilled: Bool {
        (0..<out.records.incidents.count).contains {
            out.records.incidents[$0].kind == .killSwitchEngaged
        }
    }

    /// The engine ends within a step: before it is durable, after that and before its requests
    /// leave, with the first of them, or with all.
    func end(at point: CrashPoint) {
        switch point {
        case .signalComputed, .replyRead, .fillRead, .snapshotTaken: out.removeAll()
        case .intentCommitted, .cancelCommitted, .killCommitted: settle(sending: 0)
        case .betweenKillCancels: settle(sending: 1)
        case .requestSent, .replyCommitted, .fillCommitted, .cancelSent, .snapshotApplied,
            .dayHalfRolled:
            settle()
        }
        restart()
    }

    /// A person kills again and again while orders live, and rearms, where a kill is to be crashed
    /// in.
    func kill() {
        guard crash?.point == .killCommitted || crash?.point == .betweenKillCancels else { return }
        if engine.mode != .killed, now >= killedAt + .minutes(10), engine.liveOrderCount > 1 {
            killedAt = now
            give(.command(.engageKillSwitch))
        } else if engine.mode == .killed, now >= killedAt + .minutes(5) {
            give(.command(.rearmKillSwitch))
        }
    }

    /// The engine ends, and what it had not read yet is lost; another one begins.
    func restart() {
        restarts += 1
        way.removeAll {
            if case .request = $0.message { false } else { true }
        }
        do {
            engine = try Engine.restore(configuration, from: records)
        } catch {
            breaches.append("\(error)")
            return
        }
        engine.start(into: &out)
        settle()
        for (at, tick) in shown {
            checks.see(.history(.tick(tick)))
            engine.step(.history(.tick(tick)), at: at, into: &out)
            settle()
        }
        engine.resume(at: now, into: &out)
        settle()
    }

    /// Ends the engine after the day and begins another, which reads the lists. Gives how many
    /// records that left.
    func restartOnceMore() -> Int {
        let before = records.count
        restart()
        let last = now + .seconds(30)
        while true {
            let first = way.indices.min {
                (way[$0].at, way[$0].place) < (way[$1].at, way[$1].place)
            }
            let arrival = first.map { way[$0].at } ?? .distantFuture
            let moment = min(arrival, engine.nextTimer)
            guard moment <= last, engine.mode == .reconciling else { break }
            now = max(now, moment)
            if let first, arrival == moment {
                deliver(way.remove(at: first).message)
            } else {
                give(.timer)
            }
            hear()
        }
        return records.count - before
    }
}
