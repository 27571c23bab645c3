import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Containers agree with plain ones over random use")
struct ContainerTests {
    @Test("the integer map is a dictionary, colliding and growing keys included")
    func integerMap() {
        var generator = SeededGenerator(seed: 2, stream: "map")
        var map = IntegerMap(capacity: 1)
        var plain: [Int64: Int] = [:]
        for step in 0..<40_000 {
            // A small range at first, so that keys are removed and set again; then a large one.
            let range: UInt64 = step < 20_000 ? 60 : 1 << 40
            let key = Int64(generator.next(below: range)) + 1
            switch generator.next(below: 5) {
            case 0, 1:
                map.set(key, step)
                plain[key] = step
            case 2, 3:
                let victim = plain.isEmpty || step % 2 == 0 ? key : plain.keys.min() ?? key
                map.remove(victim)
                plain[victim] = nil
            case _:
                if generator.next(below: 3_000) == 0 {
                    map.removeAll()
                    plain = [:]
                }
            }
            #expect(map.count == plain.count)
            #expect(map[key] == plain[key])
        }
        for (key, value) in plain { #expect(map[key] == value) }
    }

    @Test("only positive keys are keys")
    func mapKeys() async {
        await #expect(processExitsWith: .failure) {
            var map = IntegerMap()
            map.set(0, 1)
        }
        #expect(IntegerMap()[7] == nil)
    }

    @Test("an append buffer is an array that is emptied and filled again")
    func appendBuffer() {
        var generator = SeededGenerator(seed: 3, stream: "append")
        var buffer = AppendBuffer<String>(capacity: 0)
        var plain: [String] = []
        for step in 0..<5_000 {
            if generator.next(below: 200) == 0 {
                buffer.removeAll()
                plain = []
            } else {
                buffer.append("\(step)")
                plain.append("\(step)")
            }
            #expect(buffer.count == plain.count && buffer.isEmpty == plain.isEmpty)
            if let last = plain.last { #expect(buffer[plain.count - 1] == last) }
            if !plain.isEmpty {
                let place = Int(generator.next(below: UInt64(plain.count)))
                buffer[place] = "changed"
                plain[place] = "changed"
                #expect(buffer[place] == plain[place] && buffer[0] == plain[0])
            }
        }
    }

    @Test("a fixed buffer is changed in place, and its view sees it")
    func fixedBuffer() {
        let buffer = FixedBuffer(count: 10) { [$0] }
        let view = buffer.view
        let part = buffer.view(of: 4..<6)
        buffer[4].append(7)
        #expect(view[4] == [4, 7] && part[0] == [4, 7] && part.count == 2 && view.count == 10)
        #expect(view[9] == [9] && part[1] == [5])
    }

    @Test("what lies outside a buffer is never read")
    func bounds() async {
        await #expect(processExitsWith: .failure) {
            let buffer = FixedBuffer(repeating: 0, count: 3)
            _ = buffer[3]
        }
        await #expect(processExitsWith: .failure) {
            let buffer = FixedBuffer(repeating: 0, count: 3)
            _ = buffer.view(of: 1..<3)[2]
        }
        await #expect(processExitsWith: .failure) {
            let buffer = AppendBuffer<Int>(capacity: 8)
            _ = buffer[0]
        }
    }

    @Test("the order table finds live orders by reference and number, and no others")
    func orderTable() {
        var generator = SeededGenerator(seed: 4, stream: "orders")
        var table = OrderTable(capacity: 16)
        var live: [Int64: (slot: Int, number: Int32?)] = [:]
        var serialOfNumber: [Int32: Int64] = [:]
        var nextNumber: Int32 = 1
        for _ in 0..<6_000 {
            switch generator.next(below: 8) {
            case 0, 1, 2:
                guard !table.isFull else { continue }
                let reference = table.nextReference
                live[reference.serial] = (table.insert(order(reference)), nil)
            case 3, 4:
                guard let serial = live.keys.sorted().first(where: { live[$0]?.number == nil })
                else { continue }
                table.bind(OrderNumber(nextNumber), to: OrderReference(serial: serial))
                live[serial]?.number = nextNumber
                serialOfNumber[nextNumber] = serial
                nextNumber += 1
            case 5, 6:
                let serials = live.keys.sorted()
                guard !serials.isEmpty else { continue }
                let serial = serials[Int(generator.next(below: UInt64(serials.count)))]
                if let slot = live[serial]?.slot { table.remove(slot) }
                live[serial] = nil
            case _: break
            }
            #expect(table.count == live.count && table.isFull == (live.count == 16))
            #expect(table.usedSlots <= 16)
            for (serial, known) in live {
                let found = table.slot(of: OrderReference(serial: serial))
                #expect(found == known.slot)
                #expect(table.slots[known.slot].reference.serial == serial)
                let isAlive = table.isAlive(known.slot)
                #expect(isAlive)
            }
            let number = Int32(generator.next(below: UInt64(nextNumber))) + 1
            let expected = serialOfNumber[number].flatMap { live[$0]?.slot }
            let found = table.slot(of: OrderNumber(number))
            #expect(found == expected)
        }
        let listed = table.view.active(symbol: SymbolIndex(0), strategy: 0)
        #expect(listed.map(\.reference.serial) == live.keys.sorted())
    }

    private func order(_ reference: OrderReference) -> Order {
        Order(
            reference: reference,
            key: SignalKey(
                strategy: 0, symbol: SymbolIndex(0), milliseconds: 0, sequence: 0, leg: 0),
            side: .buy, timeInForce: .day, createdAt: Sample.tuesday.midnight,
            expiresAt: .distantFuture, machine: OrderMachine(quantity: Shares(1)),
            limit: Price(100), reservingPrice: Price(100), valuation: Price(100), isFromTick: false)
    }
}
