import KraderCSV
import KraderJSON
import KraderModel
import Testing

private func code(_ text: String) -> IssueCode {
    guard let code = (try? IssueCode(text)) ?? (try? IssueCode(index: text)) else {
        preconditionFailure(text)
    }
    return code
}

@Suite("Random instruments files")
struct InstrumentRandomTests {
    @Test("random tables are read back as they were, and written again byte for byte")
    func roundTrip() throws {
        for seed in 1...200 as ClosedRange<UInt64> {
            var generator = Draws(seed: seed)
            let table = InstrumentTable.random(&generator)
            let bytes = table.text
            let again = try InstrumentTable(bytes, file: "random")
            #expect(again == table, "seed \(seed)")
            #expect(again.text == bytes, "seed \(seed)")
            let histories = again.histories
            #expect(
                histories.reduce(0) { $0 + $1.history.basePrices.count }
                    == table.facts.count { $0.kind == .basePrice && !$0.isProposed })
        }
    }

    @Test("random changes of a file are read or refused, never trapped on")
    func mutations() {
        let bytes = Array(InstrumentTableTests.whole.utf8)
        var generator = Draws(seed: 4)
        var refused = 0
        for _ in 0..<5_000 {
            var changed = bytes
            for _ in 0...Int.random(in: 0...3, using: &generator) {
                let place = Int.random(in: 0..<changed.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: changed[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: changed.remove(at: place)
                default: changed.insert(UInt8.random(in: 32...127, using: &generator), at: place)
                }
            }
            do throws(TextFaults) {
                let table = try InstrumentTable(changed, file: "m")
                _ = table.histories
                _ = table.instruments(on: CalendarDate(2021, 1, 28))
                #expect((try? InstrumentTable(table.text, file: "m")) == table)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 2_000)
    }
}

extension InstrumentTable {
    /// Makes any facts that a file may hold.
    fileprivate static func random(_ generator: inout Draws) -> InstrumentTable {
        var facts: [InstrumentFact] = []
        let days = CalendarDate(2021, 1, 4).dayNumber..<CalendarDate(2021, 3, 4).dayNumber
        for number in 0..<Int.random(in: 0...6, using: &generator) {
            let symbol = code(["005930", "00088K", "323990", "KS11", "001", "9ABCDE"][number])
            for _ in 0..<Int.random(in: 0...20, using: &generator) {
                let day = CalendarDate(dayNumber: Int32.random(in: days, using: &generator))
                guard let value = value(on: day, &generator) else { continue }
                facts.append(
                    InstrumentFact(
                        symbol: symbol, day: day, value: value,
                        isProposed: Bool.random(using: &generator),
                        note: words.randomElement(using: &generator) ?? ""))
            }
        }
        return InstrumentTable(facts)
    }

    private static let words = [
        "", "plain", "with, comma", "\"quoted\"", "주식 50:1", " blanks ", "'",
    ]

    private static func value(
        on day: CalendarDate, _ generator: inout Draws
    ) -> InstrumentFact.Value? {
        func number(_ range: ClosedRange<Int64>) -> Int64 {
            Int64.random(in: range, using: &generator)
        }
        switch InstrumentFact.Kind.allCases.randomElement(using: &generator) {
        case .board: return Board.allCases.randomElement(using: &generator).map { .board($0) }
        case .name: return .name("이름 " + (words.randomElement(using: &generator) ?? "") + ".")
        case .interruptionClass:
            return .interruptionClass(Bool.random(using: &generator) ? .large : .other)
        case .multiple:
            let size = Int(number(1...10_000))
            return .multiple(thousandths: Bool.random(using: &generator) ? size : -size)
        case .listedShares: return .listedShares(Shares(number(1...1_000_000_000_000_000)))
        case .basePrice: return .basePrice(Price(number(1...1_000_000_000)))
        case .split: return .adjustment(.split, factor: Ratio(number(101...999), number(2...100)))
        case .bonus:
            let sellable = day.advanced(by: Int(number(0...30)))
            return .adjustment(
                .bonus, factor: Ratio(number(101...999), number(2...100)),
                sellableFrom: Bool.random(using: &generator) ? sellable : nil)
        case .reverseSplit:
            return .adjustment(.reverseSplit, factor: Ratio(number(1...9), number(10...99)))
        case .rights: return .adjustment(.rights, factor: Ratio(number(1...9), number(10...99)))
        case .spinOff: return .adjustment(.spinOff, factor: Ratio(number(1...9), number(10...99)))
        // An issue has only one of each, so that lives are tested by hand.
        case .listed, .delisted, nil: return nil
        }
    }
}

/// A generator that draws the same on every machine.
private struct Draws: RandomNumberGenerator {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() -> UInt64 { generator.next() }
}
