import KraderJSON
import Testing

@Suite("Faults of one kind") struct FaultKindTests {
    private func fault(_ place: Int, price: Int) -> TextFault {
        TextFault(
            file: "s.json", position: TextPosition(line: place + 1, column: 1),
            path: JSONPath([.key("ticks"), .index(place), .key("price")]),
            message: "price is \(price)", value: "\(price)", allowed: "it must be at least 1")
    }

    @Test("five are told and the rest is counted, wherever they stand and whatever they hold")
    func counted() {
        let faults = (0..<9).map { fault($0, price: -$0) }
        let other = TextFault(file: "s.json", position: nil, message: "name is missing")
        let lines = TextFaults(faults + [other]).description.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines.contains("Error: name is missing in s.json."))
        #expect(lines.filter { $0.contains("it must be at least 1") }.count == 5)
        #expect(lines.last == "Error: 4 more faults of this kind (ticks[…].price).")
    }

    @Test("five of a kind are all told, and the list of faults keeps every one")
    func few() {
        let faults = TextFaults((0..<5).map { fault($0, price: 0) })
        #expect(faults.description.split(separator: "\n").count == 5)
        #expect(!faults.description.contains("more"))
        #expect(TextFaults((0..<70).map { fault($0, price: 0) }).list.count == 70)
    }
}
