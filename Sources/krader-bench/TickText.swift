import Glibc
import KraderDatasets
import KraderModel

/// Prints of one symbol as the text of a CSV file: `code,date,time,price,size`, milliseconds in the
/// time and the taker's side as the size's sign.
struct TickText {
    /// What whoever reads them must find.
    struct Answer: Equatable {
        var count = 0
        var shares: Int64 = 0
        var value: Int64 = 0
        var times: Int64 = 0

        mutating func add(_ tick: Tick) {
            count += 1
            shares += tick.size.count
            value += tick.size.count * tick.price.won
            times &+= tick.time.nanoseconds
        }
    }

    private(set) var answer = Answer()
    private var text: [UInt8] = Array("code,date,time,price,size\n".utf8)

    var bytes: Int { text.count }

    init(rows: Int, days: Int) throws {
        var generator = SeededGenerator(seed: 3)
        text.reserveCapacity(rows * 40)
        var price: Int64 = 70_000
        for day in 0..<days {
            let date = CalendarDate(2026, 3, 3).advanced(by: day)
            let civil = date.civil
            var since: Int64 = 32_400_000
            for _ in 0..<rows / days {
                since += Int64(generator.next(below: 40))
                price = max(50_000, price + 100 * (Int64(generator.next(below: 3)) - 1))
                let size = 1 + Int64(generator.next(below: 500))
                let isSale = generator.next(below: 2) == 0
                text += "005930,".utf8
                add(Int64(civil.year * 10_000 + civil.month * 100 + civil.day), digits: 8)
                text.append(0x2C)
                let seconds = since / 1_000
                let clock = seconds / 3_600 * 10_000 + seconds / 60 % 60 * 100 + seconds % 60
                add(clock * 1_000 + since % 1_000, digits: 9)
                text.append(0x2C)
                add(price, digits: 1)
                text.append(0x2C)
                if isSale { text.append(0x2D) }
                add(size, digits: 1)
                text.append(0x0A)
                answer.add(
                    Tick(
                        time: date.midnight + .milliseconds(since), symbol: SymbolIndex(0),
                        price: Price(price), size: Shares(size)))
            }
        }
    }

    func write(to path: String) throws {
        guard let file = fopen(path, "w") else { throw FileFault(path: path, number: errno) }
        let written = fwrite(text, 1, text.count, file)
        guard fclose(file) == 0, written == text.count else {
            throw FileFault(path: path, number: errno)
        }
    }

    /// A number with at least so many digits.
    private mutating func add(_ number: Int64, digits: Int) {
        let end = text.count
        var rest = number
        repeat {
            text.append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0 || text.count - end < digits
        text[end...].reverse()
    }
}
