import Foundation
import Testing

@Suite("Venues that only a file's name tells") struct NamedVenueTests {
    private static let prints = (0..<40).map {
        "2026-03-03 09:\(10 + $0):00,70000,100\n"
    }.joined()

    private func scenario(_ name: String, _ files: String) -> String {
        """
        { "schema": 1, "name": "\(name)",
          "market": { "from": "2026-03-03", "to": "2026-03-03", "instruments": [
            { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
            "data": { "ticks": [ \(files) ] } },
          "account": { "cash": 10000000 },
          "strategies": [ { "name": "scripted", "parameters": { "signals": [
            { "at": "09:20:00", "symbol": "005930", "side": "buy", "quantity": 10 } ] } } ] }
        """
    }

    private func run(_ workshop: Workshop, _ name: String, _ files: [String]) throws -> Finished {
        let list = files.map { #"{ "path": "\#($0)", "symbol": "005930" }"# }
        try workshop.write(scenario("v", list.joined(separator: ", ")), to: "\(name).json")
        return try workshop.backtest("\(name).json --out \(name)")
    }

    @Test("a told symbol leaves the name its venue: other prints, another run id")
    func told() throws {
        let workshop = try Workshop()
        try workshop.write("time,price,size\n" + Self.prints, to: "a/005930.csv")
        try workshop.write("time,price,size\n" + Self.prints, to: "b/005930_NX.csv")
        let krx = try run(workshop, "krx", ["a/005930.csv"])
        let nxt = try run(workshop, "nxt", ["b/005930_NX.csv"])
        #expect(krx.exit == 0 && nxt.exit == 0, "\(krx.err)\(nxt.err)")
        #expect(try workshop.table("fills", of: "v", out: "krx").rows.count > 0)
        #expect(try workshop.table("fills", of: "v", out: "nxt").rows.count == 0)
        #expect(workshop.names("krx/v") != workshop.names("nxt/v"))
        let warning = "None of 40 prints may meet an order"
        #expect(nxt.out.contains(warning), "\(nxt.out)")
        #expect(!krx.out.contains(warning), "\(krx.out)")
        #expect(
            try workshop.text(workshop.runFolder("v", out: "nxt") + "/result.json")
                .contains(warning))
    }

    @Test("a column of codes does too, and which of two files the name is of counts")
    func column() throws {
        let workshop = try Workshop()
        let rows = Self.prints.replacing(",70000,", with: ",005930,70000,")
        let later = rows.replacing(" 09:", with: " 10:")
        for (folder, names) in [
            ("p", ["005930", "005930"]), ("q", ["005930_NX", "005930"]),
            ("r", ["005930", "005930_NX"]),
        ] {
            try workshop.write("time,code,price,size\n" + rows, to: "\(folder)/1/\(names[0]).csv")
            try workshop.write("time,code,price,size\n" + later, to: "\(folder)/2/\(names[1]).csv")
            let done = try run(
                workshop, folder, ["\(folder)/1/\(names[0]).csv", "\(folder)/2/\(names[1]).csv"])
            #expect(done.exit == 0, "\(done.err)")
            #expect(!done.out.contains("None of "), "\(done.out)")
        }
        let ids = ["p", "q", "r"].flatMap { workshop.names("\($0)/v") }
        #expect(ids.count == 3 && Set(ids).count == 3)
    }
}
