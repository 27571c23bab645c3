import Foundation
import KraderCSV
import KraderJSON
import KraderModel
import Support
import Testing

@Suite("Damaged texts to import")
struct ImportFuzzTests {
    /// Small valid texts of each family.
    static let texts: [[UInt8]] =
        (ImportTickTests.forms + [
            """
            2015-01-02,26799,26799,26540,26600,175499,0.002\n\
            2015-01-03,0,0,0,0,0,0\n2015-01-05,26540,26799,26540,26600,1,0\n
            """,
            "\u{FEFF}1996-12-26,\"182,299\",\"182,299\",\"182,299\",\"182,299\",0\n",
            """
            Datetime,Close,High,Low,Open,Volume\n2025-06-16 00:00:00+00:00,57800\
            ,58000,57800,58000,0\n2025-06-16 00:01:00+00:00,57800,57900.0,57700,\
            57800,91348\n
            """,
            """
            \"Code\",\"Name\",\"Close\",\"ChangeCode\",\"Changes\",\"Volume\",\"\
            Amount\",\"Open\",\"High\",\"Low\",\"Stocks\",\"Market\",\"Date\"\n\
            \"005930\",\"삼성\"\"전자\",55500.0,1,200.0,10031448.0,558433491400.0,55\
            500.0,56100.0,55200.0,5969782550,\"KOSPI\",\"2023-01-02\"\n\
            \"00088K\",\"x\",900,2,-10,0,0,0,0,0,5,\"KOSDAQ GLOBAL\",\"2023-01-0\
            2\"\n
            """,
            """
            time,code,quantities,prices\n2024_8_6]9]46]3,003090,\"['1', '2', '3'\
            , '4']\",\"['+100', ' 101', '-102', '+103']\"\n\
            2024_8_6]9]46]4,003090,\"[]\",\"[]\"\n
            """,
            """
            time,ask_price_1,ask_qty_1,bid_price_1,bid_qty_1,ask_price_2,ask_qty\
            _2,bid_price_2,bid_qty_2\n1772496005123,101,5,100,6,102,7,99,8\n\
            1772496005124,101,5,100,6,,,0,0\n
            """,
            """
            time,price,size,best_ask,best_bid,taker,venue\r\n\
            20260303090005,-70100,+5,70100,70000,BUY,KRX\r\n
            """,
        ]).map { Array($0.utf8) }

    /// Pieces that are likely to be misread when they turn up in the wrong place.
    static let pieces: [[UInt8]] =
        [
            ",", "\"", "\"\"", "\n", "\r\n", "\r", "\t", ";", "-", "+", ".", "e", "1e18", "[", "]",
            "'", " ", "0", "9223372036854775807", "9223372036854775808", "99999999999999999999",
            "2199-12-31T23:59:59.999999999-15:59", "1900-01-01", "235959999999", "가", "_", "T",
            "Z", "+09:00", ":", "-0", "1,000,000", "code", "time", "price", "\u{FEFF}",
        ].map { Array($0.utf8) } + [[0xFF], [0x00], [0xB0, 0xA1], [0x80]]

    static func mutated(_ bytes: [UInt8], by generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int(generator.next(below: 4)) {
            let place = Int(generator.next(below: UInt64(bytes.count + 1)))
            let end = min(bytes.count, place + Int(generator.next(below: 12)))
            switch generator.next(below: 6) {
            case 0: bytes.removeSubrange(place..<end)
            case 1 where generator.next(below: 4) == 0: bytes.removeSubrange(place...)
            case 2 where place < bytes.count:
                bytes[place] = UInt8(truncatingIfNeeded: generator.next())
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 4 where place < bytes.count:
                bytes[place] = 0x30 + UInt8(generator.next(below: 10))
            default:
                let piece = pieces[Int(generator.next(below: UInt64(pieces.count)))]
                bytes.insert(contentsOf: piece, at: place)
            }
        }
        return bytes
    }

