import KraderEngine
import KraderModel
import Testing

@testable import KraderStrategies

@Suite("scripted")
struct ScriptTests {
    let samsung = try? IssueCode("005930")

    func line(
        _ seconds: Int64, _ action: ScriptedSignal.Action = .buy, quantity: Int64? = 10,
        type: OrderType? = nil, price: Int64? = nil, timeInForce: TimeInForce? = nil,
        expireAfter: Interval? = nil, exits: ProtectiveExits? = nil, leg: Int = 0
    ) throws -> ScriptedSignal {
        ScriptedSignal(
            at: morning + .seconds(seconds), symbol: try #require(samsung), action: action,
            quantity: quantity.map(Shares.init), type: type, price: price.map(Price.init),
            timeInForce: timeInForce, expireAfter: expireAfter, exits: exits, leg: leg)
    }

    @Test("lines are played by time, those of one moment as listed, each once")
    func order() throws {
        var script = try Script([
            line(20, quantity: 1), line(10, quantity: 2), line(20, quantity: 3),
            line(10, .sell, quantity: 4),
        ])
        func played(until seconds: Int64) -> [Int64] {
            var quantities: [Int64] = []
            while let index = script.takeDue(at: morning + .seconds(seconds)) {
                quantities.append(script.lines[index].quantity?.count ?? 0)
            }
            return quantities
        }
        #expect(script.nextMoment == morning + .seconds(10))
        #expect(played(until: 9).isEmpty)
        #expect(played(until: 10) == [2, 4])
        #expect(script.nextMoment == morning + .seconds(20))
        #expect(played(until: 25) == [1, 3])
        #expect(script.nextMoment == nil)
        #expect(played(until: 99).isEmpty)
    }

    @Test("a line that lacks what it needs, or says what it can't do, is refused by its place")
    func faults() throws {
        let stop = ProtectiveExits(stop: .price(Price(90)))
        let bad: [(ScriptedSignal, String)] = [
            (try line(0, quantity: 0), "quantity is 0; it must be 1 or more"),
            (try line(0, .sell, quantity: -1), "quantity is -1; it must be 1 or more"),
            (try line(0, .replace, quantity: nil), "a replace needs the new price"),
            (
                try line(0, .replace, quantity: 1, price: 100),
                "a replace takes a price and nth, nothing else"
            ),
            (try line(0, .cancel), "a cancel takes nothing but at, symbol and nth"),
            (
                try line(0, .cancel, quantity: nil, price: 1),
                "a cancel takes nothing but at, symbol and nth"
            ),
            (
                try line(0, .cancel, quantity: nil, leg: 1),
                "a cancel takes nothing but at, symbol and nth"
            ),
            (
                try line(0, .cancel, quantity: nil, exits: stop),
                "a cancel takes nothing but at, symbol and nth"
            ),
            (
                try line(0, .replace, quantity: nil, type: .limit, price: 100),
                "a replace takes a price and nth, nothing else"
            ),
            (try line(0, type: .limit), "type limit needs a price"),
            (try line(0, type: .conditionalLimit), "type conditional_limit needs a price"),
            (try line(0, type: .bestLimit, price: 100), "type best_limit takes no price"),
            (try line(0, .sell, type: .market, price: 100), "type market takes no price"),
            (try line(0, .sell, exits: stop), "exits belong to a buy"),
        ]
        for (line, message) in bad {
            let good = try self.line(0)
            #expect(throws: ParameterFault("signals", "signals[1]: \(message)")) {
                try Script([good, line])
            }
        }
        let good = [
            try line(0, quantity: nil), try line(0, .cancel, quantity: nil),
            try line(0, .replace, quantity: nil, price: 100),
            try line(0, type: .conditionalLimit, price: 100, exits: stop),
            try line(0, .sell, type: .closingPrice),
        ]
        #expect(try Script(good).lines.count == 5)
    }
}
