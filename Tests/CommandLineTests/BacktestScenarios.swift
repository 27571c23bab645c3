import Foundation

/// Ten shares of 005930 bought at 09:01 and sold at 09:10 on 2026-03-03, on four prints.
let oneBuyOneSell = """
    { "schema": 1, "name": "one-buy", "seed": 7,
      "market": { "from": "2026-03-03", "to": "2026-03-03",
        "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
        "data": { "inline": { "ticks": [
          { "at": "09:00:58", "symbol": "005930", "price": 70000, "size": 1000 },
          { "at": "09:01:05", "symbol": "005930", "price": 70000, "size": 1000 },
          { "at": "09:10:05", "symbol": "005930", "price": 71000, "size": 1000 } ] } } },
      "account": { "cash": 10000000 },
      "strategies": [ { "name": "scripted", "parameters": { "signals": [
        { "at": "09:01:00", "symbol": "005930", "side": "buy", "quantity": 10 },
        { "at": "09:10:00", "symbol": "005930", "side": "sell", "quantity": 10 } ] } } ] }

    """

/// The same scenario on prints of `t.csv`.
let oneBuyOneSellOnFile = """
    { "schema": 1, "name": "one-buy", "seed": 7,
      "market": { "from": "2026-03-03", "to": "2026-03-03",
        "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
        "data": { "ticks": { "path": "t.csv", "symbol": "005930" } } },
      "account": { "cash": 10000000 },
      "strategies": [ { "name": "scripted", "parameters": { "signals": [
        { "at": "09:01:00", "symbol": "005930", "side": "buy", "quantity": 10 },
        { "at": "09:10:00", "symbol": "005930", "side": "sell", "quantity": 10 } ] } } ] }

    """

let threePrints = """
    time,price,size
    2026-03-03 09:00:58,70000,1000
    2026-03-03 09:01:05,70000,1000
    2026-03-03 09:10:05,71000,1000

    """

/// A scenario on inline prints of 005930 in which a script says all.
func scripted(
    _ name: String, prints: [(at: String, price: Int, size: Int)], signals: [String],
    cash: Int = 10_000_000, more: String = "", days: (String, String) = ("2026-03-03", "2026-03-03")
) -> String {
    let ticks = prints.map {
        #"{ "at": "\#($0.at)", "symbol": "005930", "price": \#($0.price), "size": \#($0.size) }"#
    }
    let lines = signals.map { #"{ "symbol": "005930", \#($0) }"# }
    return """
        { "schema": 1, "name": "\(name)", "market": { "from": "\(days.0)", "to": "\(days.1)",
          "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
          "data": { "inline": { "ticks": [ \(ticks.joined(separator: ",\n")) ] } } },
          "account": { "cash": \(cash) }, \(more)
          "strategies": [ { "name": "scripted", "parameters": { "signals": [
            \(lines.joined(separator: ",\n")) ] } } ] }
        """
}

extension String {
    func replacing(_ what: String, by other: String) -> String {
        replacingOccurrences(of: what, with: other)
    }
}