    /// Reads one text: how many rows it gives, and whether it was understood.
    private static func read(
        _ bytes: [UInt8], _ options: ImportOptions, pieces: Int, _ batch: inout ImportBatch
    ) -> (delivered: Int, isRead: Bool) {
        var reader = ImportReader(options)
        batch.removeAll()
        var start = 0
        while start < bytes.count {
            let end = min(start + pieces, bytes.count)
            bytes.withUnsafeBytes {
                reader.read(UnsafeRawBufferPointer(rebasing: $0[start..<end]), into: &batch)
            }
            start = end
        }
        var isRead = true
        do throws(TextFaults) { try reader.finish(into: &batch) } catch {
            isRead = false
            if error.list.isEmpty { Issue.record("nothing is said: \(bytes)") }
        }
        let delivered = batch.ticks.count + batch.candles.count + batch.books.count
        let notes = reader.notes
        let counted = delivered + notes.rejected + notes.emptyDays + notes.withoutSize
        if isRead, notes.rows != counted { Issue.record("a row is lost: \(bytes)") }
        if notes.rejected != batch.rejects.count { Issue.record("a reject is lost: \(bytes)") }
        return (delivered, isRead)
    }

    /// Whether what a row says lies within what a dataset can keep.
    private static func isSound(_ batch: borrowing ImportBatch) -> Bool {
        let prices: ClosedRange<Int64> = 1...1_000_000_000
        for index in 0..<batch.ticks.count {
            let tick = batch.ticks[index]
            let best: ClosedRange<Int64> = 0...1_000_000_000
            guard prices.contains(tick.price), (1...Int64(UInt32.max)).contains(tick.size),
                best.contains(tick.ask), best.contains(tick.bid), tick.line > 0
            else { return false }
        }
        for index in 0..<batch.candles.count {
            let candle = batch.candles[index]
            let isHalted = candle.open == 0 && candle.high == 0 && candle.low == 0
            guard prices.contains(candle.close), candle.volume >= 0, candle.value >= 0,
                isHalted
                    ? candle.volume == 0
                    : prices.contains(candle.low) && prices.contains(candle.high)
                        && candle.high >= max(candle.open, candle.close)
                        && candle.low <= min(candle.open, candle.close),
                (0...1_000_000_000).contains(candle.change?.amount ?? 0)
            else { return false }
        }
        for index in 0..<batch.books.count where batch.books[index].book.fault != nil {
            return false
        }
        return true
    }

    @Test("damaged texts are read or refused, and no row is lost (KRADER_FUZZ says how many)")
    func mutations() {
        let told = ProcessInfo.processInfo.environment["KRADER_FUZZ"].flatMap { Int($0) }
        let rounds = told ?? Proof.cases(5_000, long: 20_000)
        var generator = SeededGenerator(seed: 20_260_303, stream: "import mutations")
        var batch = ImportBatch()
        var (delivered, refused) = (0, 0)
        for round in 0..<rounds {
            let text = Self.texts[round % Self.texts.count]
            let damaged = Self.mutated(text, by: &generator)
            var options = ImportOptions(file: "f.csv")
            if generator.next(below: 4) == 0 { options.date = CalendarDate(2026, 3, 3) }
            if generator.next(below: 8) == 0 { options.decimals = 2 }
            if generator.next(below: 4) == 0 {
                options.decodeTitle = { String(decoding: $0, as: UTF8.self) }
            }
            let size = 1 + Int(generator.next(below: 64))
            let found = Self.read(damaged, options, pieces: size, &batch)
            delivered += found.delivered
            refused += found.isRead ? 0 : 1
            if !Self.isSound(batch) { Issue.record("a row is out of range: \(damaged)") }
        }
        #expect(delivered > rounds / 4)
        #expect(refused > rounds / 20)
    }

