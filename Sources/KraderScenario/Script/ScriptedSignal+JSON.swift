public import KraderEngine
public import KraderJSON
import KraderModel

extension ScriptedSignal {
    /// The signal as `ScenarioReader.readSignal` reads it.
    public var json: JSONValue {
        var line = JSONObject()
        func add(_ key: String, _ value: JSONValue?) {
            if let value { line.members.append(.init(key: key, value: value)) }
        }
        func whole(_ interval: Interval) -> JSONValue {
            JSONValue(.integer(interval.nanoseconds / 1_000_000))
        }
        add("at", JSONValue(.string("\(at)")))
        add("symbol", JSONValue(.string("\(symbol)")))
        switch action {
        case .buy, .sell: add("side", JSONValue(.string(action.rawValue)))
        case .cancel, .replace: add("action", JSONValue(.string(action.rawValue)))
        }
        add("quantity", quantity.map { JSONValue(.integer($0.count)) })
        add("type", type.map { JSONValue(.string($0.description)) })
        add("price", price.map { JSONValue(.integer($0.won)) })
        add("time_in_force", timeInForce.map { JSONValue(.string($0.description)) })
        add("expire_after_ms", expireAfter.map(whole))
        add("exits", exits?.json)
        if leg != 0 { add("leg", JSONValue(.integer(Int64(leg)))) }
        add("nth", nth.map { JSONValue(.integer(Int64($0))) })
        return JSONValue(.object(line))
    }
}

extension ProtectiveExits {
    fileprivate var json: JSONValue {
        var exits = JSONObject()
        func add(_ key: String, _ level: Level?) {
            switch level {
            case .price(let price)?:
                exits.members.append(.init(key: key, value: JSONValue(.integer(price.won))))
            case .distance(let rate)?:
                exits.members.append(
                    .init(key: key + "_rate", value: JSONValue(number: rate.fraction)))
            case nil: break
            }
        }
        add("stop", stop)
        add("target", target)
        if let trailing {
            exits.members.append(
                .init(key: "trailing_rate", value: JSONValue(number: trailing.fraction)))
        }
        if let after {
            exits.members.append(
                .init(
                    key: "after_ms", value: JSONValue(.integer(after.nanoseconds / 1_000_000))))
        }
        return JSONValue(.object(exits))
    }
}
