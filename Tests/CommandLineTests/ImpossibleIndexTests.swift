import Foundation
import KraderModel
import Testing

@Suite("Datasets of impossible numbers") struct ImpossibleIndexTests {
    /// The fields of a line of the index, file, rows, first, last, bytes and sum, and what is put
    /// in their place.
    static let changes: [(field: Int, value: String)] = [
        (1, "9223372036854775807"), (1, "-1"), (1, "-9223372036854775808"), (1, "1099511627777"),
        (2, "-9223372036854775808"), (2, "9223372036854775807"), (3, "9223372036854775807"),
        (3, "-9223372036854775808"), (4, "9223372036854775807"), (4, "-1"),
    ]

    @Test(
        "whoever sealed them, the dataset is damaged, and all others are listed and read",
        arguments: changes.indices)
    func index(change: Int) throws {
        let (field, value) = Self.changes[change]
        let workshop = try Workshop()
        try workshop.write(
            "time,code,price,size\n2026-03-03 09:00:00,005930,70000,1\n", to: "t.csv")
        for name in ["far", "good"] {
            let made = try workshop.start(
                ["data", "import", "t.csv", "--into", "datasets/\(name)"]
            ).finished()
            #expect(made.exit == 0, "\(made.err)")
        }
        try workshop.reseal("datasets/far") { lines in
            // Twice: two of the largest numbers overflow where they are summed up.
            var fields = lines[1].split(separator: ",").map(String.init)
            fields[field] = value
            lines[1] = fields.joined(separator: ",")
            lines.insert(lines[1], at: 1)
        }
        let list = try workshop.start(["data", "list", "--json"]).finished()
        #expect(list.exit == 0, "\(list.err)")
        let object = try JSON(Data(list.out.utf8))
        #expect(object.text("datasets.0.name") == "far")
        #expect(object.text("datasets.0.damage")?.contains("index.csv") == true)
        #expect(object.text("datasets.1.name") == "good")
        #expect(object.text("datasets.1.damage") == nil)
        for command in [
            ["inspect", "far"], ["validate", "far"], ["export", "far", "--to", "e"],
        ] {
            let finished = try workshop.start(["data"] + command).finished()
            #expect(finished.exit == 3, "\(command): \(finished.err)")
        }
    }
}

extension Workshop {
    /// Changes the lines of a dataset's index and makes its hash and its seal anew.
    func reseal(_ dataset: String, _ change: (inout [String]) -> Void) throws {
        var lines = try text(dataset + "/index.csv").split(separator: "\n").map(String.init)
        change(&lines)
        let index = lines.map { $0 + "\n" }.joined()
        try write(index, to: dataset + "/index.csv")
        var json = try text(dataset + "/dataset.json")
        func put(_ value: String, behind key: String) throws {
            let start = try #require(json.range(of: "\"\(key)\": \"")).upperBound
            json.replaceSubrange(start..<json.index(start, offsetBy: 64), with: value)
        }
        try put(hexadecimal(SHA256.hash(Array(index.utf8))), behind: "index_sha256")
        try put(String(repeating: "0", count: 64), behind: "seal")
        try put(hexadecimal(SHA256.hash(Array(json.utf8))), behind: "seal")
        try write(json, to: dataset + "/dataset.json")
    }
}