    /// A tick as the plain decoder has it: splitting, `Double` and `Int` only.
    private static func plainTick(_ line: Int, _ fields: [Substring], _ titles: [Substring])
        -> String?
    {
        func field(_ title: Substring) -> Substring? {
            titles.firstIndex(of: title).map { fields[$0] }
        }
        guard let price = field("price").flatMap({ Double($0) }).map({ abs(Int64($0)) }),
            let size = field("size"), let count = Int64(size), let time = field("time")
        else { return nil }
        let moment: Moment?
        if let day = field("date") {
            let digits = String(repeating: "0", count: 9 - time.count) + time
            let part = { (from: Int, count: Int) in
                Int(digits.dropFirst(from).prefix(count)) ?? -1
            }
            let date = CalendarDate(
                Int(day.prefix(4)) ?? 0, Int(day.dropFirst(4).prefix(2)) ?? 0,
                Int(day.suffix(2)) ?? 0)
            moment =
                date.at(TimeOfDay(part(0, 2), part(2, 2), part(4, 2)))
                + .milliseconds(Int64(part(6, 3)))
        } else if time.contains("T") {
            moment = Moment(text: time)
        } else {
            moment = Int64(time).map { Moment(nanoseconds: $0 * 1_000_000) }
        }
        guard let moment else { return nil }
        let taker = size.hasPrefix("-") ? "seller" : size.hasPrefix("+") ? "buyer" : "unknown"
        return "\(line) 0 \(moment) \(price) \(abs(count)) \(taker)"
    }

    @Test("random valid tables give what splitting lines and Double give")
    func plainDecoder() {
        var generator = SeededGenerator(seed: 7, stream: "plain tables")
        for _ in 0..<300 {
            let form = generator.next(below: 3)
            var columns = form == 0 ? ["date", "time"] : ["time"]
            columns += ["price", "size", "note"]
            for index in columns.indices.dropFirst() {
                columns.swapAt(index, Int(generator.next(below: UInt64(index + 1))))
            }
            var lines = [columns.joined(separator: ",")]
            for _ in 0...Int(generator.next(below: 40)) {
                let date = CalendarDate(2020, 1, 1).advanced(by: Int(generator.next(below: 3_000)))
                let since = Interval.milliseconds(Int64(generator.next(below: 86_400_000)))
                let time = TimeOfDay(sinceMidnight: since)
                let moment = date.at(time)
                let digits = Int64(since.nanoseconds / 1_000_000)
                let (seconds, part) = (digits / 1_000, digits % 1_000)
                let clock =
                    (seconds / 3_600 * 10_000 + seconds / 60 % 60 * 100 + seconds % 60) * 1_000
                    + part
                let price = 1 + generator.next(below: 1_000_000)
                let size = 1 + generator.next(below: 10_000)
                let row = columns.map { column in
                    switch column {
                    case "date": return date.description.filter { $0 != "-" }
                    case "time":
                        if form == 1 { return moment.description }
                        if form == 2 { return "\(moment.milliseconds)" }
                        let text = "\(clock)"
                        return String(repeating: "0", count: max(0, 9 - text.count)) + text
                    case "price":
                        return ["", "+", "-"][Int(price % 3)] + "\(price)"
                            + [".0", ""][Int(price % 2)]
                    case "size": return ["", "+", "-"][Int(size % 3)] + "\(size)"
                    default: return "n"
                    }
                }
                lines.append(row.joined(separator: ","))
            }
            let text = lines.joined(separator: "\n") + "\n"
            let result = imported(text, pieces: 1 + Int(generator.next(below: 200)))
            let titles = lines[0].split(separator: ",")
            let plain = lines.enumerated().dropFirst().map { index, line in
                Self.plainTick(
                    index + 1, line.split(separator: ",", omittingEmptySubsequences: false), titles)
            }
            #expect(result.rejects.isEmpty && result.fault == nil)
            #expect(result.ticks.map { Optional($0) } == plain)
        }
    }
}
